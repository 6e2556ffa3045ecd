//! A lake that a test fills record by record and publishes through the real loader, with a clock that it moves.

use chrono::{DateTime, Utc};
use domain::{
    builders::instant,
    canonical::{Kind, Record, SourceId},
    facts::{Family, References, derive},
};
use mongodb::{Collection, bson::Document};
use serde_json::Map;
use shared::{
    EntityType,
    sync::{RunState, SyncMode},
};
use source::RawRecord;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};
use store::{Clock, Loader, Publication, RecordChange, Seen, Side, Store, StoreOptions, Target, Why};
use testkit::database::TestDb;

type Name = (Kind, SourceId);

#[derive(Clone)]
struct Known {
    record: Record,
    is_active: bool,
    entity: EntityType,
    from: i64,
}

pub struct SmallLake {
    pub db: TestDb,
    pub store: Store,
    now: Arc<Mutex<DateTime<Utc>>>,
    known: BTreeMap<Name, Known>,
    staged: BTreeMap<Name, Option<Record>>,
}

impl SmallLake {
    /// Empty, at noon (UTC) of 2026-11-21.
    pub async fn new() -> Self {
        let db = TestDb::emptied().await;
        let now = Arc::new(Mutex::new(instant("2026-11-21T12:00:00Z")));
        let store = open(&db, &now).await;
        Self { db, store, now, known: BTreeMap::new(), staged: BTreeMap::new() }
    }

    /// What another process would open: nothing in memory yet.
    pub async fn another_store(&self) -> Store {
        open(&self.db, &self.now).await
    }

    pub fn set_clock(&self, now: &str) {
        *self.now.lock().unwrap() = instant(now);
    }

    pub fn put(&mut self, id: SourceId, record: Record) -> &mut Self {
        self.staged.insert((record.kind(), id), Some(record));
        self
    }

    /// Gone in the source.
    pub fn remove(&mut self, kind: Kind, id: SourceId) -> &mut Self {
        match self.known.contains_key(&(kind, id)) {
            true => self.staged.insert((kind, id), None),
            // It came and went between two runs.
            false => self.staged.remove(&(kind, id)),
        };
        self
    }

    /// Records that are there, as they will be after the next publication.
    pub fn records(&self) -> Vec<(SourceId, Record)> {
        let mut all: BTreeMap<Name, Record> =
            self.known.iter().filter(|(_, k)| k.is_active).map(|(name, k)| (*name, k.record.clone())).collect();
        for (name, staged) in &self.staged {
            match staged {
                Some(record) => drop(all.insert(*name, record.clone())),
                None => drop(all.remove(name)),
            }
        }
        all.into_iter().map(|((_, id), record)| (id, record)).collect()
    }

    /// Makes what was staged visible; returns the new generation.
    pub async fn publish(&mut self) -> i64 {
        let mut loader = Loader::acquire(&self.store, "test").await.unwrap().unwrap();
        let mut run = loader.begin_run(SyncMode::Delta).await.unwrap();
        let generation = loader.next_generation(&run.id);
        let models: BTreeMap<_, _> = Kind::ALL.iter().map(|kind| (*kind, format!("test.{}", kind.name()))).collect();
        let target = Target { side: Side::Live, generation: generation.clone(), system: "odoo".into(), models };
        let mut changes: BTreeMap<Kind, Vec<RecordChange>> = BTreeMap::new();
        for ((kind, id), staged) in std::mem::take(&mut self.staged) {
            let change = self.change((kind, id), staged, generation.number);
            changes.entry(kind).or_default().push(change);
        }
        for (kind, changes) in &changes {
            self.store.prepare_raw("odoo", target.model(*kind).unwrap()).await.unwrap();
            loader.load(&target, *kind, changes).await.unwrap();
        }
        let (family, references, names) = self.lake();
        let fresh = loader.lake().generation == 0;
        loader.serve(&target, derive(&family, &references), &names, fresh).await.unwrap();
        run.state = RunState::Success;
        run.generation = Some(generation.number);
        let publication = Publication { system: "odoo".into(), ..Publication::default() };
        loader.finish(Some(&generation), Some(&publication), &mut run, true).await.unwrap();
        loader.release().await.unwrap();
        generation.number
    }

    fn change(&mut self, (kind, id): Name, staged: Option<Record>, from: i64) -> RecordChange {
        let old = self.known.get(&(kind, id)).cloned();
        let is_active = staged.is_some();
        let record = staged.unwrap_or_else(|| old.as_ref().unwrap().record.clone());
        let hash = format!("{record:?}");
        let raw =
            RawRecord { id, written_at: None, payload: Map::new(), content_hash: hash.clone(), silent_hash: None };
        let entity = record.entity(id);
        self.known.insert((kind, id), Known { record: record.clone(), is_active, entity, from });
        RecordChange {
            id,
            seen: if is_active { Seen::Record(raw) } else { Seen::Gone(Why::Missed) },
            record,
            is_active,
            content_hash: hash,
            silent_hash: None,
            url: Some(format!("https://odoo.example/{}/{id}", kind.name())),
            replaces: old.map(|old| (old.entity, old.from)),
            unhold: false,
        }
    }

    fn lake(&self) -> (Family, References, BTreeSet<(EntityType, SourceId)>) {
        let (mut family, mut references, mut names) = (Family::default(), References::default(), BTreeSet::new());
        for ((kind, id), Known { record, is_active, .. }) in &self.known {
            let (id, is_active) = (*id, *is_active);
            names.extend(kind.entities().iter().filter(|_| !kind.is_reference()).map(|entity| (*entity, id)));
            match kind.is_reference() {
                true if is_active => references.insert(id, record.clone()),
                true => {}
                false => family.add(id, record.clone(), is_active),
            }
        }
        (family, references, names)
    }
}

async fn open(db: &TestDb, now: &Arc<Mutex<DateTime<Utc>>>) -> Store {
    let now = Arc::clone(now);
    let clock: Clock = Arc::new(move || *now.lock().unwrap());
    Store::open(db.db(), clock, StoreOptions::default()).await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the tests look past the crate under test")]
pub fn collection(db: &TestDb, name: &str) -> Collection<Document> {
    db.database().collection(name)
}
