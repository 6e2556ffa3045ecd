//! The sync as a job: one bell for the clock, the button and the command line, and the worker that hears it.

use crate::{
    config::{Config, variables},
    start_error::StartError,
    startup::Foundation,
};
use db::{Db, DbError};
use jobs::{Cause, Failure, JobState, JobStatus, NewJob, Queue, QueueOptions, Ticker, WorkerOptions};
use odoo::Odoo;
use serde::{Deserialize, Serialize};
use shared::sync::{SyncMode, SyncRun, Triggered};
use std::{sync::Arc, time::Duration};
use sync::{Pipeline, Replayed, SyncRunError};
use tokio::{sync::watch, task::JoinHandle};

const QUEUE: &str = "sync";
/// How long a run that was told to stop may take to give its lease back.
const GRACE: Duration = Duration::from_secs(20);
/// How often a command looks whether its run has ended.
const LOOK: Duration = Duration::from_millis(100);

/// What is asked of a run beyond "bring everything up to date".
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct SyncJob {
    #[serde(default)]
    full: bool,
}

/// Asks for a run. Rung twice, it rings once.
#[derive(Debug, Clone)]
pub(crate) struct Bell(Queue);

impl Bell {
    /// `None` when there is nothing to sync with.
    pub(crate) async fn hang(db: &Db, is_configured: bool) -> Result<Option<Self>, DbError> {
        if !is_configured {
            return Ok(None);
        }
        // The next tick is the next attempt; a run says itself what went wrong.
        let options = QueueOptions { max_attempts: 3, ..QueueOptions::default() };
        let queue = Queue::new(&db.database(), QUEUE, options);
        queue.set_up().await?;
        Ok(Some(Self(queue)))
    }

    pub(crate) async fn ring(&self, full: bool) -> Result<Triggered, DbError> {
        let job = SyncJob { full };
        let pushed = self.0.push(NewJob { single: true, priority: 1, ..NewJob::new(job) }).await?;
        if pushed.is_new {
            return Ok(Triggered { job: pushed.id, already_running: false, full, follows: false });
        }
        // It may wait for its next attempt: not while a person waits.
        let job = self.0.trigger(job).await?;
        Ok(Triggered { already_running: job.id == pushed.id, job: job.id, full, follows: false })
    }

    /// Whether a run waits or goes on.
    pub(crate) async fn is_busy(&self) -> Result<bool, DbError> {
        Ok(self.0.current().await?.is_some())
    }

    async fn ended(&self, id: &str) -> Result<Option<JobStatus>, DbError> {
        let job = self.0.find(id).await?;
        Ok(job.filter(|job| matches!(job.state, JobState::Done | JobState::Dead)))
    }
}

/// Hears the bell, and rings it at its interval.
#[derive(Debug)]
pub(crate) struct Worker {
    stop: watch::Sender<bool>,
    working: JoinHandle<()>,
    ticking: Option<JoinHandle<()>>,
}

impl Worker {
    /// `None` when there is nothing to sync with.
    pub(crate) fn start(
        config: &Config,
        foundation: &Foundation,
        bell: Option<&Bell>,
    ) -> Result<Option<Self>, StartError> {
        let Some(bell) = bell else { return Ok(None) };
        let mut worker = Self::listening(config, foundation, bell)?;
        // The sender is dropped: the interval stays as it is until the next start.
        let (_, interval) = watch::channel(config.sync_interval);
        worker.ticking = Some(tokio::spawn(Ticker::new(bell.0.clone(), SyncJob::default(), interval).run()));
        Ok(Some(worker))
    }

    fn listening(config: &Config, foundation: &Foundation, bell: &Bell) -> Result<Self, StartError> {
        let holder = format!("process {} {}", std::process::id(), uuid::Uuid::new_v4().simple());
        let pipeline = pipeline(config, foundation, holder.clone())?;
        let (stop, stopped) = watch::channel(false);
        let options = WorkerOptions { name: holder, concurrency: 1, grace: GRACE };
        let queue = bell.0.clone();
        let stopping = stopped.clone();
        let handler = move |job: SyncJob| run(pipeline.clone(), job, raised(stopping.clone()));
        let working = tokio::spawn(async move { jobs::work(&queue, options, handler, raised(stopped)).await });
        Ok(Self { stop, working, ticking: None })
    }

