//! Rows with missing or mistyped values: the record is rejected where a figure would be wrong, else it loses the value.

use crate::recorded::{Recorded, config};
use domain::canonical::*;
use odoo::{Odoo, http_client};
use serde_json::{Map, Value, json};
use source::{Mapped, RawRecord, Severity, Source, Window};

fn map(kind: Kind, payload: Value) -> Mapped {
    let odoo = Odoo::new(config("http://localhost:1"), http_client().unwrap());
    let Value::Object(payload) = payload else { panic!("a row is an object") };
    let raw = RawRecord { id: 7, written_at: None, payload, content_hash: String::new(), silent_hash: None };
    odoo.map(kind, &raw)
}

/// Fields with complaints, and whether the record was rejected.
fn complaints(mapped: &Mapped) -> (Vec<&'static str>, bool) {
    let rejected = mapped.issues.iter().any(|issue| issue.severity == Severity::RecordRejected);
    assert_eq!(mapped.draft.is_none(), rejected);
    (mapped.issues.iter().filter_map(|issue| issue.field).collect(), rejected)
}

fn with(row: Value, field: &str, value: Value) -> Value {
    let mut row = row;
    row[field] = value;
    row
}

fn without(row: Value, field: &str) -> Value {
    let mut row: Map<String, Value> = serde_json::from_value(row).unwrap();
    row.remove(field).unwrap();
    row.into()
}

fn deal() -> Value {
    json!({"name": "Desks", "type": "opportunity", "partner_id": 10, "user_id": 6, "team_id": 4, "stage_id": 3,
        "company_id": 1, "expected_revenue": 15000.0, "probability": 65.5, "active": true, "date_deadline": "2026-11-28",
        "date_closed": false, "date_conversion": false, "date_last_stage_update": "2026-11-21 04:35:28",
        "create_date": "2026-11-14 04:35:29", "write_date": "2026-11-21 04:35:28", "partner_name": false,
        "contact_name": false, "email_from": false})
}

fn partner() -> Value {
    json!({"name": "Deco", "is_company": true, "type": "contact", "parent_id": false, "commercial_partner_id": 7,
        "email": false, "phone": false, "website": false, "street": false, "zip": false, "city": false,
        "country_id": false, "industry_id": false, "user_id": false, "function": false, "customer_rank": 0,
        "supplier_rank": 0, "active": true, "write_date": "2026-11-21 04:35:28"})
}

fn rate() -> Value {
    json!({"currency_id": 125, "company_id": 1, "name": "2026-01-01", "rate": 0.9, "write_date": false})
}

#[test]
fn a_valid_row_has_no_complaints() {
    assert_eq!(complaints(&map(Kind::Deal, deal())), (vec![], false));
    assert_eq!(complaints(&map(Kind::Partner, partner())), (vec![], false));
    assert_eq!(complaints(&map(Kind::CurrencyRate, rate())), (vec![], false));
}

#[test]
fn a_deal_without_a_usable_amount_is_rejected_and_never_counted_as_zero() {
    for amount in [json!("15000"), json!(false), json!(null), json!(1e15), json!(-1e300), json!([1]), json!(true)] {
        let mapped = map(Kind::Deal, with(deal(), "expected_revenue", amount.clone()));
        assert_eq!(complaints(&mapped), (vec!["expected_revenue"], true), "{amount}");
    }
    assert_eq!(complaints(&map(Kind::Deal, without(deal(), "expected_revenue"))), (vec!["expected_revenue"], true));
}

#[test]
fn a_probability_outside_of_0_to_100_rejects_the_deal() {
    for probability in [json!(-0.1), json!(100.1), json!("65"), json!(false)] {
        let mapped = map(Kind::Deal, with(deal(), "probability", probability.clone()));
        assert_eq!(complaints(&mapped), (vec!["probability"], true), "{probability}");
    }
    for probability in [json!(0), json!(100.0)] {
        assert_eq!(complaints(&map(Kind::Deal, with(deal(), "probability", probability))), (vec![], false));
    }
}

