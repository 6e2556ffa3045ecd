//! The serving zone: facts as readers get them, version by version.

use crate::{
    Result,
    collections::{INSTANCE, OPEN_END, open},
    loader::{Loader, Target},
    raw::date,
    shadow::Side,
    store::Store,
    version,
    writes::Writes,
};
use db::Db;
use domain::{
    canonical::SourceId,
    facts::{Happened, ServingRow, serving_id},
};
use futures::TryStreamExt;
use mongodb::{
    bson::{self, DateTime, Document, RawDocument, RawDocumentBuf, doc},
    options::Hint,
};
use serde::{Deserialize, Serialize};
use shared::{EntityType, activities::LoggedType};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct ServingDoc {
    #[serde(rename = "_id")]
    row: String,
    key: String,
    instance: String,
    entity_type: EntityType,
    serving_id: String,
    id: SourceId,
    from: i64,
    to: i64,
    source: String,
    last_aggregated: DateTime,
    is_active: bool,
    visible_to: Vec<String>,
    hash: String,
    /// Absent of what did not happen at some moment, and of what is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feed: Option<FeedDoc>,
    data: RawDocumentBuf,
}

/// How the feed finds and orders a row; follows from its data.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct FeedDoc {
    #[serde(rename = "type")]
    kind: LoggedType,
    at: DateTime,
    by: Option<String>,
    on: Option<String>,
}

/// What is compared to tell a change.
#[derive(Debug, Deserialize)]
struct Present {
    key: String,
    from: i64,
    is_active: bool,
    hash: String,
}

impl Store {
    /// Serving ids of these rows that are not what was derived for them; a living row that was not derived is one, too.
    pub async fn differing(&self, derived: &[ServingRow], names: &BTreeSet<ServingName>) -> Result<Vec<String>> {
        let mut present = present(self.db(), Side::Live, names).await?;
        let mut differing = Vec::new();
        for row in derived {
            let name = serving_id(row.entity, row.id);
            let (_, _, hash) = compared(row)?;
            if present.remove(&version::serving_key(&name)).is_none_or(|old| old.hash != hash) {
                differing.push(name);
            }
        }
        differing.extend(present.into_values().filter(|old| old.is_active).map(|old| old.key));
        Ok(differing)
    }
}

/// Names one serving row: a partner can be an account or a contact, and has at most one of both.
pub type ServingName = (EntityType, SourceId);

impl Loader {
    /// Brings the rows called `names` to what was derived for them: a new version where something differs, nothing where
    /// not, and no living row where none was derived. With `fresh`, none of them has a row yet. Returns how many changed.
    pub async fn serve(
        &mut self,
        target: &Target,
        derived: Vec<ServingRow>,
        names: &BTreeSet<ServingName>,
        fresh: bool,
    ) -> Result<u64> {
        let mut present = if fresh { BTreeMap::new() } else { self.present(target, names).await? };
        let mut changed = Vec::new();
        for row in derived {
            let document = document(target, &row)?;
            match present.remove(&document.key) {
                Some(old) if old.hash == document.hash => {}
                old => changed.push((document, old.map(|old| old.from))),
            }
        }
        let orphans: Vec<_> = present.into_values().filter(|old| old.is_active).collect();
        changed.extend(self.deactivated(target, &orphans).await?);
        let count = u64::try_from(changed.len()).unwrap_or(u64::MAX);
        for chunk in changed.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for (document, replaces) in chunk {
                let collection = target.side.serving();
                if let Some(from) = replaces {
                    writes.close(&collection, version::row_id(&document.key, *from));
                }
                writes.insert(&collection, document)?;
            }
            self.write(target, writes).await?;
        }
        Ok(count)
    }

    async fn present(&self, target: &Target, names: &BTreeSet<ServingName>) -> Result<BTreeMap<String, Present>> {
        present(self.db(), target.side, names).await
    }

    async fn deactivated(&self, target: &Target, orphans: &[Present]) -> Result<Vec<(ServingDoc, Option<i64>)>> {
        let rows = open::<ServingDoc>(self.db(), &target.side.serving());
        let mut changed = Vec::new();
        for orphans in orphans.chunks(Self::MOST_KEYS) {
            let ids: Vec<_> = orphans.iter().map(|old| version::row_id(&old.key, old.from)).collect();
            let mut found = rows.find(doc! { "_id": { "$in": ids } }).sort(doc! { "_id": 1 }).await?;
            while let Some(old) = found.try_next().await? {
                let replaces = Some(old.from);
                changed.push((old.succeeded_by_nothing(target)?, replaces));
            }
        }
        Ok(changed)
    }
}

