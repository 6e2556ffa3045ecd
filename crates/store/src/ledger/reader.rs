//! From the documents that two generations differ in to the rows of the later one.

use super::{
    doers::DoerSets,
    hung::{HungData, InvoiceRow, TouchRow},
    names::{NameData, NameRow},
    pieces::{Change, Pieces},
    planned::PlannedRow,
    reach::TokenSets,
    references::LedgerReferences,
    rows::{AccountRow, Books, DealRow, Served, ServedData},
    snapshot::Snapshot,
};
use crate::{Result, StoreError, collections::SERVING};
use chrono::{DateTime, Utc};
use domain::{canonical::SourceId, metrics::Touch};
use shared::EntityType;
use std::{collections::HashSet, hash::Hash, sync::Arc};

/// Turns documents into rows with the numbers of the snapshot to come.
#[derive(Debug)]
pub(super) struct Reader {
    generation: i64,
    /// From a base, of which goes whatever has another version: no two of them are there at once.
    is_moved: bool,
    sets: TokenSets,
    doers: DoerSets,
    books: Books,
    gone_accounts: HashSet<SourceId>,
    accounts: Vec<AccountRow>,
    deals: Change<DealRow>,
    invoices: Change<InvoiceRow>,
    touches: Change<TouchRow>,
    planned: Change<PlannedRow>,
    names: Change<NameRow>,
}

impl Reader {
    /// `base`: what rows are to be added to.
    pub(super) fn new(base: Option<&Snapshot>, generation: i64) -> Self {
        let (sets, doers, books) =
            base.map(|base| (base.sets.clone(), base.doers.clone(), base.books.clone())).unwrap_or_default();
        Self {
            generation,
            is_moved: base.is_some(),
            sets,
            doers,
            books,
            gone_accounts: HashSet::new(),
            accounts: Vec::new(),
            deals: Change::default(),
            invoices: Change::default(),
            touches: Change::default(),
            planned: Change::default(),
            names: Change::default(),
        }
    }

