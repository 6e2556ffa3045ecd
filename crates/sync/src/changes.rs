//! Which families a run has touched: every record belongs to exactly one, and its serving row follows from it alone.
//! Of most changes of a deal only the deal itself speaks; then the rest of its family is left in peace.
//!
//! A family is a commercial entity with everything that hangs on it, directly or not. Where the way up ends before a
//! partner of the lake (a deal without one, a meeting on nothing), the last record on it is the head of its own family.

use domain::{
    canonical::{Kind, Record, RecordRef},
    facts::{ORGANISATION, is_own_matter},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::{CanonicalRow, Making, Pointer, RecordChange, StoreError};

/// Changed records, reduced to what their families follow from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    everything: bool,
    records: BTreeSet<RecordRef>,
    /// Deals from whose change nothing else follows.
    deals: BTreeSet<RecordRef>,
    /// What they belonged to before.
    left: BTreeSet<RecordRef>,
    references: BTreeSet<RecordRef>,
    organisation: bool,
}

/// Heads of families: commercial entities, and records that belong to nobody in the lake.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Families {
    pub(crate) heads: BTreeSet<RecordRef>,
    /// Deals whose own rows alone have to be derived again.
    pub(crate) deals: BTreeSet<RecordRef>,
    /// The rows of users, employees, departments, teams and stages have to be derived again.
    pub(crate) organisation: bool,
}

impl Changes {
    /// For a first import: all families, and no need to note anything.
    pub(crate) fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    pub(crate) fn note(&mut self, old: Option<&CanonicalRow>, change: &RecordChange) {
        if self.everything {
            return;
        }
        let new = &change.record;
        let record = RecordRef::new(new.kind(), change.id);
        match new {
            // Own companies are no accounts, and currencies say how amounts are rounded.
            Record::Company(_) | Record::Currency(_) => *self = Self::everything(),
            // Read beside the facts, never part of them.
            Record::CurrencyRate(_) => {}
            Record::TeamMember(_) => self.organisation = true,
            _ if old.is_some_and(|old| stays_alone(old, change)) => {
                self.deals.insert(record);
            }
            _ if record.kind.is_business() => {
                self.records.insert(record);
                let left = old.and_then(|old| old.record.belongs_to());
                self.left.extend(left.filter(|left| new.belongs_to() != Some(*left)));
            }
            _ => {
                self.references.insert(record);
                self.organisation |= ORGANISATION.contains(&record.kind);
            }
        }
    }

    /// The families of all changed records, as they were and as they are, and of all records that show one of them.
    pub(crate) async fn families(&self, making: Making<'_>) -> Result<Families, StoreError> {
        if self.everything {
            return Ok(Families { heads: all(making).await?, deals: BTreeSet::new(), organisation: true });
        }
        let mut start = &self.records | &self.left;
        // Partners outside of a family are named as parents only.
        let partners = self.records.iter().copied().filter(|record| record.kind == Kind::Partner).collect();
        let business: Vec<_> = Kind::ALL.iter().copied().filter(|kind| kind.is_business()).collect();
        for pointer in making.naming(&[Kind::Partner], &partners).await? {
            start.insert(pointer.record);
        }
        for pointer in making.naming(&business, &self.references).await? {
            start.insert(pointer.record);
        }
        // Those that had one of them as their commercial entity.
        let mut heads = partners;
        heads.extend(heads_of(making, start).await?);
        Ok(Families { heads, deals: self.deals.clone(), organisation: self.organisation })
    }
}

/// A deal of which only its own row speaks differently now.
fn stays_alone(old: &CanonicalRow, change: &RecordChange) -> bool {
    match (&old.record, &change.record) {
        (Record::Deal(before), Record::Deal(now)) => old.is_active && change.is_active && is_own_matter(before, now),
        _ => false,
    }
}

/// Up from each record to the head of its family. What is not in the lake has none.
async fn heads_of(making: Making<'_>, start: BTreeSet<RecordRef>) -> Result<BTreeSet<RecordRef>, StoreError> {
    let mut heads = BTreeSet::new();
    // Where the way leads, and who came from where: these are heads if it ends there.
    let mut open: BTreeMap<RecordRef, BTreeSet<RecordRef>> =
        start.into_iter().map(|record| (record, BTreeSet::new())).collect();
    while !open.is_empty() {
        let mut from = std::mem::take(&mut open);
        for pointer in making.belongings(&from.keys().copied().collect()).await? {
            from.remove(&pointer.record);
            match pointer.belongs_to {
                None => heads.extend([pointer.record]),
                // A commercial entity leads to itself.
                Some(commercial) if pointer.record.kind == Kind::Partner => heads.extend([commercial]),
                Some(up) => open.entry(up).or_default().extend([pointer.record]),
            }
        }
        heads.extend(from.into_values().flatten());
    }
    Ok(heads)
}

/// Every head in the lake.
async fn all(making: Making<'_>) -> Result<BTreeSet<RecordRef>, StoreError> {
    let mut heads = BTreeSet::new();
    let mut known: HashSet<RecordRef> = HashSet::new();
    // What others can belong to comes before them in this order.
    for kind in Kind::ALL.iter().copied().filter(|kind| kind.is_business()) {
        let take = |pointer: Pointer| {
            match pointer.belongs_to {
                Some(commercial) if kind == Kind::Partner => heads.extend([commercial]),
                Some(up) if known.contains(&up) => {}
                _ => heads.extend([pointer.record]),
            }
            if !kind.parts().is_empty() {
                known.insert(pointer.record);
            }
        };
        making.each_pointer(kind, take).await?;
    }
    Ok(heads)
}
