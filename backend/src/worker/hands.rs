//! What each job does, with what it needs for that.

use super::{
    alerts::Herald,
    bell::Bell,
    connection::{Connection, NoConnection},
    queues::Task,
};
use crate::features::goals::snapshots;
use domain::canonical::{Kind, SourceId};
use jobs::{Cause, Failure};
use odoo::Odoo;
use shared::{jobs::JobName, sync::SyncMode};
use std::{sync::Arc, time::Duration};
use store::{Retention, Store};
use sync::{Pipeline, SyncRunError};
use tokio::sync::watch;

/// How often a job looks whether the writer of the lake is done.
const LOOK: Duration = Duration::from_secs(1);
/// Looks before it gives its place back to the queue.
const LOOKS: u32 = 60;

#[derive(Debug, Clone)]
pub(super) struct Hands {
    pub(super) store: Store,
    pub(super) connection: Connection,
    pub(super) bell: Bell,
    pub(super) herald: Herald,
    pub(super) least_free_disk: u64,
    /// Names this process to people who find it loading.
    pub(super) holder: String,
    pub(super) stopped: watch::Receiver<bool>,
}

/// What a job asks of the pipeline.
enum Work {
    Run(SyncMode),
    Records(Kind, Vec<SourceId>),
}

impl Hands {
    pub(super) async fn work(self, name: JobName, task: Task) -> Result<Option<String>, Failure> {
        match name {
            JobName::Sync => {
                let asks = self.store.asks().await.map_err(store_failed)?;
                self.run(Work::Run(if asks.full { SyncMode::Full } else { SyncMode::Delta })).await
            }
            JobName::SyncUsers => self.run(Work::Run(SyncMode::Users)).await,
            JobName::SyncDepartments => self.run(Work::Run(SyncMode::Departments)).await,
            JobName::Resync => match task.records {
                Some((kind, ids)) => self.run(Work::Records(kind, ids)).await,
                None => Ok(None),
            },
            // The first run after that hour compares everything by itself; a person means it in any case.
            JobName::FullCompare => {
                let rung = self.bell.ring(task.by_hand).await.map_err(store_failed)?;
                Ok(Some(rung.job))
            }
            JobName::DriftSample => self.sample_drift().await,
            JobName::Audit => self.audit().await,
            JobName::KpiSnapshots => {
                let goals = snapshots::put_down(&self.store).await.map_err(store_failed)?;
                Ok(Some(format!("{goals} goals put down")))
            }
            JobName::Retention => self.collect_garbage().await,
            JobName::Alerts => Ok(Some(self.herald.look().await?)),
        }
    }

    /// A run that Odoo made fail is done as a job: it says in its own log why, and the next tick tries again.
    async fn run(&self, work: Work) -> Result<Option<String>, Failure> {
        let Some(odoo) = self.source().await? else { return Ok(None) };
        let pipeline = self.pipeline_of(&odoo);
        for _ in 0..LOOKS {
            let ran = match &work {
                Work::Run(mode) => pipeline.run_until(*mode, self.stop()).await,
                Work::Records(kind, ids) => pipeline.resync(*kind, ids).await.map(|resynced| resynced.run),
            };
            match ran {
                Ok(run) => {
                    if let Err(error) = self.store.alerts().credential_ends(odoo.credential_ends().await).await {
                        tracing::warn!(%error, "the end of the credential could not be put down, the next run will");
                    }
                    return Ok(Some(run.id));
                }
                Err(SyncRunError::Busy { holder }) => tracing::debug!(%holder, "waits for the one who loads"),
                Err(error @ SyncRunError::Stopped) => return Err(Failure::Again(Cause::new("stopped", error))),
                Err(error @ SyncRunError::Empty) => return Err(Failure::GiveUp(Cause::new("nothing_imported", error))),
                Err(error) => return Err(Failure::Again(Cause::new("store_failed", error))),
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = self.stop() => return Err(Failure::Again(Cause::new("stopped", SyncRunError::Stopped))),
            }
        }
        Err(Failure::Again(Cause::new("another_process_loads", "another process has been loading all the time")))
    }

    async fn sample_drift(&self) -> Result<Option<String>, Failure> {
        let Some(odoo) = self.source().await? else { return Ok(None) };
        let pipeline = self.pipeline_of(&odoo);
        let (seed, _) = uuid::Uuid::new_v4().as_u64_pair();
        match pipeline.drift_sample(seed).await {
            Ok(sample) => {
                let sum = |of: fn(&store::KindDrift) -> u64| sample.kinds.iter().map(of).sum::<u64>();
                let (identical, different) = (sum(|kind| kind.identical), sum(|kind| kind.different));
                Ok(Some(format!("{identical} of {} identical", identical + different)))
            }
            // The sync says by itself that Odoo cannot be asked; the next hour is the next attempt.
            Err(SyncRunError::Source(error)) => {
                tracing::warn!(%error, "no drift sample could be taken");
                Ok(Some("Odoo could not be asked".into()))
            }
            Err(error) => Err(Failure::Again(Cause::new("store_failed", error))),
        }
    }

    async fn audit(&self) -> Result<Option<String>, Failure> {
        let Some(odoo) = self.source().await? else { return Ok(None) };
        match self.pipeline_of(&odoo).audit().await {
            Ok(audit) => Ok(Some(format!("{} differences in {} rows", audit.count, audit.rows))),
            Err(error @ SyncRunError::Busy { .. }) => Err(Failure::Again(Cause::new("another_process_loads", error))),
            Err(error) => Err(Failure::Again(Cause::new("store_failed", error))),
        }
    }

    async fn collect_garbage(&self) -> Result<Option<String>, Failure> {
        let busy = || Failure::Again(Cause::new("another_process_loads", "another process is loading"));
        let collected = self.store.collect_garbage(&self.holder, Retention::default()).await.map_err(store_failed)?;
        let collected = collected.ok_or_else(busy)?;
        let entries = self.store.activities().forget_old().await.map_err(store_failed)?;
        Ok(Some(format!(
            "{} versions, {} raw versions and {entries} entries of the activity log removed",
            collected.versions, collected.raw
        )))
    }

    fn pipeline_of(&self, odoo: &Arc<Odoo>) -> Pipeline {
        Pipeline::new(Arc::<Odoo>::clone(odoo), self.store.clone(), self.holder.clone())
            .with_least_free_disk(self.least_free_disk)
    }

    /// `None` when there is nothing to sync with; people see that in the state of the connection.
    async fn source(&self) -> Result<Option<Arc<Odoo>>, Failure> {
        match self.connection.source().await {
            Ok(odoo) => Ok(Some(odoo)),
            Err(NoConnection::Store(error)) => Err(store_failed(error)),
            Err(NoConnection::NotConfigured | NoConnection::Disabled) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "the connection to Odoo cannot be used");
                let noted = self.store.integrations().refuse_odoo(&error.to_string()).await;
                noted.map_err(store_failed)?;
                Ok(None)
            }
        }
    }

    async fn stop(&self) {
        let mut stopped = self.stopped.clone();
        // An error: the worker's handle is gone, so it is to stop.
        let _gone = stopped.wait_for(|stopped| *stopped).await;
    }
}

fn store_failed(error: store::StoreError) -> Failure {
    Failure::Again(Cause::new("store_failed", error))
}
