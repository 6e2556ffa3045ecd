//! Answers of the probes.

use serde::{Deserialize, Serialize};

/// `GET /api/health`: the process is alive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    pub version: String,
}

/// `GET /api/ready`: requests can be answered; 503 with the same body while not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ready {
    pub ready: bool,
    pub database: bool,
    /// Generation that the ledger holds; 0 before the first publication.
    pub generation: i64,
    pub ledger: bool,
    /// Too little room for another run of the sync; what is there can be read all the same.
    #[serde(default)]
    pub disk_nearly_full: bool,
}
