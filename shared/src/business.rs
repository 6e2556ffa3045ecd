//! What invoices, orders and partner rows are, in one vocabulary for the lake and for the wire.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    Invoice,
    CreditNote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    Draft,
    /// Only these count in figures.
    Posted,
    Cancelled,
}

/// What Odoo says of the payment. With invoicing alone it says `Paid` and keeps the full residual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    NotPaid,
    InPayment,
    Paid,
    Partial,
    Reversed,
    Blocked,
    /// Imported from an Odoo older than the state.
    Legacy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    Quotation,
    /// A quotation that the customer has.
    Sent,
    Sale,
    /// A sale that is locked (Odoo 17 and older).
    Done,
    Cancelled,
}

impl OrderState {
    pub fn is_order(self) -> bool {
        matches!(self, Self::Sale | Self::Done)
    }

    pub fn is_quotation(self) -> bool {
        matches!(self, Self::Quotation | Self::Sent)
    }
}

/// Odoo's `type` of a partner row: only `Contact` is a person or a company, the others are addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    Contact,
    Invoice,
    Delivery,
    Other,
}
