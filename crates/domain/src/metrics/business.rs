//! What hangs on an account, summed up: its invoices, and what was done or is planned with it (docs/numbers.md §4).

use super::{InvoiceInput, Sum, Valued};
use crate::{
    Moment, Period,
    canonical::{InvoiceKind, InvoiceState},
    money::Rates,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use shared::figures::PeriodName;

/// Calendar days, today counted, over which overdue invoices are set against what was invoiced.
const A_YEAR: u64 = 365;

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

impl Touch {
    /// Whether it was done in the period. What has no time is in no period, and in all time.
    pub fn is_done(self, moment: &Moment, period: Option<Period>) -> bool {
        let is_over = !matches!(self, Self::Planned { .. }) && self.counts(moment);
        let is_in = |period: Period| self.at().is_some_and(|at| period.contains(moment.day_of(at)));
        is_over && period.is_none_or(is_in)
    }

    /// When it was done, or will be over; what is planned has a day only.
    pub fn at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Planned { .. } => None,
            Self::Done { at } => at,
            Self::Meeting { ends } => Some(ends),
        }
    }
}

/// What people did with customers, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActivityParts {
    pub done: u64,
}

impl ActivityParts {
    pub fn add(&mut self, touch: Touch, moment: &Moment, period: Option<Period>) {
        self.done += u64::from(touch.is_done(moment, period));
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
