//! Accounts as the list, the cards and the detail show them.

use crate::{
    health_score::Health,
    list::{Direction, Page, page_with},
    money::{Figure, Money},
};
use serde::{Deserialize, Serialize};

/// A record that is named beside another one: salesperson, industry, country, parent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_user_7"))]
    pub id: String,
    /// From the reference record itself, so a renamed one shows its new name.
    pub name: String,
}

/// The figures of an account over the deals that the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountFigures {
    /// Expected revenue of open opportunities.
    pub pipeline: Figure,
    /// Expected revenue × probability of open opportunities.
    pub weighted: Figure,
    /// Expected revenue of won opportunities, all time.
    pub won: Figure,
    /// Number of open opportunities.
    pub open_deals: u64,
    /// Deals of other people hang on this account: the figures are the reader's part of it.
    pub your_deals_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountCard {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_account_14"))]
    pub id: String,
    pub name: String,
    pub archived: bool,
    pub industry: Option<Named>,
    pub salesperson: Option<Named>,
    pub country: Option<Named>,
    pub city: Option<String>,
    pub health: Health,
    pub figures: AccountFigures,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountDetail {
    #[serde(flatten)]
    pub card: AccountCard,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub street: Option<String>,
    pub zip: Option<String>,
    pub parent: Option<Named>,
    pub business: AccountBusiness,
    /// Where the record lives in Odoo.
    pub odoo_url: Option<String>,
    pub generation: i64,
    /// Open and won opportunities of the account that the reader may see: the rows behind the figures.
    pub deals: Vec<DealRow>,
}

/// What hangs on an account, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountBusiness {
    /// Posted invoices less credit notes, without tax, all time.
    pub invoiced: Figure,
    /// What is not paid of them.
    pub outstanding: Figure,
    /// The part of it that was due before today, by instalment where those may be read.
    pub overdue: Figure,
    pub last_touch: Option<chrono::DateTime<chrono::Utc>>,
    /// Day of the earliest planned activity.
    pub next_activity: Option<chrono::NaiveDate>,
    /// Posted invoices and credit notes.
    pub invoices: u64,
    pub draft_invoices: u64,
    /// Activities that are planned on the account, its contacts and its visible deals.
    pub planned_activities: u64,
    /// Done activities, e-mails, comments and meetings that took place.
    pub touches: u64,
}

/// One opportunity as a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DealRow {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_opportunity_123"))]
    pub id: String,
    pub name: String,
    pub state: DealState,
    pub stage: Option<Named>,
    pub salesperson: Option<Named>,
    /// In the deal's own currency.
    pub expected_revenue: Money,
    /// In the reporting currency; absent where no rate is known on or before the day.
    pub converted: Option<Money>,
    pub weighted: Option<Money>,
    /// Per cent, 0 to 100.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "40"))]
    pub probability: rust_decimal::Decimal,
    /// Expected closing day, `YYYY-MM-DD`.
    pub close_on: Option<chrono::NaiveDate>,
    pub closed_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealState {
    Open,
    Won,
    Lost,
    Archived,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountSort {
    #[default]
    Name,
    Pipeline,
    Weighted,
    Won,
    OpenDeals,
}

/// Query of `GET /api/accounts`. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AccountQuery {
    /// Part of the account's name; case and accents do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `odoo_industry_<id>`, or `none` for accounts without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// `odoo_user_<id>` of the account's own salesperson, or `none`. Does not change the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<String>,
    /// `odoo_country_<id>`, or `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<AccountSort>,
    /// Default: names ascending, figures descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

page_with! {
    /// A page of accounts with the sums over the whole list.
    AccountPage of AccountCard {
        /// Over all accounts of the list, not only this page.
        totals: AccountTotals,
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountTotals {
    pub pipeline: Figure,
    pub weighted: Figure,
    pub won: Figure,
    pub open_deals: u64,
}

/// A value that a filter can take, with the number of accounts in reach that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilterOption {
    /// What goes into the query: a record's id, or `none`.
    pub id: String,
    /// Absent for `none`.
    pub name: Option<String>,
    pub accounts: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountFilters {
    pub industries: Vec<FilterOption>,
    pub salespeople: Vec<FilterOption>,
    pub countries: Vec<FilterOption>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Industries {
    pub items: Vec<FilterOption>,
}
