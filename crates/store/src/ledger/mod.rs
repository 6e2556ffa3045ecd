//! The facts of a published generation in memory: held once per process, moved along with each publication.

mod doers;
mod hung;
mod load;
mod names;
mod pieces;
mod planned;
mod reach;
mod reader;
mod references;
mod rows;
mod sets;
mod snapshot;
mod sums;
mod valuation;
mod view;

pub(crate) use hung::{InvoiceRow, TouchRow};
pub(crate) use planned::PlannedRow;
pub(crate) use reach::Reach;
pub(crate) use rows::{AccountRow, DealRow};
pub(crate) use snapshot::{Family, Snapshot};
pub(crate) use sums::{Cut, Group, Stand};
pub(crate) use view::{Row, View};

use crate::{
    Result, StoreError,
    collections::{GENERATIONS, open},
    lake::Lake,
    moment::Published,
};
use db::Db;
use mongodb::bson::{Document, doc};
use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::Mutex;

/// Past generations that lists may be continued in, besides the newest.
const PAST_KEPT: usize = 4;

pub(crate) struct Ledger {
    db: Db,
    held: RwLock<Held>,
    /// Whoever moves the newest generation on; the others wait for the result instead of loading the same rows.
    advancing: Mutex<()>,
    /// The same for past generations, apart, so that nobody who reads the present waits for the past.
    going_back: Mutex<()>,
}

#[derive(Default)]
struct Held {
    /// What was loaded under an earlier one was made from documents that are gone.
    epoch: i64,
    newest: Option<Arc<Snapshot>>,
    /// Complete, and about to be published: nobody asks for it before.
    next: Option<Arc<Snapshot>>,
    /// Last used first.
    past: Vec<Arc<Snapshot>>,
}

impl Held {
    fn find(&self, generation: i64) -> Option<&Arc<Snapshot>> {
        let all = self.newest.iter().chain(&self.next).chain(&self.past);
        all.into_iter().find(|snapshot| snapshot.generation == generation)
    }

    fn newest_generation(&self) -> i64 {
        self.newest.as_ref().map_or(-1, |snapshot| snapshot.generation)
    }

    /// The held snapshot from which the fewest generations lie in between. Of one before `kept_from` nothing tells any more
    /// what has gone since.
    fn nearest(&self, generation: i64, kept_from: i64) -> Option<Arc<Snapshot>> {
        let all = self.newest.iter().chain(&self.past).filter(|snapshot| snapshot.generation >= kept_from);
        all.min_by_key(|snapshot| snapshot.generation.abs_diff(generation)).cloned()
    }

    fn keep(&mut self, snapshot: Arc<Snapshot>) {
        let past = match &mut self.newest {
            Some(newest) if newest.generation >= snapshot.generation => Some(snapshot),
            newest => newest.replace(snapshot),
        };
        if let Some(past) = past {
            self.past.insert(0, past);
            self.past.truncate(PAST_KEPT);
        }
    }

    fn touch(&mut self, generation: i64) {
        if let Some(at) = self.past.iter().position(|snapshot| snapshot.generation == generation) {
            let used = self.past.remove(at);
            self.past.insert(0, used);
        }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger(newest generation {})", self.held_generation().unwrap_or_default())
    }
}

impl Ledger {
    pub(crate) fn new(db: Db) -> Self {
        Self { db, held: RwLock::default(), advancing: Mutex::new(()), going_back: Mutex::new(()) }
    }

    /// The newest generation in memory; absent before the first read.
    pub(crate) fn held_generation(&self) -> Option<i64> {
        self.read(|held| held.newest.as_ref().map(|snapshot| snapshot.generation))
    }

    /// The facts of a published generation. Must be called with published numbers only, or such that were once.
    pub(crate) async fn at(&self, generation: i64) -> Result<Arc<Snapshot>> {
        let (found, newest) = self.read(|held| (held.find(generation).cloned(), held.newest_generation()));
        match found {
            Some(snapshot) if generation < newest => {
                self.write(|held| held.touch(generation));
                Ok(snapshot)
            }
            Some(snapshot) => Ok(snapshot),
            None if generation < newest => {
                let _one_at_a_time = self.going_back.lock().await;
                self.load(generation).await
            }
            None => {
                let _one_at_a_time = self.advancing.lock().await;
                self.load(generation).await
            }
        }
    }

