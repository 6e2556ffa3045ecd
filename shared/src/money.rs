//! Exact amounts of money and the figures made of them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An exact amount in one currency. On the wire the amount is a decimal string (`"1250.50"`), never a float.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "1250.50"))]
    pub amount: Decimal,
    /// ISO 4217 code as Odoo names the currency.
    #[cfg_attr(feature = "openapi", schema(example = "EUR"))]
    pub currency: String,
}

impl Money {
    pub fn new(amount: Decimal, currency: impl Into<String>) -> Self {
        Self { amount, currency: currency.into() }
    }

    /// Exact sum; `None` where the currencies differ, because amounts are never added across currencies.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.amount.checked_add(other.amount).map(|sum| Self::new(sum, self.currency.clone())))
            .flatten()
    }
}

/// A sum of money as it is shown: what could be converted, and beside it what could not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// The converted sum in the reporting currency.
    pub value: Money,
    /// Number of records in `value`.
    pub count: u64,
    /// Sums that have no rate on or before their day, one per currency, not part of `value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_converted: Vec<Money>,
}