#[test]
fn a_deal_whose_place_in_the_figures_is_unclear_is_rejected() {
    let cases = [
        ("stage_id", json!("Won")),
        ("partner_id", json!(-3)),
        ("company_id", json!([])),
        ("user_id", json!(true)),
        ("team_id", json!(1.5)),
        ("active", json!("yes")),
        ("type", json!("quotation")),
        ("type", json!(false)),
        ("date_closed", json!("yesterday")),
        ("date_closed", json!("2026-02-30 10:00:00")),
        ("date_deadline", json!("2026-11-28 10:00:00")),
        ("create_date", json!(20261114)),
        ("write_date", json!("2026-11-21")),
    ];
    for (field, value) in cases {
        let mapped = map(Kind::Deal, with(deal(), field, value.clone()));
        assert_eq!(complaints(&mapped), (vec![field], true), "{field} {value}");
    }
}

#[test]
fn a_deal_loses_only_a_text_that_cannot_be_understood() {
    let mapped = map(Kind::Deal, with(deal(), "email_from", json!(5)));
    assert_eq!(complaints(&mapped), (vec!["email_from"], false));
    let mapped = map(Kind::Deal, with(deal(), "name", json!(" \n")));
    assert_eq!(complaints(&mapped), (vec!["name"], false));
    assert_eq!(map(Kind::Deal, with(deal(), "name", json!(12))).draft, None);
}

#[test]
fn complaints_do_not_repeat_the_value() {
    let mapped = map(Kind::Deal, with(deal(), "expected_revenue", json!("very private")));
    assert_eq!(mapped.issues[0].message, "expected_revenue is no number");
}

#[test]
fn an_id_is_understood_bare_and_with_its_label() {
    let Some(Record::Deal(bare)) = map(Kind::Deal, deal()).draft else { panic!("no deal") };
    let labelled = with(deal(), "stage_id", json!([3, "Proposition"]));
    let Some(Record::Deal(labelled)) = map(Kind::Deal, labelled).draft else { panic!("no deal") };
    assert_eq!(bare, labelled);
    assert_eq!(labelled.stage, Some(3));
}

#[test]
fn texts_are_cleaned_and_addresses_lower_case() {
    let row = with(partner(), "name", json!("  株式\u{1}会社\u{b} "));
    let row = with(row, "email", json!(" Info@Deco.EXAMPLE "));
    let Some(Record::Partner(partner)) = map(Kind::Partner, row).draft else { panic!("no partner") };
    assert_eq!(partner.name, "株式会社");
    assert_eq!(partner.email.as_deref(), Some("info@deco.example"));
}

#[test]
fn a_name_is_demanded_of_companies_and_people_and_not_of_addresses() {
    assert_eq!(complaints(&map(Kind::Partner, with(partner(), "name", json!(false)))), (vec!["name"], true));
    let address = with(with(partner(), "name", json!(false)), "type", json!("invoice"));
    let Some(Record::Partner(address)) = map(Kind::Partner, address).draft else { panic!("no partner") };
    assert_eq!((address.name.as_str(), address.kind), ("", PartnerKind::Invoice));
}

#[test]
fn an_unknown_kind_of_address_is_another_address_and_is_told() {
    let mapped = map(Kind::Partner, with(partner(), "type", json!("private")));
    assert_eq!(complaints(&mapped), (vec!["type"], false));
    let Some(Record::Partner(partner)) = mapped.draft else { panic!("no partner") };
    assert_eq!(partner.kind, PartnerKind::Other);
}

#[test]
fn a_field_that_may_not_be_read_is_no_complaint_and_one_that_was_not_sent_is() {
    assert_eq!(complaints(&map(Kind::Partner, without(partner(), "customer_rank"))), (vec![], false));
    assert_eq!(
        complaints(&map(Kind::Partner, with(partner(), "customer_rank", json!(null)))),
        (vec!["customer_rank"], false)
    );
    assert_eq!(complaints(&map(Kind::Partner, without(partner(), "is_company"))), (vec!["is_company"], true));
}

#[test]
fn a_rate_must_be_a_number_above_zero_on_a_day() {
    for (field, value) in [
        ("rate", json!(0.0)),
        ("rate", json!(-1.0)),
        ("rate", json!("0.9")),
        ("name", json!(false)),
        ("name", json!("2026-13-01")),
        ("currency_id", json!(false)),
    ] {
        assert_eq!(complaints(&map(Kind::CurrencyRate, with(rate(), field, value))), (vec![field], true));
    }
}

