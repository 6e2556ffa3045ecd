//! Deals by stage: what each column holds in number and sum, and its first cards.

use super::{DealEntry, DealListQuery, Deals};
use crate::{
    Result,
    accounts::Choice,
    ledger::{Row, View},
    order,
};
use domain::{Moment, Scope, canonical::SourceId, metrics::SalesParts};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Absent: deals without a stage.
    pub stage: Option<SourceId>,
    pub name: Option<String>,
    pub is_won: bool,
    /// Odoo shows it folded.
    pub folded: bool,
    pub total: u64,
    pub totals: SalesParts,
    pub items: Vec<DealEntry>,
    /// Goes on in the list of the same query with this stage.
    pub next_cursor: Option<String>,
}

/// A column for each stage that has a deal of the query or may get one, in the order of the stages.
pub(super) async fn board(
    deals: Deals<'_>,
    scope: &Scope,
    moment: &Moment,
    query: &DealListQuery,
) -> Result<Vec<Column>> {
    let snapshot = deals.store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let mut by_stage: BTreeMap<Option<SourceId>, Vec<Row<'_>>> = BTreeMap::new();
    for row in view.rows(query) {
        by_stage.entry(row.0.stage).or_default().push(row);
    }
    let stages = &snapshot.references.stages;
    for stage in stages.keys() {
        by_stage.entry(Some(*stage)).or_default();
    }
    let mut columns = Vec::with_capacity(by_stage.len());
    for (stage, rows) in by_stage {
        let known = stage.and_then(|stage| stages.get(&stage));
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let totals = view.totals(&rows);
        let (page, has_more) = order::page(view.keyed(query.sort, rows), query.direction, None, query.limit);
        let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
        let list = DealListQuery { stage: Some(stage.map_or(Choice::None, Choice::Is)), ..query.clone() };
        let next_cursor =
            last.map(|position| deals.store.inner.cursors.sign(&list.identity(), scope, moment, position));
        let rows: Vec<_> = page.into_iter().map(|(_, row)| row).collect();
        columns.push(Column {
            stage,
            name: stage.map(|stage| known.map_or_else(|| format!("#{stage}"), |known| known.name.clone())),
            is_won: known.is_some_and(|known| known.is_won),
            folded: known.is_some_and(|known| known.folded),
            total,
            totals,
            items: deals.entries(scope, moment, &rows).await?,
            next_cursor,
        });
    }
    let sequence = |column: &Column| column.stage.and_then(|stage| stages.get(&stage)).map(|stage| stage.sequence);
    columns.sort_by_key(|column| (sequence(column).is_none(), sequence(column), column.stage));
    Ok(columns)
}
