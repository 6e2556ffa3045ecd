//! Figures by name, the periods that they are asked for, and what a figure opens to.

mod flow;
mod name;

pub use flow::{Flow, FlowPart, FlowQuery, Moments};
pub use name::{FigureName, ForecastCategory, Subject};

use crate::{
    accounts::{DealState, Named},
    around::TouchKind,
    business::InvoiceKind,
    list::Page,
    money::{Figure, Money},
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
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

impl PeriodName {
    /// As people choose among them.
    pub const ALL: [Self; 7] = [
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisQuarter,
        Self::LastQuarter,
        Self::ThisYear,
        Self::LastYear,
        Self::AllTime,
    ];
}

/// Days from `from` to before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    pub from: NaiveDate,
    /// The first day after it.
    pub until: NaiveDate,
}

/// What a figure says. Nothing to say is `null`, never 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FigureValue {
    Money(Figure),
    Count {
        count: u64,
        /// What the counted deals are worth.
        worth: Figure,
    },
    /// 0 to 1, with four digits.
    Ratio {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "0.6667"))]
        ratio: Option<Decimal>,
        /// Closed deals that it is over.
        of: u64,
    },
    /// A mean amount; absent where there is nothing to take it of.
    Mean {
        amount: Option<Money>,
        of: u64,
    },
    Days {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "14.5"))]
        days: Option<Decimal>,
        of: u64,
        /// Deals that closed before they began (imports), or of which one of the moments is unknown.
        left_out: u64,
    },
}

/// A figure with the one of the period before, and the way to its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tile {
    pub figure: FigureName,
    pub value: FigureValue,
    /// Of the period before; absent for what has no period.
    pub previous: Option<FigureValue>,
    /// What this figure is made of.
    #[cfg_attr(feature = "openapi", schema(example = "/api/explain/won?period=this_quarter"))]
    pub explain: String,
}

/// Query of `GET /api/explain/{figure}`. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ExplainQuery {
    /// For figures of a period. Default: all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodName>,
    /// First day of the period, with `until` and without `period`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day after the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// `odoo_account_<id>`, or `none` for deals without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// With an account: and everything below it that is in reach, however deep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<bool>,
    /// `odoo_user_<id>`, several with commas between them for the records of any of them, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// `odoo_team_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// `odoo_stage_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Of the pipeline flow, and needed there: the moment at which it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<DateTime<Utc>>,
    /// Of the pipeline flow: the moment at which it closes. Default: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<DateTime<Utc>>,
    /// The generation in which the figure was seen; default: the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A figure with everything that it depends on, and the rows whose sum it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    pub figure: FigureName,
    /// Grows when the definition changes.
    pub version: u32,
    pub definition: String,
    pub value: FigureValue,
    /// What is left in by the filters, in words, each a part of the condition.
    pub filter: Vec<String>,
    /// Absent for all time, and for what has no period.
    pub period: Option<Span>,
    /// Of the pipeline flow: the moments that it lies between.
    pub between: Option<Moments>,
    pub today: NaiveDate,
    #[cfg_attr(feature = "openapi", schema(example = "Asia/Dubai"))]
    pub time_zone: String,
    /// Reporting currency; absent while no company is known.
    pub currency: Option<String>,
    /// Rates that the rows were converted at, the most used ones first; at most fifty.
    pub rates: Vec<RateUsed>,
    /// Rows whose closing moment is taken from another date.
    pub estimated: u64,
    /// The sync run that published these data, and when it began.
    pub run: Option<String>,
    pub synced_at: Option<DateTime<Utc>>,
    /// What the rows add up to: the server has compared it with `value`.
    pub sums: Vec<RowSum>,
    pub rows: Page<ExplainedRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RateUsed {
    pub currency: String,
    pub day: NaiveDate,
    /// What one unit is worth in the reporting currency, to ten digits.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1.1"))]
    pub rate: Decimal,
    pub rows: u64,
}

/// What a row behind a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Open,
    Won,
    Lost,
    Archived,
    Invoice,
    CreditNote,
    /// A planned activity that was done.
    Activity,
    Email,
    Comment,
    Meeting,
    Order,
    Quotation,
    /// A deal that is not there any more.
    Removed,
    /// A deal that is out of reach now.
    HandedOver,
}

impl From<DealState> for RowKind {
    fn from(state: DealState) -> Self {
        match state {
            DealState::Open => Self::Open,
            DealState::Won => Self::Won,
            DealState::Lost => Self::Lost,
            DealState::Archived => Self::Archived,
        }
    }
}

impl From<InvoiceKind> for RowKind {
    fn from(kind: InvoiceKind) -> Self {
        match kind {
            InvoiceKind::Invoice => Self::Invoice,
            InvoiceKind::CreditNote => Self::CreditNote,
        }
    }
}

impl From<TouchKind> for RowKind {
    fn from(kind: TouchKind) -> Self {
        match kind {
            TouchKind::Planned | TouchKind::Activity => Self::Activity,
            TouchKind::EmailIn | TouchKind::EmailOut => Self::Email,
            TouchKind::Comment => Self::Comment,
            TouchKind::Meeting => Self::Meeting,
        }
    }
}

/// Rows of one kind, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowSum {
    /// What the rows have in common: won and lost ones make a win rate.
    pub state: RowKind,
    pub rows: u64,
    pub sum: Figure,
}

/// A deal, an invoice, an order or an activity behind a figure, with what it adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExplainedRow {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_opportunity_123"))]
    pub id: String,
    /// Of an invoice or an order its number, of a message its subject or its first words.
    pub name: String,
    pub account: Option<Named>,
    /// The record that an activity hangs on.
    pub on: Option<Named>,
    /// Of an activity who did it.
    pub salesperson: Option<Named>,
    pub state: RowKind,
    /// In the currency of the deal, or of the invoice's company. An activity has none.
    pub amount: Option<Money>,
    /// In the reporting currency: what it adds to the sum. Absent where no rate is known, and of activities.
    pub value: Option<Money>,
    /// The day whose rate is taken; of an activity the one on which it was done.
    pub day: NaiveDate,
    pub closed_at: Option<DateTime<Utc>>,
    /// `closed_at` is taken from another date of the deal.
    pub closed_estimated: bool,
    /// Days from opportunity to closing, where the figure is made of them.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub days: Option<Decimal>,
    /// Of an invoice: the first day on which some of what is not paid was or is due.
    pub due_on: Option<NaiveDate>,
    /// Of an invoice: on how many days parts of it are due; 0 where they cannot be read, then the whole is due on one day.
    pub instalments: u64,
}
