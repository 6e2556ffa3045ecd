//! The figures of accounts as a reader sees them: folds over the deals that the reader's reach admits.

use crate::ledger::{AccountRow, DealRow, Family, Reach, Snapshot, Valuation};
use domain::{
    Moment,
    canonical::SourceId,
    metrics::{AccountParts, BusinessParts, Health, HealthParts, Worth},
};
use std::sync::Arc;

/// An account's figures in one reader's eyes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) parts: AccountParts,
    /// A deal hangs on the account that the reader may not see.
    pub(super) hides_deals: bool,
}

pub(super) struct Fold<'a> {
    snapshot: &'a Snapshot,
    reach: &'a Reach,
    moment: &'a Moment,
    valuation: Arc<Valuation>,
}

impl<'a> Fold<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, reach: &'a Reach, moment: &'a Moment) -> Self {
        Self { snapshot, reach, moment, valuation: snapshot.valuation(moment) }
    }

    pub(super) fn sees(&self, account: &AccountRow) -> bool {
        self.reach.admits(account.visible_to)
    }

    pub(super) fn account(&self, family: Family<'_>) -> Folded {
        let mut folded = Folded::default();
        for (deal, worth) in self.valued(family) {
            if self.reach.admits(deal.visible_to) {
                folded.parts.add(&self.snapshot.input(deal), *worth);
            } else {
                folded.hides_deals = true;
            }
        }
        folded
    }

    /// What hangs on an account and the reader may see.
    pub(super) fn business(&self, account: SourceId) -> BusinessParts {
        let mut parts = BusinessParts::default();
        for (row, invoice) in self.snapshot.invoices_of(account) {
            if self.reach.admits(row.visible_to) {
                parts.add_invoice(&invoice, self.moment, &self.snapshot.references.rates);
            }
        }
        for row in self.snapshot.touches_of(account) {
            if self.reach.admits(row.visible_to) {
                parts.add_touch(row.touch, self.moment);
            }
        }
        parts
    }

    /// From what the reader may see.
    pub(super) fn health(&self, family: Family<'_>) -> Health {
        let mut parts = HealthParts::default();
        for (deal, _) in self.deals(family) {
            parts.add(&self.snapshot.input(deal), self.moment);
        }
        parts.health(&self.business(family.account.id), self.moment)
    }

    /// Deals of an account that the reader may see, with their worth in the reporting currency.
    pub(super) fn deals<'f>(&self, family: Family<'f>) -> impl Iterator<Item = (&'f DealRow, &Worth)> {
        self.valued(family).filter(|(deal, _)| self.reach.admits(deal.visible_to))
    }

    fn valued<'f>(&self, family: Family<'f>) -> impl Iterator<Item = (&'f DealRow, &Worth)> {
        family.deals.iter().zip(self.valuation.deals.get(family.first..).unwrap_or_default())
    }
}
