//! Which rows a family of records serves, to whom, and under which names.

use domain::{
    access::Token,
    builders::{account, activity, amount, company, contact, currency, deal, instant, stage, team, user},
    canonical::{Anchor, Deal, DealKind, Industry, Partner, PartnerKind, Record},
    facts::{
        AccountFact, DealFact, Fact, Family, Member, References, ServingRow, derive, is_own_matter, parse_serving_id,
        serving_id,
    },
};
use shared::EntityType;

const BRUNO: i64 = 6;
const CHEN: i64 = 7;
const NORTH: i64 = 3;
const OWN_PARTNER: i64 = 1;

fn refs() -> References {
    References::new([
        (1, Record::Currency(currency("USD", 2))),
        (1, Record::Company(domain::canonical::Company { partner: Some(OWN_PARTNER), ..company(1, 1) })),
        (1, Record::Stage(stage(1, false))),
        (5, Record::Industry(Industry { name: "Manufacturing".into(), archived: false })),
        (BRUNO, Record::User(user(BRUNO))),
        (CHEN, Record::User(user(CHEN))),
        (NORTH, Record::Team(team(NORTH, None))),
    ])
}

fn living<T>(id: i64, record: T) -> Member<T> {
    Member { id, record, is_active: true }
}

fn gone<T>(id: i64, record: T) -> Member<T> {
    Member { id, record, is_active: false }
}

fn rows(partners: Vec<Member<Partner>>, deals: Vec<Member<Deal>>) -> Vec<ServingRow> {
    derive(&Family { partners, deals, ..Family::default() }, &refs())
}

fn row(rows: &[ServingRow], entity: EntityType, id: i64) -> &ServingRow {
    rows.iter().find(|row| row.entity == entity && row.id == id).unwrap_or_else(|| panic!("no {entity} {id}"))
}

fn account_fact(row: &ServingRow) -> &AccountFact {
    match &row.fact {
        Fact::Account(fact) => fact,
        other => panic!("an account, not {other:?}"),
    }
}

fn deal_fact(row: &ServingRow) -> &DealFact {
    match &row.fact {
        Fact::Deal(fact) => fact,
        other => panic!("a deal, not {other:?}"),
    }
}

#[test]
fn a_deal_with_a_contact_or_an_address_belongs_to_the_company() {
    let address = Partner { kind: PartnerKind::Invoice, ..contact(41, 10) };
    let rows = rows(
        vec![living(10, account(10)), living(40, contact(40, 10)), living(41, address)],
        vec![
            living(1, Deal { partner: Some(40), ..deal(1) }),
            living(2, Deal { partner: Some(41), ..deal(2) }),
            living(3, Deal { partner: Some(10), ..deal(3) }),
        ],
    );
    for id in [1, 2, 3] {
        let fact = deal_fact(row(&rows, EntityType::Opportunity, id));
        assert_eq!(fact.account.as_ref().map(|account| account.id), Some(10));
    }
}

#[test]
fn an_account_is_seen_by_its_salesperson_and_by_those_of_its_deals_and_leads() {
    let rows = rows(
        vec![living(10, Partner { salesperson: Some(BRUNO), ..account(10) }), living(40, contact(40, 10))],
        vec![
            living(1, Deal { partner: Some(40), salesperson: Some(CHEN), team: Some(NORTH), ..deal(1) }),
            living(2, Deal { partner: Some(10), kind: DealKind::Lead, salesperson: Some(8), ..deal(2) }),
            gone(3, Deal { partner: Some(10), salesperson: Some(99), ..deal(3) }),
        ],
    );
    let everybody = [Token::User(BRUNO), Token::User(CHEN), Token::User(8), Token::Team(NORTH)];
    assert_eq!(row(&rows, EntityType::Account, 10).visible_to, everybody);
    assert_eq!(row(&rows, EntityType::Contact, 40).visible_to, everybody, "contacts go with their account");
    assert_eq!(
        row(&rows, EntityType::Opportunity, 1).visible_to,
        [Token::User(CHEN), Token::Team(NORTH)],
        "a deal is its own salesperson's and team's"
    );
}

