//! One bell for the clock, the button and the command line: rung twice, it rings once, and nothing that was asked for is lost.

use super::queues::{Queues, Task};
use db::DbError;
use domain::canonical::{Kind, SourceId};
use jobs::{JobState, JobStatus, NewJob, Queue};
use shared::{
    jobs::JobName,
    sync::{SyncMode, Triggered},
};
use store::{Store, StoreError};

#[derive(Debug, Clone)]
pub(crate) struct Bell {
    store: Store,
    queues: Queues,
}

impl Bell {
    pub(crate) fn new(store: Store, queues: Queues) -> Self {
        Self { store, queues }
    }

    pub(crate) fn queues(&self) -> &Queues {
        &self.queues
    }

    /// Asks for a run. `full`: one that compares every record; a run that waits becomes one. After a run in progress,
    /// another follows: that one may have been past the records that the caller thinks of.
    pub(crate) async fn ring(&self, full: bool) -> Result<Triggered, StoreError> {
        if full && !self.compares_now().await? {
            // Before the bell: whichever run hears it next finds what it is to do.
            self.store.ask_full_compare().await?;
        }
        let rung = self.news().await?;
        Ok(Triggered { full, ..rung })
    }

    /// There is something that a run in progress may have missed already: another follows it.
    pub(crate) async fn news(&self) -> Result<Triggered, StoreError> {
        let queue = self.queues.of(JobName::Sync);
        let pushed = queue.push(single()).await?;
        if pushed.is_new {
            return Ok(Triggered { job: pushed.id, already_running: false, full: false, follows: false });
        }
        let job = queue.ring(Task::by_hand()).await?;
        let already_running = job.id == pushed.id;
        Ok(Triggered { follows: job.state == JobState::Running, job: job.id, already_running, full: false })
    }

    /// Runs a job now.
    pub(crate) async fn start(&self, name: JobName) -> Result<Triggered, StoreError> {
        match name {
            JobName::Sync => self.ring(false).await,
            _ => Ok(start(self.queues.of(name)).await?),
        }
    }

    /// Asks Odoo again for one record alone; while that waits to be done, it is asked for once.
    pub(crate) async fn resync(&self, kind: Kind, id: SourceId) -> Result<Triggered, StoreError> {
        let records = Some((kind, vec![id]));
        let key = Some(format!("{} {id}", kind.name()));
        let job = NewJob { key, until_begun: true, ..NewJob::new(Task { records, by_hand: true }) };
        let pushed = self.queues.of(JobName::Resync).push(job).await?;
        Ok(Triggered { job: pushed.id, already_running: !pushed.is_new, full: false, follows: false })
    }

    /// Whether a run waits or goes on.
    pub(crate) async fn is_busy(&self) -> Result<bool, DbError> {
        Ok(self.queues.of(JobName::Sync).current().await?.is_some())
    }

    pub(super) async fn ended(&self, id: &str) -> Result<Option<JobStatus>, DbError> {
        let job = self.queues.of(JobName::Sync).find(id).await?;
        Ok(job.filter(|job| matches!(job.state, JobState::Done | JobState::Dead)))
    }

    async fn compares_now(&self) -> Result<bool, StoreError> {
        let runs = self.store.runs();
        let Some(progress) = runs.progress().await? else { return Ok(false) };
        Ok(runs.find(&progress.run).await?.is_some_and(|run| run.mode == SyncMode::Full))
    }
}

fn single() -> NewJob<Task> {
    NewJob { single: true, priority: 1, ..NewJob::new(Task::by_hand()) }
}

async fn start(queue: &Queue) -> Result<Triggered, DbError> {
    let pushed = queue.push(single()).await?;
    if pushed.is_new {
        return Ok(Triggered { job: pushed.id, already_running: false, full: false, follows: false });
    }
    // It may wait for its next attempt: not while a person waits.
    let job = queue.trigger(Task::by_hand()).await?;
    Ok(Triggered { already_running: job.id == pushed.id, job: job.id, full: false, follows: false })
}
