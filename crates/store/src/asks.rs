//! What the next run is asked to do beyond its routine: read these records again, or compare all of them.

use crate::{
    Result, Store,
    collections::{ASKS, open},
    loader::Loader,
    raw,
    writes::Writes,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, Document, doc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FULL: &str = "full";

/// Ids in one command.
const AT_ONCE: usize = 1_000;

#[derive(Debug, Serialize, Deserialize)]
struct AskDoc {
    #[serde(rename = "_id")]
    key: String,
    /// Absent where everything is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<SourceId>,
    at: bson::DateTime,
}

/// What was asked before a run began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// Read and compare every record.
    pub full: bool,
    pub records: BTreeMap<Kind, Vec<SourceId>>,
}

impl Store {
    /// The next run that reads this kind reads these records too, whatever their time of writing.
    pub async fn ask_again(&self, kind: Kind, ids: &[SourceId]) -> Result<()> {
        let at = raw::date(self.db().now().await?);
        for ids in ids.chunks(AT_ONCE) {
            let rows = ids.iter().map(|id| AskDoc { key: key(kind, *id), kind: Some(kind), id: Some(*id), at });
            self.ask(rows.collect()).await?;
        }
        Ok(())
    }

    /// The next run compares every record, also when one that does not is going on now.
    pub async fn ask_full_compare(&self) -> Result<()> {
        let at = raw::date(self.db().now().await?);
        self.ask(vec![AskDoc { key: FULL.to_owned(), kind: None, id: None, at }]).await
    }

    /// Asked twice, the later time counts: a run in between did not know of it.
    async fn ask(&self, rows: Vec<AskDoc>) -> Result<()> {
        let asks = open::<AskDoc>(self.db(), ASKS);
        for row in rows {
            asks.replace_one(doc! { "_id": &row.key }, &row).upsert(true).await?;
        }
        Ok(())
    }

    pub async fn asks(&self) -> Result<Asks> {
        self.asks_that(doc! {}).await
    }

    async fn asks_that(&self, filter: Document) -> Result<Asks> {
        let mut found = open::<AskDoc>(self.db(), ASKS).find(filter).sort(doc! { "_id": 1 }).await?;
        let mut asks = Asks::default();
        while let Some(ask) = found.try_next().await? {
            match (ask.kind, ask.id) {
                (Some(kind), Some(id)) => asks.records.entry(kind).or_default().push(id),
                _ => asks.full = true,
            }
        }
        Ok(asks)
    }
}

impl Loader {
    /// The same from within a run, which answers it if it comes to its end.
    pub async fn ask_full_compare(&self) -> Result<()> {
        let at = raw::date(self.stamped_at());
        self.store().ask(vec![AskDoc { key: FULL.to_owned(), kind: None, id: None, at }]).await
    }

    /// What was asked before the lease was taken. Later questions are for the next run: this one could not answer them for good.
    pub async fn asks(&self) -> Result<Asks> {
        self.store().asks_that(doc! { "at": { "$lte": raw::date(self.stamped_at()) } }).await
    }

    /// Done, as far as it was asked before the lease was taken.
    pub async fn answered(&self, kind: Kind, ids: &[SourceId]) -> Result<()> {
        let keys: Vec<_> = ids.iter().map(|id| key(kind, *id)).collect();
        for keys in keys.chunks(AT_ONCE) {
            self.forget(doc! { "_id": { "$in": keys } }, self.stamped_at()).await?;
        }
        Ok(())
    }

    pub async fn answered_full(&self) -> Result<()> {
        self.forget(doc! { "_id": FULL }, self.stamped_at()).await
    }

    async fn forget(&self, mut asks: Document, until: DateTime<Utc>) -> Result<()> {
        asks.insert("at", doc! { "$lte": raw::date(until) });
        let mut writes = Writes::default();
        writes.remove_where(ASKS, asks);
        self.write_aside(writes).await
    }
}

fn key(kind: Kind, id: SourceId) -> String {
    format!("{}:{id}", kind.name())
}
