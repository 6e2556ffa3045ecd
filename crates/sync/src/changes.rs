//! Which families a run has touched: every record belongs to exactly one, and its serving row follows from it alone.
//!
//! A family is a commercial entity with its partners and the deals on them; a deal whose partner is not in the lake is
//! one of its own.

use domain::canonical::{Kind, Record, RecordRef, SourceId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Making, Pointer, StoreError};

/// Changed records, reduced to what their families follow from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    everything: bool,
    partners: BTreeSet<SourceId>,
    commercials: BTreeSet<SourceId>,
    /// Deals with the partner that they have now.
    deals: BTreeMap<SourceId, Option<SourceId>>,
    /// Partners that deals have left.
    left: BTreeSet<SourceId>,
    references: BTreeSet<RecordRef>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Families {
    pub(crate) commercials: BTreeSet<SourceId>,
    /// Deals that are families of their own.
    pub(crate) deals: BTreeSet<SourceId>,
}

impl Changes {
    /// For a first import: all families, and no need to note anything.
    pub(crate) fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    pub(crate) fn note(&mut self, id: SourceId, old: Option<&Record>, new: &Record) {
        if self.everything {
            return;
        }
        match new {
            Record::Partner(partner) => {
                self.partners.insert(id);
                self.commercials.extend([id, partner.commercial]);
                if let Some(Record::Partner(old)) = old {
                    self.commercials.insert(old.commercial);
                }
            }
            Record::Deal(deal) => {
                self.deals.insert(id, deal.partner);
                if let Some(Record::Deal(old)) = old {
                    self.left.extend(old.partner);
                }
            }
            Record::User(_) | Record::Stage(_) | Record::Team(_) | Record::Industry(_) | Record::Country(_) => {
                self.references.insert(RecordRef::new(new.kind(), id));
            }
            // Own companies are no accounts, and currencies say how amounts are rounded.
            Record::Company(_) | Record::Currency(_) => *self = Self::everything(),
            // Read beside the facts, never part of them.
            _ => {}
        }
    }

    /// The families of all changed records, as they were and as they are, and of all records that show one of them.
    pub(crate) async fn families(&self, making: Making<'_>) -> Result<Families, StoreError> {
        if self.everything {
            return Ok(all(&making.pointers().await?));
        }
        let mut families = Families { commercials: self.commercials.clone(), deals: BTreeSet::new() };
        let mut deals = self.deals.clone();
        let partners: Vec<_> = self.partners.iter().map(|id| RecordRef::new(Kind::Partner, *id)).collect();
        let references: Vec<_> = self.references.iter().copied().collect();
        // A deal that names a changed partner is in that partner's family already.
        let children = making.naming(&partners).await?.into_iter().filter(|pointer| pointer.kind == Kind::Partner);
        for pointer in children.chain(making.naming(&references).await?) {
            match pointer.kind {
                Kind::Deal => drop(deals.insert(pointer.id, pointer.to)),
                _ => families.commercials.extend(pointer.to),
            }
        }
        let named: BTreeSet<_> = deals.values().flatten().chain(&self.left).copied().collect();
        let known = making.commercials_of(&named).await?;
        families.commercials.extend(known.values());
        let alone = deals.iter().filter(|(_, partner)| partner.is_none_or(|partner| !known.contains_key(&partner)));
        families.deals.extend(alone.map(|(id, _)| *id));
        Ok(families)
    }
}

fn all(pointers: &[Pointer]) -> Families {
    let of = |kind: Kind| pointers.iter().filter(move |pointer| pointer.kind == kind);
    let known: BTreeSet<_> = of(Kind::Partner).map(|partner| partner.id).collect();
    let alone = of(Kind::Deal).filter(|deal| deal.to.is_none_or(|partner| !known.contains(&partner)));
    Families {
        commercials: of(Kind::Partner).filter_map(|partner| partner.to).collect(),
        deals: alone.map(|deal| deal.id).collect(),
    }
}
