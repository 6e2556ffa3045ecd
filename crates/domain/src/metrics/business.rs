//! Invoiced, outstanding, overdue, and what was done or is planned with an account (docs/numbers.md §4).

use super::{Sum, Tally};
use crate::{
    Moment, Period,
    canonical::{InvoiceKind, InvoiceState, PaymentState, SourceId},
    money::Rates,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use rust_decimal::Decimal;
use shared::figures::PeriodName;

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
    pub kind: InvoiceKind,
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

/// An amount in the company's currency, and in the reporting currency where there is a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valued {
    pub own: Decimal,
    pub converted: Option<Decimal>,
}

/// What a posted document adds to the figures; absent parts add nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceWorth {
    pub untaxed: Valued,
    pub outstanding: Option<Valued>,
    pub overdue: Option<Valued>,
    /// Paid, says Odoo, and not yet seen at the bank.
    pub in_payment: Option<Valued>,
}

impl InvoiceInput<'_> {
    /// `None`: drafts and cancelled documents are in no figure.
    pub fn worth(&self, moment: &Moment, rates: &Rates) -> Option<InvoiceWorth> {
        let valued = |own| Valued { own, converted: self.convert(own, moment, rates) };
        let outstanding = self.is_outstanding().then(|| valued(self.residual));
        let overdue = outstanding.map(|_| self.overdue(moment)).filter(|overdue| !overdue.is_zero());
        let in_payment = self.payment_state == PaymentState::InPayment;
        (self.state == InvoiceState::Posted).then(|| InvoiceWorth {
            untaxed: valued(self.untaxed),
            outstanding,
            overdue: overdue.map(valued),
            in_payment: in_payment.then(|| valued(self.residual)),
        })
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
        let Some(worth) = invoice.worth(moment, rates) else { return };
        let add = |tally: &mut Tally, part: Option<Valued>| {
            if let Some(Valued { own, converted }) = part {
                tally.add(own, invoice.currency_code, converted);
            }
        };
        let is_in = invoice.invoice_date.is_some_and(|day| period.contains(day));
        add(&mut self.invoiced, is_in.then_some(worth.untaxed));
        add(&mut self.outstanding, worth.outstanding);
        add(&mut self.overdue, worth.overdue);
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

impl Touch {
    /// Whether it is in any count: a meeting that is not over is neither planned nor done.
    pub fn counts(self, moment: &Moment) -> bool {
        match self {
            Self::Planned { .. } | Self::Done { .. } => true,
            Self::Meeting { ends } => ends <= moment.now,
        }
    }
}

/// What hangs on an account, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessParts {
    /// All time, without tax; posted documents only, like all that follow.
    pub invoiced: Sum,
    /// Of the last 365 days.
    pub invoiced_lately: Sum,
    /// Of this fiscal year.
    pub invoiced_this_year: Sum,
    pub outstanding: Sum,
    /// The part of outstanding that was due before today.
    pub overdue: Sum,
    /// What is left of documents that Odoo calls paid and the bank does not know yet.
    pub in_payment: Sum,
    /// Posted invoices and credit notes.
    pub invoices: u64,
    /// Those of them that are credit notes.
    pub credit_notes: u64,
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
        let Some(worth) = invoice.worth(moment, rates) else { return };
        let add = |sum: &mut Sum, part: Option<Valued>| {
            if let Some(Valued { own, converted }) = part {
                sum.add(own, invoice.currency_code, converted);
            }
        };
        let untaxed = |period: Option<Period>| {
            let is_in = period.zip(invoice.invoice_date).is_some_and(|(period, day)| period.contains(day));
            is_in.then_some(worth.untaxed)
        };
        self.invoices += 1;
        self.credit_notes += u64::from(invoice.kind == InvoiceKind::CreditNote);
        self.last_invoice = self.last_invoice.max(invoice.invoice_date);
        add(&mut self.invoiced, Some(worth.untaxed));
        add(&mut self.invoiced_lately, untaxed(lately(moment)));
        add(&mut self.invoiced_this_year, untaxed(moment.period(PeriodName::ThisYear)));
        add(&mut self.outstanding, worth.outstanding);
        add(&mut self.overdue, worth.overdue);
        add(&mut self.in_payment, worth.in_payment);
    }

    pub fn add_touch(&mut self, touch: Touch, moment: &Moment) {
        match touch {
            Touch::Planned { due } => {
                self.planned += 1;
                self.next_activity = [self.next_activity, due].into_iter().flatten().min();
            }
            Touch::Done { at } => self.touched(at),
            Touch::Meeting { ends } if touch.counts(moment) => self.touched(Some(ends)),
            Touch::Meeting { .. } => {}
        }
    }

    /// Sums and counts of another account beside this one; the earliest and the latest of the days.
    pub fn merge(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.invoiced, &other.invoiced),
            (&mut self.invoiced_lately, &other.invoiced_lately),
            (&mut self.invoiced_this_year, &other.invoiced_this_year),
            (&mut self.outstanding, &other.outstanding),
            (&mut self.overdue, &other.overdue),
            (&mut self.in_payment, &other.in_payment),
        ] {
            sum.merge(more);
        }
        self.invoices += other.invoices;
        self.credit_notes += other.credit_notes;
        self.draft_invoices += other.draft_invoices;
        self.planned += other.planned;
        self.touches += other.touches;
        self.last_invoice = self.last_invoice.max(other.last_invoice);
        self.last_touch = self.last_touch.max(other.last_touch);
        self.next_activity = [self.next_activity, other.next_activity].into_iter().flatten().min();
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
