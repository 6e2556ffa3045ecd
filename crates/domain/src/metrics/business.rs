//! Invoiced, outstanding, and how many invoices, planned activities and touches an account has (docs/numbers.md §4).

use super::Sum;
use crate::{
    Moment,
    canonical::{InvoiceState, PaymentState, SourceId},
    money::Rates,
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// What the figures need of an invoice or credit note; amounts in its company's currency, negative for credit notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceInput<'a> {
    pub state: InvoiceState,
    pub payment_state: PaymentState,
    pub currency: Option<SourceId>,
    pub currency_code: &'a str,
    pub company: Option<SourceId>,
    pub untaxed: Decimal,
    pub residual: Decimal,
    pub invoice_date: Option<NaiveDate>,
}

impl InvoiceInput<'_> {
    /// With invoicing alone Odoo says "paid" and keeps the full residual.
    fn is_outstanding(&self) -> bool {
        !matches!(self.payment_state, PaymentState::Paid | PaymentState::InPayment | PaymentState::Reversed)
    }

    fn convert(&self, amount: Decimal, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        let day = self.invoice_date.unwrap_or(moment.today);
        rates.convert(amount, self.currency?, moment.currency.as_ref()?.id, day, self.company)
    }
}

/// What happened or will happen with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// An activity that is not done yet.
    Planned,
    /// A done activity, an e-mail in or out, a comment.
    Done,
    /// A meeting that is not cancelled; a touch once it is over.
    Meeting { ends: DateTime<Utc> },
}

/// What hangs on an account, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessParts {
    /// All time, without tax; posted documents only, like the next one.
    pub invoiced: Sum,
    pub outstanding: Sum,
    /// Posted invoices and credit notes.
    pub invoices: u64,
    pub draft_invoices: u64,
    pub planned: u64,
    pub touches: u64,
}

impl BusinessParts {
    pub fn add_invoice(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates) {
        match invoice.state {
            InvoiceState::Cancelled => {}
            InvoiceState::Draft => self.draft_invoices += 1,
            InvoiceState::Posted => {
                self.invoices += 1;
                let converted = |amount| invoice.convert(amount, moment, rates);
                self.invoiced.add(invoice.untaxed, invoice.currency_code, converted(invoice.untaxed));
                if invoice.is_outstanding() {
                    self.outstanding.add(invoice.residual, invoice.currency_code, converted(invoice.residual));
                }
            }
        }
    }

    pub fn add_touch(&mut self, touch: Touch, moment: &Moment) {
        match touch {
            Touch::Planned => self.planned += 1,
            Touch::Done => self.touches += 1,
            Touch::Meeting { ends } => self.touches += u64::from(ends <= moment.now),
        }
    }
}
