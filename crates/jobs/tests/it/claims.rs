//! A job outlives its worker, and a worker that lost its job cannot end it.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use jobs::JobState;
use testkit::database::TestDb;
use tokio::sync::Notify;

use crate::support::{elsewhere, find, let_the_claim_run_out, push, queue, start, state, until};

#[tokio::test]
async fn a_job_whose_worker_crashed_is_done_by_another_one() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    let crashing = start(&queue, "crashing", 1, |_| async { std::future::pending().await });
    until("it runs", async || state(&queue, &id).await == JobState::Running).await;
    crashing.task.abort();
    assert!(crashing.task.await.unwrap_err().is_cancelled());
    assert_eq!(find(&queue, &id).await.by.as_deref(), Some("crashing"));

    let_the_claim_run_out(&db, &id).await;
    let next = start(&elsewhere(&db), "next", 1, |_| async { Ok("by the next".into()) });
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    next.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!((job.attempt, job.result.unwrap().as_str()), (2, Some("by the next")));
}

#[tokio::test]
async fn a_worker_that_wakes_up_after_another_took_its_job_cannot_end_it() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    let (wake, woke) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
    let signals = (Arc::clone(&wake), Arc::clone(&woke));
    let sleeper = start(&queue, "sleeper", 1, move |_| {
        let (wake, woke) = signals.clone();
        async move {
            wake.notified().await;
            woke.fetch_add(1, Ordering::SeqCst);
            Ok("by the sleeper".into())
        }
    });
    until("it runs", async || state(&queue, &id).await == JobState::Running).await;
    let_the_claim_run_out(&db, &id).await;
    // The sleeper would find its own job abandoned: its place is taken, so it looks for none.
    let next = start(&elsewhere(&db), "next", 1, |_| async { Ok("by the next".into()) });
    until("the next did it", async || state(&queue, &id).await == JobState::Done).await;
    wake.notify_one();
    until("the sleeper is through", async || woke.load(Ordering::SeqCst) == 1).await;
    sleeper.stop().await;
    next.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!((job.state, job.attempt, job.result.unwrap().as_str()), (JobState::Done, 2, Some("by the next")));
}

#[tokio::test]
async fn a_worker_whose_claim_ran_out_cannot_end_its_job_even_if_nobody_took_it() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    let (wake, tries) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
    let signals = (Arc::clone(&wake), Arc::clone(&tries));
    let sleeper = start(&queue, "sleeper", 1, move |_| {
        let (wake, tries) = signals.clone();
        async move {
            tries.fetch_add(1, Ordering::SeqCst);
            wake.notified().await;
            Ok("late".into())
        }
    });
    until("it runs", async || tries.load(Ordering::SeqCst) == 1).await;
    let_the_claim_run_out(&db, &id).await;
    wake.notify_one();
    sleeper.stop().await;
    let job = find(&queue, &id).await;
    assert_ne!(job.state, JobState::Done);
    assert_eq!(job.result, None);
    let next = start(&elsewhere(&db), "next", 1, |_| async { Ok("in time".into()) });
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    next.stop().await;
    assert_eq!(find(&queue, &id).await.result.unwrap().as_str(), Some("in time"));
}

#[tokio::test]
async fn a_job_that_kills_its_worker_each_time_ends_as_a_dead_letter() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    for attempt in 1..=3 {
        let killed = start(&elsewhere(&db), "killed", 1, |_| async { std::future::pending().await });
        until("it runs again", async || {
            let job = find(&queue, &id).await;
            job.state == JobState::Running && job.attempt == attempt
        })
        .await;
        killed.task.abort();
        let_the_claim_run_out(&db, &id).await;
    }
    let last = start(&elsewhere(&db), "last", 1, |_| async { Ok(String::new()) });
    until("it is given up", async || state(&queue, &id).await == JobState::Dead).await;
    last.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!((job.attempt, job.last_error.unwrap().kind.as_str()), (3, "worker_lost"));
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_lease_keeps_it() {
    let db = TestDb::new().await;
    let options = jobs::QueueOptions { lease: std::time::Duration::from_millis(600), ..crate::support::options() };
    let queue = jobs::Queue::new(&db.database(), "sync", options);
    queue.set_up().await.unwrap();
    let id = push(&queue, 1).await;
    let go = Arc::new(Notify::new());
    let gate = Arc::clone(&go);
    let handler = move |_| {
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            Ok("at last".into())
        }
    };
    let slow = start(&queue, "slow", 1, handler);
    until("it runs", async || state(&queue, &id).await == JobState::Running).await;
    let greedy = start(&queue.clone(), "greedy", 1, |_| async { Ok("stolen".into()) });
    let end = db.now().await.unwrap() + std::time::Duration::from_millis(1500);
    until("two and a half leases have passed", async || db.now().await.unwrap() > end).await;
    go.notify_one();
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    slow.stop().await;
    greedy.stop().await;
    let job = find(&queue, &id).await;
    assert_eq!((job.attempt, job.result.unwrap().as_str()), (1, Some("at last")));
}
