//! The facts of one generation: accounts by id, opportunities by account, reference records.

use super::{
    Reach,
    doers::DoerSets,
    hung::{InvoiceRow, TouchRow},
    names::NameRow,
    pieces::{Pieces, Spot},
    planned::PlannedRow,
    reach::TokenSets,
    references::LedgerReferences,
    rows::{AccountRow, Books, DealRow},
    sums::{Cut, Sums, Table},
    valuation::{Valuation, Valuations},
    view::Row,
};
use chrono::{DateTime, Utc};
use domain::{
    Moment, Period, Scope,
    canonical::{RecordRef, SourceId},
    metrics::{DealInput, InvoiceInput, InvoiceParts, SalesParts},
};
use std::sync::Arc;

/// Never changed once built; a later generation shares what did not change.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) generation: i64,
    /// By id.
    pub(crate) accounts: Arc<Vec<AccountRow>>,
    /// Positions of `accounts` in the order of their names, then of their ids.
    pub(super) by_name: Arc<Vec<usize>>,
    /// By account, then id; those without account come first.
    pub(crate) deals: Pieces<DealRow>,
    /// For each account, where its deals lie.
    pub(super) spots: Arc<Vec<Spot>>,
    /// By account.
    pub(super) invoices: Pieces<InvoiceRow>,
    pub(super) touches: Pieces<TouchRow>,
    /// When the meetings among them end, in order.
    pub(super) meetings: Arc<Vec<DateTime<Utc>>>,
    pub(super) planned: Pieces<PlannedRow>,
    /// By kind, then id.
    pub(crate) names: Pieces<NameRow>,
    pub(crate) references: LedgerReferences,
    pub(super) sets: TokenSets,
    pub(super) doers: DoerSets,
    pub(super) books: Books,
    pub(super) valuations: Valuations,
    pub(super) sums: Sums<DealRow>,
    pub(super) invoice_sums: Sums<InvoiceRow>,
}

/// One account with its deals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Family<'a> {
    pub(crate) account: &'a AccountRow,
    pub(crate) deals: &'a [DealRow],
    pub(super) spot: &'a Spot,
}

impl Snapshot {
    /// Sets of rows that are gone make up most of the dictionaries: time to read everything anew.
    pub(super) fn is_worn(&self) -> bool {
        self.sets.len() > 2 * (self.accounts.len() + self.deals.len()) + 10_000
            || self.doers.all().len() > 2 * self.touches.len() + 10_000
    }

    pub(crate) fn reach(&self, scope: &Scope) -> Reach {
        Reach::new(scope, &self.sets)
    }

    pub(crate) fn account(&self, id: SourceId) -> Option<Family<'_>> {
        self.family(self.accounts.binary_search_by_key(&id, |row| row.id).ok()?)
    }

    /// All accounts in the order of their names.
    pub(crate) fn by_name(&self) -> impl DoubleEndedIterator<Item = Family<'_>> {
        self.by_name.iter().filter_map(|at| self.family(*at))
    }

    pub(crate) fn families(&self) -> impl Iterator<Item = Family<'_>> {
        (0..self.accounts.len()).filter_map(|at| self.family(at))
    }

    fn family(&self, at: usize) -> Option<Family<'_>> {
        let spot = self.spots.get(at)?;
        Some(Family { account: self.accounts.get(at)?, deals: self.deals.at(spot), spot })
    }

    pub(crate) fn invoices_of(&self, account: SourceId) -> impl Iterator<Item = (&InvoiceRow, InvoiceInput<'_>)> {
        self.invoices.of(account).iter().map(|row| (row, row.input(&self.books)))
    }

    /// Those without an account too.
    pub(crate) fn invoices(&self) -> impl Iterator<Item = (&InvoiceRow, InvoiceInput<'_>)> {
        self.invoices.iter().map(|row| (row, row.input(&self.books)))
    }

    pub(crate) fn touches_of(&self, account: SourceId) -> &[TouchRow] {
        self.touches.of(account)
    }

    /// Those on no account too.
    pub(crate) fn touches(&self) -> impl Iterator<Item = &TouchRow> {
        self.touches.iter()
    }

    /// What is planned, in no order of days.
    pub(crate) fn planned(&self) -> impl Iterator<Item = &PlannedRow> {
        self.planned.iter()
    }

    /// By their numbers.
    pub(crate) fn doer_sets(&self) -> &[Arc<[RecordRef]>] {
        self.doers.all()
    }

    /// How many meetings have ended by now: grows at the moments at which figures change though no record does.
    pub(crate) fn meetings_over(&self, moment: &Moment) -> usize {
        self.meetings.partition_point(|end| *end <= moment.now)
    }

    pub(crate) fn invoice_input<'a>(&'a self, invoice: &'a InvoiceRow) -> InvoiceInput<'a> {
        invoice.input(&self.books)
    }

    pub(crate) fn input(&self, deal: &DealRow) -> DealInput<'_> {
        deal.input(&self.books)
    }

    /// The same, with the days that were worked out with its worth.
    pub(crate) fn dated(&self, (deal, worth): &Row<'_>) -> DealInput<'_> {
        DealInput { days: Some(worth.days), ..self.input(deal) }
    }

    /// Every deal in the reporting currency of this moment, worked out once for all requests of a day.
    pub(crate) fn valuation(&self, moment: &Moment) -> Arc<Valuation> {
        self.valuations.at(self, moment)
    }

    /// All deals, those out of reach too, summed up once for all readers.
    pub(crate) fn sums(&self, moment: &Moment, cut: Cut) -> Arc<Table<SalesParts>> {
        self.sums.at(self, moment, cut)
    }

    /// The same of invoices; without a period, of all time.
    pub(crate) fn invoice_sums(&self, moment: &Moment, period: Option<Period>) -> Arc<Table<InvoiceParts>> {
        self.invoice_sums.at(self, moment, period)
    }

    pub(super) fn warm(&self) {
        self.sums.warm(self);
        self.invoice_sums.warm(self);
    }
}
