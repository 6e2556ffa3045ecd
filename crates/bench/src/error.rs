//! Why a measurement could not be made.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("{0}")]
    Db(#[from] db::DbError),
    #[error("{0}")]
    Mongo(#[from] mongodb::error::Error),
    #[error("{0}")]
    System(#[from] nix::Error),
    #[error("Odoo answered {0}")]
    Odoo(String),
    #[error("{what} ended with {status}; what it said is in {log}")]
    Ended { what: String, status: String, log: PathBuf },
    #[error("{0}")]
    Wrong(String),
}

impl Error {
    pub fn wrong(what: impl Into<String>) -> Self {
        Self::Wrong(what.into())
    }
}
