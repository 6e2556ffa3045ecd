//! Sizes of the lake, kind by kind, in all of its zones.

use crate::{
    Result, Store,
    collections::{self, INSTANCE, SERVING, open},
    moment::Published,
    version,
};
use futures::future::try_join_all;
use mongodb::bson::{Document, doc};
use shared::EntityType;

/// Of one kind of record, in the published generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntitySizes {
    pub entity: EntityType,
    /// Versions as received of its model, with tombstones; raw knows no generation.
    pub raw_versions: u64,
    pub active: u64,
    /// Gone in the source.
    pub deleted: u64,
    /// Absent where the kind serves nothing.
    pub serving: Option<u64>,
}

impl Store {
    /// `model` names the source's model of a kind of record.
    pub async fn sizes(&self, model: impl Fn(EntityType) -> Option<&'static str>) -> Result<Vec<EntitySizes>> {
        let published = Published::read(self.db()).await?;
        let system = self.lake().await?.system;
        let of = |entity: EntityType| {
            let raw = system.as_deref().and_then(|system| Some((system, model(entity)?)));
            self.sizes_of(entity, published, raw)
        };
        try_join_all(EntityType::ALL.iter().copied().map(of)).await
    }

    async fn sizes_of(
        &self,
        entity: EntityType,
        published: Published,
        raw: Option<(&str, &str)>,
    ) -> Result<EntitySizes> {
        let count = async |collection: String, filter: Document| {
            open::<Document>(self.db(), &collection).count_documents(filter).await
        };
        let visible = |more: Document| {
            let mut filter = version::visible(published.generation, published.highest);
            filter.extend(more);
            filter
        };
        let canonical = collections::canonical(entity);
        let raw_versions = match raw {
            Some((system, model)) => {
                let of_model = doc! { "source": system, "instance": INSTANCE, "model": model };
                count(collections::raw(system, model), of_model).await?
            }
            None => 0,
        };
        let served = doc! { "entity_type": entity.name(), "is_active": true };
        let serving = count(SERVING.to_owned(), visible(served)).await?;
        Ok(EntitySizes {
            entity,
            raw_versions,
            active: count(canonical.clone(), visible(doc! { "is_active": true })).await?,
            deleted: count(canonical, visible(doc! { "is_active": false })).await?,
            serving: (serving > 0).then_some(serving),
        })
    }
}
