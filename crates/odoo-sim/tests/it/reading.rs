//! Domains, order, paging, values, fields: what a reader sees.

use serde_json::{Value, json};

use crate::client::{call, error, search, small, start};

#[tokio::test]
async fn domains_find_what_odoo_would_find() {
    let sim = start(small()).await;
    let archived_too = |mut domain: Value| {
        domain.as_array_mut().expect("a list").insert(0, json!(["active", "in", [true, false]]));
        domain
    };
    let cases: &[(&str, Value, &[i64])] = &[
        ("crm.lead", json!([]), &[1, 2, 3]),
        ("crm.lead", archived_too(json!([])), &[1, 2, 3, 4]),
        ("crm.lead", json!([["active", "=", false]]), &[4]),
        ("crm.lead", json!(["|", ["id", "=", 1], ["expected_revenue", ">", 900]]), &[1, 3]),
        ("crm.lead", json!(["!", ["expected_revenue", ">", 200]]), &[1]),
        ("crm.lead", json!(["!", "|", ["id", "=", 1], ["id", "=", 2]]), &[3]),
        ("crm.lead", json!(["&", ["id", ">=", 1], ["id", "<", 3], ["probability", "!=", 10]]), &[2]),
        ("crm.lead", json!([["partner_id", "=", false]]), &[3]),
        ("crm.lead", json!([["partner_id", "!=", 14]]), &[1, 3]),
        ("crm.lead", json!([["partner_id", "not in", [14, false]]]), &[1]),
        ("crm.lead", json!([["partner_id", "in", [14, false]]]), &[2, 3]),
        ("crm.lead", json!([["partner_id", "ilike", "azur, él"]]), &[1]),
        ("crm.lead", json!([["partner_id.country_id.code", "=", "FR"]]), &[1]),
        ("crm.lead", json!([["partner_id", "child_of", 10]]), &[1]),
        ("crm.lead", json!([["partner_id", "any", [["type", "=", "contact"]]]]), &[1, 2]),
        ("crm.lead", json!([["tag_ids", "in", [2]]]), &[1]),
        ("crm.lead", json!([["tag_ids", "=", false]]), &[2, 3]),
        ("crm.lead", json!([["tag_ids.name", "=", "Software"]]), &[1]),
        ("crm.lead", json!([["date_deadline", "=", false]]), &[1, 3]),
        ("crm.lead", json!([["date_deadline", "<=", "2026-12-31"]]), &[2]),
        ("crm.lead", json!([["name", "like", "er"]]), &[2]),
        ("crm.lead", json!([["name", "not ilike", "HER"]]), &[1, 3]),
        ("crm.lead", json!([["name", "=ilike", "n%s"]]), &[3]),
        ("crm.lead", json!([["company_currency", "=", 99]]), &[1, 2, 3]),
        ("crm.lead", json!([["priority", "in", ["1"]], [1, "=", 1]]), &[1, 2]),
        ("res.partner", json!([["name", "=like", "Beta\\_1"]]), &[14]),
        ("res.partner", json!([["name", "=", false]]), &[12]),
        ("res.partner", json!([["id", "child_of", [10]]]), &[10, 11, 12, 13]),
        ("res.partner", json!([["id", "parent_of", [11]]]), &[10, 11]),
        ("res.partner", json!([["commercial_partner_id", "=", 10]]), &[10, 11, 12]),
        ("res.partner", json!([["display_name", "ilike", "azur, inv"]]), &[12]),
        ("res.partner", json!([["child_ids", "=", 13]]), &[10]),
        ("res.partner", json!([["parent_id", "=?", false], ["is_company", "=", true], ["id", ">", 9]]), &[10, 13, 14]),
        ("res.users", json!([["name", "ilike", "seller"]]), &[6]),
    ];
    for (model, domain, expected) in cases {
        assert_eq!(search(&sim, model, domain.clone()).await, *expected, "{model} {domain}");
    }
}

#[tokio::test]
async fn a_stored_fraction_of_a_second_decides_comparisons_with_the_truncated_stamp() {
    let sim = start(small()).await;
    let row = call(&sim, "crm.lead", "read", json!([[1], ["write_date"]]), json!({})).await;
    assert_eq!(row[0]["write_date"], "2026-11-21 04:43:08");
    let cases = [
        (">", "2026-11-21 04:43:08", true),
        (">=", "2026-11-21 04:43:08", true),
        ("=", "2026-11-21 04:43:08", false),
        ("<=", "2026-11-21 04:43:08", false),
        ("<", "2026-11-21 04:43:08", false),
        ("=", "2026-11-21 04:43:08.63504", true),
        (">", "2026-11-21T04:43:08.63504Z", false),
        (">=", "2026-11-21T04:43:08.63504Z", true),
        (">=", "2026-11-21 04:43:08+02:00", true),
        (">=", "2026-11-21", true),
        ("<", "2026-11-21", false),
    ];
    for (operator, stamp, found) in cases {
        let hit = search(&sim, "crm.lead", json!([["id", "=", 1], ["write_date", operator, stamp]])).await;
        assert_eq!(!hit.is_empty(), found, "{operator} {stamp}");
    }
}

