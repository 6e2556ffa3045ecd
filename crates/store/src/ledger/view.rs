//! A snapshot in one reader's eyes: the deals that the reach admits, with what they are worth at this moment.

use super::{DealRow, Family, Reach, Snapshot, hung::InvoiceRow, reach::TokenSet, valuation::Valuation};
use domain::{
    Moment, Period, Scope,
    metrics::{InvoiceInput, SalesParts, Worth},
};
use std::sync::Arc;

pub(crate) struct View<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) moment: &'a Moment,
    reach: Reach,
    valuation: Arc<Valuation>,
}

pub(crate) type Row<'a> = (&'a DealRow, Worth);

impl<'a> View<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, scope: &Scope, moment: &'a Moment) -> Self {
        Self { snapshot, moment, reach: snapshot.reach(scope), valuation: snapshot.valuation(moment) }
    }

    pub(crate) fn admits(&self, visible_to: TokenSet) -> bool {
        self.reach.admits(visible_to)
    }

    /// All deals in reach.
    pub(crate) fn deals(&self) -> impl Iterator<Item = Row<'a>> {
        let all = self.snapshot.deals.iter().zip(self.valuation.deals.iter().copied());
        all.filter(|(deal, _)| self.admits(deal.visible_to))
    }

    /// All invoices in reach.
    pub(crate) fn invoices(&self) -> impl Iterator<Item = (&'a InvoiceRow, InvoiceInput<'a>)> {
        self.snapshot.invoices().filter(|(invoice, _)| self.admits(invoice.visible_to))
    }

    /// All deals of the lake, and whether each is in reach: for sums by attribution, which are the same for every reader.
    pub(crate) fn attributed_deals(&self) -> impl Iterator<Item = (Row<'a>, bool)> {
        let all = self.snapshot.deals.iter().zip(self.valuation.deals.iter().copied());
        all.map(|row| (row, self.admits(row.0.visible_to)))
    }

    /// The same of invoices.
    pub(crate) fn attributed_invoices(&self) -> impl Iterator<Item = (&'a InvoiceRow, InvoiceInput<'a>, bool)> {
        self.snapshot.invoices().map(|(row, input)| (row, input, self.admits(row.visible_to)))
    }

    /// The deals of an account, those out of reach too.
    pub(crate) fn of(&self, family: Family<'a>) -> impl Iterator<Item = Row<'a>> {
        family.deals.iter().zip(self.valuation.deals.get(family.first..).unwrap_or_default().iter().copied())
    }

    pub(crate) fn add(&self, parts: &mut SalesParts, (deal, worth): &Row<'_>, period: Option<Period>) {
        let rates = &self.snapshot.references.rates;
        parts.add(&self.snapshot.input(deal), *worth, self.moment, rates, period);
    }
}