#[test]
fn the_partner_of_an_own_company_is_no_account_and_its_people_are_hidden() {
    let rows = rows(
        vec![living(OWN_PARTNER, account(OWN_PARTNER)), living(61, contact(61, OWN_PARTNER))],
        vec![living(28, Deal { partner: Some(OWN_PARTNER), ..deal(28) })],
    );
    assert!(!rows.iter().any(|row| row.id == OWN_PARTNER));
    assert!(!row(&rows, EntityType::Contact, 61).is_active);
    assert_eq!(deal_fact(row(&rows, EntityType::Opportunity, 28)).account, None);
}

#[test]
fn an_individual_is_an_account_once_there_is_business() {
    let ingrid = Partner { is_company: false, ..account(18) };
    let without = rows(vec![living(18, ingrid.clone())], vec![]);
    assert!(row(&without, EntityType::Contact, 18).is_active);
    let with = rows(vec![living(18, ingrid)], vec![living(19, Deal { partner: Some(18), ..deal(19) })]);
    assert!(row(&with, EntityType::Account, 18).is_active);
    assert!(!with.iter().any(|row| row.entity == EntityType::Contact));
}

#[test]
fn a_pure_vendor_is_marked_until_it_buys() {
    let vendor = Partner { is_supplier: true, is_customer: false, ..account(17) };
    let alone = rows(vec![living(17, vendor.clone())], vec![]);
    assert!(account_fact(row(&alone, EntityType::Account, 17)).vendor);
    let buying = rows(vec![living(17, vendor)], vec![living(1, Deal { partner: Some(17), ..deal(1) })]);
    assert!(!account_fact(row(&buying, EntityType::Account, 17)).vendor);
}

#[test]
fn when_an_account_is_gone_its_people_go_and_its_deals_stay_without_account() {
    let rows = rows(
        vec![gone(10, account(10)), living(40, contact(40, 10))],
        vec![living(1, Deal { partner: Some(40), salesperson: Some(BRUNO), ..deal(1) })],
    );
    assert!(!row(&rows, EntityType::Account, 10).is_active);
    assert!(!row(&rows, EntityType::Contact, 40).is_active);
    let deal = row(&rows, EntityType::Opportunity, 1);
    assert!(deal.is_active);
    assert_eq!(deal_fact(deal).account, None);
}

#[test]
fn names_come_from_the_reference_records() {
    let partner = Partner { industry: Some(5), salesperson: Some(BRUNO), ..account(10) };
    let rows = rows(vec![living(10, partner)], vec![]);
    let fact = account_fact(row(&rows, EntityType::Account, 10));
    assert_eq!(fact.industry.as_ref().map(|link| link.name.as_str()), Some("Manufacturing"));
    assert_eq!(fact.salesperson.as_ref().map(|link| link.name.as_str()), Some("User 6"));
    assert!(fact.unresolved.is_empty());
}

#[test]
fn a_reference_that_leads_nowhere_stays_visible() {
    let rows = rows(
        vec![living(10, Partner { salesperson: Some(77), parent: Some(500), ..account(10) })],
        vec![living(1, Deal { partner: Some(404), stage: Some(9), ..deal(1) })],
    );
    let account = account_fact(row(&rows, EntityType::Account, 10));
    assert_eq!(account.unresolved, ["user:77", "partner:500"]);
    assert_eq!(account.salesperson.as_ref().map(|link| link.name.as_str()), Some("#77"));
    assert_eq!(deal_fact(row(&rows, EntityType::Opportunity, 1)).unresolved, ["partner:404", "stage:9"]);
}

#[test]
fn a_parent_outside_the_family_is_named_from_outside() {
    let family = Family {
        partners: vec![living(12, Partner { parent: Some(11), ..account(12) })],
        parents: [(11, "Blue Harbor Shipping".to_owned())].into(),
        ..Family::default()
    };
    let rows = derive(&family, &refs());
    let parent = account_fact(row(&rows, EntityType::Account, 12)).parent.clone();
    assert_eq!(parent.map(|link| link.name).as_deref(), Some("Blue Harbor Shipping"));
}