#[tokio::test]
async fn order_takes_several_keys_and_puts_empty_values_where_postgresql_does() {
    let sim = start(small()).await;
    let cases = [
        (json!({}), json!([3, 2, 1])),
        (json!({"order": "expected_revenue"}), json!([1, 2, 3])),
        (json!({"order": "priority asc, id desc"}), json!([2, 1, 3])),
        (json!({"order": "date_deadline, id"}), json!([2, 1, 3])),
        (json!({"order": "date_deadline desc, id"}), json!([1, 3, 2])),
        (json!({"order": "stage_id, id"}), json!([1, 2, 3])),
        (json!({"order": "partner_id desc, id"}), json!([3, 2, 1])),
        (json!({"order": "id desc", "offset": 1, "limit": 1}), json!([2])),
        (json!({"order": "id", "limit": 0}), json!([1, 2, 3])),
    ];
    for (kwargs, expected) in cases {
        assert_eq!(call(&sim, "crm.lead", "search", json!([[]]), kwargs.clone()).await, expected, "{kwargs}");
    }
    let refused = error(&sim, "crm.lead", "search", json!([[]]), json!({"order": "display_name"})).await;
    assert_eq!(refused.0, "builtins.ValueError");
}

#[tokio::test]
async fn values_have_the_forms_of_the_wire() {
    let sim = start(small()).await;
    let fields = json!([
        "name",
        "parent_id",
        "display_name",
        "phone",
        "child_ids",
        "category_id",
        "color",
        "commercial_partner_id",
        "email_normalized"
    ]);
    let rows = call(&sim, "res.partner", "read", json!([[11, 12, 999, 11], fields]), json!({})).await;
    assert_eq!(rows.as_array().map(Vec::len), Some(3), "a missing id is left out, a repeated one is repeated");
    assert_eq!(
        rows[0],
        json!({"id": 11, "name": "Élodie", "parent_id": [10, "Azur"], "display_name": "Azur, Élodie", "phone": false,
            "child_ids": [], "category_id": [], "color": 0, "commercial_partner_id": [10, "Azur"],
            "email_normalized": "e.lodie@azur.example"})
    );
    assert_eq!(rows[1]["display_name"], "Azur, Invoice Address");
    let raw = call(
        &sim,
        "crm.lead",
        "read",
        json!([[1], ["partner_id", "tag_ids", "company_currency"]]),
        json!({"load": ""}),
    )
    .await;
    assert_eq!(raw[0], json!({"id": 1, "partner_id": 11, "tag_ids": [1, 2], "company_currency": 1}));
}

#[tokio::test]
async fn fields_get_tells_what_is_asked_for() {
    let sim = start(small()).await;
    let got = call(
        &sim,
        "crm.stage",
        "fields_get",
        json!([["name", "team_id"]]),
        json!({"attributes": ["type", "relation"]}),
    )
    .await;
    assert_eq!(got, json!({"name": {"type": "char"}, "team_id": {"type": "many2one", "relation": "crm.team"}}));
    let lead = call(&sim, "crm.lead", "fields_get", json!([]), json!({"attributes": ["type"]})).await;
    assert!(lead.get("won_status").is_none(), "that came with Odoo 19");
    assert_eq!(lead["expected_revenue"]["type"], "monetary");
}

#[tokio::test]
async fn rates_are_those_of_today_and_a_currency_without_any_is_one() {
    let sim = start(small()).await;
    let rows = call(&sim, "res.currency", "read", json!([[1, 2], ["rate", "inverse_rate"]]), json!({})).await;
    assert_eq!(rows, json!([{"id": 1, "rate": 1.0, "inverse_rate": 1.0}, {"id": 2, "rate": 0.4, "inverse_rate": 2.5}]));
}

#[tokio::test]
async fn a_bad_question_gets_odoos_own_words() {
    let sim = start(small()).await;
    let cases = [
        (json!([[["name", "~~", "x"]]]), json!({}), "Invalid leaf ('name', '~~', 'x')"),
        (json!([[["partner_id.nope", "=", 1]]]), json!({}), "Invalid field res.partner.nope in leaf ('nope', '=', 1)"),
        (json!([[]]), json!({"foo": 1}), "BaseModel.search() got an unexpected keyword argument 'foo'"),
        (json!([]), json!({}), "BaseModel.search() missing 1 required positional argument: 'domain'"),
        (json!([[]]), json!({"context": {"lang": "fr_FR"}}), "Invalid language code: fr_FR"),
        (json!([[]]), json!({"context": {"allowed_company_ids": [9]}}), "Access to unauthorized or invalid companies."),
    ];
    for (args, kwargs, message) in cases {
        assert_eq!(error(&sim, "crm.lead", "search", args, kwargs).await.1, message);
    }
}

#[tokio::test]
async fn allowed_companies_narrow_what_is_seen() {
    let sim = start(small()).await;
    let context = json!({"order": "id", "context": {"allowed_company_ids": [1]}});
    assert_eq!(call(&sim, "crm.lead", "search", json!([[]]), context.clone()).await, json!([1, 2]));
    let refused =
        error(&sim, "crm.lead", "read", json!([[3], ["name"]]), json!({"context": {"allowed_company_ids": [1]}})).await;
    assert_eq!(refused.0, "odoo.exceptions.AccessError");
    assert!(refused.1.starts_with("Uh-oh! Looks like you have stumbled upon some top-secret records."));
}
