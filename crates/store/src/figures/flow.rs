//! What changed between two moments: the ledgers of two generations side by side, deal by deal, and the rows behind each part.

use super::{
    Explained, ExplainedFact, ExplainedRow, Filter, Question,
    explain::{Rated, agree, page, rates, sums},
};
use crate::{
    Result, Store, StoreError,
    collections::SERVING,
    cursor::Cursor,
    gate::{Gate, ServedFact},
    ledger::{DealRow, Row, Snapshot, View},
    order::Value,
};
use chrono::{DateTime, Utc};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::Fact,
    metrics::{FigureParts, FlowDeal, FlowEnd, FlowParts, FlowShare, flow},
};
use rust_decimal::Decimal;
use shared::{
    EntityType,
    figures::{FigureName, RowKind},
};
use std::{collections::HashMap, sync::Arc};

/// A moment, and what the lake held at it.
type Ledger = (Moment, Arc<Snapshot>);

/// Two moments in one currency.
struct Between {
    from: Ledger,
    to: Ledger,
    /// When the data of the first were read.
    since: DateTime<Utc>,
}

/// A deal at both moments.
#[derive(Clone, Copy)]
struct Passage<'a> {
    before: Option<&'a DealRow>,
    after: Option<&'a DealRow>,
    from: FlowEnd<'a>,
    to: FlowEnd<'a>,
}

/// A row behind a part of the flow.
struct Line<'a> {
    /// The version that is shown: as it was when the deal went out of the pipeline, else as it is.
    row: &'a DealRow,
    is_before: bool,
    /// What it is at the second moment.
    kind: RowKind,
    share: FlowShare<'a>,
}

impl Between {
    async fn read(store: &Store, from: &Moment, to: &Moment) -> Result<Self> {
        let ledger = &store.inner.ledger;
        let (before, after) = (ledger.at(from.generation).await?, ledger.at(to.generation).await?);
        let began = store.generation(from.generation).await?.ok_or(StoreError::SnapshotExpired)?;
        let from = Moment { currency: to.currency.clone(), ..from.clone() };
        Ok(Self { from: (from, before), to: (to.clone(), after), since: began.stamped_at })
    }

    /// What each deal adds; whether it all leads from the first moment to the second is checked at the end.
    fn each<'a>(
        &'a self,
        scope: &Scope,
        filter: &Filter,
        mut take: impl FnMut(Passage<'a>, FlowShare<'a>),
    ) -> Result<FlowParts> {
        let mut parts = FlowParts::default();
        let view = |(moment, snapshot): &'a Ledger| View::new(snapshot, scope, moment);
        let (from, to) = (view(&self.from), view(&self.to));
        let mut earlier: HashMap<SourceId, (Row<'a>, bool)> =
            from.attributed_deals().map(|deal| (deal.0.0.id, deal)).collect();
        let mut told = |before: Option<(Row<'a>, bool)>, after: Option<(Row<'a>, bool)>| {
            let passage = Passage {
                before: before.map(|(row, _)| row.0),
                after: after.map(|(row, _)| row.0),
                from: end(before, filter, &self.from.1),
                to: end(after, filter, &self.to.1),
            };
            for share in flow(passage.from, passage.to, self.again(passage.from), self.since) {
                parts.add(&share);
                take(passage, share);
            }
        };
        for after in to.attributed_deals() {
            told(earlier.remove(&after.0.0.id), Some(after));
        }
        earlier.into_values().for_each(|before| told(Some(before), None));
        if !parts.is_balanced() {
            let generation = self.to.0.generation;
            tracing::error!(generation, "the parts of a flow do not lead from its beginning to its end");
            return Err(StoreError::Disagreement);
        }
        Ok(parts)
    }

    /// The opening amount by the rates of the second moment.
    fn again(&self, from: FlowEnd<'_>) -> Option<Decimal> {
        let FlowEnd::Seen(FlowDeal { deal, .. }) = from else { return None };
        let (moment, snapshot) = &self.to;
        deal.convert(deal.expected_revenue, moment, &snapshot.references.rates)
    }

    fn ledger(&self, is_before: bool) -> &Ledger {
        if is_before { &self.from } else { &self.to }
    }

    /// By whose rates of which days the line was converted: the exchange rate by both.
    fn rated<'a>(&'a self, line: &Line<'a>) -> impl Iterator<Item = Rated<'a>> {
        let of_both = line.share.part == FigureName::FlowExchange;
        let used = [true, false].into_iter().filter(move |is_before| of_both || *is_before == line.is_before);
        let (row, shown) = (line.row, line.is_before);
        used.map(move |is_before| {
            let (moment, snapshot) = self.ledger(is_before);
            let input = self.ledger(shown).1.input(row);
            Rated {
                currency: input.currency,
                company: input.company,
                code: input.currency_code,
                day: input.rate_day(moment),
                snapshot,
            }
        })
    }
}