    /// Takes a version that was open at some time in between.
    pub(super) fn take(&mut self, served: &Served<ServedData>) -> Result<()> {
        let broken = || StoreError::Shape { collection: SERVING };
        let is_there = self.is_there(served);
        match served.entity_type {
            EntityType::Account => {
                self.gone_accounts.extend(self.is_moved.then_some(served.id));
                if is_there {
                    let visible_to = served.tokens(&mut self.sets);
                    self.accounts.push(served.account(visible_to).ok_or_else(broken)?);
                }
            }
            EntityType::Opportunity => {
                self.deals.gone.extend(self.is_moved.then(|| served.place()));
                if is_there {
                    let visible_to = served.tokens(&mut self.sets);
                    self.deals.new.push(served.deal(visible_to, &mut self.books).ok_or_else(broken)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The same for what hangs on accounts.
    pub(super) fn take_hung(&mut self, served: &Served<HungData>) -> Result<()> {
        let is_there = self.is_there(served);
        let gone = self.is_moved.then(|| served.place());
        if served.entity_type == EntityType::Invoice {
            self.invoices.gone.extend(gone);
            if is_there {
                let row = served.invoice(&mut self.sets, &mut self.books);
                self.invoices.new.push(row.ok_or(StoreError::Shape { collection: SERVING })?);
            }
        } else {
            self.touches.gone.extend(gone);
            if is_there {
                self.touches.new.extend(served.touch(&mut self.sets, &mut self.doers));
            }
        }
        if served.entity_type == EntityType::Activity {
            self.planned.gone.extend(self.is_moved.then_some((0, (served.entity_type, served.id))));
            if is_there {
                self.planned.new.extend(served.planned(&mut self.sets));
            }
        }
        Ok(())
    }

    /// The same for what is found by name.
    pub(super) fn take_name(&mut self, served: &Served<NameData>) {
        self.names.gone.extend(self.is_moved.then(|| (0, served.name())));
        if self.is_there(served) {
            self.names.new.extend(served.row(&mut self.sets));
        }
    }

    fn is_there<D>(&self, served: &Served<D>) -> bool {
        served.is_active && served.from <= self.generation && served.to > self.generation
    }

    pub(super) fn finish(self, base: Option<&Snapshot>, references: LedgerReferences) -> Snapshot {
        let accounts =
            moved(base.map(|base| &base.accounts), self.accounts, (&self.gone_accounts, |row: &AccountRow| row.id));
        let names = rows(base.map(|base| &base.names)).changed(self.names);
        let deals = rows(base.map(|base| &base.deals)).changed(self.deals);
        let invoices = rows(base.map(|base| &base.invoices)).changed(self.invoices);
        let touches = rows(base.map(|base| &base.touches)).changed(self.touches);
        let planned = rows(base.map(|base| &base.planned)).changed(self.planned);
        let same_accounts = base.filter(|base| Arc::ptr_eq(&base.accounts, &accounts));
        let by_name = same_accounts.map_or_else(|| Arc::new(by_name(&accounts)), |base| Arc::clone(&base.by_name));
        let same_deals = same_accounts.filter(|base| base.deals.are(&deals));
        let spots = same_deals
            .map_or_else(|| Arc::new(deals.spots(accounts.iter().map(|row| row.id))), |base| Arc::clone(&base.spots));
        let same_touches = base.filter(|base| base.touches.are(&touches));
        let meetings = same_touches.map_or_else(|| Arc::new(ends(&touches)), |base| Arc::clone(&base.meetings));
        let same_rates = base.filter(|base| Arc::ptr_eq(&base.references.rates, &references.rates));
        let valuations = same_rates.map(|base| base.valuations.taken_over()).unwrap_or_default();
        let sums = same_rates.map(|base| base.sums.taken_over(&base.deals)).unwrap_or_default();
        let invoice_sums = same_rates.map(|base| base.invoice_sums.taken_over(&base.invoices)).unwrap_or_default();
        Snapshot {
            generation: self.generation,
            accounts,
            by_name,
            deals,
            spots,
            invoices,
            touches,
            planned,
            meetings,
            names,
            references,
            sets: self.sets,
            doers: self.doers,
            books: self.books,
            valuations,
            sums,
            invoice_sums,
        }
    }
}

fn rows<T>(base: Option<&Pieces<T>>) -> Pieces<T> {
    base.cloned().unwrap_or_default()
}

/// The rows of the base but for those that are gone, and the new ones, in order of their names.
fn moved<T: Clone, N: Ord + Eq + Hash>(
    base: Option<&Arc<Vec<T>>>,
    new: Vec<T>,
    (gone, name): (&HashSet<N>, impl Fn(&T) -> N),
) -> Arc<Vec<T>> {
    match base {
        Some(base) if gone.is_empty() && new.is_empty() => Arc::clone(base),
        base => {
            let stay = base.into_iter().flat_map(|base| base.iter()).filter(|row| !gone.contains(&name(row)));
            let mut all: Vec<_> = stay.cloned().chain(new).collect();
            // Two runs in order, which this sort merges.
            all.sort_by_key(name);
            Arc::new(all)
        }
    }
}

fn by_name(accounts: &[AccountRow]) -> Vec<usize> {
    let mut order: Vec<_> = (0..accounts.len()).collect();
    // Accounts come by id, and the sort is stable: equal names stay in the order of their ids.
    order.sort_by(|a, b| accounts.get(*a).map(|row| &row.folded).cmp(&accounts.get(*b).map(|row| &row.folded)));
    order
}

fn ends(touches: &Pieces<TouchRow>) -> Vec<DateTime<Utc>> {
    let end = |row: &TouchRow| match row.touch {
        Touch::Meeting { ends, .. } => Some(ends),
        _ => None,
    };
    let mut ends: Vec<_> = touches.iter().filter_map(end).collect();
    ends.sort_unstable();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_which_none_has_changed_are_the_same() {
        let base = Arc::new(vec![10, 11]);
        assert!(Arc::ptr_eq(&moved(Some(&base), Vec::new(), (&HashSet::new(), |id: &i64| *id)), &base));
    }
}
