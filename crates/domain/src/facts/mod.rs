//! Serving rows: facts derived from canonical records, free of the reader, of today and of rates.

mod account;
mod contact;
mod deal;
mod derive;
mod invoice;
mod order;
mod people;
mod references;
mod touch;

pub use account::AccountFact;
pub use contact::ContactFact;
pub use deal::{DealFact, NO_CURRENCY, is_own_matter};
pub use derive::{Family, Member, derive};
pub use invoice::{Instalment, InvoiceFact, PaymentFact};
pub use order::OrderFact;
pub use people::{DepartmentFact, EmployeeFact, ORGANISATION, StageFact, TeamFact, UserFact, organisation};
pub use references::References;
pub use touch::{ActivityFact, Deed, Happened, Invited, MeetingFact, MessageFact, Subject, accepted};

use crate::{access::Token, canonical::SourceId};
use serde::{Deserialize, Serialize};
use shared::EntityType;

/// Raised when `derive` gives other rows for the same records: the lake is then made again from its raw records.
pub const VERSION: i32 = 4;

/// A reference with the name that its own record has. A record that is not in the lake shows its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub id: SourceId,
    pub name: String,
}

/// What a record serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    Account(AccountFact),
    Contact(ContactFact),
    Deal(DealFact),
    Order(OrderFact),
    Invoice(InvoiceFact),
    Payment(PaymentFact),
    Activity(ActivityFact),
    Message(MessageFact),
    Event(MeetingFact),
    User(UserFact),
    Employee(EmployeeFact),
    Department(DepartmentFact),
    Team(TeamFact),
    Stage(StageFact),
}

/// A row of the serving zone, before it is given a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServingRow {
    pub entity: EntityType,
    pub id: SourceId,
    /// False once the record is gone in Odoo.
    pub is_active: bool,
    /// Sorted, without doubles.
    pub visible_to: Vec<Token>,
    pub fact: Fact,
}

/// `odoo_opportunity_123`
pub fn serving_id(entity: EntityType, id: SourceId) -> String {
    format!("odoo_{}_{id}", entity.name())
}

/// The opposite of `serving_id`, for ids that come in from outside.
pub fn parse_serving_id(text: &str) -> Option<(EntityType, SourceId)> {
    let (entity, id) = text.strip_prefix("odoo_")?.rsplit_once('_')?;
    let number: SourceId = id.parse().ok()?;
    let entity = entity.parse().ok()?;
    (number > 0 && serving_id(entity, number) == text).then_some((entity, number))
}
