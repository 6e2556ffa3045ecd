//! Pure mapping of raw rows to canonical records: it never fails, it complains.

mod deal;
mod employee;
mod number;
mod partner;
mod reference;
mod row;
mod stage;
mod team;
mod text;
mod user;

use crate::model::model_of;
use domain::canonical::{Kind, Record};
use row::Row;
use source::{Mapped, RawRecord, Severity};

/// Raised with every change by which the same raw record maps to something else.
pub(crate) const VERSION: i32 = 1;

pub(crate) fn map(kind: Kind, raw: &RawRecord) -> Mapped {
    let mut row = Row::new(&raw.payload, model_of(kind));
    let record = match kind {
        Kind::Company => Record::Company(reference::company(&mut row)),
        Kind::Currency => Record::Currency(reference::currency(&mut row)),
        Kind::CurrencyRate => Record::CurrencyRate(reference::currency_rate(&mut row)),
        Kind::Country => Record::Country(reference::country(&mut row)),
        Kind::Industry => Record::Industry(reference::industry(&mut row)),
        Kind::User => Record::User(user::user(&mut row)),
        Kind::Employee => Record::Employee(employee::employee(&mut row)),
        Kind::Team => Record::Team(team::team(&mut row)),
        Kind::TeamMember => Record::TeamMember(team::team_member(&mut row)),
        Kind::Stage => Record::Stage(stage::stage(&mut row)),
        Kind::Partner => Record::Partner(partner::partner(&mut row)),
        Kind::Deal => Record::Deal(deal::deal(&mut row)),
    };
    let issues = row.into_issues();
    let rejected = issues.iter().any(|issue| issue.severity == Severity::RecordRejected);
    Mapped { draft: (!rejected).then_some(record), issues }
}
