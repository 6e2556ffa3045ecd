//! Figures by salesperson, over all deals that a scope admits: what the audit compares.

use crate::{Result, Store};
use domain::{Moment, Scope, canonical::SourceId, metrics::AccountParts};
use std::collections::BTreeMap;

impl Store {
    /// 0 stands for nobody.
    pub async fn figures_by_salesperson(
        &self,
        scope: &Scope,
        moment: &Moment,
    ) -> Result<BTreeMap<SourceId, AccountParts>> {
        let snapshot = self.inner.ledger.at(moment.generation).await?;
        let reach = snapshot.reach(scope);
        let valuation = snapshot.valuation(moment);
        let mut figures: BTreeMap<_, AccountParts> = BTreeMap::new();
        for (deal, value) in snapshot.deals.iter().zip(&valuation.deals) {
            if reach.admits(deal.visible_to) {
                let parts = figures.entry(deal.salesperson).or_default();
                parts.add_converted(&snapshot.input(deal), value.expected, value.weighted);
            }
        }
        Ok(figures)
    }
}
