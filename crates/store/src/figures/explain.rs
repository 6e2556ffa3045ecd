//! A figure taken apart: its rows from the ledger, checked against the figure, and their documents, checked against the rows.

use super::Question;
use crate::{
    Result, Store, StoreError,
    cursor::Cursor,
    gate::Gate,
    ledger::{DealRow, Snapshot, View},
    order::{self, Key, Value},
};
use chrono::NaiveDate;
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{DealFact, Fact},
    metrics::{DealAmount, DealGroup, DealInput, SalesParts, Sum, figure},
};
use rust_decimal::Decimal;
use shared::{EntityType, accounts::DealState, figures::FigureName, list::Direction};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub parts: SalesParts,
    pub sums: Vec<GroupSum>,
    pub rates: Vec<RateUsed>,
    pub estimated: u64,
    pub total: u64,
    pub rows: Vec<ExplainedRow>,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

/// Rows of one state, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSum {
    pub state: DealState,
    pub rows: u64,
    pub sum: Sum,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateUsed {
    pub currency: String,
    pub day: NaiveDate,
    pub rate: Decimal,
    pub rows: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedRow {
    pub id: SourceId,
    pub fact: DealFact,
    /// In the deal's own currency.
    pub amount: Decimal,
    /// In the reporting currency; absent where there is no rate.
    pub value: Option<Decimal>,
    /// The day whose rate is taken.
    pub day: NaiveDate,
    pub cycle_seconds: Option<i64>,
}

/// What one deal adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Share {
    amount: Decimal,
    value: Option<Decimal>,
    day: NaiveDate,
}

impl Share {
    fn of(deal: &DealInput<'_>, what: DealAmount, moment: &Moment, snapshot: &Snapshot) -> Option<Self> {
        let amount = deal.amount(what)?;
        let value = deal.convert(amount, moment, &snapshot.references.rates);
        Some(Self { amount, value, day: deal.rate_day(moment) })
    }
}

pub(super) async fn explain(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    question: &Question,
    cursor: Option<&Cursor>,
) -> Result<Explained> {
    let Question { figure: name, filter, limit } = question;
    if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
        return Err(StoreError::SnapshotExpired);
    }
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let what = figure::amount(*name);
    let mut parts = SalesParts::default();
    let mut rows: Vec<(&DealRow, Share)> = Vec::new();
    for row in view.deals().filter(|(deal, _)| filter.admits(deal)) {
        let (deal, _) = row;
        let input = snapshot.input(deal);
        view.add(&mut parts, &row, filter.period);
        let takes = |group: &DealGroup| group.takes(&input, moment, filter.period);
        if figure::groups(*name).iter().any(takes) {
            rows.extend(Share::of(&input, what, moment, &snapshot).map(|share| (deal, share)));
        }
    }
    let sums = sums(&snapshot, &rows);
    if !agree(*name, &parts, &sums) {
        tracing::error!(figure = ?name, generation = moment.generation, "a figure is not the sum of its rows");
        return Err(StoreError::Disagreement);
    }
    let estimated = rows.iter().filter(|(deal, _)| snapshot.input(deal).closed_estimated).count();
    let rates = rates(&snapshot, moment, &rows);
    let total = rows.len();
    let after = cursor.map(|cursor| order::key(&cursor.position).ok_or(StoreError::SnapshotExpired)).transpose()?;
    let keyed = rows.into_iter().map(|row| (key(&row), row)).collect();
    let (page, has_more) = order::page(keyed, Direction::Desc, after.as_ref(), *limit);
    let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
    let next_cursor = last.map(|position| store.inner.cursors.sign(&question.identity(), scope, moment, position));
    let page: Vec<_> = page.into_iter().map(|(_, row)| row).collect();
    Ok(Explained {
        rows: documents(store, scope, moment, &snapshot, what, &page).await?,
        parts,
        sums,
        rates,
        estimated: u64::try_from(estimated).unwrap_or_default(),
        total: u64::try_from(total).unwrap_or_default(),
        next_cursor,
    })
}

fn key<'a>((deal, share): &(&'a DealRow, Share)) -> Key<'a> {
    (share.value.map_or(Value::Missing, Value::Amount), deal.id)
}

