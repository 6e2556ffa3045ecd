//! Ways into the queue: push, the clock's tick, a trigger, a bell. All write the same document.

use std::time::Duration;

use db::{DbError, Result};
use mongodb::{
    bson::{self, Bson, Document, doc},
    options::ReturnDocument,
};
use serde::Serialize;

use crate::{
    queue::{Queue, from_now},
    row::{JobState, JobStatus, Row},
};

#[derive(Debug, Clone)]
pub struct NewJob<A> {
    pub args: A,
    /// Another job of this queue with the same key, done ones included, makes the push a no-op.
    pub key: Option<String>,
    /// The key holds only until the job begins: begun, it may be past what another push is about.
    pub until_begun: bool,
    /// Not beside another waiting or running job of this queue that says the same.
    pub single: bool,
    /// Higher goes first.
    pub priority: i32,
    pub run_in: Duration,
}

impl<A> NewJob<A> {
    pub fn new(args: A) -> Self {
        Self { args, key: None, until_begun: false, single: false, priority: 0, run_in: Duration::ZERO }
    }
}

/// The job that stands for the push now: the new one, or the one that was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    pub id: String,
    pub is_new: bool,
}

impl Queue {
    pub async fn push<A: Serialize>(&self, job: NewJob<A>) -> Result<Pushed> {
        let args = bson::serialize_to_bson(&job.args).map_err(|_| DbError::Shape { what: "a new job's arguments" })?;
        let id = ulid::Ulid::generate().to_string();
        loop {
            match self.insert(&id, &args, &job).await {
                Ok(()) => {
                    self.pushed.notify_one();
                    return Ok(Pushed { id, is_new: true });
                }
                Err(e) if e.is_duplicate() && (job.key.is_some() || job.single) => {}
                Err(e) => return Err(e),
            }
            if let Some(id) = self.standing_in(&job).await? {
                return Ok(Pushed { is_new: false, id });
            }
            // It ended between our two questions: the place is free now.
        }
    }

    /// Runs the job now; while one waits or runs, that one is returned instead of a second.
    pub async fn trigger<A: Serialize>(&self, args: A) -> Result<JobStatus> {
        let pushed = self.push(single(args)).await?;
        self.bring_forward(&pushed.id).await?;
        // Missing only where done jobs are not kept at all.
        self.find(&pushed.id).await?.ok_or(DbError::Shape { what: "the history of this job" })
    }

    /// Like `trigger`, for news that a running job may have missed already: that one runs once more when it is done. (Should it end as a
    /// dead letter instead, the news waits for the next tick.)
    pub async fn ring<A: Serialize + Clone>(&self, args: A) -> Result<JobStatus> {
        let running = doc! { "queue": &*self.name, "single": true, "state": "running" };
        let rings = doc! { "$set": { "rung": true } };
        loop {
            let rung =
                self.jobs.find_one_and_update(running.clone(), rings.clone()).return_document(ReturnDocument::After);
            if let Some(row) = rung.await? {
                return Ok(Row::read(row)?.status());
            }
            let pushed = self.push(single(args.clone())).await?;
            self.bring_forward(&pushed.id).await?;
            match self.find(&pushed.id).await? {
                Some(status) if pushed.is_new || status.state == JobState::Waiting => return Ok(status),
                // It began or ended between our questions, maybe before the news.
                _ => {}
            }
        }
    }

    async fn insert<A>(&self, id: &str, args: &Bson, job: &NewJob<A>) -> Result<()> {
        let max_attempts = i32::try_from(self.options.max_attempts).unwrap_or(i32::MAX);
        let mut row = doc! {
            "queue": &*self.name,
            "state": "waiting",
            "args": { "$literal": args },
            "priority": job.priority,
            "attempt": 0_i32,
            "max_attempts": max_attempts,
            "fence": 0_i64,
            "created_at": "$$NOW",
            "run_at": from_now(job.run_in),
            "rung": false,
        };
        if let Some(key) = &job.key {
            row.insert("key", doc! { "$literal": key });
            row.insert("until_begun", job.until_begun);
        }
        if job.single {
            row.insert("single", true);
            row.insert("alone", true);
        }
        // An insert cannot use the database's clock; an upsert that never finds anything can.
        let insert: Vec<Document> = vec![doc! { "$set": row }];
        self.jobs.update_one(doc! { "_id": id }, insert).upsert(true).await?;
        Ok(())
    }

    async fn standing_in<A>(&self, job: &NewJob<A>) -> Result<Option<String>> {
        let mut either = Vec::new();
        if let Some(key) = &job.key {
            either.push(doc! { "key": key });
        }
        if job.single {
            either.push(doc! { "single": true });
        }
        let found = self.jobs.find_one(doc! { "queue": &*self.name, "$or": either }).await?;
        Ok(found.and_then(|row| row.get_str("_id").ok().map(str::to_owned)))
    }

    /// A job that waits for its backoff does not keep a person waiting who asks for it.
    async fn bring_forward(&self, id: &str) -> Result<()> {
        let later = doc! { "_id": id, "state": "waiting", "$expr": { "$gt": ["$run_at", "$$NOW"] } };
        let moved = self.jobs.update_one(later, vec![doc! { "$set": { "run_at": "$$NOW" } }]).await?;
        if moved.modified_count > 0 {
            self.pushed.notify_one();
        }
        Ok(())
    }
}

fn single<A>(args: A) -> NewJob<A> {
    NewJob { single: true, priority: 1, ..NewJob::new(args) }
}
