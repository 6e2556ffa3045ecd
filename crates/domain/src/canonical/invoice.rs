//! What customers owe and have paid: invoices and credit notes, their receivable lines, payments.

use super::SourceId;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
pub use shared::business::{InvoiceKind, InvoiceState, PaymentState};

/// Amounts are the shortest decimals of Odoo's floats, not yet rounded to the currency's digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// A draft has none.
    pub number: Option<String>,
    pub kind: InvoiceKind,
    pub state: InvoiceState,
    pub payment_state: PaymentState,
    pub partner: Option<SourceId>,
    /// The commercial entity: its account.
    pub commercial: Option<SourceId>,
    pub salesperson: Option<SourceId>,
    pub team: Option<SourceId>,
    pub company: Option<SourceId>,
    /// Of the document.
    pub currency: Option<SourceId>,
    /// In the company's currency, negative for credit notes, like the two that follow.
    pub untaxed_signed: Decimal,
    pub total_signed: Decimal,
    pub residual_signed: Decimal,
    /// In the document's currency, like the residual.
    pub total: Decimal,
    pub residual: Decimal,
    pub invoice_date: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub reference: Option<String>,
    pub origin: Option<String>,
    /// The invoice that a credit note takes back.
    pub reverses: Option<SourceId>,
    pub created_at: Option<DateTime<Utc>>,
    pub changed_at: Option<DateTime<Utc>>,
}

/// A receivable line of an invoice: an instalment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub invoice: SourceId,
    pub due_on: Option<NaiveDate>,
    /// In the company's currency, like the residual.
    pub balance: Decimal,
    pub residual: Decimal,
    pub company: Option<SourceId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentDirection {
    Inbound,
    Outbound,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub number: Option<String>,
    pub partner: Option<SourceId>,
    pub direction: PaymentDirection,
    /// As the source says it: the words differ between its versions.
    pub state: Option<String>,
    pub amount: Decimal,
    pub currency: Option<SourceId>,
    pub company: Option<SourceId>,
    pub day: Option<NaiveDate>,
    /// Sorted, without doubles.
    pub invoices: Vec<SourceId>,
}
