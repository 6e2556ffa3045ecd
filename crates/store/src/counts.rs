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

impl Store {
    /// Of the published generation; what a kind serves where it does, else its canonical records.
    pub async fn counts(&self) -> Result<Vec<RecordCount>> {
        let published = Published::read(self.db()).await?;
        try_join_all(EntityType::ALL.iter().map(|entity| self.count(*entity, published))).await
    }

    async fn count(&self, entity: EntityType, published: Published) -> Result<RecordCount> {
        let mut filter = version::visible(published.generation, published.highest);
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