#[test]
fn a_currency_has_0_to_6_digits() {
    let of = |digits: Value| map(Kind::Currency, json!({"name": "omr", "decimal_places": digits, "active": true}));
    let omani = Record::Currency(Currency { code: "OMR".to_owned(), digits: 3, archived: false });
    assert_eq!(of(json!(3)).draft, Some(omani));
    for digits in [json!(7), json!(-1), json!(false), json!(2.5)] {
        assert_eq!(complaints(&of(digits)), (vec!["decimal_places"], true));
    }
}

#[test]
fn other_records_are_rejected_without_what_makes_them() {
    let cases = [
        (Kind::User, json!({"name": "A", "login": false, "share": false, "active": true}), "login"),
        (Kind::User, json!({"name": "A", "login": "a", "share": 0, "active": true}), "share"),
        (Kind::TeamMember, json!({"crm_team_id": false, "user_id": 6, "active": true}), "crm_team_id"),
        (Kind::Stage, json!({"name": "Won", "sequence": 1, "is_won": 1, "fold": false}), "is_won"),
        (Kind::Stage, json!({"name": "Won", "sequence": false, "is_won": true, "fold": false}), "sequence"),
        (
            Kind::Company,
            json!({"name": "We", "partner_id": 1, "currency_id": false, "parent_id": false}),
            "currency_id",
        ),
        (Kind::Company, json!({"name": "We", "partner_id": 1, "currency_id": 1, "parent_id": "x"}), "parent_id"),
        (Kind::Company, json!({"name": "We", "partner_id": 1, "currency_id": 1}), "parent_id"),
        (Kind::Country, json!({"name": "Oman", "code": false}), "code"),
        (Kind::Industry, json!({"name": "Mining", "active": null}), "active"),
        (Kind::Employee, json!({"name": "A", "user_id": "x", "parent_id": false, "active": true}), "user_id"),
        (Kind::Team, json!({"name": "A", "user_id": {}, "active": true}), "user_id"),
    ];
    for (kind, row, field) in cases {
        assert_eq!(complaints(&map(kind, row)), (vec![field], true), "{kind:?}");
    }
}

#[tokio::test]
async fn a_bad_row_does_not_stop_its_page() {
    let recorded = Recorded::changed(|rows| {
        let leads = rows.get_mut("crm.lead").unwrap();
        leads[18]["expected_revenue"] = json!("a lot");
        leads[19].as_object_mut().unwrap().remove("probability");
    })
    .await;
    let odoo = recorded.odoo();
    let page = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
    assert_eq!(page.len(), 40);
    let rejected: Vec<_> = page
        .iter()
        .filter_map(|raw| {
            let mapped = odoo.map(Kind::Deal, raw);
            mapped.draft.is_none().then(|| (raw.id, mapped.issues[0].message.clone()))
        })
        .collect();
    let expected =
        [(19, "expected_revenue is no number".to_owned()), (20, "probability is missing in Odoo's answer".to_owned())];
    assert_eq!(rejected, expected);
}

#[tokio::test]
async fn no_value_in_any_field_stops_the_mapping() {
    let strange = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(-1e-308),
        json!(0.1),
        json!(""),
        json!("\u{0}\u{202e}\u{feff}"),
        json!("9999-99-99"),
        json!("9999-99-99 99:99:99"),
        json!("éééééééééé"),
        json!("x".repeat(100_000)),
        json!([]),
        json!([[]]),
        json!([false, "x"]),
        json!([1, 2, 3]),
        json!({}),
    ];
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo();
    for kind in Kind::ALL.iter().copied() {
        // Of some models there is no recording, or none of a row that is ours.
        let Ok(page) = odoo.page(kind, Window::Everything, 0).await else { continue };
        if page.is_empty() {
            continue;
        }
        let fields: Vec<_> = page[0].payload.keys().cloned().collect();
        for (field, value) in fields.iter().flat_map(|field| strange.iter().map(move |value| (field, value))) {
            let mut raw = page[0].clone();
            raw.payload.insert(field.clone(), value.clone());
            let (named, _) = complaints(&odoo.map(kind, &raw));
            assert!(named.iter().all(|name| name == field), "{kind:?} {field} {value}");
        }
    }
}
