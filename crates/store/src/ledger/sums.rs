//! Deals and invoices added up by who may see them and whom they count for, once for all readers; of what an earlier snapshot has added up only the groups are done again that something happened in.

use super::{
    DealRow, InvoiceRow, Snapshot,
    pieces::{Pieces, Placed},
    reach::TokenSet,
};
use domain::{
    Moment, Period,
    canonical::SourceId,
    metrics::{InvoiceParts, SalesParts},
};
use shared::accounts::DealState;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

/// Tables kept of each kind of rows: of the periods that were asked for last.
const KEPT: usize = 64;

/// Rows that a reader sees together or not at all, and that filters by person and team take or leave together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Group {
    pub(crate) visible_to: TokenSet,
    /// 0: nobody.
    pub(crate) salesperson: SourceId,
    pub(crate) team: Option<SourceId>,
    pub(crate) stand: Stand,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Stand {
    /// An open deal, in this stage.
    Open(Option<SourceId>),
    /// A deal that was closed in this month.
    ClosedIn(Period),
    Other,
}

/// Into which sums deals are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// All of them, summed up for a period; absent: all time.
    Period(Option<Period>),
    /// What was closed within, month by month.
    Months(Period),
}

/// Rows that are added up to parts.
pub(crate) trait Summed: Placed + PartialEq + fmt::Debug {
    type Parts: Clone + Default + fmt::Debug;
    type Cut: Copy + Eq + fmt::Debug;

    fn rows(snapshot: &Snapshot) -> &Pieces<Self>;

    fn visible_to(&self) -> TokenSet;

    /// Whether sums are the same from both; the time of day never matters.
    fn are_alike(one: &Moment, other: &Moment) -> bool;

    /// Absent: in none.
    fn group(&self, adding: &Adding<'_, Self::Cut>) -> Option<Group>;

    /// Adds those that are taken, each to the parts of its group.
    fn add(adding: &Adding<'_, Self::Cut>, takes: impl Fn(&Self) -> bool, groups: &mut HashMap<Group, Self::Parts>);
}

/// From where rows are added up.
#[derive(Debug)]
pub(crate) struct Adding<'a, C> {
    snapshot: &'a Snapshot,
    moment: &'a Moment,
    cut: C,
}

#[derive(Debug, Clone)]
pub(crate) struct Table<P>(HashMap<Group, Arc<P>>);

impl<P> Table<P> {
    pub(crate) fn groups(&self, takes: impl Fn(&Group) -> bool) -> impl Iterator<Item = (&Group, &P)> {
        self.0.iter().filter(move |(group, _)| takes(group)).map(|(group, parts)| (group, &**parts))
    }
}

/// A table of a snapshot, from where its rows are looked at; at the rates of the snapshot that has it.
#[derive(Debug)]
struct Known<R: Summed> {
    cut: R::Cut,
    moment: Moment,
    /// By a request since it was taken over: what nobody asks for any more goes.
    is_used: bool,
    table: Arc<OnceLock<Arc<Table<R::Parts>>>>,
    /// What an earlier snapshot had, and of which rows.
    earlier: Option<Earlier<R>>,
}

type Earlier<R> = (Pieces<R>, Arc<Table<<R as Summed>::Parts>>);

impl<R: Summed> Clone for Known<R> {
    fn clone(&self) -> Self {
        let Self { cut, moment, is_used, table, earlier } = self;
        let (moment, table, earlier) = (moment.clone(), Arc::clone(table), earlier.clone());
        Self { cut: *cut, moment, is_used: *is_used, table, earlier }
    }
}

/// Last used first.
#[derive(Debug)]
pub(super) struct Sums<R: Summed>(Mutex<Vec<Known<R>>>);

impl<R: Summed> Default for Sums<R> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<R: Summed> Sums<R> {
    fn read(&self) -> MutexGuard<'_, Vec<Known<R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was used of these rows' sums, for a later snapshot with the same rates.
    pub(super) fn taken_over(&self, rows: &Pieces<R>) -> Self {
        let kept = self.read();
        let taken = kept.iter().filter(|known| known.is_used).filter_map(|Known { cut, moment, table, .. }| {
            let (cut, moment) = (*cut, moment.clone());
            let earlier = Some((rows.clone(), Arc::clone(table.get()?)));
            Some(Known { cut, moment, is_used: false, table: Arc::default(), earlier })
        });
        Self(Mutex::new(taken.collect()))
    }

