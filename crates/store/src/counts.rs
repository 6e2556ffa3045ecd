//! How many records of each kind are in the present.

use crate::{
    Result, Store,
    collections::{self, SERVING, open},
    moment::Published,
    version,
};
use futures::future::try_join_all;
use mongodb::bson::Document;
use shared::{EntityType, sync::RecordCount};
use tokio::sync::Mutex;

/// What was counted last while nothing was written.
#[derive(Debug, Default)]
pub(crate) struct Counted(Mutex<Option<Last>>);

/// Holds as long as this epoch and this generation do.
#[derive(Debug)]
struct Last {
    of: (i64, i64),
    counts: Vec<RecordCount>,
}

impl Store {
    /// Of the published generation; what a kind serves where it does, else its canonical records.
    pub async fn counts(&self) -> Result<Vec<RecordCount>> {
        let mut last = self.inner.counted.0.lock().await;
        let published = Published::read(self.db()).await?;
        let of = (published.epoch, published.generation);
        if let Some(known) = last.as_ref().filter(|known| known.of == of) {
            return Ok(known.counts.clone());
        }
        let counts = try_join_all(EntityType::ALL.iter().map(|entity| self.count(*entity, published))).await?;
        // The first write of a run raises `highest`: as long as that is the generation's own, nothing moved between two counts.
        let is_still = published.highest == published.generation && Published::read(self.db()).await? == published;
        *last = is_still.then(|| Last { of, counts: counts.clone() });
        Ok(counts)
    }

    async fn count(&self, entity: EntityType, published: Published) -> Result<RecordCount> {
        // A run that has begun since then closes versions with the next number.
        let closing = published.highest.saturating_add(1);
        let mut filter = version::visible(published.generation, closing);
        filter.insert("is_active", true);
        let serves =
            matches!(entity, EntityType::Account | EntityType::Contact | EntityType::Opportunity | EntityType::Lead);
        let collection = if serves { SERVING.to_owned() } else { collections::canonical(entity) };
        if serves {
            filter.insert("entity_type", entity.name());
        }
        let count = open::<Document>(self.db(), &collection).count_documents(filter).await?;
        Ok(RecordCount { entity, count })
    }
}
