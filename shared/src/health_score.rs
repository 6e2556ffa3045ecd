//! Health of an account: a score with the reasons that make it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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

impl ReasonKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::TouchedLately => "touched_lately",
            Self::TouchedThisMonth => "touched_this_month",
            Self::LongUntouched => "long_untouched",
            Self::NeverTouched => "never_touched",
            Self::NextActivity => "next_activity",
            Self::OpenPipeline => "open_pipeline",
            Self::WonLately => "won_lately",
            Self::AllRotting => "all_rotting",
            Self::Overdue => "overdue",
            Self::MuchOverdue => "much_overdue",
            Self::Limit => "limit",
        }
    }
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
// The API's description knows one `Health` already, the server's.
#[cfg_attr(feature = "openapi", schema(as = AccountHealth))]
pub struct Health {
    pub state: HealthState,
    /// 0 to 100; absent where there is no business.
    pub score: Option<i32>,
    /// Their points and 50 are the score, exactly.
    pub reasons: Vec<HealthReason>,
}

/// Most points that a reason can add or take.
pub const MOST_POINTS: i32 = 50;

/// What each reason weighs for the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthWeights {
    /// 0 while the defaults hold. Send it as `If-Match: "<version>"`.
    pub version: i64,
    /// In the order of the definition; all but the limit, which is what remains.
    pub weights: Vec<HealthWeight>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthWeight {
    pub kind: ReasonKind,
    pub points: i32,
    /// Where nothing is set. Its sign is that of all points that can be set: what is good adds, what is bad takes.
    pub usual: i32,
}

/// Body of `PUT /api/config/health-weights`: replaces all; a reason that is absent goes back to its usual points.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HealthWeightsForm {
    /// By reason: 0 to 50 of a good one, −50 to 0 of a bad one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = json!({ "won_lately": 20, "overdue": -15 })))]
    pub points: BTreeMap<ReasonKind, i32>,
}
