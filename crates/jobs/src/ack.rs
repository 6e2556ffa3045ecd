//! Around each handler: keeps the claim alive while it runs, stops it when the claim is lost, and writes down how it ended.

use std::{
    panic::AssertUnwindSafe,
    task::{Context, Poll},
    time::Duration,
};

use apalis_core::{error::BoxDynError, task::Task};
use futures::{FutureExt, future::BoxFuture};
use mongodb::bson::{self, Bson};
use serde::Serialize;
use tokio::{sync::oneshot, task::JoinHandle, time::Instant};
use tower::{Layer, Service};

use crate::{
    claim::{Claim, Ending},
    failure::Failure,
    queue::Queue,
};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone)]
pub struct AckLayer {
    queue: Queue,
}

impl AckLayer {
    pub(crate) fn new(queue: Queue) -> Self {
        Self { queue }
    }
}

impl<S> Layer<S> for AckLayer {
    type Service = Ack<S>;

    fn layer(&self, inner: S) -> Ack<S> {
        Ack { inner, queue: self.queue.clone() }
    }
}

#[derive(Debug, Clone)]
pub struct Ack<S> {
    inner: S,
    queue: Queue,
}

#[derive(Debug, thiserror::Error)]
enum Lost {
    #[error("the job was taken by another worker or ran out of time; what this one did of it does not count")]
    Claim,
    #[error("the task did not come from this queue")]
    NoClaim,
    #[error("the handler panicked")]
    Panic,
}

impl<S, A> Service<Task<A>> for Ack<S>
where
    S: Service<Task<A>>,
    S::Future: Send + 'static,
    S::Response: Serialize + Send + 'static,
    S::Error: Into<BoxDynError>,
{
    type Response = S::Response;
    type Error = BoxDynError;
    type Future = BoxFuture<'static, Result<S::Response, BoxDynError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxDynError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, task: Task<A>) -> Self::Future {
        let Some(claim) = task.ctx().data().get::<Claim>().cloned() else {
            return futures::future::ready(Err(Lost::NoClaim.into())).boxed();
        };
        let handling = self.inner.call(task);
        carry(self.queue.clone(), claim, async move { handling.await.map_err(Into::into) }).boxed()
    }
}

async fn carry<T: Serialize>(
    queue: Queue,
    claim: Claim,
    handling: impl Future<Output = Result<T, BoxDynError>>,
) -> Result<T, BoxDynError> {
    let (tell, lost) = oneshot::channel();
    let _keeper = Keeper(tokio::spawn(keep(queue.clone(), claim.clone(), tell)));
    let handled = tokio::select! {
        handled = AssertUnwindSafe(handling).catch_unwind() => handled.unwrap_or_else(|_| Err(Lost::Panic.into())),
        _ = lost => {
            tracing::warn!(queue = queue.name(), job.id = claim.id, "stopped a job whose claim was lost");
            return Err(Lost::Claim.into());
        }
    };
    let ending = ending(&queue, &claim, &handled);
    if settle(&queue, &claim, &ending).await { handled } else { Err(Lost::Claim.into()) }
}

fn ending<T: Serialize>(queue: &Queue, claim: &Claim, handled: &Result<T, BoxDynError>) -> Ending {
    let error = match handled {
        Ok(value) => return Ending::Done(bson::serialize_to_bson(value).unwrap_or(Bson::Null)),
        Err(error) => error,
    };
    let ending = match error.downcast_ref::<Failure>() {
        Some(failure) => Ending::of_failure(failure, claim, queue),
        None if error.is::<Lost>() => Ending::again("panic", claim, queue),
        None => Ending::again("other", claim, queue),
    };
    let (id, attempt) = (&claim.id, claim.attempt);
    match &ending {
        Ending::Dead { kind } => {
            tracing::error!(queue = queue.name(), job.id = id, attempt, kind, error = %error, "a job failed for good");
        }
        Ending::Again { kind, wait } => {
            tracing::warn!(queue = queue.name(), job.id = id, attempt, kind, ?wait, error = %error, "a job failed and will be tried again");
        }
        Ending::Done(_) => {}
    }
    ending
}

/// Asks until the database answers; a claim that ran out meanwhile is an answer too. False when it was no longer ours.
async fn settle(queue: &Queue, claim: &Claim, ending: &Ending) -> bool {
    let mut pause = FIRST_PAUSE;
    loop {
        match queue.end(claim, ending).await {
            Ok(true) => return true,
            Ok(false) => {
                tracing::warn!(
                    queue = queue.name(),
                    job.id = claim.id,
                    "a job's end does not count, its claim was lost"
                );
                return false;
            }
            Err(e) => {
                tracing::warn!(queue = queue.name(), job.id = claim.id, error = %e, "a job's end cannot be written, trying again")
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

struct Keeper(JoinHandle<()>);

impl Drop for Keeper {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Ends, and tells, when the claim is lost.
async fn keep(queue: Queue, claim: Claim, tell: oneshot::Sender<()>) {
    let lease = queue.options.lease;
    let mut good_until = Instant::now() + lease;
    loop {
        tokio::time::sleep(lease / 3).await;
        let asked = Instant::now();
        match queue.renew(&claim).await {
            Ok(true) => good_until = asked + lease,
            Ok(false) => break,
            Err(e) if Instant::now() < good_until => {
                tracing::warn!(queue = queue.name(), job.id = claim.id, error = %e, "a claim cannot be renewed, trying again");
            }
            Err(_) => break,
        }
    }
    drop(tell);
}
