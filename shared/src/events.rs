//! What `GET /api/events` tells an open screen, so that it need not ask: server-sent events, each one JSON object on one line.
//!
//! `event:` repeats the member `type` of the data. `id:` is the published generation at that moment; sent back as `Last-Event-ID` it brings
//! what changed since. A comment line comes every 15 seconds without events: whoever hears nothing for twice as long connects again.

use crate::{
    EntityType, ProblemCode,
    sync::{Indicator, Progress},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A connection begins with `status`, then `progress` where a run goes on. Unknown types are to be ignored: there may be more one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// These records, visible to the reader now, are new or have changed.
    Changed(Records),
    /// These were visible to the reader and are not any more.
    Gone(Records),
    /// More has changed than is worth telling one by one: everything that is shown is to be asked for again.
    Reload(Reload),
    /// The state of the sync is another one.
    Status(Status),
    /// How far the run is, in the shape of `SyncStatus::progress`: records for admins, per cent for others. The next `status` ends it.
    Progress(Progress),
    /// A new day has begun for the organisation: what is overdue, or in this month, may be something else.
    Day(Day),
    /// The last one: the reader may not listen any more. Connecting again gets the same answer.
    Bye(Bye),
}

impl Event {
    /// The `event:` line, and the member `type`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Changed(_) => "changed",
            Self::Gone(_) => "gone",
            Self::Reload(_) => "reload",
            Self::Status(_) => "status",
            Self::Progress(_) => "progress",
            Self::Day(_) => "day",
            Self::Bye(_) => "bye",
        }
    }
}

/// Records by kind; kinds without one are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Records {
    pub generation: i64,
    pub records: Vec<EntityRecords>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntityRecords {
    pub entity: EntityType,
    /// As in the paths: `odoo_account_14`.
    pub ids: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reload {
    pub generation: i64,
    pub reason: ReloadReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReloadReason {
    /// The list would be longer than 500 records; also when a slow reader has fallen behind that far.
    TooMany,
    /// The generation of `Last-Event-ID` is not kept any more, or never was.
    NotKept,
    /// The same generation was made again from the raw records, and may hold other figures.
    Rebuilt,
    /// The reader may see more, less or something else than before.
    Access,
    /// An admin has changed a setting that figures depend on.
    Settings,
}

/// The part of `SyncStatus` that the header of each screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    pub indicator: Indicator,
    pub generation: i64,
    pub last_success: Option<DateTime<Utc>>,
    /// The database's clock: ages are counted from it.
    pub now: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Day {
    pub today: NaiveDate,
    /// Of the organisation: `Asia/Jakarta`.
    pub time_zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bye {
    /// What a new request would be answered: `unauthenticated`, `forbidden` or `pending_approval`.
    pub code: ProblemCode,
}
