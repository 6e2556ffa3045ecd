//! Invoiced, outstanding, overdue, and what was done or is planned with an account (docs/numbers.md §4).

use super::{Sum, Tally};
use crate::{
    Moment, Period,
    canonical::{InvoiceState, PaymentState, SourceId},
    money::Rates,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use rust_decimal::Decimal;

/// Calendar days, today counted, over which overdue invoices are set against what was invoiced.
const A_YEAR: u64 = 365;

/// A part of an invoice that falls due on its own day, and what is not paid of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub on: Option<NaiveDate>,
    pub residual: Decimal,
}

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
    /// Of the whole, where its instalments may not be read.
    pub due_on: Option<NaiveDate>,
    pub instalments: &'a [Due],
}

/// What is not paid of an invoice, and what of it should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Owed {
    all: Decimal,
    overdue: Decimal,
}

impl InvoiceInput<'_> {
    fn owed(&self, moment: &Moment) -> Option<Owed> {
        self.is_outstanding().then(|| Owed { all: self.residual, overdue: self.overdue(moment) })
    }

    /// With invoicing alone Odoo says "paid" and keeps the full residual.
    fn is_outstanding(&self) -> bool {
        !matches!(self.payment_state, PaymentState::Paid | PaymentState::InPayment | PaymentState::Reversed)
    }

    /// What should have been paid before today.
    fn overdue(&self, moment: &Moment) -> Decimal {
        let is_over = |on: Option<NaiveDate>| on.is_some_and(|on| on < moment.today);
        match self.instalments {
            [] if is_over(self.due_on) => self.residual,
            [] => Decimal::ZERO,
            parts => parts.iter().filter(|part| is_over(part.on)).map(|part| part.residual).sum(),
        }
    }

    fn convert(&self, amount: Decimal, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        let day = self.invoice_date.unwrap_or(moment.today);
        rates.convert(amount, self.currency?, moment.currency.as_ref()?.id, day, self.company)
    }
}

/// What is summed up for figures over posted invoices and credit notes of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceParts {
    /// Dated in the period, without tax.
    pub invoiced: Tally,
    /// Of any date.
    pub outstanding: Tally,
    /// The part of outstanding that was due before today.
    pub overdue: Tally,
}

impl InvoiceParts {
    pub fn add(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates, period: Period) {
        if invoice.state != InvoiceState::Posted {
            return;
        }
        let add = |tally: &mut Tally, amount| {
            tally.add(amount, invoice.currency_code, invoice.convert(amount, moment, rates));
        };
        if invoice.invoice_date.is_some_and(|day| period.contains(day)) {
            add(&mut self.invoiced, invoice.untaxed);
        }
        if let Some(owed) = invoice.owed(moment) {
            add(&mut self.outstanding, owed.all);
            if !owed.overdue.is_zero() {
                add(&mut self.overdue, owed.overdue);
            }
        }
    }
}

/// What happened or will happen with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    /// An activity that is not done yet.
    Planned { due: Option<NaiveDate> },
    /// A done activity, an e-mail in or out, a comment.
    Done { at: Option<DateTime<Utc>> },
    /// A meeting that is not cancelled; a touch once it is over.
    Meeting { ends: DateTime<Utc> },
}

/// What hangs on an account, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessParts {
    /// All time, without tax; posted documents only, like all that follow.
    pub invoiced: Sum,
    /// Of the last 365 days.
    pub invoiced_lately: Sum,
    pub outstanding: Sum,
    /// The part of outstanding that was due before today.
    pub overdue: Sum,
    /// Posted invoices and credit notes.
    pub invoices: u64,
    pub draft_invoices: u64,
    /// Day of the newest posted invoice.
    pub last_invoice: Option<NaiveDate>,
    pub planned: u64,
    /// Day of the earliest planned activity that has one.
    pub next_activity: Option<NaiveDate>,
    pub touches: u64,
    pub last_touch: Option<DateTime<Utc>>,
}

impl BusinessParts {
    pub fn add_invoice(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates) {
        match invoice.state {
            InvoiceState::Cancelled => {}
            InvoiceState::Draft => self.draft_invoices += 1,
            InvoiceState::Posted => self.add_posted(invoice, moment, rates),
        }
    }

    fn add_posted(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates) {
        let add = |sum: &mut Sum, amount| {
            sum.add(amount, invoice.currency_code, invoice.convert(amount, moment, rates));
        };
        self.invoices += 1;
        self.last_invoice = self.last_invoice.max(invoice.invoice_date);
        add(&mut self.invoiced, invoice.untaxed);
        if lately(moment).zip(invoice.invoice_date).is_some_and(|(period, day)| period.contains(day)) {
            add(&mut self.invoiced_lately, invoice.untaxed);
        }
        if let Some(owed) = invoice.owed(moment) {
            add(&mut self.outstanding, owed.all);
            if !owed.overdue.is_zero() {
                add(&mut self.overdue, owed.overdue);
            }
        }
    }

    pub fn add_touch(&mut self, touch: Touch, moment: &Moment) {
        match touch {
            Touch::Planned { due } => {
                self.planned += 1;
                self.next_activity = [self.next_activity, due].into_iter().flatten().min();
            }
            Touch::Done { at } => self.touched(at),
            Touch::Meeting { ends } if ends <= moment.now => self.touched(Some(ends)),
            Touch::Meeting { .. } => {}
        }
    }

    fn touched(&mut self, at: Option<DateTime<Utc>>) {
        self.touches += 1;
        self.last_touch = self.last_touch.max(at);
    }
}

fn lately(moment: &Moment) -> Option<Period> {
    let end = moment.today.succ_opt()?;
    Period::new(end.checked_sub_days(Days::new(A_YEAR))?, end)
}
