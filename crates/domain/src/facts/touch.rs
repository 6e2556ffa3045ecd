//! Planned activities, messages and meetings as they are served.

use super::{Fact, Link};
use crate::{
    canonical::{Attendance, Kind, MessageKind, RecordRef, SourceId},
    metrics::Touch,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use shared::{EntityType, activities::LoggedType};

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
    /// Of that type, the source's own word for what it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
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

/// Something that happened: what it was, when, who did it, and on which record it hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened<'a> {
    pub kind: LoggedType,
    pub at: DateTime<Utc>,
    /// A user, or a partner.
    pub by: Option<RecordRef>,
    pub on: Option<&'a Subject>,
}

impl Fact {
    /// `None` of what cannot be placed in time, of a cancelled meeting, of an activity that Odoo keeps when it is done, because its
    /// message tells that, and of everything else. A meeting that is still to come has not happened yet.
    pub fn happened(&self) -> Option<Happened<'_>> {
        let user = |link: &Option<Link>| Some(RecordRef::new(Kind::User, link.as_ref()?.id));
        match self {
            Self::Activity(activity) if !activity.done => Some(Happened {
                kind: LoggedType::Planned,
                at: activity.created_at?,
                by: user(&activity.user),
                on: activity.on.as_ref(),
            }),
            Self::Message(message) => Some(Happened {
                kind: message.means(),
                at: message.at?,
                by: message.author.map(|author| RecordRef::new(Kind::Partner, author)),
                on: message.on.as_ref(),
            }),
            Self::Event(meeting) if !meeting.archived => Some(Happened {
                kind: LoggedType::Meeting,
                at: meeting.stop?,
                by: user(&meeting.organiser),
                on: meeting.on.as_ref(),
            }),
            _ => None,
        }
    }
}

/// Something that counts for those who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub touch: Touch,
    /// Sorted, without doubles; users, and partners of which some stand for users.
    pub doers: Vec<RecordRef>,
}

impl Deed {
    pub fn new(touch: Touch, doers: impl IntoIterator<Item = RecordRef>) -> Self {
        let mut doers: Vec<_> = doers.into_iter().collect();
        doers.sort_unstable();
        doers.dedup();
        Self { touch, doers }
    }
}

impl Fact {
    /// `None` of what is only planned, of a cancelled meeting, and of what hangs on no record of the lake.
    pub fn deed(&self) -> Option<Deed> {
        let partner = |id| RecordRef::new(Kind::Partner, id);
        match self {
            Self::Message(message) if message.on.is_some() => {
                Some(Deed::new(Touch::Done { at: message.at }, message.author.map(partner)))
            }
            Self::Event(meeting) if !meeting.archived && meeting.on.is_some() => {
                let organiser = meeting.organiser.as_ref().map(|user| RecordRef::new(Kind::User, user.id));
                Some(Deed::new(
                    Touch::Meeting { ends: meeting.stop? },
                    organiser.into_iter().chain(accepted(&meeting.attendees)),
                ))
            }
            _ => None,
        }
    }
}

/// Who is or was to be there.
pub fn accepted(invited: &[Invited]) -> impl Iterator<Item = RecordRef> {
    let coming = invited.iter().filter(|invited| invited.answer == Attendance::Accepted);
    coming.map(|invited| RecordRef::new(Kind::Partner, invited.partner))
}

impl MessageFact {
    /// That an activity was done says more than how it was told.
    fn means(&self) -> LoggedType {
        match (&self.activity_type, self.category.as_deref(), self.kind) {
            (Some(_), Some("phonecall"), _) => LoggedType::Call,
            (Some(_), Some("meeting"), _) => LoggedType::Meeting,
            (None, _, MessageKind::Email | MessageKind::EmailOut) => LoggedType::Email,
            (None, _, MessageKind::Comment) => LoggedType::Note,
            _ => LoggedType::Task,
        }
    }
}
