//! Runs a queue's handler through apalis, restarts the worker after any error, and stops it gracefully.

use std::time::Duration;

use apalis::prelude::{Monitor, WorkerBuilder, WorkerBuilderExt};
use serde::{Serialize, de::DeserializeOwned};

use crate::{backend::MongoStorage, failure::Failure, queue::Queue};

#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Unlike any other worker's, also of other processes: what it leaves behind is found by it.
    pub name: String,
    /// Jobs of this queue at the same time in this process.
    pub concurrency: usize,
    /// How long running jobs may go on after `stop`.
    pub grace: Duration,
}

/// Works until `stop` ends; then takes no new job, gives the running ones `grace`, and hands the rest back to the queue.
pub async fn work<A, T, F, Fut>(
    queue: &Queue,
    options: WorkerOptions,
    handler: F,
    stop: impl Future<Output = ()> + Send + 'static,
) where
    A: DeserializeOwned + Send + Sync + 'static,
    T: Serialize + Send + Sync + 'static,
    F: Fn(A) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let WorkerOptions { name, concurrency, grace } = options;
    let (worker, source) = (name.clone(), queue.clone());
    let monitor = Monitor::new()
        .register(move |_restarts| {
            let storage = MongoStorage::<A>::new(source.clone());
            WorkerBuilder::new(worker.clone()).backend(storage).concurrency(concurrency).build(handler.clone())
        })
        .should_restart(|_, _| true)
        .shutdown_timeout(grace);
    let stop = async move {
        stop.await;
        Ok(())
    };
    if let Err(e) = monitor.run_with_signal(stop).await {
        tracing::error!(queue = queue.name(), error = %e, "the worker ended with an error");
    }
    match queue.give_all_back(&name).await {
        Ok(0) => {}
        Ok(jobs) => tracing::info!(queue = queue.name(), jobs, "handed unfinished jobs back"),
        Err(e) => {
            tracing::warn!(queue = queue.name(), error = %e, "unfinished jobs could not be handed back, their claims run out")
        }
    }
}
