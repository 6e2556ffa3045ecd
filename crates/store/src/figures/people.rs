//! Figures by salesperson, over all that a scope admits: what the audit compares.

use crate::{
    Result, Store,
    ledger::{Cut, Group},
};
use domain::{Moment, Period, Scope, canonical::SourceId, metrics::FigureParts};
use std::collections::BTreeMap;

pub(super) async fn by_salesperson(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    period: Option<Period>,
) -> Result<BTreeMap<SourceId, FigureParts>> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let reach = snapshot.reach(scope);
    let takes = |group: &Group| reach.admits(group.visible_to);
    let mut figures: BTreeMap<_, FigureParts> = BTreeMap::new();
    for (group, sums) in snapshot.sums(moment, Cut::Period(period)).groups(takes) {
        figures.entry(group.salesperson).or_default().sales.merge(sums);
    }
    for (group, sums) in snapshot.invoice_sums(moment, period).groups(takes) {
        figures.entry(group.salesperson).or_default().invoices.merge(sums);
    }
    Ok(figures)
}
