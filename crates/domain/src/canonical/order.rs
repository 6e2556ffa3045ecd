//! Quotations and orders.

use super::SourceId;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
pub use shared::business::OrderState;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub name: String,
    pub state: OrderState,
    pub partner: Option<SourceId>,
    pub salesperson: Option<SourceId>,
    pub team: Option<SourceId>,
    pub company: Option<SourceId>,
    pub currency: Option<SourceId>,
    /// The shortest decimals of Odoo's floats, not yet rounded to the currency's digits.
    pub untaxed: Decimal,
    pub total: Decimal,
    pub ordered_at: Option<DateTime<Utc>>,
    pub deal: Option<SourceId>,
    pub created_at: Option<DateTime<Utc>>,
}
