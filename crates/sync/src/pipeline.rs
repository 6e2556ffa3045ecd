//! The pipeline of one source: a run under the lease, whoever rings the bell.

use crate::{
    RecordPast, SyncRunError, record_history,
    resync::Only,
    run::{Run, making_version},
};
use chrono::TimeDelta;
use domain::canonical::{Kind, SourceId};
use shared::sync::{RunState, SyncError, SyncErrorCode, SyncMode, SyncRun};
use source::Source;
use std::{fmt, sync::Arc};
use store::{Loader, Store, StoreError};
use tracing::Instrument;

/// The source stamps a record when its transaction starts, in whole seconds, and shows it when it ends: so far back from
/// the newest record seen may others appear later.
pub const DEFAULT_OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// Bytes that are to be free before a run begins.
pub const DEFAULT_LEAST_FREE_DISK: u64 = 1 << 30;
const MEGABYTE: u64 = 1 << 20;

#[derive(Clone)]
pub struct Pipeline {
    pub(crate) source: Arc<dyn Source>,
    pub(crate) store: Store,
    pub(crate) holder: String,
    pub(crate) overlap: TimeDelta,
    pub(crate) least_free_disk: u64,
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pipeline({:?} by {})", self.store, self.holder)
    }
}

impl Pipeline {
    /// `holder` names this process to people who find it loading.
    pub fn new(source: Arc<dyn Source>, store: Store, holder: String) -> Self {
        Self { source, store, holder, overlap: DEFAULT_OVERLAP, least_free_disk: DEFAULT_LEAST_FREE_DISK }
    }

    #[must_use]
    pub fn with_overlap(mut self, overlap: TimeDelta) -> Self {
        self.overlap = overlap;
        self
    }

    /// With less room than this where the database lies, a run fails before it reads anything.
    #[must_use]
    pub fn with_least_free_disk(mut self, bytes: u64) -> Self {
        self.least_free_disk = bytes;
        self
    }

    /// Reads the source and publishes what differs. A run that the source made fail is `Ok`, and says why.
    pub async fn run_once(&self, mode: SyncMode) -> Result<SyncRun, SyncRunError> {
        self.run_until(mode, std::future::pending()).await
    }

    /// The same, cut off when `stop` ends: nothing is published, the next run closes the log, the lease is free at once.
    pub async fn run_until(&self, mode: SyncMode, stop: impl Future<Output = ()>) -> Result<SyncRun, SyncRunError> {
        self.run_about(mode, None, stop).await
    }

    pub(crate) async fn run_about(
        &self,
        mode: SyncMode,
        only: Option<Only>,
        stop: impl Future<Output = ()>,
    ) -> Result<SyncRun, SyncRunError> {
        let mut loader = self.acquire().await?;
        let mut run = loader.begin_run(mode).await?;
        let generation = loader.next_generation(&run.id).number;
        let span = tracing::info_span!("run", run.id = run.id, generation);
        async { tracing::info!(mode = ?mode, "sync began") }.instrument(span.clone()).await;
        let ended = tokio::select! {
            ended = self.run_under(&mut loader, &mut run, only).instrument(span) => Some(ended),
            () = stop => None,
        };
        if let Some(Err(e)) = &ended {
            self.note_failure(&mut run, e).await;
        }
        if ended.is_some() {
            log_changes(&mut loader).await;
        }
        give_back(loader).await;
        match ended {
            None => {
                tracing::info!(run.id = run.id, "sync was stopped");
                return Err(SyncRunError::Stopped);
            }
            Some(Err(e)) if !e.is_lease_lost() => return Err(e.into()),
            Some(_) => {}
        }
        tracing::info!(run.id = run.id, state = ?run.state, generation = run.generation, "sync ended");
        Ok(run)
    }

    pub(crate) async fn acquire(&self) -> Result<Loader, SyncRunError> {
        match Loader::acquire(&self.store, &self.holder).await? {
            Some(loader) => Ok(loader),
            None => {
                let holder = self.store.loader_now().await?.unwrap_or_else(|| "another process".to_owned());
                Err(SyncRunError::Busy { holder })
            }
        }
    }

