//! The queues of all jobs, by name.

use db::{Db, DbError};
use domain::canonical::{Kind, SourceId};
use jobs::{Queue, QueueOptions};
use serde::{Deserialize, Serialize};
use shared::jobs::JobName;
use std::{collections::BTreeMap, time::Duration};

/// What a job is told; the jobs of the clock are told nothing. Older and newer programs may leave fields out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Task {
    /// A person asked for it.
    #[serde(default)]
    pub(crate) by_hand: bool,
    /// For the job that reads single records again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) records: Option<(Kind, Vec<SourceId>)>,
}

impl Task {
    pub(crate) fn by_hand() -> Self {
        Self { by_hand: true, records: None }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Queues {
    sync: Queue,
    others: BTreeMap<JobName, Queue>,
}

impl Queues {
    pub(crate) async fn open(db: &Db) -> Result<Self, DbError> {
        let sync = Queue::new(&db.database(), JobName::Sync.name(), options(JobName::Sync));
        sync.set_up().await?;
        let others = JobName::ALL.iter().filter(|name| **name != JobName::Sync);
        let others = others.map(|name| (*name, Queue::new(&db.database(), name.name(), options(*name)))).collect();
        Ok(Self { sync, others })
    }

    pub(crate) fn of(&self, name: JobName) -> &Queue {
        self.others.get(&name).unwrap_or(&self.sync)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (JobName, &Queue)> {
        JobName::ALL.iter().map(|name| (*name, self.of(*name)))
    }
}

/// The next tick is the next attempt; a run says itself what went wrong.
fn options(name: JobName) -> QueueOptions {
    let usual = QueueOptions { max_attempts: 3, ..QueueOptions::default() };
    match name {
        // Nobody rings again for these: they wait for whoever writes now.
        JobName::SyncUsers | JobName::SyncDepartments | JobName::Resync | JobName::Audit | JobName::Retention => {
            QueueOptions { max_attempts: 10, longest_backoff: Duration::from_mins(5), ..usual }
        }
        // Every minute: nobody reads a week of them.
        JobName::Alerts => QueueOptions {
            max_attempts: 10,
            longest_backoff: Duration::from_mins(2),
            keep_done: Duration::from_hours(6),
            ..usual
        },
        JobName::Sync | JobName::FullCompare | JobName::DriftSample | JobName::KpiSnapshots => usual,
    }
}
