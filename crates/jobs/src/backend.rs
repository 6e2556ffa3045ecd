//! The queue as a backend of apalis: hands out claimed jobs, and never ends a worker because the database was away.
//!
//! It does without apalis' own `Persisted`: there a database error ends the worker, heartbeats and results wait for the next look at the
//! queue, and a result is written whoever holds the job by then.

use std::{
    marker::PhantomData,
    task::{Context, Poll},
    time::Duration,
};

use apalis_core::{
    backend::{Backend, BackendConfig, finalize::Ephemeral},
    task::{Task, builder::TaskBuilder, task_id::TaskId},
    worker::context::WorkerContext,
};
use db::DbError;
use futures::{FutureExt, future::BoxFuture};
use mongodb::bson::{self, Bson};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::{
    ack::AckLayer,
    claim::{Claim, Ending},
    queue::Queue,
};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// `A` is what the handler takes; it is kept as BSON. Give the worker a concurrency: apalis takes all there is without one.
pub struct MongoStorage<A> {
    queue: Queue,
    step: Step,
    recovered: Option<Instant>,
    pause: Duration,
    args: PhantomData<fn() -> A>,
}

/// A claim on its way must not be dropped at shutdown: the job would be nobody's until the claim runs out.
enum Step {
    Idle,
    Asking(BoxFuture<'static, Result<Option<(Claim, Bson)>, DbError>>),
    Resting(BoxFuture<'static, ()>),
    GivingBack(BoxFuture<'static, ()>),
}

impl<A> MongoStorage<A> {
    pub fn new(queue: Queue) -> Self {
        Self { queue, step: Step::Idle, recovered: None, pause: FIRST_PAUSE, args: PhantomData }
    }

    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    fn ask(&mut self, by: &str) -> Step {
        let now = Instant::now();
        // Often enough that an abandoned job waits little longer than its lease, and not at every look.
        let recover = self.recovered.is_none_or(|at| now.duration_since(at) >= self.queue.options.lease / 6);
        if recover {
            self.recovered = Some(now);
        }
        let (queue, by) = (self.queue.clone(), by.to_owned());
        Step::Asking(
            async move {
                if recover {
                    queue.recover().await?;
                }
                queue.claim(&by).await
            }
            .boxed(),
        )
    }

    fn rest(&self) -> Step {
        let queue = self.queue.clone();
        Step::Resting(
            async move {
                let _timeout_or_push = tokio::time::timeout(queue.options.poll, queue.pushed.notified()).await;
            }
            .boxed(),
        )
    }

    fn rest_after(&mut self, error: &DbError) -> Step {
        tracing::warn!(queue = self.queue.name(), error = %error, "the queue cannot be read, trying again");
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        Step::Resting(tokio::time::sleep(pause).boxed())
    }
}

impl<A: DeserializeOwned> MongoStorage<A> {
    /// `None` for arguments of another shape: a newer or older program's. They become a dead letter that a person can look at.
    fn task(&self, claim: Claim, args: Bson) -> Result<Task<A>, Step> {
        match bson::deserialize_from_bson(args) {
            // An id for each claim: the same worker may get a job again while its lost first try is being dropped.
            Ok(args) => Ok(TaskBuilder::new(args)
                .task_id(TaskId::from_string(format!("{}-{}", claim.id, claim.fence)))
                .data(claim)
                .build()),
            Err(_) => {
                tracing::error!(queue = self.queue.name(), job.id = claim.id, "the arguments cannot be read");
                let queue = self.queue.clone();
                let dead = Ending::Dead { kind: "unreadable_arguments" };
                // Should this fail, the claim runs out and the next worker says the same.
                Err(Step::GivingBack(async move { drop(queue.end(&claim, &dead).await) }.boxed()))
            }
        }
    }
}

impl<A: DeserializeOwned> Backend for MongoStorage<A> {
    type Task = Task<A>;
    type Error = DbError;

    fn poll_ready(&mut self, _: &mut Context<'_>, _: &WorkerContext) -> Poll<Result<(), DbError>> {
        Poll::Ready(Ok(()))
    }

    fn poll_next(&mut self, cx: &mut Context<'_>, worker: &WorkerContext) -> Poll<Option<Result<Task<A>, DbError>>> {
        loop {
            self.step = match &mut self.step {
                Step::Idle => self.ask(worker.name()),
                Step::Asking(asking) => match futures::ready!(asking.poll_unpin(cx)) {
                    Ok(Some((claim, args))) => match self.task(claim, args) {
                        Ok(task) => {
                            self.step = Step::Idle;
                            self.pause = FIRST_PAUSE;
                            return Poll::Ready(Some(Ok(task)));
                        }
                        Err(step) => step,
                    },
                    Ok(None) => {
                        self.pause = FIRST_PAUSE;
                        self.rest()
                    }
                    Err(e) => self.rest_after(&e),
                },
                Step::Resting(pause) | Step::GivingBack(pause) => {
                    futures::ready!(pause.poll_unpin(cx));
                    Step::Idle
                }
            };
        }
    }

    fn poll_close(&mut self, cx: &mut Context<'_>, _: &WorkerContext) -> Poll<Result<(), DbError>> {
        loop {
            self.step = match &mut self.step {
                Step::Idle | Step::Resting(_) => return Poll::Ready(Ok(())),
                Step::Asking(asking) => match futures::ready!(asking.poll_unpin(cx)) {
                    Ok(Some((claim, _))) => {
                        let queue = self.queue.clone();
                        Step::GivingBack(async move { drop(queue.give_back(&claim).await) }.boxed())
                    }
                    Ok(None) | Err(_) => Step::Idle,
                },
                Step::GivingBack(giving) => {
                    futures::ready!(giving.poll_unpin(cx));
                    Step::Idle
                }
            };
        }
    }
}

impl<A> BackendConfig for MongoStorage<A> {
    type Args = A;
    type Id = ulid::Ulid;
    /// To apalis this means only that tasks come decoded.
    type Kind = Ephemeral;
    type Config = ();
    type Layer = AckLayer;

    fn config(&self) -> &() {
        &()
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> AckLayer {
        AckLayer::new(self.queue.clone())
    }
}

impl<A> Clone for MongoStorage<A> {
    fn clone(&self) -> Self {
        Self::new(self.queue.clone())
    }
}

impl<A> std::fmt::Debug for MongoStorage<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MongoStorage").field("queue", &self.queue.name()).finish_non_exhaustive()
    }
}
