//! A record behind a figure, as the ledger has it: a deal or an invoice, and what it adds.

use crate::ledger::{DealRow, InvoiceRow, Snapshot};
use chrono::NaiveDate;
use domain::{
    Moment, Period,
    canonical::SourceId,
    facts::Fact,
    metrics::{DealInput, InvoiceInput, Valued, figure::Matter},
};
use rust_decimal::Decimal;
use shared::{EntityType, figures::RowKind};

#[derive(Debug, Clone, Copy)]
pub(super) enum Behind<'a> {
    Deal(&'a DealRow, DealInput<'a>),
    Invoice(&'a InvoiceRow, InvoiceInput<'a>),
}

/// What one record adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// In the record's own currency.
    pub(super) amount: Decimal,
    /// Absent where there is no rate.
    pub(super) value: Option<Decimal>,
    /// The day whose rate is taken.
    pub(super) day: NaiveDate,
}

/// What a figure adds up, under the conditions that it was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure<'a> {
    pub(super) matter: Matter,
    pub(super) period: Option<Period>,
    pub(super) moment: &'a Moment,
    pub(super) snapshot: &'a Snapshot,
}

impl Measure<'_> {
    pub(super) fn share_of_deal(&self, deal: &DealInput<'_>) -> Option<Share> {
        let Matter::Deals(groups, amount) = self.matter else { return None };
        if !groups.iter().any(|group| group.takes(deal, self.moment, self.period)) {
            return None;
        }
        let amount = deal.amount(amount)?;
        let value = deal.convert(amount, self.moment, &self.snapshot.references.rates);
        Some(Share { amount, value, day: deal.rate_day(self.moment) })
    }

    pub(super) fn share_of_invoice(&self, invoice: &InvoiceInput<'_>) -> Option<Share> {
        let Matter::Invoices(amount) = self.matter else { return None };
        let Valued { own, converted } =
            amount.of(invoice, self.moment, &self.snapshot.references.rates, self.period)?;
        Some(Share { amount: own, value: converted, day: invoice.rate_day(self.moment) })
    }

    /// The same, of the document that the row was read from.
    pub(super) fn share_of_fact(&self, fact: &Fact) -> Option<Share> {
        match fact {
            Fact::Deal(deal) => self.share_of_deal(&deal.input()),
            Fact::Invoice(invoice) => self.share_of_invoice(&invoice.input(&invoice.dues())),
            _ => None,
        }
    }
}

impl<'a> Behind<'a> {
    pub(super) fn entity(&self) -> EntityType {
        match self {
            Self::Deal(..) => EntityType::Opportunity,
            Self::Invoice(..) => EntityType::Invoice,
        }
    }

    pub(super) fn id(&self) -> SourceId {
        match self {
            Self::Deal(row, _) => row.id,
            Self::Invoice(row, _) => row.id,
        }
    }

    pub(super) fn from(&self) -> i64 {
        match self {
            Self::Deal(row, _) => row.from,
            Self::Invoice(row, _) => row.from,
        }
    }

    pub(super) fn kind(&self) -> RowKind {
        match self {
            Self::Deal(row, _) => row.state.into(),
            Self::Invoice(_, input) => input.kind.into(),
        }
    }

    pub(super) fn currency_code(&self) -> &'a str {
        match self {
            Self::Deal(_, input) => input.currency_code,
            Self::Invoice(_, input) => input.currency_code,
        }
    }

    /// Its currency and the company whose rates count first.
    pub(super) fn book(&self) -> (Option<SourceId>, Option<SourceId>) {
        match self {
            Self::Deal(_, input) => (input.currency, input.company),
            Self::Invoice(_, input) => (input.currency, input.company),
        }
    }

    /// Whether its day is taken from another date.
    pub(super) fn is_estimated(&self) -> bool {
        matches!(self, Self::Deal(_, input) if input.closed_estimated)
    }
}
