//! What can go wrong while talking to a source, in a closed set.

use shared::sync::SyncErrorCode;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    NotConfigured,
    /// Its address is none that may be asked.
    NotAllowed,
    /// The name of its host is not known.
    Dns,
    Unreachable,
    /// There is no trust in its certificate, or no TLS.
    Tls,
    Timeout,
    NotOdoo,
    VersionTooOld,
    UnknownDatabase,
    WrongCredentials,
    /// It is there, and keeps its API closed.
    NoApi,
    MissingRights,
    /// The source's own error about this request.
    Refused,
    /// It answered something that cannot be understood, or less than it should have.
    BadAnswer,
}

/// An error of the source. `message` is for admins: no credential, no payload, no traceback.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    pub kind: ErrorKind,
    pub message: String,
}

impl SourceError {
    pub fn new(kind: ErrorKind, message: impl fmt::Display) -> Self {
        Self { kind, message: message.to_string() }
    }

    pub fn code(&self) -> SyncErrorCode {
        match self.kind {
            ErrorKind::NotConfigured => SyncErrorCode::NotConfigured,
            ErrorKind::NotAllowed | ErrorKind::Dns | ErrorKind::Unreachable | ErrorKind::Tls => {
                SyncErrorCode::Unreachable
            }
            ErrorKind::Timeout => SyncErrorCode::Timeout,
            ErrorKind::NotOdoo => SyncErrorCode::NotOdoo,
            ErrorKind::VersionTooOld => SyncErrorCode::VersionTooOld,
            ErrorKind::UnknownDatabase => SyncErrorCode::UnknownDatabase,
            ErrorKind::WrongCredentials => SyncErrorCode::WrongCredentials,
            ErrorKind::MissingRights => SyncErrorCode::MissingRights,
            ErrorKind::NoApi | ErrorKind::Refused => SyncErrorCode::OdooError,
            ErrorKind::BadAnswer => SyncErrorCode::BadAnswer,
        }
    }
}
