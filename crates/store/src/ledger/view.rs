//! A snapshot in one reader's eyes: the deals that the reach admits, with what they are worth at this moment.

use super::{
    DealRow, Family, Reach, Snapshot, hung::InvoiceRow, hung::TouchRow, reach::TokenSet, valuation::Portion,
    valuation::Valuation,
};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    metrics::{InvoiceInput, SalesParts, Worth},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

pub(crate) struct View<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) moment: &'a Moment,
    reach: Reach,
    valuation: Arc<Valuation>,
}

pub(crate) type Row<'a> = (&'a DealRow, Worth);

impl<'a> View<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, scope: &Scope, moment: &'a Moment) -> Self {
        Self { snapshot, moment, reach: snapshot.reach(scope), valuation: snapshot.valuation(moment) }
    }

    pub(crate) fn admits(&self, visible_to: TokenSet) -> bool {
        self.reach.admits(visible_to)
    }

    /// All deals in reach.
    pub(crate) fn deals(&self) -> impl Iterator<Item = Row<'a>> {
        self.valuation.seen(&self.snapshot.deals, |set| self.admits(set))
    }

    /// All invoices in reach.
    pub(crate) fn invoices(&self) -> impl Iterator<Item = (&'a InvoiceRow, InvoiceInput<'a>)> {
        self.snapshot.invoices().filter(|(invoice, _)| self.admits(invoice.visible_to))
    }

    /// All deals of the lake, and whether each is in reach.
    pub(crate) fn attributed_deals(&self) -> impl Iterator<Item = (Row<'a>, bool)> {
        let all = self.snapshot.deals.iter().zip(self.valuation.all());
        all.map(|row| (row, self.admits(row.0.visible_to)))
    }

    /// An account in reach and everything below it that is in reach and listed, each once, whatever loops the parents make;
    /// the way down leads through accounts out of reach too.
    pub(crate) fn tree(&self, root: SourceId) -> Vec<Family<'a>> {
        let snapshot = self.snapshot;
        let mut below: HashMap<SourceId, Vec<SourceId>> = HashMap::new();
        for account in snapshot.accounts.iter() {
            if let Some(parent) = account.parent {
                below.entry(parent).or_default().push(account.id);
            }
        }
        let is_seen = |family: &Family<'_>| self.admits(family.account.visible_to);
        if !snapshot.account(root).is_some_and(|family| is_seen(&family)) {
            return Vec::new();
        }
        let (mut seen, mut open, mut found) = (HashSet::from([root]), vec![root], Vec::new());
        while let Some(id) = open.pop() {
            open.extend(below.get(&id).into_iter().flatten().copied().filter(|child| seen.insert(*child)));
            let family = snapshot.account(id);
            found.extend(family.filter(|family| id == root || (family.account.is_listed && is_seen(family))));
        }
        found
    }

    /// What was done or is planned, in reach.
    pub(crate) fn touches(&self) -> impl Iterator<Item = &'a TouchRow> {
        self.snapshot.touches().filter(|touch| self.admits(touch.visible_to))
    }

    /// All of the lake, and whether each is in reach.
    pub(crate) fn attributed_touches(&self) -> impl Iterator<Item = (&'a TouchRow, bool)> {
        self.snapshot.touches().map(|touch| (touch, self.admits(touch.visible_to)))
    }

    /// The deals of an account added up by who sees them, those out of reach too.
    pub(crate) fn portions(&self, family: Family<'_>) -> &[Portion] {
        self.valuation.portions(family.spot, family.account.id)
    }

    /// The deals of an account, those out of reach too.
    pub(crate) fn of(&self, family: Family<'a>) -> impl Iterator<Item = Row<'a>> {
        family.deals.iter().zip(self.valuation.at(family.spot).iter().copied())
    }

    pub(crate) fn add(&self, parts: &mut SalesParts, (deal, worth): &Row<'_>, period: Option<Period>) {
        let rates = &self.snapshot.references.rates;
        parts.add(&self.snapshot.input(deal), *worth, self.moment, rates, period);
    }
}