    /// Called by whoever is about to publish, when all rows are written: those who read the generation first do not wait for
    /// them. Only where the one before it is in use.
    pub(crate) async fn prepare(&self, generation: i64, before: &Lake) {
        let present = (before.epoch, before.generation);
        if self.read(|held| (held.epoch, held.newest_generation())) != present {
            return;
        }
        match self.rows_of(generation).await {
            Ok((snapshot, _)) => self.write(|held| {
                if (held.epoch, held.newest_generation()) == present {
                    held.next = Some(snapshot);
                }
            }),
            Err(error) => tracing::warn!(%error, generation, "the ledger is moved on when somebody asks for it"),
        }
    }

    /// What was prepared was published, or never will be.
    pub(crate) fn published(&self, generation: Option<i64>) {
        self.write(|held| {
            if let Some(next) = held.next.take().filter(|next| Some(next.generation) == generation) {
                held.keep(next);
            }
        });
    }

    /// Forgets everything when a replay has put other documents in place.
    pub(crate) fn follow(&self, epoch: i64) {
        if self.read(|held| held.epoch < epoch) {
            self.write(|held| {
                if held.epoch < epoch {
                    *held = Held { epoch, ..Held::default() };
                }
            });
        }
    }

    async fn load(&self, generation: i64) -> Result<Arc<Snapshot>> {
        loop {
            let (found, epoch) = self.read(|held| (held.find(generation).cloned(), held.epoch));
            if let Some(snapshot) = found {
                return Ok(snapshot);
            }
            let (snapshot, base) = self.read_rows(generation).await?;
            let published = Published::read(&self.db).await?;
            self.follow(published.epoch);
            let kept = self.write(|held| {
                let same = held.epoch == epoch && base.is_none_or(|base| base >= published.kept_from);
                if same {
                    held.keep(Arc::clone(&snapshot));
                }
                same
            });
            // Else a replay or retention changed the documents while they were read.
            if kept {
                return Ok(snapshot);
            }
        }
    }

    async fn read_rows(&self, generation: i64) -> Result<(Arc<Snapshot>, Option<i64>)> {
        self.must_be_kept(generation).await?;
        self.rows_of(generation).await
    }

    /// With the generation from which its rows were moved.
    async fn rows_of(&self, generation: i64) -> Result<(Arc<Snapshot>, Option<i64>)> {
        let kept_from = Published::read(&self.db).await?.kept_from;
        let nearest = self.read(|held| held.nearest(generation, kept_from));
        let snapshot = match &nearest {
            Some(nearest) => load::moved(&self.db, nearest, generation).await?,
            None => load::whole(&self.db, generation).await?,
        };
        let snapshot = Arc::new(snapshot);
        let base = nearest.map(|nearest| nearest.generation);
        if base.is_some_and(|base| base < generation) {
            warm(&snapshot).await;
        }
        tracing::debug!(generation, accounts = snapshot.accounts.len(), deals = snapshot.deals.len(), "ledger loaded");
        Ok((snapshot, base))
    }

    /// Generation 0 is the empty lake before the first publication. What retention has taken has no entry any more.
    async fn must_be_kept(&self, generation: i64) -> Result<()> {
        if generation == 0 {
            return Ok(());
        }
        let published = open::<Document>(&self.db, GENERATIONS).find_one(doc! { "_id": generation }).await?;
        published.map(drop).ok_or(StoreError::SnapshotExpired)
    }

    fn read<T>(&self, look: impl FnOnce(&Held) -> T) -> T {
        look(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Held) -> T) -> T {
        change(&mut self.held.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Away from the threads that answer requests.
async fn warm(snapshot: &Arc<Snapshot>) {
    let warmed = Arc::clone(snapshot);
    if let Err(error) = tokio::task::spawn_blocking(move || warmed.warm()).await {
        tracing::error!(%error, "sums are added up when they are asked for");
    }
}
