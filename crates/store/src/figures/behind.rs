//! A record behind a figure, as the ledger has it: a deal, an invoice, an order or an activity, and what it adds.

use super::{Filter, staff::Staff};
use crate::ledger::{DealRow, InvoiceRow, Snapshot, TouchRow};
use chrono::NaiveDate;
use domain::{
    Moment, Period,
    canonical::{RecordRef, SourceId},
    facts::{Fact, OrderFact},
    metrics::{DealInput, InvoiceInput, Touch, Valued, figure::Matter},
};
use rust_decimal::Decimal;
use shared::{EntityType, figures::RowKind};

#[derive(Debug, Clone, Copy)]
pub(super) enum Behind<'a> {
    Deal(&'a DealRow, &'a Snapshot),
    Invoice(&'a InvoiceRow, &'a Snapshot),
    Activity(&'a TouchRow),
    /// The ledger has none: with the version that was read.
    Order(SourceId, &'a OrderFact),
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
    pub(super) filter: &'a Filter,
    pub(super) staff: &'a Staff<'a>,
    pub(super) moment: &'a Moment,
    pub(super) snapshot: &'a Snapshot,
}

impl Measure<'_> {
    pub(super) fn share_of_deal(&self, deal: &DealInput<'_>) -> Option<Share> {
        let Matter::Deals(groups, amount) = self.matter else { return None };
        if !groups.iter().any(|group| group.takes(deal, self.moment, self.period())) {
            return None;
        }
        let amount = deal.amount(amount)?;
        let value = deal.convert(amount, self.moment, &self.snapshot.references.rates);
        Some(Share { amount, value, day: deal.rate_day(self.moment) })
    }

    pub(super) fn share_of_invoice(&self, invoice: &InvoiceInput<'_>) -> Option<Share> {
        let Matter::Invoices(amount) = self.matter else { return None };
        let Valued { own, converted } =
            amount.of(invoice, self.moment, &self.snapshot.references.rates, self.period())?;
        Some(Share { amount: own, value: converted, day: invoice.rate_day(self.moment) })
    }

    /// Nothing is added of it but itself.
    pub(super) fn share_of_touch(&self, touch: Touch) -> Option<Share> {
        let is_of_figure = self.matter == Matter::Activities && touch.is_done(self.moment, self.period());
        let day = touch.at().map_or(self.moment.today, |at| self.moment.day_of(at));
        is_of_figure.then_some(Share { amount: Decimal::ZERO, value: Some(Decimal::ZERO), day })
    }

    /// Whether it counts for the people that were asked for.
    pub(super) fn admits(&self, doers: &[RecordRef]) -> bool {
        self.staff.admits(doers, self.filter.salespeople.as_ref(), self.filter.team)
    }

    pub(super) fn share_of_order(&self, order: &OrderFact) -> Option<Share> {
        let Matter::Orders(group) = self.matter else { return None };
        let rates = &self.snapshot.references.rates;
        group.takes(order, self.moment, self.period()).then(|| Share {
            amount: order.untaxed,
            value: order.converted(self.moment, rates),
            day: order.rate_day(self.moment),
        })
    }

    fn period(&self) -> Option<Period> {
        self.filter.period
    }

    /// The same, of the document that the row was read from.
    pub(super) fn share_of_fact(&self, id: SourceId, fact: &Fact) -> Option<Share> {
        match fact {
            Fact::Deal(deal) => self.share_of_deal(&deal.input(id)),
            Fact::Invoice(invoice) => self.share_of_invoice(&invoice.input(&invoice.dues())),
            Fact::Order(order) => self.share_of_order(order),
            fact => {
                fact.deed().filter(|deed| self.admits(&deed.doers)).and_then(|deed| self.share_of_touch(deed.touch))
            }
        }
    }
}

impl<'a> Behind<'a> {
    pub(super) fn entity(&self) -> EntityType {
        match self {
            Self::Deal(..) => EntityType::Opportunity,
            Self::Invoice(..) => EntityType::Invoice,
            Self::Activity(row) => row.entity,
            Self::Order(..) => EntityType::Order,
        }
    }

    pub(super) fn id(&self) -> SourceId {
        match self {
            Self::Deal(row, _) => row.id,
            Self::Invoice(row, _) => row.id,
            Self::Activity(row) => row.id,
            Self::Order(id, _) => *id,
        }
    }

    /// The version in which the ledger has read it; `None` where its document was read anyway.
    pub(super) fn from(&self) -> Option<i64> {
        match self {
            Self::Deal(row, _) => Some(row.from),
            Self::Invoice(row, _) => Some(row.from),
            Self::Activity(row) => Some(row.from),
            Self::Order(..) => None,
        }
    }

    pub(super) fn kind(&self) -> RowKind {
        match self {
            Self::Deal(row, _) => row.state.into(),
            Self::Invoice(row, snapshot) => snapshot.invoice_input(row).kind.into(),
            Self::Activity(row) => row.kind.into(),
            Self::Order(_, order) if order.state.is_order() => RowKind::Order,
            Self::Order(..) => RowKind::Quotation,
        }
    }

    pub(super) fn currency_code(&self) -> &'a str {
        match self {
            Self::Deal(row, snapshot) => snapshot.input(row).currency_code,
            Self::Invoice(row, snapshot) => snapshot.invoice_input(row).currency_code,
            Self::Activity(_) => "",
            Self::Order(_, order) => &order.currency_code,
        }
    }

    /// Its currency and the company whose rates count first.
    pub(super) fn book(&self) -> (Option<SourceId>, Option<SourceId>) {
        match self {
            Self::Deal(row, snapshot) => {
                let input = snapshot.input(row);
                (input.currency, input.company)
            }
            Self::Invoice(row, snapshot) => {
                let input = snapshot.invoice_input(row);
                (input.currency, input.company)
            }
            Self::Activity(_) => (None, None),
            Self::Order(_, order) => (order.currency, order.company),
        }
    }

    /// Whether its day is taken from another date.
    pub(super) fn is_estimated(&self) -> bool {
        matches!(self, Self::Deal(row, snapshot) if snapshot.input(row).closed_estimated)
    }
}
