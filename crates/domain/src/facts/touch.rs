//! Planned activities, messages and meetings as they are served.

use super::Link;
use crate::canonical::{Attendance, MessageKind, SourceId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use shared::EntityType;

/// The record that something hangs on, with the name that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub entity: EntityType,
    pub id: SourceId,
    pub name: String,
}

/// A planned activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFact {
    pub summary: Option<String>,
    pub activity_type: Option<Link>,
    /// Whose it is.
    pub user: Option<Link>,
    pub due_on: Option<NaiveDate>,
    pub done: bool,
    pub done_on: Option<NaiveDate>,
    pub on: Option<Subject>,
    pub account: Option<Link>,
    pub created_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

/// Something that was done: an activity, an e-mail in or out, a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageFact {
    pub kind: MessageKind,
    /// Of the planned activity that was done.
    pub activity_type: Option<Link>,
    /// A partner. People write thousands of messages: their name is looked up when one is shown.
    pub author: Option<SourceId>,
    pub author_email: Option<String>,
    pub subject: Option<String>,
    pub excerpt: Option<String>,
    pub at: Option<DateTime<Utc>>,
    pub on: Option<Subject>,
    pub account: Option<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFact {
    pub name: String,
    pub start: Option<DateTime<Utc>>,
    pub stop: Option<DateTime<Utc>>,
    pub all_day: bool,
    /// Archived in Odoo: cancelled.
    pub archived: bool,
    pub organiser: Option<Link>,
    /// Sorted by partner.
    pub attendees: Vec<Invited>,
    pub on: Option<Subject>,
    pub account: Option<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

/// A partner, whose name is looked up when the meeting is shown, and what they answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Invited {
    pub partner: SourceId,
    pub answer: Attendance,
}
