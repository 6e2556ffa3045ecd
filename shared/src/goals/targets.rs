//! Targets of whole roles with their report, and where one status of a goal ends and the next begins.

use super::{Goal, GoalCounts, GoalMetric, GoalPeriod, GoalSpan, Progress};
use crate::auth::UserRole;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What each approved person with a role is to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleTarget {
    pub id: String,
    pub version: i64,
    pub role: UserRole,
    pub metric: GoalMetric,
    pub period: GoalPeriod,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10000"))]
    pub target: Decimal,
    pub currency: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub won_target: Option<Decimal>,
    /// Goals that it makes: approved people with this role and an Odoo user.
    pub people: u64,
}

/// In the order of their periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleTargetList {
    pub items: Vec<RoleTarget>,
    pub currency: Option<String>,
}

/// Body of `POST /api/config/targets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetCreate {
    pub role: UserRole,
    pub metric: GoalMetric,
    /// For each person.
    #[cfg_attr(feature = "openapi", schema(example = "10000"))]
    pub target: String,
    pub span: GoalSpan,
    pub from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_target: Option<String>,
}

/// A role's target over the people whose goals the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetReport {
    pub target: RoleTarget,
    /// Of what adds up: the target of all these people; of a quotient, the same for all of them.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub together: Decimal,
    /// Over all their records, each counted once.
    pub progress: Progress,
    pub counts: GoalCounts,
    pub goals: Vec<Goal>,
}

/// Targets of roles of which the reader may see a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalReport {
    pub items: Vec<TargetReport>,
    pub today: NaiveDate,
    pub generation: i64,
}

/// Where a status ends and the next begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalThresholds {
    /// 0 while the defaults hold. Send it as `If-Match: "<version>"`.
    pub version: i64,
    /// Least index that is on track.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.9"))]
    pub on_track: Decimal,
    /// Least index that is at risk and not behind.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.6"))]
    pub at_risk: Decimal,
    /// Part of the period that must have passed before a goal is called behind.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "0.1"))]
    pub early_share: Decimal,
    /// And at least so many days.
    pub early_days: u32,
}

/// Body of `PUT /api/config/goal-thresholds`: what is absent goes back to its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ThresholdsForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_track: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_risk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_share: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_days: Option<u32>,
}
