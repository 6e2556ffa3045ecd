//! Lookups in the state in the making: what is published plus what this run has written so far.

use crate::{
    Result, Store, StoreError,
    canonical::{CanonicalDoc, CanonicalRow},
    collections::open,
    shadow::Side,
    version,
};
use chrono::{DateTime, Utc};
use domain::{
    canonical::{Kind, Record, RecordRef, SourceId},
    facts::References,
};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use serde::{Deserialize, de::DeserializeOwned};
use shared::EntityType;
use std::collections::{BTreeMap, BTreeSet};

/// Values in one `$in`: more make MongoDB's planner slow.
const AT_ONCE: usize = 1_000;

/// The current versions on one side.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    store: &'a Store,
    side: Side,
}

/// A current record, as a sweep compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: SourceId,
    pub entity: EntityType,
    pub from: i64,
    pub is_active: bool,
    pub silent_hash: Option<String>,
}

/// A record and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    pub record: RecordRef,
    pub belongs_to: Option<RecordRef>,
}

/// A record of a family.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Part {
    pub id: SourceId,
    pub record: Record,
    /// False once it is gone in the source.
    pub is_active: bool,
}

#[derive(Deserialize)]
struct KnownDoc {
    id: SourceId,
    from: i64,
    is_active: bool,
    silent_hash: Option<String>,
}

#[derive(Deserialize)]
struct PointerDoc {
    id: SourceId,
    belongs_to: Option<String>,
}

impl Store {
    pub fn making(&self, side: Side) -> Making<'_> {
        Making { store: self, side }
    }
}