    async fn run_under(&self, loader: &mut Loader, run: &mut SyncRun, only: Option<Only>) -> Result<(), StoreError> {
        loader.repair().await?;
        if let Some(free) = self.store.free_disk().await?.filter(|free| *free < self.least_free_disk) {
            return self.end_for_want_of_room(loader, run, free).await;
        }
        let lake = loader.lake();
        if lake.generation > 0 && lake.mapping_version != making_version(self.source.as_ref()) {
            tracing::info!(
                from = lake.mapping_version,
                to = making_version(self.source.as_ref()),
                "mapping or derivation has changed, so the lake is made again from its raw records"
            );
            self.replay_under(loader).await?;
            // Raw has only the fields that the old mapping asked for.
            loader.ask_full_compare().await?;
        }
        let asks = loader.asks().await?;
        if run.mode == SyncMode::Delta && (asks.full || self.is_full_due(loader).await?) {
            run.mode = SyncMode::Full;
        }
        Run::new(self.source.as_ref(), self.overlap, loader, run, only, asks).execute(run).await
    }

    /// Nothing was read: as soon as there is room, the next run does all of it.
    async fn end_for_want_of_room(&self, loader: &mut Loader, run: &mut SyncRun, free: u64) -> Result<(), StoreError> {
        let (free, least) = (free / MEGABYTE, self.least_free_disk / MEGABYTE);
        tracing::error!(free_mb = free, least_mb = least, "no run begins: the disk of the database is nearly full");
        let message = format!(
            "the disk of the database is nearly full: {free} MB are free, and a run needs {least} MB; nothing was read"
        );
        run.errors.push(SyncError { code: SyncErrorCode::DiskNearlyFull, message, entity: None });
        run.state = RunState::Failed;
        loader.finish(None, None, run, false).await
    }

    /// Some changes leave no trace in the time of writing (a team that is deleted, a rank that Odoo counts up): the first
    /// run of each night compares every record, whoever rang for it.
    async fn is_full_due(&self, loader: &Loader) -> Result<bool, StoreError> {
        let lake = loader.lake();
        let night = self.store.last_night(loader.stamped_at()).await?;
        Ok(lake.generation > 0 && lake.compared_at.is_none_or(|compared| compared < night))
    }

    /// The versions of one record, as [`record_history`] tells them.
    pub async fn history(
        &self,
        kind: Kind,
        id: SourceId,
        before: Option<i64>,
        limit: usize,
    ) -> Result<RecordPast, StoreError> {
        record_history(self.source.as_ref(), &self.store, kind, id, before, limit).await
    }

    async fn note_failure(&self, run: &mut SyncRun, error: &StoreError) {
        tracing::error!(run.id = run.id, error = %error, "sync was cut off");
        let (code, message) = match error.is_lease_lost() {
            true => (SyncErrorCode::LeaseLost, "another process took over; what this one had not published is lost"),
            false => (SyncErrorCode::Internal, "our own side failed; the cause is in the log of the worker"),
        };
        run.state = RunState::Failed;
        run.generation = None;
        run.errors.push(SyncError { code, message: message.to_owned(), entity: None });
        if let Err(e) = self.store.runs().give_up(run).await {
            tracing::warn!(run.id = run.id, error = %e, "the end of the run could not be written, the next run will");
        }
    }
}

/// After the publication: what a run that was cut off in between left out, the next one puts in.
async fn log_changes(loader: &mut Loader) {
    if let Err(e) = loader.log_changes().await {
        tracing::warn!(error = %e, "what has changed is not in the activity log yet, the next run puts it there");
    }
}

/// Whatever came of the work under it.
pub(crate) async fn give_back(loader: Loader) {
    if let Err(e) = loader.release().await {
        tracing::warn!(error = %e, "the lease could not be given back, it will run out");
    }
}
