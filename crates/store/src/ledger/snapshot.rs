//! The facts of one generation: accounts by id, opportunities by account, reference records.

use super::{
    Reach,
    doers::DoerSets,
    hung::{self, Hung, HungData, InvoiceRow, Name, TouchRow},
    names::{NameData, NameRow},
    reach::TokenSets,
    references::LedgerReferences,
    rows::{AccountRow, Books, DealRow, Served, ServedData},
    valuation::{Valuation, Valuations},
};
use crate::{Result, StoreError, collections::SERVING};
use chrono::{DateTime, Utc};
use domain::{
    Moment, Scope,
    canonical::{RecordRef, SourceId},
    metrics::{DealInput, InvoiceInput, Touch},
};
use shared::EntityType;
use std::{collections::HashSet, hash::Hash, ops::Range, sync::Arc};

/// Never changed once built; a later generation shares what did not change.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) generation: i64,
    /// By id.
    pub(crate) accounts: Arc<Vec<AccountRow>>,
    /// Positions of `accounts` in the order of their names, then of their ids.
    by_name: Arc<Vec<usize>>,
    /// By account, then id; those without account come first.
    pub(crate) deals: Arc<Vec<DealRow>>,
    /// For each account, where its deals lie.
    ranges: Arc<Vec<Range<usize>>>,
    /// By account.
    invoices: Arc<Vec<InvoiceRow>>,
    touches: Arc<Vec<TouchRow>>,
    /// When the meetings among them end, in order.
    meetings: Arc<Vec<DateTime<Utc>>>,
    /// By kind, then id.
    pub(crate) names: Arc<Vec<NameRow>>,
    pub(crate) references: LedgerReferences,
    sets: TokenSets,
    doers: DoerSets,
    books: Books,
    valuations: Valuations,
}

/// One account with its deals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Family<'a> {
    pub(crate) account: &'a AccountRow,
    pub(crate) deals: &'a [DealRow],
    /// Of the first deal in the snapshot.
    pub(crate) first: usize,
}

/// What is new between two generations.
#[derive(Debug, Default)]
pub(super) struct Changes {
    accounts: Vec<AccountRow>,
    deals: Vec<DealRow>,
    /// Ids of rows that were opened or closed in between; those that are there still are in `accounts` and `deals`.
    touched_accounts: HashSet<SourceId>,
    touched_deals: HashSet<SourceId>,
    invoices: Vec<InvoiceRow>,
    touches: Vec<TouchRow>,
    touched_hung: HashSet<Name>,
    names: Vec<NameRow>,
    touched_names: HashSet<Name>,
}

/// Turns documents into rows with the numbers of the snapshot to come.
#[derive(Debug, Default)]
pub(super) struct Reader {
    sets: TokenSets,
    doers: DoerSets,
    books: Books,
    changes: Changes,
}

impl Reader {
    /// For rows to be added to this snapshot.
    pub(super) fn onto(base: &Snapshot) -> Self {
        let (sets, doers, books) = (base.sets.clone(), base.doers.clone(), base.books.clone());
        Self { sets, doers, books, changes: Changes::default() }
    }