impl Making<'_> {
    /// Current versions of these records, gone ones too.
    pub async fn records(&self, kind: Kind, ids: &[SourceId]) -> Result<BTreeMap<SourceId, CanonicalRow>> {
        let mut records = BTreeMap::new();
        for ids in ids.chunks(AT_ONCE) {
            for entity in kind.entities() {
                let filter = doc! { "id": { "$in": ids } };
                for found in self.find::<CanonicalDoc<'static>>(*entity, filter).await? {
                    records.insert(found.id, found.into_row());
                }
            }
        }
        Ok(records)
    }

    /// Records of a kind above `after`, ascending by id, at most `limit`; shorter than that: the end.
    pub async fn known(&self, kind: Kind, after: SourceId, limit: usize) -> Result<Vec<Known>> {
        let mut all = Vec::new();
        for entity in kind.entities() {
            let mut filter = version::current();
            filter.insert("id", doc! { "$gt": after });
            let shape = doc! { "_id": 0, "id": 1, "from": 1, "is_active": 1, "silent_hash": 1 };
            let rows = open::<KnownDoc>(self.store.db(), &self.side.canonical(*entity));
            let most = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut found = rows.find(filter).sort(doc! { "to": 1, "id": 1 }).projection(shape).limit(most).await?;
            while let Some(KnownDoc { id, from, is_active, silent_hash }) = found.try_next().await? {
                all.push(Known { id, entity: *entity, from, is_active, silent_hash });
            }
        }
        all.sort_unstable_by_key(|known| known.id);
        all.truncate(limit);
        Ok(all)
    }

    /// The highest id of a kind.
    pub async fn highest(&self, kind: Kind) -> Result<Option<SourceId>> {
        let mut highest = None;
        for entity in kind.entities() {
            let rows = open::<KnownDoc>(self.store.db(), &self.side.canonical(*entity));
            let last = rows.find_one(version::current()).sort(doc! { "to": -1, "id": -1 }).await?;
            highest = highest.max(last.map(|row| row.id));
        }
        Ok(highest)
    }

    /// All records of a kind with what they belong to, gone ones too; one by one, for they can be millions.
    pub async fn each_pointer(&self, kind: Kind, take: impl FnMut(Pointer)) -> Result<()> {
        self.point(kind, doc! {}, take).await
    }

    /// Those of these records that are in the lake, gone ones too.
    pub async fn belongings(&self, records: &BTreeSet<RecordRef>) -> Result<Vec<Pointer>> {
        let mut pointers = Vec::new();
        for (kind, ids) in by_kind(records) {
            for ids in ids.chunks(AT_ONCE) {
                pointers.extend(self.pointers_of(kind, doc! { "id": { "$in": ids } }).await?);
            }
        }
        Ok(pointers)
    }

    /// Records of these kinds that name one of these.
    pub async fn naming(&self, kinds: &[Kind], records: &BTreeSet<RecordRef>) -> Result<Vec<Pointer>> {
        let names: Vec<_> = records.iter().map(RecordRef::to_string).collect();
        let mut pointers = Vec::new();
        for names in names.chunks(AT_ONCE) {
            for kind in kinds {
                pointers.extend(self.pointers_of(*kind, doc! { "refs": { "$in": names } }).await?);
            }
        }
        Ok(pointers)
    }

    async fn pointers_of(&self, kind: Kind, filter: Document) -> Result<Vec<Pointer>> {
        let mut pointers = Vec::new();
        self.point(kind, filter, |pointer| pointers.push(pointer)).await?;
        Ok(pointers)
    }

    async fn point(&self, kind: Kind, filter: Document, mut take: impl FnMut(Pointer)) -> Result<()> {
        for entity in kind.entities() {
            let mut current = version::current();
            current.extend(filter.clone());
            let shape = doc! { "_id": 0, "id": 1, "belongs_to": 1 };
            let rows = open::<PointerDoc>(self.store.db(), &self.side.canonical(*entity));
            let mut found = rows.find(current).projection(shape).await?;
            while let Some(row) = found.try_next().await? {
                let belongs_to = row.belongs_to.as_deref().map(str::parse).transpose();
                let belongs_to = belongs_to.map_err(|_| StoreError::Shape { collection: "canonical" })?;
                take(Pointer { record: RecordRef::new(kind, row.id), belongs_to });
            }
        }
        Ok(())
    }

    /// What belongs to one of these records and is of one of these kinds, gone or not.
    pub async fn parts_of(&self, records: &BTreeSet<RecordRef>, kinds: &[Kind]) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for (kind, ids) in by_kind(records) {
            let names: Vec<_> = ids.iter().map(|id| RecordRef::new(kind, *id).to_string()).collect();
            for names in names.chunks(AT_ONCE) {
                for entity in kinds.iter().filter(|part| kind.parts().contains(part)).flat_map(|part| part.entities()) {
                    parts.extend(self.find::<Part>(*entity, doc! { "belongs_to": { "$in": names } }).await?);
                }
            }
        }
        Ok(parts)
    }

    /// These records, gone or not; what is not in the lake is left out.
    pub async fn parts(&self, records: &BTreeSet<RecordRef>) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for (kind, ids) in by_kind(records) {
            for ids in ids.chunks(AT_ONCE) {
                for entity in kind.entities() {
                    parts.extend(self.find::<Part>(*entity, doc! { "id": { "$in": ids } }).await?);
                }
            }
        }
        Ok(parts)
    }

    /// Names of those of these partners that are not gone.
    pub async fn partner_names(&self, ids: &BTreeSet<SourceId>) -> Result<BTreeMap<SourceId, String>> {
        let ids = ids.iter().map(|id| RecordRef::new(Kind::Partner, *id)).collect();
        let found = self.parts(&ids).await?.into_iter().filter(|part| part.is_active);
        let name = |part: Part| match part.record {
            Record::Partner(partner) => Some((part.id, partner.name)),
            _ => None,
        };
        Ok(found.filter_map(name).collect())
    }

    /// All reference records that are not gone.
    pub async fn references(&self) -> Result<References> {
        let mut references = References::default();
        for kind in Kind::ALL.iter().filter(|kind| kind.is_reference()) {
            for entity in kind.entities() {
                let mut found = self.find::<Part>(*entity, doc! { "is_active": true }).await?;
                found.sort_unstable_by_key(|part| part.id);
                found.into_iter().for_each(|part| references.insert(part.id, part.record));
            }
        }
        Ok(references)
    }

    /// Ids of all records of a kind, gone ones too.
    pub async fn ids(&self, kind: Kind) -> Result<BTreeSet<SourceId>> {
        let mut ids = BTreeSet::new();
        self.each_pointer(kind, |pointer| ids.extend([pointer.record.id])).await?;
        Ok(ids)
    }

    /// True when a record that is not gone names this one.
    pub async fn is_referenced(&self, record: RecordRef) -> Result<bool> {
        for entity in EntityType::ALL {
            let mut filter = version::current();
            filter.extend(doc! { "refs": record.to_string(), "is_active": true });
            let rows = open::<Document>(self.store.db(), &self.side.canonical(*entity));
            if rows.find_one(filter).projection(doc! { "_id": 1 }).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many records of a kind are not gone.
    pub async fn living(&self, entity: EntityType) -> Result<u64> {
        let mut filter = version::current();
        filter.insert("is_active", true);
        Ok(open::<Document>(self.store.db(), &self.side.canonical(entity)).count_documents(filter).await?)
    }

    /// How many records were found to be gone at or after `since`, and still are.
    pub async fn gone_since(&self, entity: EntityType, since: DateTime<Utc>) -> Result<u64> {
        let Some(first) = self.store.first_generation_since(since).await? else { return Ok(0) };
        let mut filter = version::current();
        filter.extend(doc! { "is_active": false, "from": { "$gte": first } });
        Ok(open::<Document>(self.store.db(), &self.side.canonical(entity)).count_documents(filter).await?)
    }

    async fn find<T>(&self, entity: EntityType, filter: Document) -> Result<Vec<T>>
    where
        T: DeserializeOwned + Send + Sync + Unpin,
    {
        let mut current = version::current();
        current.extend(filter);
        let rows = open::<T>(self.store.db(), &self.side.canonical(entity));
        Ok(rows.find(current).await?.try_collect().await?)
    }
}

fn by_kind(records: &BTreeSet<RecordRef>) -> BTreeMap<Kind, Vec<SourceId>> {
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for record in records {
        kinds.entry(record.kind).or_default().push(record.id);
    }
    kinds
}
