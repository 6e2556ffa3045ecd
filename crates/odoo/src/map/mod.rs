//! Pure mapping of raw rows to canonical records: it never fails, it complains.

mod activity;
mod deal;
mod employee;
mod html;
mod invoice;
mod number;
mod order;
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
pub(crate) const VERSION: i32 = 3;

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
        Kind::Department => Record::Department(employee::department(&mut row)),
        Kind::LostReason => Record::LostReason(reference::lost_reason(&mut row)),
        Kind::Tag => Record::Tag(reference::tag(&mut row)),
        Kind::ActivityType => Record::ActivityType(reference::activity_type(&mut row)),
        Kind::Order => Record::Order(order::order(&mut row)),
        Kind::Invoice => Record::Invoice(invoice::invoice(&mut row)),
        Kind::InvoiceLine => Record::InvoiceLine(invoice::line(&mut row)),
        Kind::Payment => Record::Payment(invoice::payment(&mut row)),
        Kind::Activity => Record::Activity(activity::activity(&mut row)),
        Kind::Message => Record::Message(activity::message(&mut row)),
        Kind::Event => Record::Event(activity::event(&mut row)),
        Kind::Attendee => Record::Attendee(activity::attendee(&mut row)),
    };
    let issues = row.into_issues();
    let rejected = issues.iter().any(|issue| issue.severity == Severity::RecordRejected);
    Mapped { draft: (!rejected).then_some(record), issues, unknown: model_of(kind).unknown(&raw.payload) }
}