#[test]
fn free_texts_of_a_deal_show_only_where_there_is_no_partner() {
    let texts = Deal { lead_company: Some("Nowhere".into()), ..deal(1) };
    let rows = rows(
        vec![living(10, account(10))],
        vec![living(1, texts.clone()), living(2, Deal { partner: Some(10), ..texts })],
    );
    assert_eq!(deal_fact(row(&rows, EntityType::Opportunity, 1)).lead_company.as_deref(), Some("Nowhere"));
    assert_eq!(deal_fact(row(&rows, EntityType::Opportunity, 2)).lead_company, None);
}

#[test]
fn a_deal_whose_company_is_unknown_has_no_currency_and_is_never_summed() {
    let rows = rows(vec![], vec![living(1, Deal { company: Some(8), ..deal(1) })]);
    let fact = deal_fact(row(&rows, EntityType::Opportunity, 1));
    assert_eq!((fact.currency, fact.currency_code.as_str()), (None, "XXX"));
    assert_eq!(fact.unresolved, ["company:8"]);
}

#[test]
fn what_a_deal_alone_speaks_of_is_told_from_what_its_family_shows() {
    let old = Deal { partner: Some(40), salesperson: Some(CHEN), ..deal(1) };
    let ingrid = Partner { is_company: false, ..account(10) };
    let family = |deal: &Deal| Family {
        partners: vec![living(10, ingrid.clone()), living(40, contact(40, 10)), living(41, contact(41, 10))],
        deals: vec![living(1, deal.clone())],
        activities: vec![living(400, activity(Some(Anchor::Deal(1))))],
        ..Family::default()
    };
    let own = [
        Deal { expected_revenue: amount("7.5"), recurring_monthly: Some(amount("3")), ..old.clone() },
        Deal { probability: amount("0"), archived: true, lost_reason: Some(4), ..old.clone() },
        Deal { stage: Some(9), stage_changed_at: Some(instant("2026-11-02T08:00:00Z")), ..old.clone() },
        Deal { company: Some(8), tags: vec![3], close_on: None, closed_at: None, ..old.clone() },
    ];
    let of_all = [
        Deal { name: "Another".into(), ..old.clone() },
        Deal { salesperson: Some(BRUNO), ..old.clone() },
        Deal { team: Some(NORTH), ..old.clone() },
        Deal { partner: Some(41), ..old.clone() },
        Deal { partner: None, ..old.clone() },
        Deal { kind: DealKind::Lead, ..old.clone() },
    ];
    let before = derive(&family(&old), &refs());
    for (new, is_own) in own.iter().map(|deal| (deal, true)).chain(of_all.iter().map(|deal| (deal, false))) {
        assert_eq!((is_own_matter(&old, new), is_own_matter(new, &old)), (is_own, is_own), "{new:?}");
        let after = derive(&family(new), &refs());
        let changed: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
        if is_own {
            let alone = Family { activities: vec![], ..family(new) };
            let alone = derive(&Family { partners: alone.partners[..2].to_vec(), ..alone }, &refs());
            assert_eq!(changed, [row(&alone, EntityType::Opportunity, 1)]);
        }
    }
}

#[test]
fn a_lead_is_no_matter_of_its_own_because_others_make_its_partner_an_account() {
    let lead = Deal { kind: DealKind::Lead, ..deal(1) };
    assert!(!is_own_matter(&lead, &Deal { expected_revenue: amount("7"), ..lead.clone() }));
}

#[test]
fn ids_of_the_serving_zone_are_read_back_and_nothing_else() {
    assert_eq!(serving_id(EntityType::TeamMember, 4), "odoo_team_member_4");
    assert_eq!(parse_serving_id("odoo_team_member_4"), Some((EntityType::TeamMember, 4)));
    for wrong in
        ["odoo_account_", "odoo_account_04", "odoo_account_-4", "account_4", "odoo_nothing_4", "odoo_account_4 "]
    {
        assert_eq!(parse_serving_id(wrong), None, "{wrong}");
    }
}
