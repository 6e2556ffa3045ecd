//! Background work: a worker for each job, the clock that rings for them, and the commands that work for a while.

mod alerts;
mod bell;
mod connection;
mod hands;
mod queues;
mod times;

pub(crate) use alerts::sentence;
pub(crate) use bell::Bell;
pub(crate) use connection::{Connection, NoConnection, odoo_config, stored_config};
pub(crate) use queues::Queues;
pub(crate) use times::{DefaultTimes, Times};

use crate::{config::Config, start_error::StartError, startup::Foundation};
use alerts::Herald;
use connection::adopt;
use hands::Hands;
use jobs::{Alarm, Ticker, WorkerOptions};
use odoo::Odoo;
use queues::Task;
use shared::{jobs::JobName, sync::SyncRun};
use std::{sync::Arc, time::Duration};
use sync::{Audit, Erased, Pipeline, Replayed};
use times::Dials;
use tokio::{sync::watch, task::JoinHandle};

/// How long a run that was told to stop may take to give its lease back.
const GRACE: Duration = Duration::from_secs(20);
/// How often a command looks whether its run has ended.
const LOOK: Duration = Duration::from_millis(100);

/// Hears the bell, and rings it at its times.
#[derive(Debug)]
pub(crate) struct Worker {
    stop: watch::Sender<bool>,
    working: Vec<JoinHandle<()>>,
    ticking: Vec<JoinHandle<()>>,
}

impl Worker {
    pub(crate) async fn start(config: &Config, foundation: &Foundation, bell: &Bell) -> Result<Self, StartError> {
        let mut worker = Self::listening(config, foundation, bell, JobName::ALL)?;
        let dials = Dials::read(&foundation.store, DefaultTimes::of(config)).await?;
        let sync = bell.queues().of(JobName::Sync).clone();
        worker.ticking.push(tokio::spawn(Ticker::new(sync, Task::default(), dials.interval()).run()));
        for (job, due) in dials.alarms() {
            let alarm = Alarm::new(bell.queues().of(job).clone(), Task::default(), due);
            worker.ticking.push(tokio::spawn(alarm.run()));
        }
        worker.ticking.push(tokio::spawn(dials.follow()));
        Ok(worker)
    }

    /// One worker for each job: a long one keeps no other waiting.
    fn listening(config: &Config, foundation: &Foundation, bell: &Bell, names: &[JobName]) -> Result<Self, StartError> {
        let holder = format!("process {} {}", std::process::id(), uuid::Uuid::new_v4().simple());
        let client = odoo::http_client().map_err(StartError::Client)?;
        let (stop, stopped) = watch::channel(false);
        let hands = Hands {
            store: foundation.store.clone(),
            connection: Connection::new(foundation.store.clone(), client),
            bell: bell.clone(),
            herald: Herald::new(config, foundation.store.clone())?,
            least_free_disk: config.least_free_disk,
            holder: holder.clone(),
            stopped: stopped.clone(),
        };
        let working = names.iter().map(|name| {
            let (name, queue) = (*name, bell.queues().of(*name).clone());
            let options = WorkerOptions { name: holder.clone(), concurrency: 1, grace: GRACE };
            let (hands, stopped) = (hands.clone(), stopped.clone());
            let handler = move |task: Task| hands.clone().work(name, task);
            tokio::spawn(async move { jobs::work(&queue, options, handler, raised(stopped)).await })
        });
        Ok(Self { stop, working: working.collect(), ticking: Vec::new() })
    }

    /// Takes no new job, and cuts the run in progress off: the next one repairs what it leaves.
    pub(crate) async fn stop(self) {
        self.ticking.iter().for_each(JoinHandle::abort);
        self.stop.send_replace(true);
        for working in self.working {
            if let Err(error) = working.await {
                tracing::error!(%error, "a worker was cut off");
            }
        }
    }
}

async fn raised(mut flag: watch::Receiver<bool>) {
    // An error: the worker's handle is gone, so it is to stop.
    let _gone = flag.wait_for(|raised| *raised).await;
}

