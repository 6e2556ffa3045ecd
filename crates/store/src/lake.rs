//! The lake's one document: what is published, where it came from, and from where the next run goes on.

use crate::{
    Result, Store,
    collections::{GENERATIONS, LAKE, LAKE_ID, open},
    raw,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, doc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// State of the lake. The default is the empty lake before its first run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lake {
    /// The published generation; 0 before the first.
    pub generation: i64,
    /// The highest number that a run ever wrote under.
    pub highest: i64,
    /// Raised by a replay: the same generations with other documents.
    pub epoch: i64,
    /// `odoo`
    pub system: Option<String>,
    /// Of the source's database that filled the lake.
    pub fingerprint: Option<String>,
    /// By kind: the newest time of writing that was read. Absent until the kind was read as a whole.
    pub cursors: BTreeMap<String, DateTime<Utc>>,
    /// By kind: records whose last reading was refused or lost a value; each run asks for them again.
    pub again: BTreeMap<String, Vec<SourceId>>,
    /// Kinds that were read as a whole at least once.
    pub complete: Vec<String>,
    pub mapping_version: i32,
    /// Versions that ended at this generation or before may be gone: nobody may ask for an earlier one.
    pub kept_from: i64,
    /// When every record was last read and compared.
    pub compared_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    /// The run that published last.
    pub run: Option<String>,
    /// What the generations up to this one changed is in the activity log.
    pub logged: i64,
}

impl Lake {
    pub fn cursor(&self, kind: Kind) -> Option<DateTime<Utc>> {
        self.cursors.get(kind.name()).copied()
    }

    pub fn again(&self, kind: Kind) -> &[SourceId] {
        self.again.get(kind.name()).map_or(&[], Vec::as_slice)
    }

    pub fn is_complete(&self, kind: Kind) -> bool {
        self.complete.iter().any(|name| name == kind.name())
    }
}

/// A step of the lake: its rows are written under `number` and carry `stamped_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    pub number: i64,
    /// The database's clock at the start of the run.
    pub stamped_at: DateTime<Utc>,
    pub run: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct GenerationDoc {
    #[serde(rename = "_id")]
    number: i64,
    run: String,
    stamped_at: bson::DateTime,
    published_at: bson::DateTime,
}

impl GenerationDoc {
    pub(crate) fn number(&self) -> i64 {
        self.number
    }

    pub(crate) fn published_at(&self) -> bson::DateTime {
        self.published_at
    }

    pub(crate) fn new(generation: &Generation, published_at: DateTime<Utc>) -> Self {
        Self {
            number: generation.number,
            run: generation.run.clone(),
            stamped_at: raw::date(generation.stamped_at),
            published_at: raw::date(published_at),
        }
    }
}

impl From<GenerationDoc> for Generation {
    fn from(row: GenerationDoc) -> Self {
        Self { number: row.number, stamped_at: raw::instant(row.stamped_at), run: row.run }
    }
}

impl Store {
    pub async fn lake(&self) -> Result<Lake> {
        let found = open::<Lake>(self.db(), LAKE).find_one(doc! { "_id": LAKE_ID }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Every published generation, ascending.
    pub async fn generations(&self) -> Result<Vec<Generation>> {
        let rows: Vec<GenerationDoc> =
            open(self.db(), GENERATIONS).find(doc! {}).sort(doc! { "_id": 1 }).await?.try_collect().await?;
        Ok(rows.into_iter().map(Generation::from).collect())
    }

    /// A published generation that is kept.
    pub async fn generation(&self, number: i64) -> Result<Option<Generation>> {
        let rows = open::<GenerationDoc>(self.db(), GENERATIONS);
        Ok(rows.find_one(doc! { "_id": number }).await?.map(Generation::from))
    }

    /// The generation that readers saw at that time.
    pub(crate) async fn generation_at(&self, at: DateTime<Utc>) -> Result<Option<i64>> {
        let rows = open::<GenerationDoc>(self.db(), GENERATIONS);
        let filter = doc! { "published_at": { "$lte": raw::date(at) } };
        Ok(rows.find_one(filter).sort(doc! { "_id": -1 }).await?.map(|row| row.number))
    }

    /// When the first generation from this number on was published.
    pub(crate) async fn history_since(&self, kept_from: i64) -> Result<Option<DateTime<Utc>>> {
        let rows = open::<GenerationDoc>(self.db(), GENERATIONS);
        let first = rows.find_one(doc! { "_id": { "$gte": kept_from } }).sort(doc! { "_id": 1 }).await?;
        Ok(first.map(|row| raw::instant(row.published_at)))
    }

    /// The first generation stamped at or after `since`.
    pub async fn first_generation_since(&self, since: DateTime<Utc>) -> Result<Option<i64>> {
        let rows = open::<GenerationDoc>(self.db(), GENERATIONS);
        let filter = doc! { "stamped_at": { "$gte": raw::date(since) } };
        Ok(rows.find_one(filter).sort(doc! { "stamped_at": 1, "_id": 1 }).await?.map(|row| row.number))
    }
}
