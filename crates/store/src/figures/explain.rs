//! A figure taken apart: its rows from the ledger, checked against the figure, and their documents, checked against the rows.

use super::{
    Filter, Question,
    behind::{Behind, Measure, Share},
    staff::Staff,
};
use crate::{
    Result, Store, StoreError,
    accounts::Choice,
    collections::SERVING,
    cursor::Cursor,
    gate::{Gate, ServedFact},
    ledger::{Snapshot, View},
    order::{self, Key, Value},
};
use chrono::NaiveDate;
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{DealFact, Fact, InvoiceFact, Link, MeetingFact, MessageFact, OrderFact},
    metrics::{FigureParts, Sum, Tally, figure},
};
use rust_decimal::Decimal;
use shared::{
    EntityType,
    figures::{FigureName, RowKind, Subject},
    list::Direction,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub parts: FigureParts,
    pub sums: Vec<GroupSum>,
    pub rates: Vec<RateUsed>,
    pub estimated: u64,
    pub total: u64,
    pub rows: Vec<ExplainedRow>,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

/// Rows of one kind, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSum {
    pub kind: RowKind,
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
    pub entity: EntityType,
    pub id: SourceId,
    pub kind: RowKind,
    pub fact: ExplainedFact,
    /// In the record's own currency.
    pub amount: Decimal,
    /// In the reporting currency; absent where there is no rate.
    pub value: Option<Decimal>,
    /// The day whose rate is taken.
    pub day: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExplainedFact {
    Deal(DealFact),
    Invoice(InvoiceFact),
    /// With the user who wrote it.
    Message(MessageFact, Option<Link>),
    Meeting(MeetingFact),
    Order(OrderFact),
}

/// A record with what it adds.
type Line<'a> = (Behind<'a>, Share);

pub(super) async fn explain(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    question: &Question,
    cursor: Option<&Cursor>,
) -> Result<Explained> {
    let Question { figure: name, filter, .. } = question;
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let matter = figure::matter(*name);
    let staff = Staff::new(&snapshot.references.org);
    let measure = Measure { matter, filter, staff: &staff, moment, snapshot: &snapshot };
    let mut parts = FigureParts::default();
    let mut rows: Vec<Line<'_>> = Vec::new();
    let tree: Option<HashSet<_>> = match filter.account {
        Some(Choice::Is(root)) if filter.below => {
            Some(view.tree(root).iter().map(|family| family.account.id).collect())
        }
        _ => None,
    };
    let in_tree = |account| tree.as_ref().is_none_or(|tree| tree.contains(&account));
    let open = Filter { account: filter.account.filter(|_| tree.is_none()), ..filter.clone() };
    let orders = orders(store, scope, moment, question).await?;
    match name.subject() {
        Subject::Deals => {
            for row in view.deals().filter(|(deal, _)| open.admits(deal) && in_tree(deal.account)) {
                let input = snapshot.dated(&row);
                view.add(&mut parts.sales, &row, filter.period);
                rows.extend(measure.share_of_deal(&input).map(|share| (Behind::Deal(row.0, &snapshot), share)));
            }
        }
        Subject::Invoices => {
            for (row, input) in view.invoices().filter(|(row, _)| open.admits_invoice(row) && in_tree(row.account)) {
                parts.add_invoice(&input, moment, &snapshot.references.rates, filter.period);
                rows.extend(measure.share_of_invoice(&input).map(|share| (Behind::Invoice(row, &snapshot), share)));
            }
        }
        Subject::Orders => {
            for (id, order) in &orders {
                parts.orders.add(order, moment, &snapshot.references.rates, filter.period);
                rows.extend(measure.share_of_order(order).map(|share| (Behind::Order(*id, order), share)));
            }
        }
        Subject::Activities => {
            let admitted: Vec<bool> = snapshot.doer_sets().iter().map(|doers| measure.admits(doers)).collect();
            for row in view.touches().filter(|touch| open.admits_account_of(touch) && in_tree(touch.account)) {
                if row.doers.of(&admitted) == Some(&true) {
                    parts.add_activity(row.touch, moment, filter.period);
                    rows.extend(measure.share_of_touch(row.touch).map(|share| (Behind::Activity(row), share)));
                }
            }
        }
    }
    let sums =
        sums(rows.iter().map(|(behind, share)| (behind.kind(), share.amount, behind.currency_code(), share.value)));
    if !agree(*name, &parts, &sums) {
        tracing::error!(figure = ?name, generation = moment.generation, "a figure is not the sum of its rows");
        return Err(StoreError::Disagreement);
    }
    let estimated = rows.iter().filter(|(behind, _)| behind.is_estimated()).count();
    let converted = rows.iter().filter(|(_, share)| share.value.is_some());
    let rates = rates(moment, converted.map(|(behind, share)| rated(behind, share, &snapshot)));
    let total = rows.len();
    let keyed = rows.into_iter().map(|row| (key(&row), row));
    let (page, next_cursor) = page(store, scope, moment, question, cursor, keyed)?;
    Ok(Explained {
        rows: documents(store, scope, &measure, &page).await?,
        parts,
        sums,
        rates,
        estimated: u64::try_from(estimated).unwrap_or_default(),
        total: u64::try_from(total).unwrap_or_default(),
        next_cursor,
    })
}

