//! Collections beside the live ones, in which a replay is built before it takes their place.

use crate::{
    Result, Store, StoreError,
    collections::{self, SERVING},
    loader::Loader,
    schema::{self, Indexes},
};
use db::Db;
use domain::canonical::Kind;
use futures::future::try_join_all;
use mongodb::bson::doc;
use shared::EntityType;

const PREFIX: &str = "replay";

/// Where versions are written and looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before the readers, under a generation that they do not look at yet.
    Live,
    /// Beside them, numbered by the fence of the lease: an older replay that wakes up finds nothing to put in place.
    Shadow(i64),
}

impl Side {
    pub(crate) fn canonical(self, entity: EntityType) -> String {
        self.name(&collections::canonical(entity))
    }

    pub(crate) fn serving(self) -> String {
        self.name(SERVING)
    }

    fn name(self, live: &str) -> String {
        match self {
            Self::Live => live.to_owned(),
            Self::Shadow(fence) => format!("{PREFIX}{fence}_{live}"),
        }
    }
}

/// Name of the collection that this one will replace; a live one's is its own.
pub(crate) fn live_name(collection: &str) -> &str {
    let rest = collection.strip_prefix(PREFIX).unwrap_or(collection);
    match rest.split_once('_') {
        Some((fence, live)) if rest.len() < collection.len() && fence.parse::<i64>().is_ok() => live,
        _ => collection,
    }
}

fn is_shadow(collection: &str) -> bool {
    live_name(collection) != collection
}

fn live_names() -> impl Iterator<Item = String> {
    EntityType::ALL.iter().map(|entity| collections::canonical(*entity)).chain([SERVING.to_owned()])
}

/// What replays that were cut off left behind.
pub(crate) async fn drop_all(db: &Db) -> Result<()> {
    for name in db.database().list_collection_names().await? {
        if is_shadow(&name) {
            collections::open::<mongodb::bson::Document>(db, &name).drop().await?;
        }
    }
    Ok(())
}

fn canonical(side: Side, kinds: &[Kind]) -> Vec<String> {
    kinds.iter().flat_map(|kind| kind.entities()).map(|entity| side.canonical(*entity)).collect()
}

impl Store {
    /// What is looked for in canonical records while facts are derived. A first import does without while it reads them.
    pub async fn index_canonical(&self, side: Side) -> Result<()> {
        schema::complete(self.db(), &canonical(side, Kind::ALL)).await
    }

    /// The same for a kind that was read as a whole, where it takes long: others can be read meanwhile.
    pub async fn index_early(&self, side: Side, kind: Kind) -> Result<()> {
        schema::complete(self.db(), &schema::large(self.db(), canonical(side, &[kind])).await?).await
    }

    /// What readers and later generations look for. The first generation's rows come without.
    pub async fn index_serving(&self, side: Side) -> Result<()> {
        schema::complete(self.db(), &[side.serving()]).await
    }
}

impl Loader {
    /// Empty shadows of all versioned collections.
    pub async fn open_shadow(&self) -> Result<Side> {
        drop_all(self.db()).await?;
        let side = Side::Shadow(self.fence());
        let names: Vec<_> = live_names().map(|live| side.name(&live)).collect();
        try_join_all(names.iter().map(|name| schema::prepare_one(self.db(), name, None, Indexes::NotLate))).await?;
        Ok(side)
    }

    pub(crate) async fn index_all(&self, side: Side) -> Result<()> {
        let names: Vec<_> = live_names().map(|live| side.name(&live)).collect();
        schema::complete(self.db(), &names).await
    }

    /// Puts the shadows in the place of the live collections, one by one, and says so in the lake. Each holds the same
    /// generations as the one it replaces; cut off in the middle, the next start replays again.
    pub async fn swap_in(&mut self, side: Side, mapping_version: i32) -> Result<()> {
        self.index_all(side).await?;
        let database = self.db().name().to_owned();
        for live in live_names() {
            self.still_ours().await?;
            let command = doc! {
                "renameCollection": format!("{database}.{}", side.name(&live)),
                "to": format!("{database}.{live}"),
                "dropTarget": true,
            };
            self.db().client().database("admin").run_command(command).await.map_err(StoreError::from)?;
        }
        self.replayed(mapping_version).await
    }
}
