//! Deletions that the guard holds back until an admin, or a later sweep, decides.

use crate::{
    Result, Store,
    collections::{HELD, open},
    loader::{Loader, Target, Writes},
    raw, version,
};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, doc};
use serde::{Deserialize, Serialize};
use shared::{EntityType, sync::HeldDeletions};
use std::collections::{BTreeMap, BTreeSet};

/// A record that is gone in the source and still there in the lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub kind: Kind,
    pub id: SourceId,
    pub entity: EntityType,
    /// For admins; one sentence, the same for all of one decision.
    pub reason: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeldDoc {
    #[serde(rename = "_id")]
    key: String,
    kind: Kind,
    entity: EntityType,
    id: SourceId,
    since: bson::DateTime,
    reason: String,
    run: String,
}

impl Store {
    /// Ids of a kind whose deletion is held.
    pub async fn held_ids(&self, kind: Kind) -> Result<BTreeSet<SourceId>> {
        let rows = open::<HeldDoc>(self.db(), HELD);
        let found: Vec<_> = rows.find(doc! { "kind": kind.name() }).await?.try_collect().await?;
        Ok(found.into_iter().map(|held| held.id).collect())
    }

    /// One line for each kind of record, with its oldest date and that one's reason.
    pub async fn held(&self) -> Result<Vec<HeldDeletions>> {
        let rows = open::<HeldDoc>(self.db(), HELD);
        let mut found = rows.find(doc! {}).sort(doc! { "since": 1, "_id": 1 }).await?;
        let mut lines: BTreeMap<EntityType, HeldDeletions> = BTreeMap::new();
        while let Some(held) = found.try_next().await? {
            let line = lines.entry(held.entity).or_insert_with(|| HeldDeletions {
                entity: held.entity,
                count: 0,
                since: raw::instant(held.since),
                reason: held.reason,
            });
            line.count += 1;
        }
        Ok(lines.into_values().collect())
    }
}

impl Loader {
    /// Holds deletions that were not held before.
    pub async fn hold(&self, target: &Target, held: &[Held]) -> Result<()> {
        for chunk in held.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for one in chunk {
                let row = HeldDoc {
                    key: version::record_key(target.model(one.kind)?, one.id),
                    kind: one.kind,
                    entity: one.entity,
                    id: one.id,
                    since: raw::date(self.stamped_at()),
                    reason: one.reason.clone(),
                    run: target.generation.run.clone(),
                };
                writes.insert(HELD, bson::serialize_to_document(&row).map_err(mongodb::error::Error::from)?);
            }
            self.write_aside(writes).await?;
        }
        Ok(())
    }

    /// Records that were thought to be gone and are there.
    pub async fn unhold(&self, target: &Target, kind: Kind, ids: &[SourceId]) -> Result<()> {
        for chunk in ids.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for id in chunk {
                writes.remove(HELD, version::record_key(target.model(kind)?, *id));
            }
            self.write_aside(writes).await?;
        }
        Ok(())
    }
}
