//! Leads and opportunities: one kind of record in Odoo, told apart by `type`.

use super::SourceId;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealKind {
    Opportunity,
    Lead,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    pub name: String,
    pub kind: DealKind,
    pub partner: Option<SourceId>,
    /// Free texts of Odoo, shown only where there is no partner.
    pub lead_company: Option<String>,
    pub lead_contact: Option<String>,
    pub lead_email: Option<String>,
    pub salesperson: Option<SourceId>,
    pub team: Option<SourceId>,
    pub stage: Option<SourceId>,
    /// Its currency is the company's; without one, the main company's.
    pub company: Option<SourceId>,
    /// The shortest decimal of Odoo's float, not yet rounded to the currency's digits.
    pub expected_revenue: Decimal,
    /// Per cent, 0 to 100.
    pub probability: Decimal,
    /// Per month, beside the one-time revenue; absent where the database has no recurring revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_monthly: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_reason: Option<SourceId>,
    /// Sorted, without doubles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<SourceId>,
    pub close_on: Option<NaiveDate>,
    pub closed_at: Option<DateTime<Utc>>,
    pub converted_at: Option<DateTime<Utc>>,
    pub stage_changed_at: Option<DateTime<Utc>>,
    pub created_at: Option<DateTime<Utc>>,
    /// Odoo's `write_date` as it was when the record's content last changed.
    pub changed_at: Option<DateTime<Utc>>,
    pub archived: bool,
}
