//! Lookups in the state in the making: what is published plus what this run has written so far.

use crate::{
    Result, Store,
    canonical::{CanonicalDoc, CanonicalRow},
    collections::open,
    shadow::Side,
    version,
};
use chrono::{DateTime, Utc};
use domain::{
    canonical::{Deal, Kind, Partner, Record, RecordRef, SourceId},
    facts::{Member, References},
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

/// Where a record belongs: a partner to its commercial entity, a deal to its partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    pub kind: Kind,
    pub id: SourceId,
    pub to: Option<SourceId>,
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
    #[serde(default)]
    record: PointerRecord,
}

#[derive(Default, Deserialize)]
struct PointerRecord {
    #[serde(default)]
    commercial: Option<SourceId>,
    #[serde(default)]
    partner: Option<SourceId>,
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
                for found in self.find::<CanonicalDoc>(*entity, filter, None).await? {
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

    /// All partners and deals with what they belong to.
    pub async fn pointers(&self) -> Result<Vec<Pointer>> {
        let mut pointers = Vec::new();
        for kind in [Kind::Partner, Kind::Deal] {
            pointers.extend(self.pointers_of(kind, doc! {}).await?);
        }
        Ok(pointers)
    }

    /// Partners and deals that name one of these records.
    pub async fn naming(&self, refs: &[RecordRef]) -> Result<Vec<Pointer>> {
        let names: Vec<_> = refs.iter().map(RecordRef::to_string).collect();
        let mut pointers = Vec::new();
        for names in names.chunks(AT_ONCE) {
            for kind in [Kind::Partner, Kind::Deal] {
                pointers.extend(self.pointers_of(kind, doc! { "refs": { "$in": names } }).await?);
            }
        }
        Ok(pointers)
    }

    async fn pointers_of(&self, kind: Kind, filter: Document) -> Result<Vec<Pointer>> {
        let shape = doc! { "_id": 0, "id": 1, "record.commercial": 1, "record.partner": 1 };
        let mut pointers = Vec::new();
        for entity in kind.entities() {
            for found in self.find::<PointerDoc>(*entity, filter.clone(), Some(shape.clone())).await? {
                let to = if kind == Kind::Deal { found.record.partner } else { found.record.commercial };
                pointers.push(Pointer { kind, id: found.id, to });
            }
        }
        Ok(pointers)
    }

    /// Commercial entity of each of these partners that is in the lake, gone ones too.
    pub async fn commercials_of(&self, partners: &BTreeSet<SourceId>) -> Result<BTreeMap<SourceId, SourceId>> {
        let ids: Vec<_> = partners.iter().copied().collect();
        let mut commercials = BTreeMap::new();
        for ids in ids.chunks(AT_ONCE) {
            let found = self.pointers_of(Kind::Partner, doc! { "id": { "$in": ids } }).await?;
            commercials.extend(found.into_iter().filter_map(|pointer| Some((pointer.id, pointer.to?))));
        }
        Ok(commercials)
    }

    /// All partners of these commercial entities, ascending by id.
    pub async fn partners_of(&self, commercials: &[SourceId]) -> Result<Vec<Member<Partner>>> {
        let refs: Vec<_> = commercials.iter().map(|id| RecordRef::new(Kind::Partner, *id)).collect();
        let wanted: BTreeSet<_> = commercials.iter().collect();
        let mut members = self.referring(Kind::Partner, &refs, partner).await?;
        members.retain(|member| wanted.contains(&member.record.commercial));
        Ok(members)
    }

    /// All deals and leads on these partners, ascending by id.
    pub async fn deals_on(&self, partners: &[SourceId]) -> Result<Vec<Member<Deal>>> {
        let refs: Vec<_> = partners.iter().map(|id| RecordRef::new(Kind::Partner, *id)).collect();
        self.referring(Kind::Deal, &refs, deal).await
    }

    /// These deals, ascending by id.
    pub async fn deals(&self, ids: &[SourceId]) -> Result<Vec<Member<Deal>>> {
        let records = self.records(Kind::Deal, ids).await?.into_values();
        Ok(records.filter_map(|row| deal(row.id, row.record, row.is_active)).collect())
    }

    async fn referring<T>(
        &self,
        kind: Kind,
        refs: &[RecordRef],
        member: impl Fn(SourceId, Record, bool) -> Option<Member<T>>,
    ) -> Result<Vec<Member<T>>> {
        let names: Vec<_> = refs.iter().map(RecordRef::to_string).collect();
        // By id: a record can name two of the partners, in two chunks.
        let mut members = BTreeMap::new();
        for names in names.chunks(AT_ONCE) {
            for entity in kind.entities() {
                for found in self.find::<CanonicalDoc>(*entity, doc! { "refs": { "$in": names } }, None).await? {
                    members.extend(member(found.id, found.record, found.is_active).map(|member| (member.id, member)));
                }
            }
        }
        Ok(members.into_values().collect())
    }

    /// Names of those of these partners that are not gone.
    pub async fn partner_names(&self, ids: &BTreeSet<SourceId>) -> Result<BTreeMap<SourceId, String>> {
        let ids: Vec<_> = ids.iter().copied().collect();
        let rows = self.records(Kind::Partner, &ids).await?.into_values().filter(|row| row.is_active);
        Ok(rows
            .filter_map(|row| partner(row.id, row.record, true).map(|member| (row.id, member.record.name)))
            .collect())
    }

    /// All reference records that are not gone.
    pub async fn references(&self) -> Result<References> {
        let mut references = References::default();
        for kind in Kind::ALL.iter().filter(|kind| kind.is_reference()) {
            for entity in kind.entities() {
                let mut found = self.find::<CanonicalDoc>(*entity, doc! { "is_active": true }, None).await?;
                found.sort_unstable_by_key(|document| document.id);
                found.into_iter().for_each(|document| references.insert(document.id, document.record));
            }
        }
        Ok(references)
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

    async fn find<T>(&self, entity: EntityType, filter: Document, shape: Option<Document>) -> Result<Vec<T>>
    where
        T: DeserializeOwned + Send + Sync + Unpin,
    {
        let mut current = version::current();
        current.extend(filter);
        let rows = open::<T>(self.store.db(), &self.side.canonical(entity));
        let mut find = rows.find(current);
        if let Some(shape) = shape {
            find = find.projection(shape);
        }
        Ok(find.await?.try_collect().await?)
    }
}

fn partner(id: SourceId, record: Record, is_active: bool) -> Option<Member<Partner>> {
    match record {
        Record::Partner(record) => Some(Member { id, record, is_active }),
        _ => None,
    }
}

fn deal(id: SourceId, record: Record, is_active: bool) -> Option<Member<Deal>> {
    match record {
        Record::Deal(record) => Some(Member { id, record, is_active }),
        _ => None,
    }
}
