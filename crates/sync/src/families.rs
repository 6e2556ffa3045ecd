//! Serving rows of touched families: derived whole, compared, and written where they differ.

use crate::changes::Families;
use domain::{
    canonical::{Kind, Record, RecordRef, SourceId},
    facts::{Family, ORGANISATION, References, ServingRow, derive, organisation},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Loader, Making, Part, ServingName, StoreError, Target};
use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

/// Families that are gathered together.
pub(crate) const AT_ONCE: usize = 250;
/// Gatherings under way while the families of another are written.
const AHEAD: usize = 2;

/// What is gathered together.
enum Batch {
    Heads(Vec<RecordRef>),
    Deals(BTreeSet<RecordRef>),
}

/// Rows derived for some families, and the names of all rows that their records could have.
#[derive(Default)]
pub(crate) struct Derived {
    pub(crate) rows: Vec<ServingRow>,
    pub(crate) names: BTreeSet<ServingName>,
}

/// Returns how many serving rows changed. `fresh`: there are none yet.
pub(crate) async fn refresh(
    loader: &mut Loader,
    target: &Target,
    families: &Families,
    fresh: bool,
) -> Result<u64, StoreError> {
    let store = loader.store().clone();
    if fresh {
        store.index_canonical(target.side).await?;
    }
    let making = store.making(target.side);
    let references = making.references().await?;
    let mut changed = 0;
    if families.organisation {
        let derived = of_organisation(making, &references).await?;
        changed += loader.serve(target, derived.rows, &derived.names, fresh).await?;
    }
    let mut batches = batches(families).into_iter();
    let references = Arc::new(references);
    let mut ahead = JoinSet::new();
    let mut gather = |ahead: &mut JoinSet<_>| {
        for batch in batches.by_ref().take(AHEAD - ahead.len()) {
            let (store, side, references) = (store.clone(), target.side, Arc::clone(&references));
            let derived = async move {
                match batch {
                    Batch::Heads(heads) => of_heads(store.making(side), &heads, &references).await,
                    Batch::Deals(deals) => of_deals(store.making(side), deals, &references).await,
                }
            };
            ahead.spawn(derived.in_current_span());
        }
    };
    gather(&mut ahead);
    while let Some(gathered) = ahead.join_next().await {
        // These are written while those of the next families are looked up.
        gather(&mut ahead);
        let Derived { rows, names } = gathered.map_err(passed_on)??;
        changed += loader.serve(target, rows, &names, fresh).await?;
    }
    if fresh {
        store.index_serving(target.side).await?;
    }
    Ok(changed)
}

fn batches(families: &Families) -> Vec<Batch> {
    let (heads, deals): (Vec<_>, Vec<_>) =
        (families.heads.iter().copied().collect(), families.deals.iter().copied().collect());
    let heads = heads.chunks(AT_ONCE).map(|heads| Batch::Heads(heads.to_vec()));
    let deals = deals.chunks(AT_ONCE).map(|deals| Batch::Deals(deals.iter().copied().collect()));
    heads.chain(deals).collect()
}

/// A panic goes on here; cut off are tasks only where everything is.
fn passed_on(error: JoinError) -> StoreError {
    match error.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => StoreError::CutOff,
    }
}

pub(crate) async fn of_organisation(making: Making<'_>, references: &References) -> Result<Derived, StoreError> {
    let mut derived = Derived { rows: organisation(references), names: BTreeSet::new() };
    for kind in ORGANISATION {
        for id in making.ids(*kind).await? {
            derived.name(RecordRef::new(*kind, id));
        }
    }
    Ok(derived)
}

pub(crate) async fn of_heads(
    making: Making<'_>,
    heads: &[RecordRef],
    references: &References,
) -> Result<Derived, StoreError> {
    let families = gather(making, heads.iter().copied().collect()).await?;
    let partners = families.values().flatten().filter_map(|part| match &part.record {
        Record::Partner(partner) => partner.parent,
        _ => None,
    });
    let names = making.partner_names(&partners.collect()).await?;
    let mut derived = Derived::default();
    for parts in families.into_values() {
        derived.add(parts, &names, references);
    }
    Ok(derived)
}