    /// Requests that come together for the same do not all add up; those for another table do not wait.
    pub(super) fn at(&self, snapshot: &Snapshot, moment: &Moment, cut: R::Cut) -> Arc<Table<R::Parts>> {
        self.known(moment, cut).table(snapshot)
    }

    fn known(&self, moment: &Moment, cut: R::Cut) -> Known<R> {
        let mut kept = self.read();
        let at = kept.iter().position(|known| known.cut == cut && R::are_alike(&known.moment, moment));
        let mut known = match at {
            Some(at) => kept.remove(at),
            None => Known { cut, moment: moment.clone(), is_used: true, table: Arc::default(), earlier: None },
        };
        known.is_used = true;
        kept.insert(0, known.clone());
        kept.truncate(KEPT);
        known
    }

    /// Adds up what was taken over before anybody has to wait for it.
    pub(super) fn warm(&self, snapshot: &Snapshot) {
        let kept = self.read().clone();
        kept.into_iter().for_each(|known| drop(known.table(snapshot)));
    }
}

impl<R: Summed> Known<R> {
    fn table(self, snapshot: &Snapshot) -> Arc<Table<R::Parts>> {
        let Self { cut, moment, table: known, earlier, .. } = self;
        let make = || match earlier {
            Some((rows, same)) if rows.are(R::rows(snapshot)) => same,
            earlier => Arc::new(table(&Adding { snapshot, moment: &moment, cut }, earlier.as_ref())),
        };
        Arc::clone(known.get_or_init(make))
    }
}

fn table<R: Summed>(adding: &Adding<'_, R::Cut>, earlier: Option<&Earlier<R>>) -> Table<R::Parts> {
    let rows = R::rows(adding.snapshot);
    let Some((before, known)) = earlier else { return table_of(adding, |_: &R| true) };
    // Most rows of a piece that was copied are the same in both.
    let gone: BTreeMap<_, &R> = before.without(rows).map(|row| (row.place(), row)).collect();
    let new: BTreeMap<_, &R> = rows.without(before).map(|row| (row.place(), row)).collect();
    let only_gone = gone.iter().filter(|(place, row)| new.get(*place) != Some(*row));
    let only_new = new.iter().filter(|(place, row)| gone.get(*place) != Some(*row));
    let touched: HashSet<Group> = only_gone.chain(only_new).filter_map(|(_, row)| row.group(adding)).collect();
    // Of most rows this tells enough, and fast.
    let seen: BTreeSet<TokenSet> = touched.iter().map(|group| group.visible_to).collect();
    let group_of = |row: &R| row.group(adding).filter(|group| touched.contains(group));
    let is_touched = |row: &R| seen.get(&row.visible_to()).and_then(|_| group_of(row)).is_some();
    let again = table_of(adding, is_touched);
    let same = known.0.iter().filter(|(group, _)| !touched.contains(group));
    Table(same.map(|(group, parts)| (*group, Arc::clone(parts))).chain(again.0).collect())
}

fn table_of<R: Summed>(adding: &Adding<'_, R::Cut>, takes: impl Fn(&R) -> bool) -> Table<R::Parts> {
    let mut groups = HashMap::new();
    R::add(adding, takes, &mut groups);
    Table(groups.into_iter().map(|(group, parts)| (group, Arc::new(parts))).collect())
}

/// In one currency, too.
fn of_a_day(one: &Moment, other: &Moment) -> bool {
    (one.today, one.time_zone, &one.currency) == (other.today, other.time_zone, &other.currency)
}

impl Summed for DealRow {
    type Parts = SalesParts;
    type Cut = Cut;

    fn rows(snapshot: &Snapshot) -> &Pieces<Self> {
        &snapshot.deals
    }

    fn visible_to(&self) -> TokenSet {
        self.visible_to
    }

    fn are_alike(one: &Moment, other: &Moment) -> bool {
        of_a_day(one, other) && one.rules == other.rules
    }

