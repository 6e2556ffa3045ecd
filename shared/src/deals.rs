//! Opportunities as the table, the board and the detail show them.

use crate::{
    accounts::{DealState, Named},
    figures::{ForecastCategory, PeriodName},
    list::{Direction, Page, page_with},
    money::{Figure, Money},
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealSort {
    Name,
    Account,
    /// In the order of the stages.
    Stage,
    Expected,
    Weighted,
    Probability,
    /// Expected closing day.
    #[default]
    CloseOn,
    ClosedAt,
    StageChangedAt,
}

/// Which deals: by their state, or those of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealShow {
    #[default]
    Open,
    /// Closed in the period.
    Won,
    /// Closed in the period.
    Lost,
    /// Archived and neither won nor lost: in no figure.
    Archived,
    /// Became opportunities in the period.
    New,
    /// Open, and their closing day is over.
    Overdue,
    /// Open, and longer in their stage than its limit.
    Rotting,
    /// Overdue or rotting, or both.
    Attention,
    /// Open, won and lost ones.
    All,
}

/// Query of `GET /api/opportunities` and its board. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DealQuery {
    /// Part of the deal's or its account's name; case and accents do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `odoo_account_<id>`, or `none` for deals without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `odoo_user_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// `odoo_team_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// `odoo_stage_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Default: open ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<DealShow>,
    /// For won, lost and new ones. Default: all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodName>,
    /// First day of the period, with `until` and without `period`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day after the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<DealSort>,
    /// Default: names, stages and days ascending, amounts and moments descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50; on the board, cards in each column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// One opportunity as a row or a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealItem {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_opportunity_123"))]
    pub id: String,
    pub name: String,
    pub state: DealState,
    pub account: Option<Named>,
    /// The company that Odoo has in words, where there is no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_company: Option<String>,
    pub stage: Option<Named>,
    pub salesperson: Option<Named>,
    pub team: Option<Named>,
    /// In the deal's own currency.
    pub expected_revenue: Money,
    /// In the reporting currency; absent where no rate is known on or before the day.
    pub converted: Option<Money>,
    pub weighted: Option<Money>,
    /// Per month, in the deal's own currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_monthly: Option<Money>,
    /// Per cent, 0 to 100.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "40"))]
    pub probability: Decimal,
    /// Expected closing day, `YYYY-MM-DD`.
    pub close_on: Option<NaiveDate>,
    pub closed_at: Option<DateTime<Utc>>,
    /// `closed_at` is taken from another date of the deal.
    pub closed_estimated: bool,
    /// Calendar days in its stage.
    pub stage_age: Option<i64>,
    /// Open, and its closing day is over.
    pub is_overdue: bool,
    /// Open, and longer in its stage than the stage's limit.
    pub is_rotting: bool,
    pub tags: Vec<Named>,
}

page_with! {
    /// A page of opportunities with the sums over the whole list.
    DealPage of DealItem {
        /// Over all deals of the list, not only this page.
        totals: DealTotals,
    }
}

/// Sums over the deals of a list, apart by what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealTotals {
    /// Expected revenue of the open ones.
    pub pipeline: Figure,
    /// Expected revenue × probability of the open ones.
    pub weighted: Figure,
    pub won: Figure,
    pub lost: Figure,
    pub open_deals: u64,
    pub won_deals: u64,
    pub lost_deals: u64,
}

/// Opportunities by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    pub columns: Vec<BoardColumn>,
    /// Over all columns.
    pub totals: DealTotals,
    pub generation: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardColumn {
    /// Absent: deals without a stage.
    pub stage: Option<Named>,
    pub is_won: bool,
    /// Odoo shows this stage folded.
    pub folded: bool,
    pub deals: u64,
    pub totals: DealTotals,
    /// The first cards.
    pub items: Vec<DealItem>,
    /// For `GET /api/opportunities` with the same query and this stage (`none` without one).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealDetail {
    #[serde(flatten)]
    pub item: DealItem,
    /// The person or address of the account that the deal is with.
    pub partner: Option<Named>,
    pub lead_contact: Option<String>,
    pub lead_email: Option<String>,
    pub lost_reason: Option<Named>,
    pub became_opportunity_at: Option<DateTime<Utc>>,
    pub stage_changed_at: Option<DateTime<Utc>>,
    /// Days in its stage after which the deal rots.
    pub rotting_days: u32,
    /// Where it has been, oldest first, as far as the lake has seen it; the last one is the present stage.
    pub stages: Vec<StageStay>,
    /// How often the closing day was moved to a later one.
    pub pushes: u64,
    pub amount_changes: u64,
    /// Nothing is known of the deal's way before this moment.
    pub known_since: Option<DateTime<Utc>>,
    pub forecast: DealForecast,
    /// Where the record lives in Odoo.
    pub odoo_url: Option<String>,
    pub generation: i64,
}

/// How sure a deal is in the forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealForecast {
    /// What holds: the deal's own category, else that of its stage.
    pub category: ForecastCategory,
    /// What its stage is set to.
    pub of_stage: ForecastCategory,
    /// Somebody has said it of this deal.
    pub is_own: bool,
    /// Send it as `If-Match: "<version>"`; 0 while nobody has said anything.
    pub version: i64,
}

/// Body of `PUT /api/opportunities/{id}/forecast-category`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForecastForm {
    /// `null`: as its stage.
    pub category: Option<ForecastCategory>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageStay {
    pub stage: Option<Named>,
    pub since: Option<DateTime<Utc>>,
    /// Absent for the present stage.
    pub until: Option<DateTime<Utc>>,
    /// Calendar days; absent where the beginning is not known.
    pub days: Option<i64>,
}

/// A value that a filter can take, with the number of deals in reach that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealOption {
    /// What goes into the query: a record's id, or `none`.
    pub id: String,
    /// Absent for `none`.
    pub name: Option<String>,
    pub deals: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealFilters {
    pub salespeople: Vec<DealOption>,
    pub teams: Vec<DealOption>,
    /// In their order.
    pub stages: Vec<DealOption>,
}