fn sums(snapshot: &Snapshot, rows: &[(&DealRow, Share)]) -> Vec<GroupSum> {
    let mut sums: BTreeMap<DealState, GroupSum> = BTreeMap::new();
    for (deal, share) in rows {
        let sum =
            sums.entry(deal.state).or_insert_with(|| GroupSum { state: deal.state, rows: 0, sum: Sum::default() });
        sum.rows += 1;
        sum.sum.add(share.amount, snapshot.input(deal).currency_code, share.value);
    }
    sums.into_values().collect()
}

/// Whether the rows, added up one by one, are what the fold of all figures says.
fn agree(name: FigureName, parts: &SalesParts, sums: &[GroupSum]) -> bool {
    let mut all = Sum::default();
    sums.iter().for_each(|group| all.merge(&group.sum));
    let rows: u64 = sums.iter().map(|group| group.rows).sum();
    let of = |state| sums.iter().find(|group| group.state == state).map(|group| (group.rows, group.sum.clone()));
    let is = |tally: &domain::metrics::Tally| tally.deals == rows && tally.sum == all;
    use FigureName as F;
    match name {
        F::Pipeline | F::OpenDeals => is(&parts.open),
        F::Weighted => parts.weighted == all && parts.open.deals == rows,
        F::RecurringPipeline => is(&parts.recurring),
        F::RecurringWeighted => parts.recurring_weighted == all && parts.recurring.deals == rows,
        F::Won | F::WonDeals | F::AverageDeal => is(&parts.won),
        F::SalesCycle => is(&parts.won) && parts.cycle.deals + parts.cycle.left_out == rows,
        F::RecurringWon => is(&parts.recurring_won),
        F::Lost | F::LostDeals => is(&parts.lost),
        F::NewDeals => is(&parts.new),
        F::OverdueDeals => is(&parts.overdue),
        F::RottingDeals => is(&parts.rotting),
        F::WinRate | F::WinRateByValue => {
            let told = |tally: &domain::metrics::Tally, state| {
                of(state).unwrap_or_default() == (tally.deals, tally.sum.clone())
            };
            told(&parts.won, DealState::Won) && told(&parts.lost, DealState::Lost)
        }
    }
}

/// Most rates that are told.
const MOST_RATES: usize = 50;

fn rates(snapshot: &Snapshot, moment: &Moment, rows: &[(&DealRow, Share)]) -> Vec<RateUsed> {
    let Some(to) = moment.currency.as_ref().map(|currency| currency.id) else { return Vec::new() };
    let mut used: HashMap<_, RateUsed> = HashMap::new();
    for (deal, share) in rows.iter().filter(|(_, share)| share.value.is_some()) {
        let input = snapshot.input(deal);
        let Some(from) = input.currency.filter(|from| *from != to) else { continue };
        let one = || snapshot.references.rates.worth_of_one(from, to, share.day, input.company);
        let fresh = || RateUsed {
            currency: input.currency_code.to_owned(),
            day: share.day,
            rate: one().unwrap_or_default(),
            rows: 0,
        };
        used.entry((from, share.day, input.company)).or_insert_with(fresh).rows += 1;
    }
    let mut used: Vec<_> = used.into_values().collect();
    used.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (&a.currency, a.day).cmp(&(&b.currency, b.day))));
    used.truncate(MOST_RATES);
    used
}

/// The documents of a page; each must add what the ledger says.
async fn documents(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    snapshot: &Snapshot,
    what: DealAmount,
    page: &[(&DealRow, Share)],
) -> Result<Vec<ExplainedRow>> {
    let named = page.iter().map(|(deal, _)| (deal.id, deal.from));
    let gate = Gate::new(&store.inner.db);
    let found = gate.versions(scope, moment.generation, EntityType::Opportunity, named).await?;
    let mut facts: HashMap<_, _> = found.into_iter().map(|served| (served.id, served.data)).collect();
    let mut rows = Vec::with_capacity(page.len());
    for (deal, share) in page {
        let Some(Fact::Deal(fact)) = facts.remove(&deal.id) else { return Err(StoreError::SnapshotExpired) };
        if Share::of(&fact.input(), what, moment, snapshot) != Some(*share) {
            tracing::error!(deal = deal.id, generation = moment.generation, "the ledger differs from the record");
            return Err(StoreError::Disagreement);
        }
        let Share { amount, value, day } = *share;
        let cycle_seconds = fact.input().cycle_seconds();
        rows.push(ExplainedRow { id: deal.id, fact, amount, value, day, cycle_seconds });
    }
    Ok(rows)
}
