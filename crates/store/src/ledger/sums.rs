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
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Tables kept of each kind of rows: of the periods that were asked for last.
const KEPT: usize = 32;

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

/// A table, of which rows and from where they were looked at; at the rates of the snapshot that has it.
#[derive(Debug)]
struct Known<R: Summed> {
    cut: R::Cut,
    moment: Moment,
    rows: Pieces<R>,
    table: Arc<Table<R::Parts>>,
    /// By a request since it was taken over: what nobody asks for any more goes.
    is_used: bool,
}

/// Sums depend on the day, not on the time of day, nor on settings that are no rule of theirs.
fn are_alike(one: &Moment, other: &Moment) -> bool {
    (one.today, one.time_zone, &one.currency, &one.rules)
        == (other.today, other.time_zone, &other.currency, &other.rules)
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

    /// What was used, for a snapshot with the same rates.
    pub(super) fn taken_over(&self) -> Self {
        let kept = self.read();
        let used = kept.iter().filter(|known| known.is_used).map(|Known { cut, moment, rows, table, .. }| Known {
            cut: *cut,
            moment: moment.clone(),
            rows: rows.clone(),
            table: Arc::clone(table),
            is_used: false,
        });
        Self(Mutex::new(used.collect()))
    }

    /// Works out under the lock, so that requests that come together do not all do the same.
    pub(super) fn at(&self, snapshot: &Snapshot, moment: &Moment, cut: R::Cut) -> Arc<Table<R::Parts>> {
        let mut kept = self.read();
        let at = kept.iter().position(|known| known.cut == cut && are_alike(&known.moment, moment));
        let known = at.map(|at| kept.remove(at));
        let known = Known { is_used: true, ..Known::at(&Adding { snapshot, moment, cut }, known) };
        let table = Arc::clone(&known.table);
        kept.insert(0, known);
        kept.truncate(KEPT);
        table
    }

    /// Adds up what was taken over before anybody has to wait for it.
    pub(super) fn warm(&self, snapshot: &Snapshot) {
        let mut kept = self.read();
        let old = std::mem::take(&mut *kept);
        kept.extend(old.into_iter().map(|known| {
            let (moment, cut) = (known.moment.clone(), known.cut);
            Known::at(&Adding { snapshot, moment: &moment, cut }, Some(known))
        }));
    }
}

impl<R: Summed> Known<R> {
    fn at(adding: &Adding<'_, R::Cut>, earlier: Option<Self>) -> Self {
        let rows = R::rows(adding.snapshot);
        match earlier {
            Some(same) if same.rows.are(rows) => same,
            earlier => Self {
                cut: adding.cut,
                moment: adding.moment.clone(),
                rows: rows.clone(),
                table: Arc::new(table(adding, earlier.as_ref())),
                is_used: false,
            },
        }
    }
}

fn table<R: Summed>(adding: &Adding<'_, R::Cut>, known: Option<&Known<R>>) -> Table<R::Parts> {
    let rows = R::rows(adding.snapshot);
    let Some(known) = known else { return table_of(adding, |_: &R| true) };
    let differing = known.rows.without(rows).chain(rows.without(&known.rows));
    let touched: HashSet<Group> = differing.filter_map(|row| row.group(adding)).collect();
    let again = table_of(adding, |row: &R| row.group(adding).is_some_and(|group| touched.contains(&group)));
    let same = known.table.0.iter().filter(|(group, _)| !touched.contains(group));
    Table(same.map(|(group, parts)| (*group, Arc::clone(parts))).chain(again.0).collect())
}

fn table_of<R: Summed>(adding: &Adding<'_, R::Cut>, takes: impl Fn(&R) -> bool) -> Table<R::Parts> {
    let mut groups = HashMap::new();
    R::add(adding, takes, &mut groups);
    Table(groups.into_iter().map(|(group, parts)| (group, Arc::new(parts))).collect())
}

impl Summed for DealRow {
    type Parts = SalesParts;
    type Cut = Cut;

    fn rows(snapshot: &Snapshot) -> &Pieces<Self> {
        &snapshot.deals
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
