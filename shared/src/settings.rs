//! What admins decide for the organisation: its calendar, its currency, when deals rot.

use crate::{accounts::Named, figures::ForecastCategory};
use serde::{Deserialize, Serialize};

/// Most days that can be set as a limit.
pub const MOST_ROTTING_DAYS: u32 = 3_650;

/// What holds for the organisation. Every figure follows a change at once: nothing is computed ahead of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationSettings {
    /// 0 while the defaults hold. Send it as `If-Match: "<version>"`.
    pub version: i64,
    /// IANA name of the zone in which days, months and quarters begin.
    #[cfg_attr(feature = "openapi", schema(example = "Asia/Dubai"))]
    pub time_zone: String,
    /// Reporting currency; absent while no company is known.
    pub currency: Option<String>,
    /// The fiscal year's first month, 1 to 12.
    pub fiscal_month: u32,
    /// Days in a stage after which an open deal rots, where the stage has no limit of its own.
    pub rotting_days: u32,
    /// In their order.
    pub stages: Vec<StageSettings>,
    /// What was set; the rest are defaults.
    pub set: OrganisationForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageSettings {
    pub stage: Named,
    pub is_won: bool,
    /// Its own or the organisation's.
    pub rotting_days: u32,
    pub forecast: ForecastCategory,
}

/// Body of `PUT /api/config/organisation`: replaces all; what is absent goes back to its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// A currency that Odoo knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_month: Option<u32>,
    /// 1 to 3,650.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotting_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageForm>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StageForm {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_stage_2"))]
    pub stage: String,
    /// 1 to 3,650; absent: the organisation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotting_days: Option<u32>,
    /// How sure its open deals are in a forecast; absent: pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<ForecastCategory>,
}
