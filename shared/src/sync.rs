//! The state of the reconciliation with Odoo and the log of its runs.

use crate::{EntityType, data_lake::Drift};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncMode {
    /// What changed since the last run, then all ids.
    Delta,
    /// Every record read and compared.
    Full,
    /// Only the records that an admin asked for.
    Records,
    /// Users and employees, and nothing else.
    Users,
    /// Departments, and nothing else.
    Departments,
}

impl SyncMode {
    /// Such a run says how fresh the lake is; the others look at a part of it.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Delta | Self::Full)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    InProgress,
    Success,
    /// Something was left out or held back; the reasons are listed.
    Partial,
    Failed,
}

/// State of the connection as people see it; the first that applies wins, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    NotConfigured,
    /// Odoo refuses the credential.
    NeedsRefresh,
    Syncing,
    Error,
    Warning,
    Connected,
}

/// Why a run failed or stayed partial: a closed set, so that every screen can explain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncErrorCode {
    NotConfigured,
    /// The host does not answer, or the connection was cut.
    Unreachable,
    Timeout,
    /// Something answers, but it is no Odoo.
    NotOdoo,
    VersionTooOld,
    UnknownDatabase,
    WrongCredentials,
    /// The integration user may not read a model or a field that is needed.
    MissingRights,
    /// The lake was filled from another Odoo database.
    OtherDatabase,
    /// Odoo answered with an error of its own.
    OdooError,
    /// The answer could not be understood.
    BadAnswer,
    /// Odoo is older than what was read from it before: everything was compared, and nothing deleted.
    RestoredFromBackup,
    /// Nothing is wrong, but people should know: employees are read from a list that shows less.
    Information,
    /// Deletions were held back by the guard.
    DeletionsHeld,
    /// Another process took over in mid-run.
    LeaseLost,
    /// There is too little room where the database lies; nothing was read.
    DiskNearlyFull,
    /// Our own side failed; the cause is in the log.
    Internal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncError {
    pub code: SyncErrorCode,
    /// In words, for admins; never a credential or a payload.
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityType>,
}

/// A record that was not taken, or taken without a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordIssue {
    /// Odoo's model and id, `crm.lead 42`.
    pub record: String,
    pub field: Option<String>,
    pub message: String,
    /// The whole record was left out.
    pub rejected: bool,
}

/// A record that a run took out of the present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedRecord {
    /// Odoo's model and id, `crm.lead 42`.
    pub record: String,
    /// As it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// One sentence for admins.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntityCounts {
    pub entity: EntityType,
    pub read: u64,
    pub inserted: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub deleted: u64,
    pub revived: u64,
    pub rejected: u64,
    /// Deletions held for an admin.
    pub held: u64,
    /// The first issues, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<RecordIssue>,
    /// The first deletions and why each was made, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletions: Vec<DeletedRecord>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRun {
    pub id: String,
    pub mode: SyncMode,
    pub state: RunState,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Absent when the run changed nothing.
    pub generation: Option<i64>,
    pub entities: Vec<EntityCounts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<SyncError>,
}

/// How far a running sync is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    pub run: String,
    pub started_at: DateTime<Utc>,
    /// What is being read now; absent while the figures are being prepared.
    pub entity: Option<EntityType>,
    pub records_read: u64,
    /// Known from Odoo's count before the reading.
    pub records_expected: Option<u64>,
}

/// Records that are gone in Odoo and wait for an admin, one line per kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldDeletions {
    pub entity: EntityType,
    pub count: u64,
    pub since: DateTime<Utc>,
    pub reason: String,
}

/// `GET /api/sync/status`, for every signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncStatus {
    pub indicator: Indicator,
    pub generation: i64,
    /// End of the last run that read everything (success, or partial only because deletions are held).
    pub last_success: Option<DateTime<Utc>>,
    /// The database's clock at the answer: ages are counted from it, not from the browser's clock.
    pub now: DateTime<Utc>,
    pub interval_minutes: u32,
    pub progress: Option<Progress>,
    pub last_run: Option<SyncRun>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_deletions: Vec<HeldDeletions>,
    /// Records in the present, per kind.
    pub records: Vec<RecordCount>,
    /// How much of what was compared with Odoo in the last day was the same, for admins; absent until something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordCount {
    pub entity: EntityType,
    pub count: u64,
}

/// Answer of `POST /api/sync/trigger`: the run that now runs, which may have been running before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Triggered {
    /// Id of the job in the engine.
    pub job: String,
    /// A run was already queued or running; no second one was started.
    pub already_running: bool,
    /// The run that is named, or the one that follows it, compares every record.
    #[serde(default)]
    pub full: bool,
    /// A run goes on and may have missed what is new: another follows it as soon as it has ended.
    #[serde(default)]
    pub follows: bool,
}

/// Body of `POST /api/sync/trigger`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TriggerRequest {
    /// Read and compare every record instead of what changed.
    #[serde(default)]
    pub full: bool,
}

/// Query of `GET /api/sync/history`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct HistoryQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    pub items: Vec<SyncRun>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
