//! The first act of whoever takes the lease: what an unpublished generation left behind is taken back.

use crate::{
    Result,
    collections::{OPEN_END, QUARANTINE, open},
    loader::Loader,
    shadow::{self, Side},
};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use serde::Deserialize;
use shared::EntityType;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repaired {
    pub removed: u64,
    pub reopened: u64,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    row: String,
}

impl Loader {
    /// Removes versions that were never published and reopens what they had closed. Raw rows stay.
    pub async fn repair(&self) -> Result<Repaired> {
        shadow::drop_all(self.db()).await?;
        let published = self.lake().generation;
        // The first write of a run raises the highest number: without one, there is nothing to take back.
        let is_unfinished = self.lake().highest > published;
        let repaired = if is_unfinished { self.take_back(published).await? } else { Repaired::default() };
        // Their refused versions lie in raw under a number that no replay looks at: the next refusal appends them again.
        let unkept = doc! { "$set": { "from": 0_i64, "content_hash": "" } };
        self.in_batches(QUARANTINE, doc! { "from": { "$gt": published } }, Some(unkept)).await?;
        if repaired != Repaired::default() {
            tracing::warn!(
                rows.removed = repaired.removed,
                rows.reopened = repaired.reopened,
                "took back what an unfinished run had written"
            );
        }
        Ok(repaired)
    }

    async fn take_back(&self, published: i64) -> Result<Repaired> {
        let names = EntityType::ALL.iter().map(|entity| Side::Live.canonical(*entity)).chain([Side::Live.serving()]);
        let mut repaired = Repaired::default();
        for name in names {
            // First the new, then the old: cut off between the two, a key has no version for a moment, never two.
            let unpublished = doc! { "from": { "$gt": published } };
            repaired.removed += self.in_batches(&name, unpublished, None).await?;
            let closed = doc! { "to": { "$gt": published, "$lt": OPEN_END } };
            repaired.reopened += self.in_batches(&name, closed, Some(doc! { "$set": { "to": OPEN_END } })).await?;
        }
        Ok(repaired)
    }

    /// Deletes the matching rows, or changes them so that they match no more.
    pub(crate) async fn in_batches(&self, collection: &str, filter: Document, update: Option<Document>) -> Result<u64> {
        let mut total = 0;
        loop {
            let limit = i64::try_from(Self::MOST_KEYS).unwrap_or(i64::MAX);
            let rows = open::<Row>(self.db(), collection);
            let found: Vec<Row> =
                rows.find(filter.clone()).projection(doc! { "_id": 1 }).limit(limit).await?.try_collect().await?;
            if found.is_empty() {
                return Ok(total);
            }
            let ids: Vec<_> = found.into_iter().map(|row| row.row).collect();
            let these = &doc! { "_id": { "$in": &ids } };
            let (rows, update) = (&open::<Document>(self.db(), collection), &update);
            self.lease()
                .run(|mut tx| {
                    Box::pin(async move {
                        match update {
                            Some(update) => {
                                rows.update_many(these.clone(), update.clone())
                                    .session(tx.session())
                                    .await
                                    .map(drop)?;
                            }
                            None => rows.delete_many(these.clone()).session(tx.session()).await.map(drop)?,
                        }
                        Ok(())
                    })
                })
                .await?;
            total += u64::try_from(ids.len()).unwrap_or_default();
        }
    }
}
