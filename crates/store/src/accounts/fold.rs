//! The figures of accounts as a reader sees them: folds over the deals that the reader's reach admits.

use super::AccountEntry;
use crate::ledger::{AccountRow, Family, Row, Snapshot, View};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::AccountFact,
    metrics::{AccountParts, BusinessParts, Health, HealthParts},
};

/// An account's figures in one reader's eyes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) parts: AccountParts,
    /// A deal hangs on the account that the reader may not see.
    pub(super) hides_deals: bool,
}

pub(super) struct Fold<'a>(pub(super) View<'a>);

impl<'a> Fold<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scope: &Scope, moment: &'a Moment) -> Self {
        Self(View::new(snapshot, scope, moment))
    }

    pub(super) fn sees(&self, account: &AccountRow) -> bool {
        self.0.admits(account.visible_to)
    }

    /// What adds up to the account, of the deals that the reader may see.
    pub(super) fn parts(&self, family: Family<'a>) -> impl Iterator<Item = &AccountParts> {
        self.0.portions(family).iter().filter(|portion| self.0.admits(portion.visible_to)).map(|portion| &portion.parts)
    }

    pub(super) fn account(&self, family: Family<'a>) -> Folded {
        let mut folded = Folded::default();
        for portion in self.0.portions(family) {
            match self.0.admits(portion.visible_to) {
                true => folded.parts.merge(&portion.parts),
                false => folded.hides_deals = true,
            }
        }
        folded
    }

    /// What hangs on an account and the reader may see.
    pub(super) fn business(&self, account: SourceId) -> BusinessParts {
        let mut parts = BusinessParts::default();
        for (row, invoice) in self.0.snapshot.invoices_of(account) {
            if self.0.admits(row.visible_to) {
                parts.add_invoice(&invoice, self.0.moment, &self.0.snapshot.references.rates);
            }
        }
        for row in self.0.snapshot.touches_of(account) {
            if self.0.admits(row.visible_to) {
                parts.add_touch(row.touch, self.0.moment);
            }
        }
        parts
    }

    /// From what the reader may see; `business` is the account's own.
    pub(super) fn health(&self, family: Family<'a>, business: &BusinessParts) -> Health {
        let mut parts = HealthParts::default();
        for row in self.deals(family) {
            parts.add(&self.0.snapshot.dated(&row), self.0.moment);
        }
        parts.health(business, self.0.moment)
    }

    pub(super) fn entry(&self, family: Family<'a>, fact: AccountFact) -> AccountEntry {
        let id = family.account.id;
        let Folded { parts, hides_deals } = self.account(family);
        let health = self.health(family, &self.business(id));
        AccountEntry { id, fact, parts, health, your_deals_only: hides_deals }
    }

    /// Deals of an account that the reader may see, with their worth in the reporting currency.
    pub(super) fn deals(&self, family: Family<'a>) -> impl Iterator<Item = Row<'a>> {
        self.0.of(family).filter(|(deal, _)| self.0.admits(deal.visible_to))
    }
}
