//! How far a goal was on each day.

use super::{GoalMetric, GoalStatus};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// As it was put down in the last hour of a day; never worked out again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalDay {
    pub date: NaiveDate,
    /// In the unit of the metric; absent where there was nothing to measure.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "8640.00"))]
    pub actual: Option<Decimal>,
    /// As it was then.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10000"))]
    pub target: Decimal,
    /// Of a target in money.
    pub currency: Option<String>,
    /// Four digits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.864"))]
    pub achievement: Option<Decimal>,
    pub status: GoalStatus,
}

/// `GET /api/goals/{id}/history`: oldest first, at most 500 days; a day on which nothing was put down is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalHistory {
    pub metric: GoalMetric,
    pub items: Vec<GoalDay>,
}
