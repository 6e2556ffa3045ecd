//! Figures by salesperson, over all that a scope admits: what the audit compares.

use crate::{Result, Store, ledger::View};
use domain::{Moment, Period, Scope, canonical::SourceId, metrics::FigureParts};
use std::collections::BTreeMap;

pub(super) async fn by_salesperson(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    period: Option<Period>,
) -> Result<BTreeMap<SourceId, FigureParts>> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let mut figures: BTreeMap<_, FigureParts> = BTreeMap::new();
    for row in view.deals() {
        view.add(&mut figures.entry(row.0.salesperson).or_default().sales, &row, period);
    }
    let rates = &snapshot.references.rates;
    for (invoice, input) in view.invoices() {
        figures.entry(invoice.salesperson).or_default().add_invoice(&input, moment, rates, period);
    }
    Ok(figures)
}
