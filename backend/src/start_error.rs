//! Why the program cannot start, in words for whoever starts it.

use std::{io, net::SocketAddr, path::PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] crate::config::ConfigProblems),
    #[error(transparent)]
    Db(#[from] db::DbError),
    #[error(transparent)]
    Sync(#[from] sync::SyncRunError),
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Backup(#[from] store::backup::BackupError),
    #[error("a password cannot be hashed: {0}")]
    Password(Box<dyn std::error::Error + Send + Sync>),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("{path} cannot be used: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("the server ended: {0}")]
    Server(io::Error),
    #[error("the client for Odoo cannot be built: {0}")]
    Client(reqwest::Error),
    #[error("the API's description cannot be written: {0}")]
    Document(#[from] serde_json::Error),
    #[error("the public address cannot be read: {0}")]
    PublicUrl(#[from] url::ParseError),
    #[error("{0}")]
    Refused(String),
}

impl From<crate::config::ConfigProblem> for StartError {
    fn from(problem: crate::config::ConfigProblem) -> Self {
        Self::Config(crate::config::ConfigProblems(vec![problem]))
    }
}

impl StartError {
    pub(crate) fn password(error: crate::auth::PasswordError) -> Self {
        Self::Password(error.into())
    }
}