async fn present(db: &Db, side: Side, names: &BTreeSet<ServingName>) -> Result<BTreeMap<String, Present>> {
    let rows = open::<Present>(db, &side.serving());
    let keys: Vec<_> = names.iter().map(|(entity, id)| version::serving_key(&serving_id(*entity, *id))).collect();
    let mut present = BTreeMap::new();
    for keys in keys.chunks(Loader::MOST_KEYS) {
        let mut filter = version::current();
        filter.insert("key", doc! { "$in": keys });
        let shape = doc! { "_id": 0, "key": 1, "from": 1, "is_active": 1, "hash": 1 };
        // Versions of a key are few: `key` is the better index than `to`.
        let mut found = rows.find(filter).projection(shape).hint(Hint::Keys(by_key())).await?;
        while let Some(row) = found.try_next().await? {
            present.insert(row.key.clone(), row);
        }
    }
    Ok(present)
}

impl ServingDoc {
    fn succeeded_by_nothing(mut self, target: &Target) -> Result<Self> {
        self.from = target.generation.number;
        self.row = version::row_id(&self.key, self.from);
        self.to = OPEN_END;
        self.last_aggregated = date(target.generation.stamped_at);
        self.is_active = false;
        self.feed = None;
        self.hash = hash(self.is_active, &self.visible_to, &self.data)?;
        Ok(self)
    }
}

fn document(target: &Target, row: &ServingRow) -> Result<ServingDoc> {
    let serving_id = serving_id(row.entity, row.id);
    let key = version::serving_key(&serving_id);
    let (visible_to, data, hash) = compared(row)?;
    Ok(ServingDoc {
        row: version::row_id(&key, target.generation.number),
        key,
        instance: INSTANCE.to_owned(),
        entity_type: row.entity,
        serving_id,
        id: row.id,
        from: target.generation.number,
        to: OPEN_END,
        source: target.system.clone(),
        last_aggregated: date(target.generation.stamped_at),
        is_active: row.is_active,
        hash,
        feed: row.is_active.then(|| row.fact.happened()).flatten().map(FeedDoc::from),
        visible_to,
        data,
    })
}

impl From<Happened<'_>> for FeedDoc {
    fn from(happened: Happened<'_>) -> Self {
        Self {
            kind: happened.kind,
            at: date(happened.at),
            by: happened.by.map(|by| by.to_string()),
            on: happened.on.map(|on| serving_id(on.entity, on.id)),
        }
    }
}

fn compared(row: &ServingRow) -> Result<(Vec<String>, RawDocumentBuf, String)> {
    let visible_to: Vec<_> = row.visible_to.iter().map(ToString::to_string).collect();
    let data = bson::serialize_to_raw_document_buf(&row.fact).map_err(mongodb::error::Error::from)?;
    let hash = hash(row.is_active, &visible_to, &data)?;
    Ok((visible_to, data, hash))
}

/// Equal for rows that readers cannot tell apart.
fn hash(is_active: bool, visible_to: &[String], data: &RawDocument) -> Result<String> {
    #[derive(Serialize)]
    struct Compared<'a> {
        is_active: bool,
        visible_to: &'a [String],
        data: &'a RawDocument,
    }
    let bytes =
        bson::serialize_to_vec(&Compared { is_active, visible_to, data }).map_err(mongodb::error::Error::from)?;
    Ok(blake3::hash(&bytes).to_hex().to_string())
}

fn by_key() -> Document {
    doc! { "key": 1, "from": 1 }
}