/// The bell of a process, with the connection of its environment in place.
pub(crate) async fn hang_bell(config: &Config, foundation: &Foundation) -> Result<Bell, StartError> {
    adopt(&foundation.store, config.odoo.as_ref()).await?;
    let queues = Queues::open(&foundation.db).await?;
    Ok(Bell::new(foundation.store.clone(), queues))
}

/// The worker alone, without a server.
pub(crate) async fn run_until(
    config: &Config,
    foundation: &Foundation,
    stop: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let bell = hang_bell(config, foundation).await?;
    let worker = Worker::start(config, foundation, &bell).await?;
    stop.await;
    worker.stop().await;
    Ok(())
}

/// Rings the bell and works until that run has ended, here or in another process.
pub(crate) async fn sync_once(config: &Config, foundation: &Foundation, full: bool) -> Result<SyncRun, StartError> {
    let bell = hang_bell(config, foundation).await?;
    if !Times::read(&foundation.store, DefaultTimes::of(config)).await?.is_on {
        return Err(StartError::Refused("no Odoo is configured, or its connection is disabled".into()));
    }
    // Rung before anybody listens: a job that waits already is that run, not one that goes on and wants another after it.
    let rung = bell.ring(full).await?;
    let worker = Worker::listening(config, foundation, &bell, &[JobName::Sync])?;
    let ended = loop {
        match bell.ended(&rung.job).await? {
            Some(job) => break job,
            None => tokio::time::sleep(LOOK).await,
        }
    };
    worker.stop().await;
    let run = ended.result.as_ref().and_then(|result| result.as_str());
    let run = match run {
        Some(id) => foundation.store.runs().find(id).await?,
        None => None,
    };
    run.ok_or_else(|| {
        let kind = ended.last_error.map_or_else(|| "unknown".to_owned(), |error| error.kind);
        StartError::Refused(format!("the run did not take place ({kind}), see the log"))
    })
}

pub(crate) async fn replay(config: &Config, foundation: &Foundation) -> Result<Replayed, StartError> {
    let holder = format!("replay by process {}", std::process::id());
    Ok(mapping(config, foundation, holder).await?.replay().await?)
}

pub(crate) async fn erase_person(config: &Config, foundation: &Foundation, email: &str) -> Result<Erased, StartError> {
    let holder = format!("erasure by process {}", std::process::id());
    Ok(mapping(config, foundation, holder).await?.erase_person(email).await?)
}

pub(crate) async fn audit(config: &Config, foundation: &Foundation) -> Result<Audit, StartError> {
    let holder = format!("audit by process {}", std::process::id());
    Ok(mapping(config, foundation, holder).await?.audit().await?)
}

pub(crate) async fn restore(
    config: &Config,
    foundation: &Foundation,
    backup: &store::backup::Backup,
) -> Result<Replayed, StartError> {
    let holder = format!("restore by process {}", std::process::id());
    Ok(mapping(config, foundation, holder).await?.restore(backup).await?)
}

/// For commands that ask nothing of Odoo, and map what it once sent. Writes no connection down: the database may have to be
/// empty.
async fn mapping(config: &Config, foundation: &Foundation, holder: String) -> Result<Pipeline, StartError> {
    let client = odoo::http_client().map_err(StartError::Client)?;
    let connection = Connection::new(foundation.store.clone(), client.clone());
    let odoo = match (connection.mapper().await, &config.odoo) {
        (Ok(odoo), _) => odoo,
        (Err(_), Some(environment)) => {
            let config = odoo_config(&environment.settings, environment.secret.clone())?;
            Arc::new(Odoo::new(config, client))
        }
        (Err(error), None) => return Err(error.into()),
    };
    Ok(Pipeline::new(odoo, foundation.store.clone(), holder))
}

impl From<NoConnection> for StartError {
    fn from(error: NoConnection) -> Self {
        match error {
            NoConnection::Store(error) => Self::Store(error),
            error => Self::Refused(error.to_string()),
        }
    }
}
