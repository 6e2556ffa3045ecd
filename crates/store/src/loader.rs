//! The only way to write the lake: a lease, and fenced transactions of at most a thousand keys.

use crate::{
    Result, Store, StoreError, canonical,
    collections::{self, GENERATIONS, INTEGRATIONS, LAKE, LAKE_ID, LEASES, OPEN_END, SYNC_LOGS, open},
    lake::{Generation, GenerationDoc, Lake},
    raw::{self, Seen},
    shadow::Side,
    version,
    writes::Writes,
};
use chrono::{DateTime, Utc};
use db::{Db, Lease};
use domain::canonical::{Kind, Record, SourceId};
use mongodb::{
    ClientSession,
    bson::{self, Document, doc},
};
use serde::Deserialize;
use shared::{EntityType, sync::SyncRun};
use std::collections::BTreeMap;

pub(crate) const LEASE: &str = "sync";

/// The one who may write. Dropped without `release`, the next one waits until the lease has run out.
#[derive(Debug)]
pub struct Loader {
    lease: Lease,
    store: Store,
    lake: Lake,
    stamped_at: DateTime<Utc>,
    /// A batch of the generation in the making is in the database.
    wrote: bool,
    /// Runs are numbered by the lease: later ones go on above this number.
    number_runs_above: i64,
}

/// Where and under which generation versions are written, and by which names the source calls its models.
#[derive(Debug, Clone)]
pub struct Target {
    pub side: Side,
    pub generation: Generation,
    pub system: String,
    pub models: BTreeMap<Kind, String>,
}

impl Target {
    pub fn model(&self, kind: Kind) -> Result<&str> {
        self.models.get(&kind).map(String::as_str).ok_or(StoreError::UnknownModel { kind: kind.name() })
    }
}

/// A new version of one record, in raw and canonical at once.
#[derive(Debug, Clone)]
pub struct RecordChange {
    pub id: SourceId,
    pub seen: Seen,
    pub record: Record,
    pub is_active: bool,
    pub content_hash: String,
    pub silent_hash: Option<String>,
    pub url: Option<String>,
    /// The version that this one takes over from.
    pub replaces: Option<(EntityType, i64)>,
    /// Its deletion was held and is so no more.
    pub unhold: bool,
}

/// What the end of a run puts down for the next one.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    pub system: String,
    pub fingerprint: String,
    pub mapping_version: i32,
    pub cursors: BTreeMap<Kind, DateTime<Utc>>,
    /// For kinds that were read: the whole new list.
    pub again: BTreeMap<Kind, Vec<SourceId>>,
    /// Kinds that this run read as a whole.
    pub complete: Vec<Kind>,
    /// Set by a run that read and compared every record.
    pub compared_at: Option<DateTime<Utc>>,
}

impl Loader {
    /// Keys in one transaction.
    pub const MOST_KEYS: usize = 1_000;

    /// `None` while another process loads; [`Store::loader_now`] names it.
    pub async fn acquire(store: &Store, holder: &str) -> Result<Option<Self>> {
        let Some(lease) = Lease::acquire(store.db(), LEASE, holder, Lease::TTL).await? else { return Ok(None) };
        let lake = store.lake().await?;
        let stamped_at = store.db().now().await?;
        Ok(Some(Self { lease, store: store.clone(), lake, stamped_at, wrote: false, number_runs_above: 0 }))
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The lake as it was published when the lease was taken.
    pub fn lake(&self) -> &Lake {
        &self.lake
    }

    /// The database's clock when the lease was taken: the stamp of everything that is written under it.
    pub fn stamped_at(&self) -> DateTime<Utc> {
        self.stamped_at
    }

    pub(crate) fn db(&self) -> &Db {
        self.store.db()
    }

    pub fn fence(&self) -> i64 {
        self.lease.fence()
    }

    /// The generation in the making. A number that a crashed run wrote raw rows under is not used again.
    pub fn next_generation(&self, run: &str) -> Generation {
        let number = self.lake.highest.max(self.lake.generation) + 1;
        Generation { number, stamped_at: self.stamped_at, run: run.to_owned() }
    }

    /// True once something was written under the generation in the making.
    pub fn wrote(&self) -> bool {
        self.wrote
    }

    /// Writes new versions of records of one kind; raw rows only on the live side.
    pub async fn load(&mut self, target: &Target, kind: Kind, changes: &[RecordChange]) -> Result<()> {
        let raw_collection = collections::raw(&target.system, target.model(kind)?);
        for chunk in changes.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for change in chunk {
                let key = version::record_key(target.model(kind)?, change.id);
                if target.side == Side::Live {
                    writes.insert(&raw_collection, &raw::row(target, kind, change.id, &change.seen)?)?;
                }
                if let Some((entity, from)) = change.replaces {
                    writes.close(&target.side.canonical(entity), version::row_id(&key, from));
                }
                let entity = change.record.entity(change.id);
                writes.insert(&target.side.canonical(entity), &canonical::document(target, kind, change)?)?;
                if change.unhold {
                    writes.remove(collections::HELD, key);
                }
            }
            self.write(target, writes).await?;
        }
        Ok(())
    }

    /// One fenced transaction with versions of the target's generation.
    pub(crate) async fn write(&mut self, target: &Target, writes: Writes) -> Result<()> {
        let number = target.generation.number;
        let reserve = (target.side == Side::Live && !self.wrote).then_some(number);
        if reserve.is_some() {
            // Taken even where the answer to a commit is lost: what is put down of the lake later must not give it back.
            self.lake.highest = number;
        }
        self.commit(&writes, number, reserve).await?;
        self.wrote |= reserve.is_some();
        Ok(())
    }