/// The rows of these deals alone, from the partners that they are with and the commercial entities of those.
async fn of_deals(
    making: Making<'_>,
    deals: BTreeSet<RecordRef>,
    references: &References,
) -> Result<Derived, StoreError> {
    let deals = making.parts(&deals).await?;
    let mut above = making.parts(&above(&deals)).await?;
    above.extend(making.parts(&self::above(&above)).await?);
    let partners: BTreeMap<_, _> = above.into_iter().map(|part| (part.id, part)).collect();
    let mut derived = Derived::default();
    for deal in deals {
        let partner = deal.record.belongs_to().and_then(|partner| partners.get(&partner.id));
        let commercial = partner.and_then(|partner| partners.get(&partner.record.belongs_to()?.id));
        let around = partner.into_iter().chain(commercial.filter(|commercial| Some(*commercial) != partner)).cloned();
        derived.add_deal(deal, around, references);
    }
    Ok(derived)
}

/// What these belong to.
fn above(parts: &[Part]) -> BTreeSet<RecordRef> {
    parts.iter().filter_map(|part| part.record.belongs_to()).collect()
}

/// All records of these families, each under its head, level by level from the heads down.
async fn gather(making: Making<'_>, heads: BTreeSet<RecordRef>) -> Result<BTreeMap<RecordRef, Vec<Part>>, StoreError> {
    let (commercials, alone): (BTreeSet<_>, BTreeSet<_>) =
        heads.into_iter().partition(|head| head.kind == Kind::Partner);
    // A commercial entity is found among its own partners, unless it belongs to another one by now.
    let mut found = making.parts_of(&commercials, &[Kind::Partner]).await?;
    found.extend(making.parts(&alone).await?);
    let below: Vec<_> = Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Partner).collect();
    let mut families: BTreeMap<RecordRef, Vec<Part>> = BTreeMap::new();
    let mut head_of: BTreeMap<RecordRef, RecordRef> = BTreeMap::new();
    while !found.is_empty() {
        let mut level = BTreeSet::new();
        for part in found {
            let record = RecordRef::new(part.record.kind(), part.id);
            let up = part.record.belongs_to();
            let head = match record.kind {
                Kind::Partner => up,
                _ => up.and_then(|up| head_of.get(&up).copied()),
            };
            let head = head.unwrap_or(record);
            head_of.insert(record, head);
            level.insert(record);
            families.entry(head).or_default().push(part);
        }
        found = making.parts_of(&level, &below).await?;
    }
    Ok(families)
}

impl Derived {
    /// One family at a time: what happens to be loaded beside it must not show in its rows.
    fn add(&mut self, mut parts: Vec<Part>, names: &BTreeMap<SourceId, String>, references: &References) {
        parts.sort_unstable_by_key(|part| RecordRef::new(part.record.kind(), part.id));
        let mut family = Family::default();
        for part in parts {
            self.name(RecordRef::new(part.record.kind(), part.id));
            if let Record::Partner(partner) = &part.record {
                family.parents.extend(partner.parent.and_then(|id| Some((id, names.get(&id)?.clone()))));
            }
            family.add(part.id, part.record, part.is_active);
        }
        self.rows.extend(derive(&family, references));
    }

    fn add_deal(&mut self, deal: Part, around: impl Iterator<Item = Part>, references: &References) {
        let record = RecordRef::new(deal.record.kind(), deal.id);
        self.name(record);
        let mut family = Family::default();
        for Part { id, record, is_active } in around.chain([deal]) {
            family.add(id, record, is_active);
        }
        let is_own = |row: &ServingRow| row.id == record.id && record.kind.entities().contains(&row.entity);
        self.rows.extend(derive(&family, references).into_iter().filter(is_own));
    }

    /// A record has at most one row of the kinds that it can be.
    fn name(&mut self, record: RecordRef) {
        self.names.extend(record.kind.entities().iter().map(|entity| (*entity, record.id)));
    }
}
