//! Restoring: an empty lake gets its raw and own records back, and shows nothing before the replay is done.

use super::{Backup, BackupError, Part};
use crate::{
    Store,
    collections::{LAKE, USERS, open},
    lake::Lake,
    loader::Loader,
    schema::{self, Indexes},
};
use futures::TryStreamExt;
use mongodb::bson::{self, Bson, Document, doc};

impl Loader {
    /// Brings in what the backup holds. Readers go on seeing an empty lake until [`Loader::reveal`].
    pub async fn fill_from(&mut self, backup: &Backup) -> Result<(), BackupError> {
        if !self.store().is_untouched().await? {
            return Err(BackupError::NotEmpty);
        }
        self.number_runs_above(backup.manifest().fence);
        let lake = self.lake_of(backup)?;
        // No run writes under a number of the backup, even when this is cut off.
        self.put_lake(Lake { generation: 0, highest: lake.generation, ..lake }).await?;
        for part in backup.raw() {
            schema::prepare_one(self.db(), &part.collection, None, Indexes::All).await?;
            self.insert_all(backup, part).await?;
        }
        for part in backup.own().filter(|part| part.collection != LAKE) {
            self.insert_all(backup, part).await?;
        }
        Ok(())
    }

    /// Shows the restored generation, which a replay has made again.
    pub async fn reveal(&mut self, backup: &Backup) -> Result<(), BackupError> {
        let generation = backup.manifest().generation;
        let published_at = self.lake_of(backup)?.published_at;
        let lake = Lake { generation, published_at, ..self.lake().clone() };
        Ok(self.put_lake(lake).await?)
    }

    fn lake_of(&self, backup: &Backup) -> Result<Lake, BackupError> {
        let Some(part) = backup.own().find(|part| part.collection == LAKE) else { return Ok(Lake::default()) };
        let found = backup.documents(part)?.next(1)?.pop().unwrap_or_default();
        Ok(bson::deserialize_from_document(found).map_err(mongodb::error::Error::from)?)
    }

    /// A document that the start of this program has made already gives way to that of the backup.
    async fn insert_all(&self, backup: &Backup, part: &Part) -> Result<(), BackupError> {
        let mut documents = backup.documents(part)?;
        let rows = &open::<Document>(self.db(), &part.collection);
        loop {
            let batch = &documents.next(Self::MOST_KEYS)?;
            if batch.is_empty() {
                return Ok(());
            }
            let ids: Vec<Bson> = batch.iter().filter_map(|document| document.get("_id").cloned()).collect();
            let same = &doc! { "_id": { "$in": ids } };
            self.lease()
                .run(|mut tx| {
                    Box::pin(async move {
                        rows.delete_many(same.clone()).session(tx.session()).await?;
                        rows.insert_many(batch).session(tx.session()).await?;
                        Ok(())
                    })
                })
                .await?;
        }
    }
}

impl Store {
    /// No run has ever written here, and nobody has ever been let in.
    async fn is_untouched(&self) -> Result<bool, BackupError> {
        let lake = self.lake().await?;
        let raw = doc! { "name": { "$regex": "^raw_" } };
        let raw: Vec<_> = self.db().database().list_collections().filter(raw).await?.try_collect().await?;
        let people = open::<Document>(self.db(), USERS).find_one(doc! {}).await?;
        Ok(lake.generation == 0 && lake.highest == 0 && raw.is_empty() && people.is_none())
    }
}
