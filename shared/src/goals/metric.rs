//! What goals can be about, and how each metric behaves.

use serde::{Deserialize, Serialize};

/// What a goal is about; docs/numbers.md defines each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalMetric {
    Won,
    WonDeals,
    NewDeals,
    RecurringWon,
    Lost,
    Invoiced,
    Pipeline,
    Weighted,
    Coverage,
    OverdueDeals,
    RottingDeals,
    Outstanding,
    OverdueAmount,
    WinRate,
    WinRateByValue,
    AverageDeal,
    SalesCycle,
    ActivitiesDone,
}

/// How a metric behaves in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetricKind {
    /// Adds up over the period.
    Flow,
    /// Is read at one day: today, or the last one of the period.
    Stock,
    /// A quotient of what has added up.
    Ratio,
}

/// In what a metric and its target are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoalUnit {
    Money,
    Count,
    /// 0 to 1.
    Share,
    Days,
    /// How often one amount goes into another.
    Times,
}

impl GoalMetric {
    pub const ALL: &'static [Self] = &[
        Self::Won,
        Self::WonDeals,
        Self::NewDeals,
        Self::RecurringWon,
        Self::Lost,
        Self::Invoiced,
        Self::Pipeline,
        Self::Weighted,
        Self::Coverage,
        Self::OverdueDeals,
        Self::RottingDeals,
        Self::Outstanding,
        Self::OverdueAmount,
        Self::WinRate,
        Self::WinRateByValue,
        Self::AverageDeal,
        Self::SalesCycle,
        Self::ActivitiesDone,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::WonDeals => "won_deals",
            Self::NewDeals => "new_deals",
            Self::RecurringWon => "recurring_won",
            Self::Lost => "lost",
            Self::Invoiced => "invoiced",
            Self::Pipeline => "pipeline",
            Self::Weighted => "weighted",
            Self::Coverage => "coverage",
            Self::OverdueDeals => "overdue_deals",
            Self::RottingDeals => "rotting_deals",
            Self::Outstanding => "outstanding",
            Self::OverdueAmount => "overdue_amount",
            Self::WinRate => "win_rate",
            Self::WinRateByValue => "win_rate_by_value",
            Self::AverageDeal => "average_deal",
            Self::SalesCycle => "sales_cycle",
            Self::ActivitiesDone => "activities_done",
        }
    }

    pub fn kind(self) -> MetricKind {
        match self {
            Self::Won
            | Self::WonDeals
            | Self::NewDeals
            | Self::RecurringWon
            | Self::Lost
            | Self::Invoiced
            | Self::ActivitiesDone => MetricKind::Flow,
            Self::Pipeline
            | Self::Weighted
            | Self::Coverage
            | Self::OverdueDeals
            | Self::RottingDeals
            | Self::Outstanding
            | Self::OverdueAmount => MetricKind::Stock,
            Self::WinRate | Self::WinRateByValue | Self::AverageDeal | Self::SalesCycle => MetricKind::Ratio,
        }
    }

    /// Less is better: the target is a limit.
    pub fn is_limit(self) -> bool {
        matches!(
            self,
            Self::Lost
                | Self::OverdueDeals
                | Self::RottingDeals
                | Self::Outstanding
                | Self::OverdueAmount
                | Self::SalesCycle
        )
    }

    pub fn unit(self) -> GoalUnit {
        match self {
            Self::Won
            | Self::RecurringWon
            | Self::Lost
            | Self::Invoiced
            | Self::Pipeline
            | Self::Weighted
            | Self::Outstanding
            | Self::OverdueAmount
            | Self::AverageDeal => GoalUnit::Money,
            Self::WonDeals | Self::NewDeals | Self::OverdueDeals | Self::RottingDeals | Self::ActivitiesDone => {
                GoalUnit::Count
            }
            Self::WinRate | Self::WinRateByValue => GoalUnit::Share,
            Self::SalesCycle => GoalUnit::Days,
            Self::Coverage => GoalUnit::Times,
        }
    }
}
