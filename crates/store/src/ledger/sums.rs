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
    collections::{BTreeSet, HashMap, HashSet},
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
pub(crate) trait Summed: Placed {
    type Parts: Clone + Default;
    type Cut: Copy + Eq;

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
pub(super) struct Sums<R: Summed>(Mutex<Vec<Known<R>>>);

impl<R: Summed> Default for Sums<R> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<R: Summed> fmt::Debug for Sums<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sums({} tables)", self.read().len())
    }
}

impl<R: Summed> Sums<R> {
    fn read(&self) -> MutexGuard<'_, Vec<Known<R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was used of these rows' sums, for a later snapshot with the same rates.
    pub(super) fn taken_over(&self, rows: &Pieces<R>) -> Self {
        let kept = self.read();
        let taken = kept.iter().filter(|known| known.is_used).filter_map(|known| {
            let earlier = Some((rows.clone(), Arc::clone(known.table.get()?)));
            Some(Known { is_used: false, table: Arc::default(), earlier, ..known.clone() })
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
        let known = match at {
            Some(at) => Known { is_used: true, ..kept.remove(at) },
            None => Known { cut, moment: moment.clone(), is_used: true, table: Arc::default(), earlier: None },
        };
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
    let differing = before.without(rows).chain(rows.without(before));
    let touched: HashSet<Group> = differing.filter_map(|row| row.group(adding)).collect();
    // Of most rows this tells enough, and fast.
    let seen: BTreeSet<TokenSet> = touched.iter().map(|group| group.visible_to).collect();
    let is_touched =
        |row: &R| seen.contains(&row.visible_to()) && row.group(adding).is_some_and(|group| touched.contains(&group));
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
