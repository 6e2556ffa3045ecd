//! Taking a job, keeping it, and giving it back, each in one atomic step that only the claim's owner can do.

use std::time::Duration;

use db::{DbError, Result};
use mongodb::{
    bson::{Bson, Document, doc},
    options::ReturnDocument,
};

use crate::{
    failure::Failure,
    queue::{Queue, from_now},
    row::Row,
};

/// The right to do one job once. `fence` grows with each claim of the job, so a worker that slept cannot end what another one has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub id: String,
    pub attempt: i32,
    pub max_attempts: i32,
    pub(crate) fence: i64,
}

#[derive(Debug)]
pub(crate) enum Ending {
    Done(Bson),
    Again { kind: &'static str, wait: Duration },
    Dead { kind: &'static str },
}

impl Ending {
    pub(crate) fn of_failure(failure: &Failure, claim: &Claim, queue: &Queue) -> Self {
        match failure {
            Failure::Again(cause) => Self::again(cause.kind, claim, queue),
            Failure::GiveUp(cause) => Self::Dead { kind: cause.kind },
        }
    }

    pub(crate) fn again(kind: &'static str, claim: &Claim, queue: &Queue) -> Self {
        if claim.attempt < claim.max_attempts {
            Self::Again { kind, wait: queue.backoff(claim.attempt) }
        } else {
            Self::Dead { kind }
        }
    }
}

impl Queue {
    /// The next job whose time has come, with its arguments.
    pub(crate) async fn claim(&self, by: &str) -> Result<Option<(Claim, Bson)>> {
        let next = doc! { "queue": &*self.name, "state": "waiting", "$expr": { "$lte": ["$run_at", "$$NOW"] } };
        let take = vec![doc! { "$set": {
            "state": "running",
            "by": { "$literal": by },
            "attempt": { "$add": ["$attempt", 1_i32] },
            "fence": { "$add": ["$fence", 1_i64] },
            "started_at": "$$NOW",
            "until": from_now(self.options.lease),
            "key": { "$cond": ["$until_begun", "$$REMOVE", "$key"] },
        } }];
        let taken = self
            .jobs
            .find_one_and_update(next, take)
            .sort(doc! { "priority": -1, "run_at": 1 })
            .return_document(ReturnDocument::After)
            .await?;
        let Some(row) = taken.map(Row::read).transpose()? else { return Ok(None) };
        let claim = Claim { id: row.id, attempt: row.attempt, max_attempts: row.max_attempts, fence: row.fence };
        Ok(Some((claim, row.args)))
    }

    /// False when the claim is no longer ours.
    pub(crate) async fn renew(&self, claim: &Claim) -> Result<bool> {
        self.change(claim, doc! { "until": from_now(self.options.lease) }).await
    }

    /// False when the claim is no longer ours: then nothing was written.
    pub(crate) async fn end(&self, claim: &Claim, ending: &Ending) -> Result<bool> {
        let change = match ending {
            Ending::Done(result) => self.done(result),
            Ending::Again { kind, wait } => {
                doc! { "state": "waiting", "run_at": from_now(*wait), "last_error": error(kind) }
            }
            Ending::Dead { kind } => {
                doc! { "state": "dead", "finished_at": "$$NOW", "last_error": error(kind), "single": "$$REMOVE" }
            }
        };
        self.change(claim, free(change)).await
    }

    /// As if it had never been claimed.
    pub(crate) async fn give_back(&self, claim: &Claim) -> Result<bool> {
        self.change(claim, free(doc! { "state": "waiting", "attempt": { "$subtract": ["$attempt", 1_i32] } })).await
    }

    /// Gives back what a worker that stops leaves behind, so that the next one need not wait for the claims to run out.
    pub(crate) async fn give_all_back(&self, by: &str) -> Result<u64> {
        let held = doc! { "queue": &*self.name, "state": "running", "by": by };
        // A new fence: should the stopped one still run somewhere, it can end nothing any more.
        let back = free(doc! {
            "state": "waiting",
            "attempt": { "$subtract": ["$attempt", 1_i32] },
            "fence": { "$add": ["$fence", 1_i64] },
        });
        Ok(self.jobs.update_many(held, vec![doc! { "$set": back }]).await?.modified_count)
    }

    /// Claims that ran out by the database's clock: their workers crashed or sleep. The attempt counts, so that a job that kills its
    /// worker ends as a dead letter.
    pub(crate) async fn recover(&self) -> Result<u64> {
        let abandoned = doc! { "queue": &*self.name, "state": "running", "$expr": { "$lte": ["$until", "$$NOW"] } };
        let spent = doc! { "$gte": ["$attempt", "$max_attempts"] };
        let either = |dead: Bson, alive: Bson| doc! { "$cond": [&spent, dead, alive] };
        let change = free(doc! {
            "state": either("dead".into(), "waiting".into()),
            "run_at": "$$NOW",
            "last_error": error("worker_lost"),
            "finished_at": either("$$NOW".into(), "$finished_at".into()),
            "single": either("$$REMOVE".into(), "$single".into()),
        });
        let recovered = self.jobs.update_many(abandoned, vec![doc! { "$set": change }]).await?.modified_count;
        if recovered > 0 {
            tracing::warn!(queue = &*self.name, recovered, "jobs of lost workers were taken back");
        }
        Ok(recovered)
    }

    /// A bell that rang meanwhile makes it run once more instead of being done.
    fn done(&self, result: &Bson) -> Document {
        let rung = |again: Bson, done: Bson| doc! { "$cond": ["$rung", again, done] };
        doc! {
            "state": rung("waiting".into(), "done".into()),
            "run_at": rung("$$NOW".into(), "$run_at".into()),
            "attempt": rung(0_i32.into(), "$attempt".into()),
            "single": rung("$single".into(), "$$REMOVE".into()),
            "expire_at": rung("$$REMOVE".into(), from_now(self.options.keep_done).into()),
            "rung": false,
            "finished_at": "$$NOW",
            "result": { "$literal": result },
            "last_error": "$$REMOVE",
        }
    }

    async fn change(&self, claim: &Claim, set: Document) -> Result<bool> {
        let ours = doc! {
            "_id": &claim.id,
            "fence": claim.fence,
            "state": "running",
            "$expr": { "$gt": ["$until", "$$NOW"] },
        };
        let done = self.jobs.update_one(ours, vec![doc! { "$set": set }]).await.map_err(DbError::from)?;
        Ok(done.matched_count == 1)
    }
}

fn free(mut change: Document) -> Document {
    change.insert("by", "$$REMOVE");
    change.insert("until", "$$REMOVE");
    change
}

fn error(kind: &str) -> Document {
    doc! { "kind": { "$literal": kind }, "at": "$$NOW" }
}
