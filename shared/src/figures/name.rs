//! The names of all figures, and what each is made of.

use serde::{Deserialize, Serialize};

/// Every figure over deals and invoices; docs/numbers.md defines each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FigureName {
    Pipeline,
    Weighted,
    OpenDeals,
    RecurringPipeline,
    RecurringWeighted,
    Won,
    WonDeals,
    RecurringWon,
    Lost,
    LostDeals,
    NewDeals,
    WinRate,
    WinRateByValue,
    AverageDeal,
    SalesCycle,
    OverdueDeals,
    RottingDeals,
    /// Open deals that are expected to close in the period.
    Closing,
    /// Won so far and what is still expected in the period.
    Forecast,
    ForecastCommit,
    ForecastBestCase,
    ForecastPipeline,
    /// Open deals whose expected day is over, in the period that today is in.
    ForecastOverdue,
    /// Expected in the period, of stages that are left out of the forecast.
    ForecastOmitted,
    /// Open deals without an expected day: in no period.
    Undated,
    Invoiced,
    Outstanding,
    /// The part of what is outstanding that was due before today.
    Overdue,
    InPayment,
    /// Activities, e-mails and comments of users, and meetings held.
    ActivitiesDone,
    /// Orders of an account, without tax.
    Orders,
    /// The same of quotations, which are no orders yet.
    Quotations,
    /// Open deals at the first of two moments; then what leads from them to those of the second.
    FlowOpening,
    FlowNew,
    FlowReopened,
    FlowReceived,
    FlowRaised,
    FlowLowered,
    FlowWon,
    FlowLost,
    FlowArchived,
    FlowRemoved,
    FlowHandedOver,
    /// With its sign: what the rates alone have changed.
    FlowExchange,
    FlowClosing,
}

/// How sure the open deals of a stage are in a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ForecastCategory {
    Commit,
    BestCase,
    /// Unless something else is set.
    #[default]
    Pipeline,
    /// In no forecast.
    Omitted,
}

impl ForecastCategory {
    /// The surest first.
    pub const ALL: [Self; 4] = [Self::Commit, Self::BestCase, Self::Pipeline, Self::Omitted];
}

/// What a figure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Deals,
    Invoices,
    Activities,
    /// Of one account.
    Orders,
}

impl FigureName {
    /// The pipeline flow, in the order in which its parts lead from the opening to the closing value.
    pub const FLOW: [Self; 13] = [
        Self::FlowOpening,
        Self::FlowNew,
        Self::FlowReopened,
        Self::FlowReceived,
        Self::FlowRaised,
        Self::FlowLowered,
        Self::FlowWon,
        Self::FlowLost,
        Self::FlowArchived,
        Self::FlowRemoved,
        Self::FlowHandedOver,
        Self::FlowExchange,
        Self::FlowClosing,
    ];

    pub fn is_flow(self) -> bool {
        Self::FLOW.contains(&self)
    }

    /// A part of the flow that is taken away on the way from the opening to the closing value.
    pub fn is_outflow(self) -> bool {
        matches!(
            self,
            Self::FlowLowered
                | Self::FlowWon
                | Self::FlowLost
                | Self::FlowArchived
                | Self::FlowRemoved
                | Self::FlowHandedOver
        )
    }

    pub fn subject(self) -> Subject {
        match self {
            Self::Invoiced | Self::Outstanding | Self::Overdue | Self::InPayment => Subject::Invoices,
            Self::ActivitiesDone => Subject::Activities,
            Self::Orders | Self::Quotations => Subject::Orders,
            _ => Subject::Deals,
        }
    }

    /// What is open or unpaid now has no period; the flow has two moments instead.
    pub fn has_period(self) -> bool {
        let is_of_now = matches!(
            self,
            Self::Pipeline
                | Self::Weighted
                | Self::OpenDeals
                | Self::RecurringPipeline
                | Self::RecurringWeighted
                | Self::OverdueDeals
                | Self::RottingDeals
                | Self::Undated
                | Self::Outstanding
                | Self::Overdue
                | Self::InPayment
        );
        !is_of_now && !self.is_flow()
    }
}
