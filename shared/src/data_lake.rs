//! The data lake from outside: its health, its sizes, its serving rows.

use crate::EntityType;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the last drift sample found: random records read again from Odoo and compared with the lake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drift {
    pub at: DateTime<Utc>,
    pub sampled: u64,
    pub identical: u64,
    /// `"99.98"`; `"100.00"` only if nothing differed.
    pub percent_identical: String,
}

/// Why the lake is not healthy, in a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LakeConcern {
    /// Nothing was published yet.
    Empty,
    /// The last runs failed, or none succeeded in three intervals.
    Stale,
    /// Not every record was compared within two days.
    NotCompared,
    DeletionsHeld,
    RecordsQuarantined,
    /// The last sample found records that differ.
    Drifted,
}

/// `GET /api/data-lake/health`, for admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataLakeHealth {
    /// No concern at all.
    pub healthy: bool,
    pub concerns: Vec<LakeConcern>,
    /// The published generation; 0 before the first.
    pub generation: i64,
    pub published_at: Option<DateTime<Utc>>,
    /// When every record was last read and compared.
    pub compared_at: Option<DateTime<Utc>>,
    /// End of the last run that read everything.
    pub last_success: Option<DateTime<Utc>>,
    pub drift: Option<Drift>,
    pub held: u64,
    pub quarantined: u64,
    /// A process writes now.
    pub loading: bool,
    /// The database's clock at the answer.
    pub now: DateTime<Utc>,
}

/// Sizes of one kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntityStats {
    pub entity: EntityType,
    /// Versions as received, with tombstones. Kinds that share a model of Odoo share this number.
    pub raw_versions: u64,
    /// Records, gone ones included.
    pub canonical: u64,
    /// Rows that readers can get; absent for a kind that serves none.
    pub serving: Option<u64>,
    pub active: u64,
    /// Gone in Odoo.
    pub deleted: u64,
    pub held: u64,
    pub quarantined: u64,
}

/// `GET /api/data-lake/stats`, for admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataLakeStats {
    pub generation: i64,
    pub published_at: Option<DateTime<Utc>>,
    pub compared_at: Option<DateTime<Utc>>,
    pub drift: Option<Drift>,
    pub entities: Vec<EntityStats>,
}

/// Query of `GET /api/data-lake/entities/{type}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct EntityQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// At most 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A row of the serving zone as it lies there; `D` is the kind's own data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServingRow<D> {
    pub entity_type: EntityType,
    pub serving_id: String,
    pub source: String,
    pub last_aggregated: DateTime<Utc>,
    pub is_active: bool,
    pub data: D,
}
