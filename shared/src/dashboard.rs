//! The dashboard: the figures of a period beside those of the one before, and what to look at next.

use crate::{
    accounts::Named,
    around::TimelineRow,
    deals::DealItem,
    figures::{FigureName, FigureValue, PeriodName, Span, Tile},
    money::{Figure, Money},
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Query of `GET /api/dashboard/overview`. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct OverviewQuery {
    /// Default: this quarter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodName>,
    /// First day of the period, with `until` and without `period`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day after the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// `odoo_user_<id>`, or `none` for deals of nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// `odoo_team_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// Absent for all time, like the one before.
    pub period: Option<Span>,
    pub period_before: Option<Span>,
    pub today: NaiveDate,
    /// In the order in which they are shown. What is invoiced is left out where no invoice is in
    /// reach, recurring revenue where no deal has any.
    pub tiles: Vec<Tile>,
    /// Open deals, in the order of the stages.
    pub stages: Vec<StageBar>,
    /// Won revenue of the twelve months up to the present one.
    pub months: Vec<MonthBar>,
    /// What is to be won in the period; absent where a day of it has no goal on won revenue, and for all time.
    pub target: Option<WonTarget>,
    /// Won so far, then what is still expected of the period, the surest first; last what is in no sum of it.
    pub forecast: Vec<Tile>,
    /// By salesperson, who won most first; only where there is more than one.
    pub people: Vec<PersonRow>,
    /// Open deals with the highest expected revenue.
    pub top: Vec<DealItem>,
    /// Open deals that are overdue or rot, the largest first.
    pub attention: Vec<DealItem>,
    /// How many need attention in all.
    pub attention_total: u64,
    pub due: DueActivities,
    pub generation: i64,
}

/// Planned activities of the people in reach, or of those who are asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueActivities {
    /// Due before today.
    pub overdue: u64,
    pub today: u64,
    /// Due in the seven days after today.
    pub soon: u64,
    /// The first of them by their days, thirty at most.
    pub rows: Vec<TimelineRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageBar {
    /// Absent: deals without a stage.
    pub stage: Option<Named>,
    pub deals: u64,
    pub pipeline: Figure,
    pub weighted: Figure,
    /// What the pipeline of this stage is made of.
    pub explain: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthBar {
    pub month: Span,
    pub deals: u64,
    pub won: Figure,
    /// What is to be won in it; absent where a day of it has no goal on won revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Money>,
    pub explain: String,
}

/// The goals on won revenue of whoever the figures are about, and how far open deals cover what is left of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WonTarget {
    pub amount: Money,
    /// Goals that have a part in it.
    pub goals: u64,
    /// Target − won so far; absent when it is reached: covered.
    pub left: Option<Money>,
    /// Open deals that are expected to close in the period.
    pub closing: Figure,
    /// Closing ÷ left, four digits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "1.85"))]
    pub coverage: Option<Decimal>,
    /// The open deals that cover.
    pub explain: String,
}

/// A salesperson's part of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRow {
    /// Absent: deals of nobody.
    pub person: Option<Named>,
    pub values: Vec<PersonValue>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonValue {
    pub figure: FigureName,
    pub value: FigureValue,
    pub explain: String,
}