fn end<'a>(deal: Option<(Row<'a>, bool)>, filter: &Filter, snapshot: &'a Snapshot) -> FlowEnd<'a> {
    match deal {
        None => FlowEnd::Absent,
        Some((_, false)) => FlowEnd::Hidden,
        Some(((row, worth), true)) => {
            FlowEnd::Seen(FlowDeal { deal: snapshot.input(row), value: worth.expected, is_chosen: filter.admits(row) })
        }
    }
}

fn line<'a>(passage: Passage<'a>, share: FlowShare<'a>) -> Option<Line<'a>> {
    let went_out = share.part.is_outflow() && share.part != FigureName::FlowLowered;
    let before = passage.before.filter(|_| went_out || share.part == FigureName::FlowOpening);
    let kind = match passage.to {
        FlowEnd::Absent => RowKind::Removed,
        FlowEnd::Hidden => RowKind::HandedOver,
        FlowEnd::Seen(after) => after.deal.state.into(),
    };
    Some(Line { row: before.or(passage.after)?, is_before: before.is_some(), kind, share })
}

pub(super) async fn parts(
    store: &Store,
    scope: &Scope,
    (from, to): (&Moment, &Moment),
    filter: &Filter,
) -> Result<FlowParts> {
    Between::read(store, from, to).await?.each(scope, filter, |_, _| {})
}

pub(super) async fn explain(
    store: &Store,
    scope: &Scope,
    (from, to): (&Moment, &Moment),
    question: &Question,
    cursor: Option<&Cursor>,
) -> Result<Explained> {
    let between = Between::read(store, from, to).await?;
    let mut lines = Vec::new();
    let flow = between.each(scope, &question.filter, |passage, share| {
        if share.part == question.figure {
            lines.extend(line(passage, share));
        }
    })?;
    let parts = FigureParts { flow, ..FigureParts::default() };
    let sums =
        sums(lines.iter().map(|line| (line.kind, line.share.amount, line.share.currency_code, line.share.value)));
    if !agree(question.figure, &parts, &sums) {
        tracing::error!(figure = ?question.figure, generation = to.generation, "a figure is not the sum of its rows");
        return Err(StoreError::Disagreement);
    }
    let converted = lines.iter().filter(|line| line.share.value.is_some());
    let rates = rates(to, converted.flat_map(|line| between.rated(line)));
    let total = u64::try_from(lines.len()).unwrap_or_default();
    let keyed =
        lines.into_iter().map(|line| ((line.share.value.map_or(Value::Missing, Value::Amount), line.row.id), line));
    let (page, next_cursor) = page(store, scope, to, question, cursor, keyed)?;
    let rows = documents(store, scope, &between, page).await?;
    Ok(Explained { parts, sums, rates, estimated: 0, total, rows, next_cursor })
}

/// The documents of a page; each must have the amount that the ledger says.
async fn documents(store: &Store, scope: &Scope, between: &Between, page: Vec<Line<'_>>) -> Result<Vec<ExplainedRow>> {
    let gate = Gate::new(store);
    let mut facts = HashMap::with_capacity(page.len());
    for is_before in [true, false] {
        let of_end = page.iter().filter(|line| line.is_before == is_before).map(|line| (line.row.id, line.row.from));
        let moment = &between.ledger(is_before).0;
        let found = gate.versions(scope, moment, EntityType::Opportunity, of_end).await?;
        facts.extend(found.into_iter().map(|ServedFact { id, data }| (id, data)));
    }
    let mut rows = Vec::with_capacity(page.len());
    for Line { row, is_before, kind, share } in page {
        let (moment, snapshot) = between.ledger(is_before);
        let deal = match facts.remove(&row.id) {
            Some(Fact::Deal(deal)) => deal,
            Some(_) => return Err(StoreError::Shape { collection: SERVING }),
            None => return Err(StoreError::SnapshotExpired),
        };
        let (told, held) = (deal.input(row.id), snapshot.input(row));
        if (told.state, told.expected_revenue, told.currency) != (held.state, held.expected_revenue, held.currency) {
            tracing::error!(id = row.id, generation = moment.generation, "the ledger differs from the record");
            return Err(StoreError::Disagreement);
        }
        let day = held.rate_day(moment);
        rows.push(ExplainedRow {
            entity: EntityType::Opportunity,
            id: row.id,
            kind,
            fact: ExplainedFact::Deal(deal),
            amount: share.amount,
            value: share.value,
            day,
        });
    }
    Ok(rows)
}
