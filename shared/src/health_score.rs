//! Health of an account: a score with the reasons that make it.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// 70 and more.
    Healthy,
    /// 40 to 69.
    Watch,
    AtRisk,
    /// No open deal, and nothing won or invoiced in 24 months: no score.
    NoBusiness,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The last touch is at most 14 days ago.
    TouchedLately,
    /// At most 30 days.
    TouchedThisMonth,
    /// More than 60 days.
    LongUntouched,
    NeverTouched,
    /// An activity is planned.
    NextActivity,
    OpenPipeline,
    /// A deal was won in the last 180 days.
    WonLately,
    /// Every open deal is longer in its stage than the stage's limit.
    AllRotting,
    /// Invoices are overdue.
    Overdue,
    /// By more than a quarter of what was invoiced in the last 365 days.
    MuchOverdue,
    /// What leaves 0 to 100.
    Limit,
}

/// A reason with the points that it adds to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthReason {
    pub kind: ReasonKind,
    pub points: i32,
}

/// Over what the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    pub state: HealthState,
    /// 0 to 100; absent where there is no business.
    pub score: Option<i32>,
    /// Their points and 50 are the score, exactly.
    pub reasons: Vec<HealthReason>,
}