    /// One fenced transaction that touches no version.
    pub(crate) async fn write_aside(&self, writes: Writes) -> Result<()> {
        self.commit(&writes, OPEN_END, None).await
    }

    async fn commit(&self, writes: &Writes, number: i64, reserve: Option<i64>) -> Result<()> {
        let db = self.store.db();
        self.lease.run(|mut tx| Box::pin(async move { writes.apply(db, tx.session(), number, reserve).await })).await?;
        Ok(())
    }

    /// An error when the lease is not ours any more.
    pub async fn still_ours(&self) -> Result<()> {
        Ok(self.lease.run(|_| Box::pin(async { Ok(()) })).await?)
    }

    pub(crate) fn number_runs_above(&mut self, fence: i64) {
        self.number_runs_above = fence;
    }

    /// The last transaction of a run: its generation, the cursors and its end become visible together, or none of them.
    pub async fn finish(
        &mut self,
        generation: Option<&Generation>,
        publication: Option<&Publication>,
        run: &mut SyncRun,
        read_everything: bool,
    ) -> Result<()> {
        if generation.is_some() && self.lake.generation == 0 {
            self.index_all(Side::Live).await?;
        }
        if let Some(generation) = generation {
            self.store.inner.ledger.prepare(generation.number, &self.lake).await;
        }
        let published_at = self.store.db().now().await?;
        run.finished_at = Some(published_at);
        let mut lake = self.lake.clone();
        if let Some(publication) = publication {
            publication.apply_to(&mut lake);
        }
        if let Some(generation) = generation {
            (lake.generation, lake.highest) = (generation.number, generation.number);
            (lake.published_at, lake.run) = (Some(published_at), Some(run.id.clone()));
        }
        let row = generation.map(|generation| GenerationDoc::new(generation, published_at));
        let fields = (lake != self.lake).then(|| serialize(&lake)).transpose()?;
        let log = crate::runs::ended(run, read_everything)?;
        let state = crate::integrations::ended(run, read_everything)?;
        let (db, row, fields, log, state) = (self.store.db(), &row, &fields, &log, &state);
        let id = run.id.as_str();
        let ended = self
            .lease
            .run(|mut tx| {
                Box::pin(async move {
                    if let Some(row) = row {
                        open::<GenerationDoc>(db, GENERATIONS).insert_one(row).session(tx.session()).await?;
                    }
                    if let Some(fields) = fields {
                        set_lake(db, tx.session(), fields.clone()).await?;
                    }
                    let logs = open::<Document>(db, SYNC_LOGS);
                    logs.replace_one(doc! { "_id": id }, log).session(tx.session()).await?;
                    let (ours, state) = state.clone();
                    open::<Document>(db, INTEGRATIONS).update_one(ours, state).session(tx.session()).await?;
                    Ok(())
                })
            })
            .await;
        let published = generation.filter(|_| ended.is_ok()).map(|generation| generation.number);
        self.store.inner.ledger.published(published);
        ended?;
        self.lake = lake;
        Ok(())
    }

    /// After a replay was put in place.
    pub(crate) async fn replayed(&mut self, mapping_version: i32) -> Result<()> {
        self.put_lake(Lake { mapping_version, epoch: self.lake.epoch + 1, ..self.lake.clone() }).await
    }

    pub(crate) async fn put_lake(&mut self, lake: Lake) -> Result<()> {
        let (db, fields) = (self.store.db(), &serialize(&lake)?);
        self.lease.run(|mut tx| Box::pin(async move { set_lake(db, tx.session(), fields.clone()).await })).await?;
        self.lake = lake;
        Ok(())
    }

    /// Runs a change of `sync_logs` as a fenced transaction.
    pub(crate) fn lease(&self) -> &Lease {
        &self.lease
    }

    /// Lets the next one in at once.
    pub async fn release(self) -> Result<()> {
        Ok(self.lease.release_above(self.number_runs_above).await?)
    }
}

impl Publication {
    fn apply_to(&self, lake: &mut Lake) {
        lake.system = Some(self.system.clone());
        lake.fingerprint = Some(self.fingerprint.clone());
        lake.mapping_version = self.mapping_version;
        lake.cursors.extend(self.cursors.iter().map(|(kind, cursor)| (kind.name().to_owned(), *cursor)));
        for (kind, ids) in &self.again {
            match ids.is_empty() {
                true => drop(lake.again.remove(kind.name())),
                false => drop(lake.again.insert(kind.name().to_owned(), ids.clone())),
            }
        }
        lake.complete.extend(self.complete.iter().map(|kind| kind.name().to_owned()));
        lake.complete.sort_unstable();
        lake.complete.dedup();
        lake.compared_at = self.compared_at.or(lake.compared_at);
    }
}

fn serialize(lake: &Lake) -> Result<Document> {
    Ok(bson::serialize_to_document(lake).map_err(mongodb::error::Error::from)?)
}

async fn set_lake(db: &Db, session: &mut ClientSession, fields: Document) -> db::Result<()> {
    let lake = open::<Document>(db, LAKE);
    lake.update_one(doc! { "_id": LAKE_ID }, doc! { "$set": fields }).upsert(true).session(session).await?;
    Ok(())
}

impl Store {
    /// Who loads now, if anybody does.
    pub async fn loader_now(&self) -> Result<Option<String>> {
        #[derive(Deserialize)]
        struct Held {
            holder: Option<String>,
        }
        let alive = doc! { "_id": LEASE, "$expr": { "$gt": ["$until", "$$NOW"] } };
        Ok(open::<Held>(self.db(), LEASES).find_one(alive).await?.and_then(|held| held.holder))
    }
}