/// The rows behind the cursor, the largest key first, and where they go on.
pub(super) fn page<'a, T>(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    question: &Question,
    cursor: Option<&'a Cursor>,
    rows: impl IntoIterator<Item = (Key<'a>, T)>,
) -> Result<(Vec<T>, Option<String>)> {
    if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
        return Err(StoreError::SnapshotExpired);
    }
    let after = cursor.map(|cursor| order::key(&cursor.position).ok_or(StoreError::SnapshotExpired)).transpose()?;
    let (page, has_more) = order::page(rows, Direction::Desc, after.as_ref(), question.limit);
    let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
    let next_cursor = last.map(|position| store.inner.cursors.sign(&question.identity(), scope, moment, position));
    Ok((page.into_iter().map(|(_, row)| row).collect(), next_cursor))
}

/// Of the account, where orders are asked for: the ledger has none.
async fn orders(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    Question { figure, filter, .. }: &Question,
) -> Result<Vec<(SourceId, OrderFact)>> {
    let (Subject::Orders, Some(Choice::Is(account))) = (figure.subject(), filter.account) else {
        return Ok(Vec::new());
    };
    let gate = Gate::new(store);
    let served = gate.hanging(scope, moment.generation, EntityType::Order, account).await?;
    let order = |served: ServedFact| match served.data {
        Fact::Order(order) => Ok((served.id, order)),
        _ => Err(StoreError::Shape { collection: SERVING }),
    };
    let found: Vec<_> = served.into_iter().map(order).collect::<Result<_>>()?;
    Ok(found.into_iter().filter(|(_, order)| filter.admits_order(order)).collect())
}

fn key<'a>((behind, share): &Line<'a>) -> Key<'a> {
    let value = match behind {
        // The newest first; a message and a meeting can have the same id.
        Behind::Activity(row) => {
            let is_meeting = i64::from(row.entity == EntityType::Event);
            Value::Ranked([row.touch.at().map_or(i64::MIN, |at| at.timestamp_micros()), is_meeting, 0])
        }
        _ => share.value.map_or(Value::Missing, Value::Amount),
    };
    (value, behind.id())
}

/// Of each row: its kind, its own amount with its currency, its value.
pub(super) fn sums<'a>(rows: impl Iterator<Item = (RowKind, Decimal, &'a str, Option<Decimal>)>) -> Vec<GroupSum> {
    let mut sums: BTreeMap<RowKind, GroupSum> = BTreeMap::new();
    for (kind, amount, code, value) in rows {
        let sum = sums.entry(kind).or_insert_with(|| GroupSum { kind, rows: 0, sum: Sum::default() });
        sum.rows += 1;
        sum.sum.add(amount, code, value);
    }
    sums.into_values().collect()
}

/// Whether the rows, added up one by one, are what the fold of all figures says.
pub(super) fn agree(
    name: FigureName,
    FigureParts { sales, invoices, activities, orders, flow }: &FigureParts,
    sums: &[GroupSum],
) -> bool {
    let mut all = Sum::default();
    sums.iter().for_each(|group| all.merge(&group.sum));
    let rows: u64 = sums.iter().map(|group| group.rows).sum();
    let of = |kind| sums.iter().find(|group| group.kind == kind).map(|group| (group.rows, group.sum.clone()));
    let is = |tally: &Tally| tally.deals == rows && tally.sum == all;
    use FigureName as F;
    match name {
        F::Pipeline | F::OpenDeals => is(&sales.open),
        F::Weighted => sales.weighted == all && sales.open.deals == rows,
        F::RecurringPipeline => is(&sales.recurring),
        F::RecurringWeighted => sales.recurring_weighted == all && sales.recurring.deals == rows,
        F::Won | F::WonDeals | F::AverageDeal => is(&sales.won),
        F::SalesCycle => is(&sales.won) && sales.cycle.deals + sales.cycle.left_out == rows,
        F::RecurringWon => is(&sales.recurring_won),
        F::Lost | F::LostDeals => is(&sales.lost),
        F::NewDeals => is(&sales.new),
        F::OverdueDeals => is(&sales.overdue),
        F::RottingDeals => is(&sales.rotting),
        F::Closing => is(&sales.closing),
        F::Forecast => is(&sales.forecast.total),
        F::ForecastCommit => is(&sales.forecast.commit),
        F::ForecastBestCase => is(&sales.forecast.best_case),
        F::ForecastPipeline => is(&sales.forecast.pipeline),
        F::ForecastOmitted => is(&sales.forecast.omitted),
        F::ForecastOverdue => is(&sales.forecast.overdue),
        F::Undated => is(&sales.forecast.undated),
        F::Invoiced => is(&invoices.invoiced),
        F::Outstanding => is(&invoices.outstanding),
        F::Overdue => is(&invoices.overdue),
        F::InPayment => is(&invoices.in_payment),
        F::Orders => is(&orders.orders),
        F::Quotations => is(&orders.quotations),
        F::ActivitiesDone => activities.done == rows,
        F::WinRate | F::WinRateByValue => {
            let told = |tally: &Tally, kind| of(kind).unwrap_or_default() == (tally.deals, tally.sum.clone());
            told(&sales.won, RowKind::Won) && told(&sales.lost, RowKind::Lost)
        }
        F::FlowOpening
        | F::FlowNew
        | F::FlowReopened
        | F::FlowReceived
        | F::FlowRaised
        | F::FlowLowered
        | F::FlowWon
        | F::FlowLost
        | F::FlowArchived
        | F::FlowRemoved
        | F::FlowHandedOver
        | F::FlowExchange
        | F::FlowClosing => is(flow.part(name)),
    }
}

