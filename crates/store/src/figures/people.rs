//! Figures by salesperson, over all deals that a scope admits: what the audit compares.

use crate::{Result, Store, ledger::View};
use domain::{Moment, Period, Scope, canonical::SourceId, metrics::SalesParts};
use std::collections::BTreeMap;

pub(super) async fn by_salesperson(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    period: Option<Period>,
) -> Result<BTreeMap<SourceId, SalesParts>> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let mut figures: BTreeMap<_, SalesParts> = BTreeMap::new();
    for row in view.deals() {
        view.add(figures.entry(row.0.salesperson).or_default(), &row, period);
    }
    Ok(figures)
}
