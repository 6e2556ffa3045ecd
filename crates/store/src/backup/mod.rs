//! Backup: raw and the application's own records at one generation, as files that MongoDB's own tools read too.
//!
//! Canonical and serving are not in it: a restore makes them again from raw. Nor is anything that would let its finder in:
//! no session, no token, no master key.

mod files;
mod fill;
mod write;

pub use files::Backup;

use crate::{
    StoreError,
    collections::{KPI_SNAPSHOTS, LEASES, SERVING, SESSIONS, SETUP_TOKENS},
    cursor, shadow,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{io, path::PathBuf};

/// Raised when an older program could not read a newer backup.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";

/// What is in a backup. Written last: a directory without it is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The database's clock.
    pub taken_at: DateTime<Utc>,
    pub generation: i64,
    /// The highest number of a run.
    pub fence: i64,
    pub files: Vec<Part>,
}

/// One collection: `<collection>.bson`, its documents one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub collection: String,
    pub documents: u64,
    pub bytes: u64,
    pub blake3: String,
}

impl Part {
    fn file(&self) -> String {
        format!("{}.bson", self.collection)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path} cannot be used: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{0} is not empty: a backup goes into a directory of its own")]
    DirectoryInUse(PathBuf),
    #[error("{0} holds no backup: it has no {MANIFEST}, or one that cannot be read")]
    NoBackup(PathBuf),
    #[error("the backup has the format {found}, and this program reads formats up to {FORMAT}")]
    TooNew { found: u32 },
    #[error("{0} is damaged: it is not as it was written")]
    Damaged(PathBuf),
    #[error("this database is not empty: restore into a new one")]
    NotEmpty,
    #[error("records were erased while the backup was being written: take it again")]
    Disturbed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<mongodb::error::Error> for BackupError {
    fn from(error: mongodb::error::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<db::DbError> for BackupError {
    fn from(error: db::DbError) -> Self {
        Self::Store(error.into())
    }
}

fn is_raw(collection: &str) -> bool {
    collection.starts_with("raw_")
}

/// Made again from raw, of use to this very database only, or a way in.
fn is_left_out(collection: &str) -> bool {
    let is_view = collection.starts_with("serving_") && collection != KPI_SNAPSHOTS;
    let derived = collection.starts_with("canonical_") || collection == SERVING || is_view;
    let passing = [LEASES, SESSIONS, SETUP_TOKENS, "migrations", "job_executions"].contains(&collection);
    derived || passing || collection.starts_with("system.") || shadow::live_name(collection) != collection
}

/// `_id`s of settings that every database makes for itself.
const OWN_SETTINGS: &[&str] = &[cursor::KEY];

#[cfg(test)]
mod tests {
    use super::is_left_out;

    #[test]
    fn what_is_derived_or_lets_somebody_in_stays_out() {
        let left_out = [
            "canonical_deals",
            "data_lake_serving",
            "serving_pipeline_summary",
            "sessions",
            "setup_tokens",
            "leases",
            "replay7_canonical_users",
        ];
        assert!(left_out.iter().all(|name| is_left_out(name)));
        let kept = [
            "raw_odoo_leads",
            "users",
            "settings",
            "sync_logs",
            "generations",
            "lake",
            "held_deletions",
            "goals",
            "targets",
            "serving_kpi_snapshots",
            "deal_forecasts",
            "activities",
        ];
        assert!(!kept.iter().any(|name| is_left_out(name)));
    }
}