    fn group(&self, adding: &Adding<'_, Cut>) -> Option<Group> {
        let stand = match adding.cut {
            Cut::Period(_) if self.state == DealState::Open => Stand::Open(self.stage),
            Cut::Period(_) => Stand::Other,
            Cut::Months(within) => {
                let closed_on = adding.snapshot.input(self).closed_on(adding.moment)?;
                Stand::ClosedIn(Period::month_of(closed_on).filter(|_| within.contains(closed_on))?)
            }
        };
        Some(Group { visible_to: self.visible_to, salesperson: self.salesperson, team: self.team, stand })
    }

    fn add(adding: &Adding<'_, Cut>, takes: impl Fn(&Self) -> bool, groups: &mut HashMap<Group, SalesParts>) {
        let Adding { snapshot, moment, cut } = adding;
        let (valuation, rates) = (snapshot.valuation(moment), &snapshot.references.rates);
        for (deal, worth) in snapshot.deals.iter().zip(valuation.all()).filter(|(deal, _)| takes(deal)) {
            let Some(group) = deal.group(adding) else { continue };
            let period = match (group.stand, cut) {
                (Stand::ClosedIn(month), _) => Some(month),
                (_, Cut::Period(period)) => *period,
                (_, Cut::Months(within)) => Some(*within),
            };
            groups.entry(group).or_default().add(&snapshot.input(deal), worth, moment, rates, period);
        }
    }
}

impl Summed for InvoiceRow {
    type Parts = InvoiceParts;
    /// A period; absent: all time.
    type Cut = Option<Period>;

    fn rows(snapshot: &Snapshot) -> &Pieces<Self> {
        &snapshot.invoices
    }

    fn visible_to(&self) -> TokenSet {
        self.visible_to
    }

    fn are_alike(one: &Moment, other: &Moment) -> bool {
        of_a_day(one, other)
    }

    fn group(&self, _: &Adding<'_, Option<Period>>) -> Option<Group> {
        let stand = Stand::Other;
        Some(Group { visible_to: self.visible_to, salesperson: self.salesperson, team: self.team, stand })
    }

    fn add(
        adding: &Adding<'_, Option<Period>>,
        takes: impl Fn(&Self) -> bool,
        groups: &mut HashMap<Group, InvoiceParts>,
    ) {
        let Adding { snapshot, moment, cut } = adding;
        for (invoice, input) in snapshot.invoices().filter(|(invoice, _)| takes(invoice)) {
            let Some(group) = invoice.group(adding) else { continue };
            groups.entry(group).or_default().add(&input, moment, &snapshot.references.rates, *cut);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{reader::Reader, references::LedgerReferences};
    use domain::builders::moment;

    /// With the same rows.
    fn after(base: &Snapshot) -> Snapshot {
        Reader::new(Some(base), base.generation + 1).finish(Some(base), base.references.clone())
    }

    #[test]
    fn what_was_asked_for_is_added_up_once_and_goes_when_nobody_asks_any_more() {
        let moment = moment("2026-11-21T12:00:00Z", "UTC", 1, "EUR", 2);
        let first = Reader::new(None, 1).finish(None, LedgerReferences::default());
        let (all, valuation) = (Cut::Period(None), first.valuation(&moment));
        let (deals, invoices) = (first.sums(&moment, all), first.invoice_sums(&moment, None));
        let are_same = |snapshot: &Snapshot| {
            [
                Arc::ptr_eq(&deals, &snapshot.sums(&moment, all)),
                Arc::ptr_eq(&invoices, &snapshot.invoice_sums(&moment, None)),
                Arc::ptr_eq(&valuation, &snapshot.valuation(&moment)),
            ]
        };
        assert_eq!(are_same(&first), [true; 3]);
        let second = after(&first);
        second.warm();
        let ready: Vec<_> = second.sums.read().iter().map(|known| known.table.get().is_some()).collect();
        assert_eq!(ready, [true], "before anybody asks");
        assert_eq!(are_same(&second), [true; 3]);
        let third = after(&second);
        assert_eq!(are_same(&third), [true; 3], "it was asked for in the second, too");
        let unasked = after(&third);
        unasked.warm();
        assert_eq!(unasked.sums.read().len(), 1);
        assert!(after(&unasked).sums.read().is_empty());
    }
}
