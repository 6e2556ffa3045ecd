//! Background jobs as admins see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The jobs of the platform, by the names that URLs and the database use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobName {
    /// Brings the lake up to date with Odoo.
    Sync,
    /// Brings users and employees up to date, when somebody asks for it.
    SyncUsers,
    /// Brings departments up to date, when somebody asks for it.
    SyncDepartments,
    /// Reads single records again, when somebody asks for it.
    Resync,
    /// Reads and compares every record, at night.
    FullCompare,
    /// Reads some random records again and compares them.
    DriftSample,
    /// Derives every row and figure again and compares, at night.
    Audit,
    /// Puts down how far each goal is, in the last hour of a day.
    KpiSnapshots,
    /// Removes versions that nobody can ask for any more.
    Retention,
    /// Looks for what admins must be told, and tells them.
    Alerts,
}

impl JobName {
    pub const ALL: &'static [Self] = &[
        Self::Sync,
        Self::SyncUsers,
        Self::SyncDepartments,
        Self::Resync,
        Self::FullCompare,
        Self::DriftSample,
        Self::Audit,
        Self::KpiSnapshots,
        Self::Retention,
        Self::Alerts,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::SyncUsers => "sync_users",
            Self::SyncDepartments => "sync_departments",
            Self::Resync => "resync",
            Self::FullCompare => "full_compare",
            Self::DriftSample => "drift_sample",
            Self::Audit => "audit",
            Self::KpiSnapshots => "kpi_snapshots",
            Self::Retention => "retention",
            Self::Alerts => "alerts",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|job| job.name() == name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Waiting,
    Running,
    Done,
    /// Given up or out of attempts: waits for an admin.
    Dead,
}

/// When the clock starts a job by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Schedule {
    /// Not at all, while it is disabled or there is nothing to do it with.
    Off,
    Every {
        minutes: u32,
    },
    /// Once a day at this full hour of the organisation's time zone.
    Daily {
        hour: u32,
    },
}

/// Why an attempt did not work out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobError {
    /// A stable word such as `store_failed`; the cause is in the log.
    pub kind: String,
    pub at: DateTime<Utc>,
}

/// One job in the queue, or that was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRun {
    pub id: String,
    pub name: JobName,
    pub state: JobState,
    /// Attempts so far, of `max_attempts`.
    pub attempt: u32,
    pub max_attempts: u32,
    pub created_at: DateTime<Utc>,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub last_error: Option<JobError>,
    /// What came of it, for the jobs of the sync the id of the run.
    pub result: Option<String>,
}

/// One job of the platform with its last runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobOverview {
    pub name: JobName,
    pub schedule: Schedule,
    /// The next tick of the clock; absent while the schedule is off.
    pub next_due: Option<DateTime<Utc>>,
    pub waiting: u64,
    pub running: u64,
    /// Kept for a week.
    pub done: u64,
    pub dead: u64,
    /// The newest, at most 10.
    pub last_runs: Vec<JobRun>,
    /// Dead letters, newest first, at most 50.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead_letters: Vec<JobRun>,
}

/// `GET /api/jobs`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobList {
    pub items: Vec<JobOverview>,
    /// The database's clock at the answer.
    pub now: DateTime<Utc>,
}

/// Answer of `POST /api/jobs/{name}/run` and `POST /api/jobs/{id}/retry`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobStarted {
    /// The job that now waits or runs.
    pub job: JobRun,
    /// It waited or ran before; no second one was started.
    pub already_running: bool,
}
