//! The pipeline flow: what changed between two moments.

use super::FigureName;
use crate::money::Figure;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Query of `GET /api/figures/flow`. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct FlowQuery {
    /// A moment, `2026-10-01T08:00:00Z`, or a day, which stands for its beginning. Default: the first of this month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The same. Default, and for what is still to come: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// `odoo_user_<id>`, or `none` for deals of nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// `odoo_team_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moments {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Flow {
    pub between: Moments,
    #[cfg_attr(feature = "openapi", schema(example = "Asia/Dubai"))]
    pub time_zone: String,
    /// All of them, in order: the first, more or less those between, is the last exactly. Absent where the lake has no
    /// history of one of the moments, which is not 0.
    pub parts: Option<Vec<FlowPart>>,
    /// Where `parts` is absent: since when the lake has history; absent before the first sync.
    pub no_history_before: Option<DateTime<Utc>>,
    pub generation: i64,
}

/// The opening or the closing value, or what led from one to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlowPart {
    pub figure: FigureName,
    pub deals: u64,
    /// What is taken away comes as a positive amount; the exchange rate has its sign.
    pub value: Figure,
    #[cfg_attr(feature = "openapi", schema(example = "/api/explain/flow_won?opens_at=2026-10-01T00%3A00%3A00Z"))]
    pub explain: String,
}