/// Most rates that are told.
const MOST_RATES: usize = 50;

/// What a row was converted by.
pub(super) struct Rated<'a> {
    pub(super) currency: Option<SourceId>,
    /// Whose rates count first.
    pub(super) company: Option<SourceId>,
    pub(super) code: &'a str,
    pub(super) day: NaiveDate,
    pub(super) snapshot: &'a Snapshot,
}

fn rated<'a>(behind: &Behind<'a>, share: &Share, snapshot: &'a Snapshot) -> Rated<'a> {
    let (currency, company) = behind.book();
    Rated { currency, company, code: behind.currency_code(), day: share.day, snapshot }
}

pub(super) fn rates<'a>(moment: &Moment, rows: impl Iterator<Item = Rated<'a>>) -> Vec<RateUsed> {
    let Some(to) = moment.currency.as_ref().map(|currency| currency.id) else { return Vec::new() };
    let mut used: HashMap<_, RateUsed> = HashMap::new();
    for Rated { currency, company, code, day, snapshot } in rows {
        let Some(from) = currency.filter(|from| *from != to) else { continue };
        let one = || snapshot.references.rates.worth_of_one(from, to, day, company);
        let fresh = || RateUsed { currency: code.to_owned(), day, rate: one().unwrap_or_default(), rows: 0 };
        used.entry((from, day, company, snapshot.generation)).or_insert_with(fresh).rows += 1;
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
    measure: &Measure<'_>,
    page: &[Line<'_>],
) -> Result<Vec<ExplainedRow>> {
    let generation = measure.moment.generation;
    let gate = Gate::new(store);
    let entities: BTreeSet<_> = page.iter().map(|(behind, _)| behind.entity()).collect();
    let mut facts = HashMap::with_capacity(page.len());
    for entity in entities {
        let of_kind = page.iter().filter(|(behind, _)| behind.entity() == entity);
        let named = of_kind.filter_map(|(behind, _)| Some((behind.id(), behind.from()?)));
        let found = gate.versions(scope, measure.moment, entity, named).await?;
        facts.extend(found.into_iter().map(|served| ((entity, served.id), served.data)));
    }
    let mut rows = Vec::with_capacity(page.len());
    for (behind, share) in page {
        let (entity, id) = (behind.entity(), behind.id());
        let read = match behind {
            Behind::Order(_, order) => Some(Fact::Order((*order).clone())),
            _ => facts.remove(&(entity, id)),
        };
        let Some(fact) = read else { return Err(StoreError::SnapshotExpired) };
        if measure.share_of_fact(id, &fact) != Some(*share) {
            tracing::error!(entity = ?entity, id, generation, "the ledger differs from the record");
            return Err(StoreError::Disagreement);
        }
        let fact = match fact {
            Fact::Deal(deal) => ExplainedFact::Deal(deal),
            Fact::Invoice(invoice) => ExplainedFact::Invoice(invoice),
            Fact::Message(message) => {
                let author = message.author.and_then(|author| measure.staff.named(author));
                ExplainedFact::Message(message, author)
            }
            Fact::Event(meeting) => ExplainedFact::Meeting(meeting),
            Fact::Order(order) => ExplainedFact::Order(order),
            _ => return Err(StoreError::Shape { collection: SERVING }),
        };
        let Share { amount, value, day } = *share;
        rows.push(ExplainedRow { entity, id, kind: behind.kind(), fact, amount, value, day });
    }
    Ok(rows)
}
