//! A company small enough to work out every figure by hand.
//!
//! | Account | salesperson | deals (salesperson, team) |
//! |---|---|---|
//! | 10 Ährenfeld GmbH | 7 Ana | 100 open 1,000 EUR 50 % (7, team 1), on its contact · 101 open 250 USD 20 % (8) · 102 won 300 EUR (7) |
//! | 11 Borealis | 8 Ben | 103 open 80.01 EUR 33 % (8) · 106 open 12,000 OMR 50 % (8), no rate · 107 lost 9,999 EUR (8) |
//! | 12 Cargo | nobody | 104 open 500 EUR 10 % (nobody, team 1) |
//! | 13 Vendor Ltd, 14 Archived AG | 7 Ana | in no list |
//! | no account | | 105 open 77 EUR (7) |
//!
//! 1 EUR = 1.25 USD. 101 belongs to the American company, 106 to the Omani one. Cleo (9) leads team 1, whose member is Ana.

use super::small_lake::SmallLake;
use domain::{Moment, Org};
use domain::{
    Person, Scope,
    builders::{account, amount, company, contact, currency, deal, instant, member, rate, stage, team, user},
    canonical::{Country, Deal, Industry, Partner, Record, SourceId, User},
    metrics::{AccountParts, Sum},
};
use shared::auth::{ApprovalStatus, UserRole};

pub const EUR: SourceId = 1;
pub const USD: SourceId = 2;
pub const OMR: SourceId = 3;
/// Our company whose currency is the dollar.
pub const AMERICA: SourceId = 2;
pub const OPEN: SourceId = 1;
pub const WON: SourceId = 2;

pub async fn published() -> SmallLake {
    let mut lake = SmallLake::new().await;
    put_references(&mut lake);
    put_accounts(&mut lake);
    put_deals(&mut lake);
    assert_eq!(lake.publish().await, 1);
    lake
}

pub fn put_references(lake: &mut SmallLake) {
    let named = |id, name: &str| User { name: name.into(), ..user(id) };
    for (id, code, digits) in [(EUR, "EUR", 2), (USD, "USD", 2), (OMR, "OMR", 3)] {
        lake.put(id, Record::Currency(currency(code, digits)));
        lake.put(id, Record::Company(company(id, id)));
    }
    // Of the main company's euro, and of the American company's dollar.
    lake.put(1, Record::CurrencyRate(rate(USD, None, "2026-01-01", "1.25")))
        .put(2, Record::CurrencyRate(rate(EUR, Some(AMERICA), "2026-01-01", "0.8")))
        .put(7, Record::User(named(7, "Ana")))
        .put(8, Record::User(named(8, "Ben")))
        .put(9, Record::User(named(9, "Cleo")))
        .put(1, Record::Team(team(1, Some(9))))
        .put(1, Record::TeamMember(member(1, 7)))
        .put(OPEN, Record::Stage(stage(OPEN, false)))
        .put(WON, Record::Stage(stage(WON, true)))
        .put(1, Record::Industry(Industry { name: "Energy".into(), archived: false }))
        .put(2, Record::Industry(Industry { name: "Transport".into(), archived: false }))
        .put(1, Record::Country(Country { name: "Austria".into(), code: "AT".into() }));
}

fn put_accounts(lake: &mut SmallLake) {
    let named = |id, name: &str, salesperson| Partner { name: name.into(), salesperson, ..account(id) };
    lake.put(
        10,
        Record::Partner(Partner { industry: Some(1), country: Some(1), ..named(10, "Ährenfeld GmbH", Some(7)) }),
    )
    .put(11, Record::Partner(Partner { industry: Some(2), ..named(11, "Borealis", Some(8)) }))
    .put(12, Record::Partner(named(12, "Cargo", None)))
    .put(13, Record::Partner(Partner { is_customer: false, is_supplier: true, ..named(13, "Vendor Ltd", Some(7)) }))
    .put(14, Record::Partner(Partner { archived: true, ..named(14, "Archived AG", Some(7)) }))
    .put(20, Record::Partner(contact(20, 10)));
}

/// An open one in the main company.
pub fn open_deal(id: SourceId, partner: Option<SourceId>, salesperson: Option<SourceId>, revenue: &str) -> Deal {
    Deal { partner, salesperson, stage: Some(OPEN), expected_revenue: amount(revenue), ..deal(id) }
}

fn put_deals(lake: &mut SmallLake) {
    let at = |percent: &str, deal: Deal| Record::Deal(Deal { probability: amount(percent), ..deal });
    let closed = Some(instant("2026-03-01T10:00:00Z"));
    let in_company = |company, deal: Deal| Deal { company: Some(company), ..deal };
    lake.put(100, at("50", Deal { team: Some(1), ..open_deal(100, Some(20), Some(7), "1000") }))
        .put(101, at("20", in_company(AMERICA, open_deal(101, Some(10), Some(8), "250"))))
        .put(102, at("100", Deal { stage: Some(WON), closed_at: closed, ..open_deal(102, Some(10), Some(7), "300") }))
        .put(103, at("33", open_deal(103, Some(11), Some(8), "80.01")))
        .put(104, at("10", Deal { team: Some(1), ..open_deal(104, Some(12), None, "500") }))
        .put(105, at("50", open_deal(105, None, Some(7), "77")))
        .put(106, at("50", in_company(OMR, open_deal(106, Some(11), Some(8), "12000"))))
        .put(107, at("0", Deal { archived: true, closed_at: closed, ..open_deal(107, Some(11), Some(8), "9999") }));
}

pub fn person(role: UserRole, odoo_user: Option<SourceId>) -> Person {
    Person { role, approval: ApprovalStatus::Approved, is_active: true, odoo_user }
}

pub async fn scope(lake: &SmallLake, moment: &Moment, person: Person) -> Scope {
    let org: std::sync::Arc<Org> = lake.store.org(moment).await.unwrap();
    Scope::of(&person, &org)
}

pub async fn admin(lake: &SmallLake, moment: &Moment) -> Scope {
    scope(lake, moment, person(UserRole::Admin, None)).await
}

fn sum(sum: &Sum) -> String {
    let figure = sum.figure("EUR", 2);
    let beside: Vec<_> =
        figure.not_converted.iter().map(|money| format!(" + {} {}", money.amount, money.currency)).collect();
    format!("{}/{}{}", figure.value.amount, figure.count, beside.concat())
}

/// `pipeline/count | weighted/count | won/count | open deals`
pub fn figures(parts: &AccountParts) -> String {
    format!("{} | {} | {} | {}", sum(&parts.pipeline), sum(&parts.weighted), sum(&parts.won), parts.open_deals)
}