    /// Takes a version that was open at some time in between; `is_there`: it is open at the end.
    pub(super) fn take(&mut self, served: &Served<ServedData>, is_there: bool) -> Result<()> {
        let broken = || StoreError::Shape { collection: SERVING };
        let is_there = is_there && served.is_active;
        match served.entity_type {
            EntityType::Account => {
                self.changes.touched_accounts.insert(served.id);
                if is_there {
                    let visible_to = served.tokens(&mut self.sets);
                    self.changes.accounts.push(served.account(visible_to).ok_or_else(broken)?);
                }
            }
            EntityType::Opportunity => {
                self.changes.touched_deals.insert(served.id);
                if is_there {
                    let visible_to = served.tokens(&mut self.sets);
                    self.changes.deals.push(served.deal(visible_to, &mut self.books).ok_or_else(broken)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The same for what hangs on accounts.
    pub(super) fn take_hung(&mut self, served: &Served<HungData>, is_there: bool) -> Result<()> {
        self.changes.touched_hung.insert(served.name());
        if !is_there || !served.is_active {
            return Ok(());
        }
        if served.entity_type == EntityType::Invoice {
            let broken = || StoreError::Shape { collection: SERVING };
            let row = served.invoice(served.account().unwrap_or_default(), &mut self.sets, &mut self.books);
            self.changes.invoices.push(row.ok_or_else(broken)?);
        } else {
            self.changes.touches.extend(served.touch(&mut self.sets, &mut self.doers));
        }
        Ok(())
    }

    /// The same for what is found by name.
    pub(super) fn take_name(&mut self, served: &Served<NameData>, is_there: bool) {
        self.changes.touched_names.insert(served.name());
        if is_there && served.is_active {
            self.changes.names.extend(served.row(&mut self.sets));
        }
    }

    pub(super) fn finish(self, generation: i64, base: Option<&Snapshot>, references: LedgerReferences) -> Snapshot {
        let Self { sets, doers, books, changes } = self;
        let accounts = moved(
            base.map(|base| &base.accounts),
            changes.accounts,
            |row| row.id,
            (&changes.touched_accounts, |row| row.id),
        );
        let deals =
            moved(base.map(|base| &base.deals), changes.deals, DealRow::order, (&changes.touched_deals, |row| row.id));
        let touched = &changes.touched_hung;
        let invoices =
            moved(base.map(|base| &base.invoices), changes.invoices, Hung::order, (touched, InvoiceRow::name));
        let touches = moved(base.map(|base| &base.touches), changes.touches, Hung::order, (touched, TouchRow::name));
        let touched = &changes.touched_names;
        let names = moved(base.map(|base| &base.names), changes.names, |row| row.name, (touched, |row| row.name));
        let by_name = match base {
            Some(base) if Arc::ptr_eq(&base.accounts, &accounts) => Arc::clone(&base.by_name),
            _ => Arc::new(by_name(&accounts)),
        };
        let meetings = match base {
            Some(base) if Arc::ptr_eq(&base.touches, &touches) => Arc::clone(&base.meetings),
            _ => Arc::new(ends(&touches)),
        };
        let ranges = Arc::new(ranges(&accounts, &deals));
        let same_rates = base.filter(|base| Arc::ptr_eq(&base.references.rates, &references.rates));
        let valuations = same_rates.map(|base| base.valuations.taken_over()).unwrap_or_default();
        Snapshot {
            generation,
            accounts,
            by_name,
            deals,
            ranges,
            invoices,
            touches,
            meetings,
            names,
            references,
            sets,
            doers,
            books,
            valuations,
        }
    }
}

/// The rows of the base but for those that were touched, and the new ones, in order.
fn moved<T: Clone, K: Ord, N: Eq + Hash>(
    base: Option<&Arc<Vec<T>>>,
    mut new: Vec<T>,
    key: impl Fn(&T) -> K,
    (touched, name): (&HashSet<N>, impl Fn(&T) -> N),
) -> Arc<Vec<T>> {
    new.sort_unstable_by_key(&key);
    match base {
        Some(base) if touched.is_empty() => Arc::clone(base),
        Some(base) => Arc::new(merged(base, new, key, |row| !touched.contains(&name(row)))),
        None => Arc::new(new),
    }
}

/// The rows of `old` that stay and the new ones, in order. Both come in order.
fn merged<T: Clone, K: Ord>(old: &[T], new: Vec<T>, key: impl Fn(&T) -> K, stays: impl Fn(&T) -> bool) -> Vec<T> {
    let mut all = Vec::with_capacity(old.len() + new.len());
    let mut new = new.into_iter().peekable();
    for row in old.iter().filter(|row| stays(row)) {
        while let Some(earlier) = new.next_if(|candidate| key(candidate) < key(row)) {
            all.push(earlier);
        }
        all.push(row.clone());
    }
    all.extend(new);
    all
}

fn by_name(accounts: &[AccountRow]) -> Vec<usize> {
    let mut order: Vec<_> = (0..accounts.len()).collect();
    // Accounts come by id, and the sort is stable: equal names stay in the order of their ids.
    order.sort_by(|a, b| accounts.get(*a).map(|row| &row.folded).cmp(&accounts.get(*b).map(|row| &row.folded)));
    order
}

fn ends(touches: &[TouchRow]) -> Vec<DateTime<Utc>> {
    let end = |row: &TouchRow| match row.touch {
        Touch::Meeting { ends, .. } => Some(ends),
        _ => None,
    };
    let mut ends: Vec<_> = touches.iter().filter_map(end).collect();
    ends.sort_unstable();
    ends
}

fn ranges(accounts: &[AccountRow], deals: &[DealRow]) -> Vec<Range<usize>> {
    let mut at = 0;
    let next = |account: SourceId, mut at: usize, past: fn(SourceId, SourceId) -> bool| {
        while deals.get(at).is_some_and(|deal| past(deal.account, account)) {
            at += 1;
        }
        at
    };
    accounts
        .iter()
        .map(|account| {
            let start = next(account.id, at, |deal, account| deal < account);
            let end = next(account.id, start, |deal, account| deal == account);
            at = end;
            start..end
        })
        .collect()
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
        let range = self.ranges.get(at)?;
        let deals = self.deals.get(range.clone())?;
        Some(Family { account: self.accounts.get(at)?, deals, first: range.start })
    }

    pub(crate) fn invoices_of(&self, account: SourceId) -> impl Iterator<Item = (&InvoiceRow, InvoiceInput<'_>)> {
        hung::of_account(&self.invoices, account).iter().map(|row| (row, row.input(&self.books)))
    }

    /// Those without an account too.
    pub(crate) fn invoices(&self) -> impl Iterator<Item = (&InvoiceRow, InvoiceInput<'_>)> {
        self.invoices.iter().map(|row| (row, row.input(&self.books)))
    }

    pub(crate) fn touches_of(&self, account: SourceId) -> &[TouchRow] {
        hung::of_account(&self.touches, account)
    }

    /// Those on no account too.
    pub(crate) fn touches(&self) -> &[TouchRow] {
        &self.touches
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

    /// Every deal in the reporting currency of this moment, worked out once for all requests of a day.
    pub(crate) fn valuation(&self, moment: &Moment) -> Arc<Valuation> {
        self.valuations.at(self, moment)
    }
}
