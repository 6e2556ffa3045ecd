//! What admins see of a queue, and the one thing that they can do: give a dead letter another chance.

use db::{DbError, Result};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use serde::Serialize;

use crate::{
    queue::Queue,
    row::{JobState, JobStatus, Row},
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub waiting: u64,
    pub running: u64,
    pub done: u64,
    pub dead: u64,
}

impl Queue {
    pub async fn counts(&self) -> Result<Counts> {
        let count = async |state: JobState| {
            self.jobs.count_documents(doc! { "queue": &*self.name, "state": state.as_str() }).await
        };
        Ok(Counts {
            waiting: count(JobState::Waiting).await?,
            running: count(JobState::Running).await?,
            done: count(JobState::Done).await?,
            dead: count(JobState::Dead).await?,
        })
    }

    /// Newest first.
    pub async fn list(&self, state: Option<JobState>, limit: u32) -> Result<Vec<JobStatus>> {
        let mut filter = doc! { "queue": &*self.name };
        if let Some(state) = state {
            filter.insert("state", state.as_str());
        }
        let newest = doc! { "created_at": -1, "_id": -1 };
        let rows: Vec<Document> = self.jobs.find(filter).sort(newest).limit(limit.into()).await?.try_collect().await?;
        rows.into_iter().map(|row| Ok(Row::read(row)?.status())).collect()
    }

    pub async fn find(&self, id: &str) -> Result<Option<JobStatus>> {
        let row = self.jobs.find_one(doc! { "_id": id, "queue": &*self.name }).await?;
        row.map(|row| Ok(Row::read(row)?.status())).transpose()
    }

    /// The one that waits or runs and lets no second in (`NewJob::single`).
    pub async fn current(&self) -> Result<Option<JobStatus>> {
        let row = self.jobs.find_one(doc! { "queue": &*self.name, "single": true }).await?;
        row.map(|row| Ok(Row::read(row)?.status())).transpose()
    }

    /// All its attempts anew. `None` when it is not a dead letter of this queue. One that may not run beside another (`NewJob::single`)
    /// stays dead while another waits or runs: that one is returned.
    pub async fn retry_dead(&self, id: &str) -> Result<Option<JobStatus>> {
        let dead = doc! { "_id": id, "queue": &*self.name, "state": "dead" };
        let again = vec![doc! { "$set": {
            "state": "waiting",
            "attempt": 0_i32,
            "run_at": "$$NOW",
            "finished_at": "$$REMOVE",
            "single": "$alone",
        } }];
        match self.jobs.update_one(dead, again).await.map_err(DbError::from) {
            Ok(done) if done.modified_count == 1 => {
                self.pushed.notify_one();
                self.find(id).await
            }
            Ok(_) => Ok(None),
            Err(e) if e.is_duplicate() => self.current().await,
            Err(e) => Err(e),
        }
    }
}
