//! Figures by name, the periods that they are asked for, and what a figure opens to.

use serde::{Deserialize, Serialize};

/// A span of calendar days in the organisation's time zone; quarters and years are those of its fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PeriodName {
    ThisMonth,
    LastMonth,
    #[default]
    ThisQuarter,
    LastQuarter,
    ThisYear,
    LastYear,
    AllTime,
}
