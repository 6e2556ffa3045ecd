//! A page of deals: filter, sort, take the page, fetch its documents by their exact `_id`.

use super::{DealEntry, DealListQuery, Deals};
use crate::{
    Result, StoreError,
    cursor::Cursor,
    ledger::{Row, View},
    order::{self, First, Key, Value},
};
use domain::{Moment, Scope, metrics::SalesParts};
use shared::deals::{DealShow, DealSort};
use std::collections::HashMap;

/// A page of a list with the sums over the whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealPage {
    pub items: Vec<DealEntry>,
    /// Deals in the whole list.
    pub total: u64,
    /// Over the whole list.
    pub totals: SalesParts,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

/// Where a list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstDeals {
    pub items: Vec<DealEntry>,
    /// Deals in the whole list.
    pub total: u64,
}

impl<'a> View<'a> {
    pub(super) fn rows(&self, query: &DealListQuery) -> Vec<Row<'a>> {
        let admits = query.filter(self.snapshot, self.moment);
        self.deals().filter(|row| admits(row)).collect()
    }

    pub(super) fn totals(&self, rows: &[Row<'_>]) -> SalesParts {
        let mut totals = SalesParts::default();
        rows.iter().for_each(|row| self.add(&mut totals, row, None));
        totals
    }

    pub(super) fn value(&self, sort: DealSort, (deal, worth): &Row<'a>) -> Value<'a> {
        let input = self.snapshot.input(deal);
        let amount = |amount: Option<_>| amount.map_or(Value::Missing, Value::Amount);
        match sort {
            DealSort::Name => Value::Name(&deal.folded),
            DealSort::Account => {
                self.snapshot.account(deal.account).map_or(Value::Missing, |family| Value::Name(&family.account.folded))
            }
            DealSort::Stage => {
                let stage = deal.stage.and_then(|stage| self.snapshot.references.stages.get(&stage));
                stage.map_or(Value::Missing, |stage| Value::Amount(stage.sequence.into()))
            }
            DealSort::Expected => amount(worth.expected),
            DealSort::Weighted => amount(worth.weighted),
            DealSort::Probability => Value::Amount(deal.probability),
            DealSort::CloseOn => input.close_on.map_or(Value::Missing, Value::Day),
            DealSort::ClosedAt => input.closed_at.map_or(Value::Missing, Value::At),
            DealSort::StageChangedAt => input.stage_changed_at.map_or(Value::Missing, Value::At),
        }
    }

    pub(super) fn keyed(&self, sort: DealSort, rows: Vec<Row<'a>>) -> Vec<(Key<'a>, Row<'a>)> {
        rows.into_iter().map(|row| ((self.value(sort, &row), row.0.id), row)).collect()
    }
}

pub(super) async fn list(
    deals: Deals<'_>,
    scope: &Scope,
    moment: &Moment,
    query: &DealListQuery,
    cursor: Option<&Cursor>,
) -> Result<DealPage> {
    if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
        return Err(StoreError::SnapshotExpired);
    }
    let snapshot = deals.store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let after = cursor.map(|cursor| order::key(&cursor.position).ok_or(StoreError::SnapshotExpired)).transpose()?;
    let rows = view.rows(query);
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let totals = view.totals(&rows);
    let keyed = view.keyed(query.sort, rows);
    let (page, has_more) = order::page(keyed, query.direction, after.as_ref(), query.limit);
    let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
    let next_cursor = last.map(|position| deals.store.inner.cursors.sign(&query.identity(), scope, moment, position));
    let rows: Vec<_> = page.into_iter().map(|(_, row)| row).collect();
    Ok(DealPage { items: deals.entries(scope, moment, &rows).await?, total, totals, next_cursor })
}

/// The second list: those of the first that are shown as `within` too. One pass over the deals, one read of documents.
pub(super) async fn first(
    deals: Deals<'_>,
    scope: &Scope,
    moment: &Moment,
    query: &DealListQuery,
    within: DealShow,
) -> Result<[FirstDeals; 2]> {
    let snapshot = deals.store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let (admits, narrower) = (query.filter(&snapshot, moment), DealListQuery { show: within, ..query.clone() });
    let mut lists = [(); 2].map(|()| (First::new(query.direction, query.limit), 0));
    for row in view.deals().filter(|row| admits(row)) {
        let key = (view.value(query.sort, &row), row.0.id);
        let is_in = [true, narrower.shows(&snapshot.dated(&row), moment)];
        for ((first, total), _) in lists.iter_mut().zip(is_in).filter(|(_, is_in)| *is_in) {
            first.take((key, row));
            *total += 1;
        }
    }
    let lists = lists.map(|(first, total)| (first.in_order().into_iter().map(|(_, row)| row).collect(), total));
    let mut wanted: Vec<Row<'_>> = lists.iter().flat_map(|(rows, _): &(Vec<_>, _)| rows).copied().collect();
    wanted.sort_unstable_by_key(|(deal, _)| deal.id);
    wanted.dedup_by_key(|(deal, _)| deal.id);
    let found = deals.entries(scope, moment, &wanted).await?;
    let found: HashMap<_, _> = found.into_iter().map(|entry| (entry.id, entry)).collect();
    let items = |rows: Vec<Row<'_>>| rows.iter().filter_map(|(deal, _)| found.get(&deal.id).cloned()).collect();
    Ok(lists.map(|(rows, total)| FirstDeals { items: items(rows), total }))
}
