//! Asked for on demand: one at a time, and news during a run is not lost.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use jobs::{Cause, GiveUp, JobState, NewJob};
use testkit::database::TestDb;
use tokio::sync::Notify;

use crate::support::{elsewhere, queue, start, state, until};

#[tokio::test]
async fn a_second_trigger_returns_the_job_that_waits_or_runs() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let waiting = queue.trigger(1).await.unwrap();
    assert_eq!(queue.trigger(1).await.unwrap().id, waiting.id);
    let go = Arc::new(Notify::new());
    let gate = Arc::clone(&go);
    let worker = start(&queue, "one", 4, move |_| {
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            Ok(String::new())
        }
    });
    until("it runs", async || state(&queue, &waiting.id).await == JobState::Running).await;
    let during = elsewhere(&db).trigger(1).await.unwrap();
    assert_eq!((during.id, during.state), (waiting.id.clone(), JobState::Running));
    assert_eq!(queue.current().await.unwrap().unwrap().id, waiting.id);
    go.notify_one();
    until("it is done", async || state(&queue, &waiting.id).await == JobState::Done).await;
    assert_eq!(queue.current().await.unwrap(), None);
    assert_ne!(queue.trigger(1).await.unwrap().id, waiting.id);
    go.notify_one();
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_triggers_at_once_are_one_job() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let asked: Vec<_> = (0..10)
        .map(|_| {
            tokio::spawn({
                let queue = elsewhere(&db);
                async move { queue.trigger(1).await.unwrap().id }
            })
        })
        .collect();
    let mut ids = std::collections::HashSet::new();
    for id in asked {
        ids.insert(id.await.unwrap());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(queue.counts().await.unwrap().waiting, 1);
}

#[tokio::test]
async fn a_trigger_does_not_wait_for_a_backoff() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let later = NewJob { single: true, run_in: Duration::from_secs(3600), ..NewJob::new(1) };
    let id = queue.push(later).await.unwrap().id;
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    assert_eq!(queue.trigger(1).await.unwrap().id, id);
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    worker.stop().await;
}

#[tokio::test]
async fn a_bell_during_a_run_makes_one_more_run_however_often_it_rings() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let (runs, go) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
    let signals = (Arc::clone(&runs), Arc::clone(&go));
    let worker = start(&queue, "one", 4, move |_| {
        let (runs, go) = signals.clone();
        async move {
            runs.fetch_add(1, Ordering::SeqCst);
            go.notified().await;
            Ok(String::new())
        }
    });
    let id = queue.ring(1).await.unwrap().id;
    until("it runs", async || runs.load(Ordering::SeqCst) == 1).await;
    for _ in 0..3 {
        assert_eq!(elsewhere(&db).ring(1).await.unwrap().id, id);
    }
    go.notify_one();
    until("it runs again", async || runs.load(Ordering::SeqCst) == 2).await;
    go.notify_one();
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    worker.stop().await;
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(queue.counts().await.unwrap().done, 1);
}

#[tokio::test]
async fn a_dead_letter_that_must_be_alone_waits_for_the_one_that_runs() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let dead = queue.trigger(1).await.unwrap().id;
    let worker = start(&queue, "one", 1, |_| async { Err(GiveUp(Cause::new("bad_credentials", "401"))) });
    until("it is given up", async || state(&queue, &dead).await == JobState::Dead).await;
    worker.stop().await;
    let other = queue.trigger(1).await.unwrap().id;
    assert_eq!(queue.retry_dead(&dead).await.unwrap().unwrap().id, other);
    assert_eq!(state(&queue, &dead).await, JobState::Dead);
    let worker = start(&queue, "two", 1, |_| async { Ok(String::new()) });
    until("the other is done", async || state(&queue, &other).await == JobState::Done).await;
    worker.stop().await;
    let revived = queue.retry_dead(&dead).await.unwrap().unwrap();
    assert_eq!((&revived.id, revived.state, revived.attempt), (&dead, JobState::Waiting, 0));
    assert_eq!(queue.trigger(1).await.unwrap().id, dead);
}
