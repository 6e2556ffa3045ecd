//! The sync explorer for admins: what a run changed, how a record came to be as it is, what was held back or refused.

use crate::{EntityType, sync::SyncRun};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Records that one request may decide about by name.
pub const MOST_RECORDS: usize = 1_000;

/// What a run did to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Inserted,
    Updated,
    /// Gone in Odoo.
    Deleted,
    /// Was gone and is back, with the same id.
    Revived,
}

/// Query of the explorer's lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ExplorerQuery {
    /// Only this kind of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// At most 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// `GET /api/sync/runs/{id}`: counts and first issues per kind are in `run.entities`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunDetail {
    pub run: SyncRun,
    /// Absent while it is in progress.
    pub duration_ms: Option<u64>,
    /// Records that the run wrote a version of; they are listed at `/api/sync/runs/{id}/records`.
    pub changed: u64,
    /// Deletions that this run held and that still wait.
    pub held: u64,
}

/// Line of `GET /api/sync/runs/{id}/records`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedRecord {
    /// `odoo_opportunity_42`: the name of the record in the explorer's addresses.
    pub id: String,
    pub entity: EntityType,
    /// As it is called after the change; absent where records of this kind have no name.
    pub name: Option<String>,
    pub change: ChangeKind,
    pub fields: Vec<FieldChange>,
}

/// A value before and after, as text; absent: there was none, or it was not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The platform's name of the field.
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedRecordPage {
    pub items: Vec<ChangedRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One version of a record: which run made it, and what was different from the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordVersion {
    pub generation: i64,
    /// Of the run that wrote it; its detail is at `/api/sync/runs/{id}` as long as the log is kept.
    pub run: String,
    /// The database's clock at the start of that run.
    pub at: DateTime<Utc>,
    pub change: ChangeKind,
    /// What changed; for the first version every field that has a value.
    pub fields: Vec<FieldChange>,
    /// Why a record was deleted, in words.
    pub reason: Option<String>,
}

/// `GET /api/sync/records/{id}`, with its versions newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordHistory {
    pub id: String,
    pub entity: EntityType,
    pub name: Option<String>,
    /// Odoo's own name and id, `crm.lead 42`.
    pub record: String,
    /// Link to it in Odoo.
    pub odoo_url: Option<String>,
    pub is_active: bool,
    /// Its deletion waits for an admin.
    pub is_held: bool,
    pub is_quarantined: bool,
    pub versions: Vec<RecordVersion>,
    /// Older ones are there: ask with `before`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_before: Option<i64>,
}

/// Query of `GET /api/sync/records/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RecordQuery {
    /// Versions older than this generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// At most 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Body of `POST /api/sync/quarantine/retry`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QuarantineRetry {
    /// Ids as in [`QuarantinedRecord::id`], 1 to 1000.
    pub records: Vec<String>,
}

/// Odoo is asked once more for one record: the answer of `POST /api/sync/records/{id}/resync`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resynced {
    /// Id of the job whose run asks; what came of it is in the record's history.
    pub job: String,
    pub already_running: bool,
}

/// A deletion that waits for an admin: line of `GET /api/sync/held`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldRecord {
    /// `odoo_opportunity_42`
    pub id: String,
    pub entity: EntityType,
    pub name: Option<String>,
    /// `crm.lead 42`
    pub record: String,
    pub since: DateTime<Utc>,
    pub reason: String,
    /// The run that held it first.
    pub run: String,
    pub odoo_url: Option<String>,
    /// Absent while it waits for a decision.
    pub verdict: Option<HeldVerdict>,
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldVerdict {
    /// The next run deletes it, if Odoo still says that it is gone.
    Released,
    /// It stays.
    Rejected,
}

/// `GET /api/sync/held`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldPage {
    pub items: Vec<HeldRecord>,
    /// Number of all that wait, of all kinds.
    pub total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Body of `POST /api/sync/held/release` (the next run deletes them here too) and `/reject` (they stay, whatever Odoo
/// says). Exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldDecision {
    /// Ids as in [`HeldRecord::id`], 1 to 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<Vec<String>>,
    /// All that this run held and nobody has decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldDecided {
    /// Those that were still held, and that nobody else decided at the same moment.
    pub records: u64,
    /// The job whose run deletes what was released, if Odoo still says that it is gone; absent after a rejection.
    pub job: Option<String>,
}

/// A record that was refused: line of `GET /api/sync/quarantine`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuarantinedRecord {
    /// `odoo_opportunity_42`
    pub id: String,
    pub entity: EntityType,
    /// `crm.lead 42`
    pub record: String,
    pub since: DateTime<Utc>,
    pub run: String,
    /// What is wrong, in words that hold no value of it.
    pub reasons: Vec<String>,
    pub odoo_url: Option<String>,
}

/// `GET /api/sync/quarantine`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuarantinePage {
    pub items: Vec<QuarantinedRecord>,
    pub total: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `GET /api/sync/settings`, with its version as `ETag`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncSettings {
    /// 0 while the defaults hold. Send it as `If-Match: "<version>"`.
    pub version: i64,
    pub interval_minutes: u32,
    /// Full hour, in the organisation's time zone, of the nightly comparison of every record.
    pub full_compare_hour: u32,
    pub time_zone: String,
}

/// Body of `PUT /api/sync/settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SyncSettingsForm {
    /// 5 to 60.
    pub interval_minutes: u32,
    /// 0 to 23; what holds stays when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_compare_hour: Option<u32>,
}
