//! What is planned and what was done: activities, messages, meetings and who attends them.

use super::{Kind, RecordRef, SourceId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The record that an activity hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Anchor {
    Partner(SourceId),
    Deal(SourceId),
    Invoice(SourceId),
    Order(SourceId),
}

impl Anchor {
    pub fn record(self) -> RecordRef {
        match self {
            Self::Partner(id) => RecordRef::new(Kind::Partner, id),
            Self::Deal(id) => RecordRef::new(Kind::Deal, id),
            Self::Invoice(id) => RecordRef::new(Kind::Invoice, id),
            Self::Order(id) => RecordRef::new(Kind::Order, id),
        }
    }
}

/// A planned activity. Newer versions of Odoo keep it when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Absent for a personal to-do, and for records of models that are not read.
    pub on: Option<Anchor>,
    pub activity_type: Option<SourceId>,
    pub summary: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub user: Option<SourceId>,
    pub done: bool,
    pub done_on: Option<NaiveDate>,
    pub created_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Received.
    Email,
    EmailOut,
    Comment,
    /// A notification: read only where it says that an activity was done.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub on: Option<Anchor>,
    pub kind: MessageKind,
    /// Of the planned activity that became this message by being done.
    pub activity_type: Option<SourceId>,
    /// A partner, be it a user's or a customer's.
    pub author: Option<SourceId>,
    pub author_email: Option<String>,
    pub subject: Option<String>,
    /// Plain text from the beginning of the body.
    pub excerpt: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub name: String,
    pub start: Option<DateTime<Utc>>,
    pub stop: Option<DateTime<Utc>>,
    pub all_day: bool,
    /// A user.
    pub organiser: Option<SourceId>,
    pub deal: Option<SourceId>,
    pub on: Option<Anchor>,
    /// Sorted, without doubles.
    pub partners: Vec<SourceId>,
    pub archived: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    NeedsAction,
    Tentative,
    Declined,
    Accepted,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    pub event: SourceId,
    pub partner: Option<SourceId>,
    pub state: Attendance,
}
