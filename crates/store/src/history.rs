//! Looking back: the versions of one record as they were received, and the records that one generation changed.

use crate::{
    Result, Store,
    collections::{self, GENERATIONS, open},
    raw::{self, RawRow, Seen},
    shadow::Side,
    version,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use serde::Deserialize;
use shared::{EntityType, explorer::ChangeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A raw version with the generation that published it.
#[derive(Debug, Clone, PartialEq)]
pub struct PastVersion {
    pub from: i64,
    pub run: String,
    /// The database's clock at the start of that run.
    pub fetched_at: DateTime<Utc>,
    pub seen: Seen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRecord {
    pub entity: EntityType,
    pub id: SourceId,
    pub name: Option<String>,
    pub url: Option<String>,
    pub change: ChangeKind,
}

/// Fields of a canonical record by which people know it, in order.
pub const NAMES: [&str; 6] = ["name", "number", "subject", "summary", "code", "login"];

#[derive(Deserialize)]
struct NamedDoc {
    id: SourceId,
    is_active: bool,
    source: SourceUrl,
    record: Document,
}

#[derive(Deserialize)]
struct SourceUrl {
    url: Option<String>,
}

#[derive(Deserialize)]
struct IdRow {
    #[serde(rename = "_id")]
    row: String,
    from: i64,
}

fn name(record: &Document) -> Option<String> {
    NAMES.iter().find_map(|field| record.get_str(field).ok().filter(|name| !name.is_empty()).map(str::to_owned))
}

impl Store {
    /// Published raw versions of a record, newest first, older than the generation `before`, at most `limit`.
    pub async fn past_versions(
        &self,
        system: &str,
        model: &str,
        id: SourceId,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>> {
        let collection = collections::raw(system, model);
        let key = version::record_key(model, id);
        // All ids of the key's rows: `;` follows `:`.
        let of_key = doc! { "_id": { "$gt": format!("{key}:"), "$lt": format!("{key};") } };
        let rows = open::<IdRow>(self.db(), &collection);
        let mut found: Vec<_> = rows.find(of_key).projection(doc! { "from": 1 }).await?.try_collect().await?;
        found.retain(|row| before.is_none_or(|before| row.from < before));
        let numbers: Vec<_> = found.iter().map(|row| row.from).collect();
        let published = self.published_of(&numbers).await?;
        found.retain(|row| published.contains(&row.from));
        found.sort_unstable_by_key(|row| std::cmp::Reverse(row.from));
        let ids: Vec<_> = found.into_iter().take(limit).map(|row| row.row).collect();
        let rows = open::<RawRow<'static>>(self.db(), &collection);
        let mut past = Vec::new();
        let mut found = rows.find(doc! { "_id": { "$in": ids } }).await?;
        while let Some(row) = found.try_next().await? {
            let (from, run, fetched_at) = (row.from, row.run.clone().into_owned(), raw::instant(row.fetched_at));
            past.push(PastVersion { from, run, fetched_at, seen: raw::version_of(row)?.seen });
        }
        past.sort_unstable_by_key(|version| std::cmp::Reverse(version.from));
        Ok(past)
    }

    async fn published_of(&self, numbers: &[i64]) -> Result<BTreeSet<i64>> {
        #[derive(Deserialize)]
        struct Number {
            #[serde(rename = "_id")]
            number: i64,
        }
        let rows = open::<Number>(self.db(), GENERATIONS);
        let found = rows.find(doc! { "_id": { "$in": numbers } }).projection(doc! { "_id": 1 }).await?;
        Ok(found.map_ok(|row| row.number).try_collect().await?)
    }

    /// When our current versions of these records were written in the source, as raw has it.
    pub async fn written_at(
        &self,
        system: &str,
        model: &str,
        versions: &[(SourceId, i64)],
    ) -> Result<BTreeMap<SourceId, DateTime<Utc>>> {
        let ids: Vec<_> =
            versions.iter().map(|(id, from)| version::row_id(&version::record_key(model, *id), *from)).collect();
        let rows = open::<RawRow<'static>>(self.db(), &collections::raw(system, model));
        let mut found = rows.find(doc! { "_id": { "$in": ids } }).await?;
        let mut written = BTreeMap::new();
        while let Some(row) = found.try_next().await? {
            written.extend(row.written_at.map(|at| (row.id, raw::instant(at))));
        }
        Ok(written)
    }

    /// Records of a kind that a generation changed, ascending by id above `after`, at most `limit`.
    pub async fn changed_in(
        &self,
        generation: i64,
        entity: EntityType,
        after: SourceId,
        limit: usize,
    ) -> Result<Vec<ChangedRecord>> {
        let rows = open::<NamedDoc>(self.db(), &collections::canonical(entity));
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let filter = doc! { "from": generation, "id": { "$gt": after } };
        let found: Vec<_> = rows.find(filter).sort(doc! { "id": 1 }).limit(most).await?.try_collect().await?;
        let ids: Vec<_> = found.iter().map(|row| row.id).collect();
        let before = self.ended_in(generation, entity, &ids).await?;
        let changed = found.into_iter().map(|row| ChangedRecord {
            entity,
            id: row.id,
            name: name(&row.record),
            url: row.source.url,
            change: match (before.get(&row.id), row.is_active) {
                (_, false) => ChangeKind::Deleted,
                (None, true) => ChangeKind::Inserted,
                (Some(true), true) => ChangeKind::Updated,
                (Some(false), true) => ChangeKind::Revived,
            },
        });
        Ok(changed.collect())
    }

    /// Whether the versions of these records that the generation closed were alive; a record may have been of another kind.
    async fn ended_in(
        &self,
        generation: i64,
        entity: EntityType,
        ids: &[SourceId],
    ) -> Result<BTreeMap<SourceId, bool>> {
        #[derive(Deserialize)]
        struct Ended {
            id: SourceId,
            is_active: bool,
        }
        let kind = Kind::ALL.iter().find(|kind| kind.entities().contains(&entity));
        let mut ended = BTreeMap::new();
        for entity in kind.into_iter().flat_map(|kind| kind.entities()) {
            let rows = open::<Ended>(self.db(), &collections::canonical(*entity));
            let filter = doc! { "to": generation, "id": { "$in": ids } };
            let mut found = rows.find(filter).projection(doc! { "_id": 0, "id": 1, "is_active": 1 }).await?;
            while let Some(row) = found.try_next().await? {
                ended.insert(row.id, row.is_active);
            }
        }
        Ok(ended)
    }

    /// Name and link of current records, by which admins know them.
    pub async fn known_as(
        &self,
        entity: EntityType,
        ids: &[SourceId],
    ) -> Result<BTreeMap<SourceId, (Option<String>, Option<String>)>> {
        let mut known = BTreeMap::new();
        for ids in ids.chunks(1_000) {
            let mut filter = version::current();
            filter.insert("id", doc! { "$in": ids });
            let mut found = open::<NamedDoc>(self.db(), &Side::Live.canonical(entity)).find(filter).await?;
            while let Some(row) = found.try_next().await? {
                known.insert(row.id, (name(&row.record), row.source.url));
            }
        }
        Ok(known)
    }
}
