//! Goals: what somebody is to reach in a period, how far they are, and the targets of whole roles.

mod history;
mod metric;
mod targets;

pub use history::{GoalDay, GoalHistory};
pub use metric::{GoalMetric, GoalUnit, MetricKind};
pub use targets::{GoalReport, GoalThresholds, RoleTarget, RoleTargetList, TargetCreate, TargetReport, ThresholdsForm};

use crate::money::Money;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Characters of a goal's own name.
pub const LONGEST_NAME: usize = 120;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    NotStarted,
    /// There is nothing to measure: see `no_data`.
    NoData,
    Achieved,
    /// Behind, but too little of the period has passed to say so.
    Early,
    OnTrack,
    AtRisk,
    Behind,
    /// Over, and not reached.
    Missed,
}

impl GoalStatus {
    pub const ALL: &'static [Self] = &[
        Self::NotStarted,
        Self::NoData,
        Self::Achieved,
        Self::Early,
        Self::OnTrack,
        Self::AtRisk,
        Self::Behind,
        Self::Missed,
    ];
}

/// Why there is nothing to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoData {
    /// A quotient without anything to divide by.
    NothingClosed,
    /// The target is written in a currency that is not reported in any more.
    OtherCurrency,
    /// Nobody has the role of a target.
    NoPeople,
    /// The period's last day lies before the data that are kept.
    NoHistory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalSpan {
    Month,
    /// Of the fiscal year.
    Quarter,
    /// The fiscal year.
    Year,
    /// From one day to another.
    Days,
}

impl GoalSpan {
    pub const ALL: &'static [Self] = &[Self::Month, Self::Quarter, Self::Year, Self::Days];

    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Days => "days",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalPeriod {
    pub span: GoalSpan,
    pub from: NaiveDate,
    /// The first day after it.
    pub until: NaiveDate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssigneeKind {
    User,
    Team,
    Role,
    Everybody,
}

/// Whose records count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignee {
    /// `odoo_user_<id>`, `odoo_team_<id>`, the name of a role, or `everybody`.
    #[cfg_attr(feature = "openapi", schema(example = "odoo_user_7"))]
    pub id: String,
    pub kind: AssigneeKind,
    /// Of a user or a team; absent when Odoo does not have them any more.
    pub name: Option<String>,
}

/// How far a goal is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
// The API's description knows one `Progress` already, that of a run.
#[cfg_attr(feature = "openapi", schema(as = GoalProgress))]
pub struct Progress {
    pub status: GoalStatus,
    /// Why the status is `no_data`.
    pub no_data: Option<NoData>,
    /// In the unit of the metric. Absent where there is nothing to measure, and for what is covered already.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "8640.00"))]
    pub actual: Option<Decimal>,
    /// Coverage only: the won target is reached, so nothing is left to cover.
    pub covered: bool,
    /// Records that the actual is made of.
    pub records: u64,
    /// Sums without a rate, not part of the actual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_converted: Vec<Money>,
    /// Actual ÷ target, of a limit target ÷ actual; four digits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.864"))]
    pub achievement: Option<Decimal>,
    /// What adds up evenly to the target, up to today.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "7000.00"))]
    pub pace: Option<Decimal>,
    /// How the actual stands to the pace; four digits.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "1.2343"))]
    pub index: Option<Decimal>,
    /// Days of the period that have begun, today counted.
    pub elapsed: u64,
    pub days: u64,
    /// What the actual is made of, as far as the reader may see it.
    pub explain: Option<String>,
    /// What counts in the actual beyond the reader's reach.
    pub beyond: Option<Beyond>,
}

/// The other rows as one line, so that the rows still add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Beyond {
    pub records: u64,
    /// What they add; absent for quotients, to which nothing can be added.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub amount: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goal {
    pub id: String,
    /// 0 where a target of a role makes it. Send it as `If-Match: "<version>"`.
    pub version: i64,
    /// Absent: it is called after its metric.
    pub name: Option<String>,
    pub metric: GoalMetric,
    pub assignee: Assignee,
    pub period: GoalPeriod,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "10000"))]
    pub target: Decimal,
    /// Of a target in money.
    pub currency: Option<String>,
    /// Of a coverage: the won revenue that is to be covered.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub won_target: Option<Decimal>,
    pub progress: Progress,
    /// The target of a role that makes it.
    pub made_by: Option<String>,
    /// Whether the caller may change it.
    pub may_change: bool,
}

/// Query of the lists of goals. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct GoalQuery {
    /// An assignee's id, or `me`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<GoalStatus>,
    /// Goals with a day in it. Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<crate::figures::PeriodName>,
    /// First day, with `until` and without `period`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// By what ends first, then by assignee and metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalList {
    pub items: Vec<Goal>,
    pub generation: i64,
}

/// Goals by status; the numbers add up to `total`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalCounts {
    pub total: u64,
    pub not_started: u64,
    pub no_data: u64,
    pub achieved: u64,
    pub early: u64,
    pub on_track: u64,
    pub at_risk: u64,
    pub behind: u64,
    pub missed: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalBoard {
    /// Under all filters but that of the status, so that each number can be chosen.
    pub counts: GoalCounts,
    /// On track, early and achieved.
    pub on_track: u64,
    /// At risk and behind.
    pub at_risk: u64,
    pub missed: u64,
    /// Mean over the counted goals that have begun and can be measured; absent when there is none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.7312"))]
    pub average_achievement: Option<Decimal>,
    pub items: Vec<Goal>,
    /// For whom the caller may set goals.
    pub assignees: Vec<Assignee>,
    /// Of the caller: the filter `me` finds something.
    pub me: Option<String>,
    pub today: NaiveDate,
    /// In which targets in money are written.
    pub currency: Option<String>,
    pub generation: i64,
}

/// Body of `POST /api/goals`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalForm {
    /// At most 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub metric: GoalMetric,
    /// Above 0, a decimal number in the unit of the metric.
    #[cfg_attr(feature = "openapi", schema(example = "10000"))]
    pub target: String,
    /// `odoo_user_<id>`, `odoo_team_<id>`, the name of a role, or `everybody`.
    #[cfg_attr(feature = "openapi", schema(example = "odoo_user_7"))]
    pub assignee: String,
    pub span: GoalSpan,
    /// Any day of the month, quarter or year; of days, the first.
    pub from: NaiveDate,
    /// Of days: the first day after them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Of a coverage, and of nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_target: Option<String>,
}

/// Body of `PATCH /api/goals/{id}`: what is absent stays. A goal keeps its metric.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalPatch {
    /// Empty: after its metric again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// With `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<GoalSpan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_target: Option<String>,
}
