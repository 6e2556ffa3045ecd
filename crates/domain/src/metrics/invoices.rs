//! What posted invoices and credit notes add to the figures (docs/numbers.md §4).

use super::Tally;
use crate::{
    Moment, Period,
    canonical::{InvoiceKind, InvoiceState, PaymentState, SourceId},
    money::Rates,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

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

    /// The first day on which some of what is outstanding was or is due.
    pub fn first_due(&self) -> Option<NaiveDate> {
        let unpaid = |residual: Decimal| self.is_outstanding() && !residual.is_zero();
        match self.instalments {
            [] => self.due_on.filter(|_| unpaid(self.residual)),
            parts => parts.iter().filter(|part| unpaid(part.residual)).filter_map(|part| part.on).min(),
        }
    }

    /// Its own, whatever of it is summed up.
    pub fn rate_day(&self, moment: &Moment) -> NaiveDate {
        self.invoice_date.unwrap_or(moment.today)
    }

    fn convert(&self, amount: Decimal, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        rates.convert(amount, self.currency?, moment.currency.as_ref()?.id, self.rate_day(moment), self.company)
    }
}

/// What is summed up for figures over posted invoices and credit notes of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceParts {
    /// All that were looked at, drafts and cancelled ones too.
    pub documents: u64,
    /// Dated in the period, without tax.
    pub invoiced: Tally,
    /// Of any date.
    pub outstanding: Tally,
    /// The part of outstanding that was due before today.
    pub overdue: Tally,
    /// Paid, says Odoo, and not yet seen at the bank.
    pub in_payment: Tally,
}

/// What is added up of posted invoices and credit notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvoiceAmount {
    Invoiced,
    Outstanding,
    Overdue,
    InPayment,
}

impl InvoiceWorth {
    /// Absent where the document adds nothing.
    pub fn part(&self, amount: InvoiceAmount) -> Option<Valued> {
        match amount {
            InvoiceAmount::Invoiced => Some(self.untaxed),
            InvoiceAmount::Outstanding => self.outstanding,
            InvoiceAmount::Overdue => self.overdue,
            InvoiceAmount::InPayment => self.in_payment,
        }
    }
}

impl InvoiceAmount {
    const ALL: [Self; 4] = [Self::Invoiced, Self::Outstanding, Self::Overdue, Self::InPayment];

    /// What a document adds: by its date where there is a period, but what is left to pay of any date.
    pub fn of(
        self,
        invoice: &InvoiceInput<'_>,
        moment: &Moment,
        rates: &Rates,
        period: Option<Period>,
    ) -> Option<Valued> {
        invoice.worth(moment, rates).and_then(|worth| self.within(invoice, &worth, period))
    }

    fn within(self, invoice: &InvoiceInput<'_>, worth: &InvoiceWorth, period: Option<Period>) -> Option<Valued> {
        let is_in = || period.is_none_or(|period| invoice.invoice_date.is_some_and(|day| period.contains(day)));
        worth.part(self).filter(|_| self != Self::Invoiced || is_in())
    }
}

impl InvoiceParts {
    pub fn add(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates, period: Option<Period>) {
        self.documents += 1;
        let Some(worth) = invoice.worth(moment, rates) else { return };
        for amount in InvoiceAmount::ALL {
            if let Some(Valued { own, converted }) = amount.within(invoice, &worth, period) {
                self.tally_mut(amount).add(own, invoice.currency_code, converted);
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.invoiced.merge(&other.invoiced);
        self.outstanding.merge(&other.outstanding);
        self.overdue.merge(&other.overdue);
        self.in_payment.merge(&other.in_payment);
    }

    fn tally_mut(&mut self, amount: InvoiceAmount) -> &mut Tally {
        match amount {
            InvoiceAmount::Invoiced => &mut self.invoiced,
            InvoiceAmount::Outstanding => &mut self.outstanding,
            InvoiceAmount::Overdue => &mut self.overdue,
            InvoiceAmount::InPayment => &mut self.in_payment,
        }
    }
}
