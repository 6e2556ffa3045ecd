//! A queue of its own for each test, workers for it, and waiting for a condition.

use std::time::Duration;

use jobs::{Failure, JobState, JobStatus, NewJob, Queue, QueueOptions, WorkerOptions, work};
use mongodb::{
    Collection,
    bson::{DateTime, Document, doc},
};
use testkit::database::TestDb;
use tokio::{sync::oneshot, task::JoinHandle};

pub fn options() -> QueueOptions {
    QueueOptions {
        poll: Duration::from_millis(20),
        max_attempts: 3,
        first_backoff: Duration::from_millis(40),
        ..QueueOptions::default()
    }
}

pub async fn queue(db: &TestDb) -> Queue {
    let queue = Queue::new(&db.database(), "sync", options());
    queue.set_up().await.unwrap();
    queue
}

/// The same queue as another process has it: nothing shared but the database.
pub fn elsewhere(db: &TestDb) -> Queue {
    Queue::new(&db.database(), "sync", options())
}

/// A worker in a task of its own.
pub struct Running {
    pub task: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl Running {
    pub async fn stop(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap();
    }
}

pub fn start<F, Fut>(queue: &Queue, name: &str, concurrency: usize, handler: F) -> Running
where
    F: Fn(i32) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<String, Failure>> + Send + 'static,
{
    let (stop, stopped) = oneshot::channel::<()>();
    let options = WorkerOptions { name: name.into(), concurrency, grace: Duration::from_millis(300) };
    let queue = queue.clone();
    let task = tokio::spawn(async move { work(&queue, options, handler, async move { drop(stopped.await) }).await });
    Running { task, stop }
}

pub async fn push(queue: &Queue, n: i32) -> String {
    queue.push(NewJob::new(n)).await.unwrap().id
}

pub async fn state(queue: &Queue, id: &str) -> JobState {
    find(queue, id).await.state
}

pub async fn find(queue: &Queue, id: &str) -> JobStatus {
    queue.find(id).await.unwrap().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the tests look past the crate under test")]
pub fn rows(db: &TestDb) -> Collection<Document> {
    db.database().collection("job_executions")
}

/// Stands for half a minute of sleep: the database says that the claim ended.
pub async fn let_the_claim_run_out(db: &TestDb, id: &str) {
    let ended = doc! { "$set": { "until": DateTime::MIN } };
    assert_eq!(rows(db).update_one(doc! { "_id": id, "state": "running" }, ended).await.unwrap().modified_count, 1);
}

/// Asks until the answer is yes.
pub async fn until(what: &str, mut yes: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !yes().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.unwrap_or_else(|_| panic!("never: {what}"));
}