    /// Takes no new run, and cuts the one in progress off: the next one repairs what it leaves.
    pub(crate) async fn stop(self) {
        if let Some(ticking) = self.ticking {
            ticking.abort();
        }
        self.stop.send_replace(true);
        if let Err(error) = self.working.await {
            tracing::error!(%error, "the worker was cut off");
        }
    }
}

async fn raised(mut flag: watch::Receiver<bool>) {
    // An error: the worker's handle is gone, so it is to stop.
    let _gone = flag.wait_for(|raised| *raised).await;
}

fn pipeline(config: &Config, foundation: &Foundation, holder: String) -> Result<Pipeline, StartError> {
    let odoo = config.odoo.clone().ok_or_else(|| {
        StartError::Refused(format!("no Odoo is configured: set {} and its companions", variables::ODOO_URL))
    })?;
    let client = odoo::http_client().map_err(StartError::Client)?;
    Ok(Pipeline::new(Arc::new(Odoo::new(odoo, client)), foundation.store().clone(), holder))
}

/// A run that Odoo made fail is done as a job: it says in its own log why, and the next tick tries again.
async fn run(pipeline: Pipeline, job: SyncJob, stop: impl Future<Output = ()>) -> Result<String, Failure> {
    let mode = if job.full { SyncMode::Full } else { SyncMode::Delta };
    match pipeline.run_until(mode, stop).await {
        Ok(run) => Ok(run.id),
        Err(error @ SyncRunError::Busy { .. }) => Err(Failure::Again(Cause::new("another_process_loads", error))),
        Err(error @ SyncRunError::Stopped) => Err(Failure::Again(Cause::new("stopped", error))),
        Err(error) => Err(Failure::Again(Cause::new("store_failed", error))),
    }
}

/// The worker alone, without a server.
pub(crate) async fn run_until(
    config: &Config,
    foundation: &Foundation,
    stop: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let bell = Bell::hang(&foundation.db, true).await?;
    let worker = Worker::start(config, foundation, bell.as_ref())?;
    stop.await;
    if let Some(worker) = worker {
        worker.stop().await;
    }
    Ok(())
}

/// Rings the bell and works until that run has ended, here or in another process.
pub(crate) async fn sync_once(config: &Config, foundation: &Foundation, full: bool) -> Result<SyncRun, StartError> {
    let Some(bell) = Bell::hang(&foundation.db, true).await? else {
        return Err(StartError::Refused("there is nothing to sync with".into()));
    };
    let worker = Worker::listening(config, foundation, &bell)?;
    let rung = bell.ring(full).await?;
    let ended = loop {
        match bell.ended(&rung.job).await? {
            Some(job) => break job,
            None => tokio::time::sleep(LOOK).await,
        }
    };
    worker.stop().await;
    let run = ended.result.as_ref().and_then(|result| result.as_str());
    let run = match run {
        Some(id) => foundation.store().runs().find(id).await?,
        None => None,
    };
    run.ok_or_else(|| {
        let kind = ended.last_error.map_or_else(|| "unknown".to_owned(), |error| error.kind);
        StartError::Refused(format!("the run did not take place ({kind}), see the log"))
    })
}

pub(crate) async fn replay(config: &Config, foundation: &Foundation) -> Result<Replayed, StartError> {
    let holder = format!("replay by process {}", std::process::id());
    Ok(pipeline(config, foundation, holder)?.replay().await?)
}

pub(crate) async fn restore(
    config: &Config,
    foundation: &Foundation,
    backup: &store::backup::Backup,
) -> Result<Replayed, StartError> {
    let holder = format!("restore by process {}", std::process::id());
    Ok(pipeline(config, foundation, holder)?.restore(backup).await?)
}
