//! Figures by salesperson, over all deals that a scope admits: what the audit compares.

use crate::{Result, Store};
use domain::{Moment, Period, Scope, canonical::SourceId, metrics::SalesParts};
use std::collections::BTreeMap;

impl Store {
    /// 0 stands for nobody; without a period, all time.
    pub async fn figures_by_salesperson(
        &self,
        scope: &Scope,
        moment: &Moment,
        period: Option<Period>,
    ) -> Result<BTreeMap<SourceId, SalesParts>> {
        let snapshot = self.inner.ledger.at(moment.generation).await?;
        let reach = snapshot.reach(scope);
        let valuation = snapshot.valuation(moment);
        let rates = &snapshot.references.rates;
        let mut figures: BTreeMap<_, SalesParts> = BTreeMap::new();
        for (deal, worth) in snapshot.deals.iter().zip(&valuation.deals) {
            if reach.admits(deal.visible_to) {
                let parts = figures.entry(deal.salesperson).or_default();
                parts.add(&snapshot.input(deal), *worth, moment, rates, period);
            }
        }
        Ok(figures)
    }
}
