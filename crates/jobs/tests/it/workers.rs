//! Jobs are shared out, and a worker stops gracefully.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use jobs::{Counts, JobState};
use testkit::database::TestDb;
use tokio::sync::Notify;

use crate::support::{elsewhere, find, push, queue, start, state, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_do_each_job_once() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    for n in 0..40 {
        push(&queue, n).await;
    }
    let done: Arc<Mutex<HashMap<i32, u32>>> = Arc::default();
    let workers = [("one", queue.clone()), ("two", elsewhere(&db))].map(|(name, queue)| {
        let done = Arc::clone(&done);
        start(&queue, name, 3, move |n| {
            *done.lock().unwrap().entry(n).or_default() += 1;
            async move { Ok(format!("did {n}")) }
        })
    });
    until("all are done", async || queue.counts().await.unwrap().done == 40).await;
    for worker in workers {
        worker.stop().await;
    }
    let done = done.lock().unwrap().clone();
    assert_eq!(done.len(), 40);
    assert!(done.values().all(|times| *times == 1), "{done:?}");
    assert_eq!(queue.counts().await.unwrap(), Counts { waiting: 0, running: 0, done: 40, dead: 0 });
}

#[tokio::test]
async fn what_the_handler_returns_is_kept_with_the_job() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 7).await;
    let worker = start(&queue, "one", 1, |n| async move { Ok(format!("did {n}")) });
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    worker.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!(job.result.unwrap().as_str(), Some("did 7"));
    assert_eq!((job.attempt, job.by, job.last_error), (1, None, None));
    assert!(job.finished_at >= job.started_at && job.started_at >= Some(job.created_at));
}

#[tokio::test]
async fn no_more_jobs_run_at_once_than_the_worker_says() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    for n in 0..6 {
        push(&queue, n).await;
    }
    let go = Arc::new(Notify::new());
    let gate = Arc::clone(&go);
    let worker = start(&queue, "one", 2, move |_| {
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            Ok(String::new())
        }
    });
    until("two run", async || queue.counts().await.unwrap().running == 2).await;
    go.notify_one();
    until("one is done and the next has begun", async || {
        queue.counts().await.unwrap() == Counts { waiting: 3, running: 2, done: 1, dead: 0 }
    })
    .await;
    for _ in 0..5 {
        until("somebody waits at the gate or all are done", async || {
            go.notify_waiters();
            queue.counts().await.unwrap().done == 6
        })
        .await;
    }
    worker.stop().await;
}

#[tokio::test]
async fn a_worker_that_stops_ends_its_job_and_takes_no_other() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let (first, second) = (push(&queue, 1).await, push(&queue, 2).await);
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let signals = (Arc::clone(&begun), Arc::clone(&go));
    let worker = start(&queue, "one", 1, move |_| {
        let (begun, go) = signals.clone();
        async move {
            begun.notify_one();
            go.notified().await;
            Ok("in time".into())
        }
    });
    begun.notified().await;
    let stopping = tokio::spawn(worker.stop());
    go.notify_one();
    stopping.await.unwrap();
    assert_eq!((state(&queue, &first).await, state(&queue, &second).await), (JobState::Done, JobState::Waiting));
}

#[tokio::test]
async fn a_job_that_outlasts_the_grace_is_handed_back_untried() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    let worker = start(&queue, "one", 1, |_| async { std::future::pending().await });
    until("it runs", async || state(&queue, &id).await == JobState::Running).await;
    worker.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!((job.state, job.attempt, job.by), (JobState::Waiting, 0, None));
}
