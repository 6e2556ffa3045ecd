//! What can go wrong in the store, in words that hold no value of a document.

use chrono::{DateTime, Utc};
use db::DbError;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// The generation is not kept (any more), or the day or the settings that a list was begun with have passed.
    #[error("this view of the data is not kept any more")]
    SnapshotExpired,
    /// What the lake was like before its first publication, or before what is kept, nobody knows: that is not 0.
    #[error("there is no history of that moment")]
    NoHistory { since: Option<DateTime<Utc>> },
    /// A list goes on only from where one of its pages ended.
    #[error("this cursor is not one of ours")]
    BadCursor,
    /// Another person has this e-mail address.
    #[error("this e-mail address is already taken")]
    EmailTaken,
    /// There is one with the same key already.
    #[error("there is one like this already")]
    Exists,
    /// A document of ours does not have the shape that we wrote.
    #[error("a document in `{collection}` does not have the expected shape")]
    Shape { collection: &'static str },
    /// A program error: the source did not name its model for a kind that was read.
    #[error("no model is known for records of the kind {kind}")]
    UnknownModel { kind: &'static str },
    /// Nobody could manage people any more.
    #[error("this is the last super admin")]
    LastSuperAdmin,
    /// A figure is not what its rows add up to: a defect of ours, not shown to anybody as a number.
    #[error("a figure is not the sum of its rows")]
    Disagreement,
    /// Somebody changed the record since the version that this change was made on.
    #[error("the record was changed meanwhile")]
    ChangedMeanwhile,
    /// Of a deal that is won, lost or archived nobody says how sure it is.
    #[error("the deal is not open")]
    NotOpen,
    /// A new connection without its password or key.
    #[error("there is no secret to keep")]
    NoSecret,
    #[error("this process has no master key to encrypt secrets with")]
    NoMasterKey,
    /// Encrypted under another master key, or damaged: it must be entered anew.
    #[error("a stored secret cannot be opened with this master key")]
    OtherMasterKey,
    #[error("the process is ending")]
    CutOff,
    #[error("the operating system gives no random bytes")]
    NoRandomness,
}

impl StoreError {
    /// Another loader holds the lease now, or may: nothing of the batch is in the database.
    pub fn is_lease_lost(&self) -> bool {
        matches!(self, Self::Db(DbError::LeaseLost { .. }))
    }
}

impl From<mongodb::error::Error> for StoreError {
    fn from(error: mongodb::error::Error) -> Self {
        Self::Db(error.into())
    }
}
