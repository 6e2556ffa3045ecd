//! Why a run did not take place, or what cut it off.

use source::SourceError;
use store::{StoreError, backup::BackupError};

#[derive(Debug, thiserror::Error)]
pub enum SyncRunError {
    /// Never two loaders.
    #[error("{holder} is loading now")]
    Busy { holder: String },
    /// Whoever ran it stopped it; the next run repairs what it left.
    #[error("the run was stopped")]
    Stopped,
    /// Single records cannot be read into a lake that was never filled.
    #[error("nothing was imported yet")]
    Empty,
    /// The source would bring the person back; these records name them.
    #[error("the source still holds this person: {}; remove them there first, and let a sync run", records.join(", "))]
    StillThere { records: Vec<String> },
    /// What is no run, and so has no log, could not ask the source.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Our own side failed; where a run had begun, its log says so too.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Backup(#[from] BackupError),
}

/// What stops the reading of a kind, or the whole run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
