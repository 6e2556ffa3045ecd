//! Failures are tried again with growing waits, then kept as dead letters.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jobs::{Again, Cause, Counts, GiveUp, JobState};
use testkit::database::TestDb;
use tokio::time::Instant;

use crate::support::{find, push, queue, rows, start, state, until};

#[tokio::test]
async fn a_failing_job_is_tried_with_doubling_waits_then_dead_until_somebody_retries_it() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let id = push(&queue, 1).await;
    let (tries, repaired) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let seen = (Arc::clone(&tries), Arc::clone(&repaired));
    let worker = start(&queue, "one", 1, move |_| {
        let (tries, repaired) = seen.clone();
        tries.lock().unwrap().push(Instant::now());
        async move {
            if repaired.load(Ordering::SeqCst) {
                return Ok("at last".into());
            }
            Err(Again(Cause::new("odoo_unreachable", "connection refused")))
        }
    });
    until("it is given up", async || state(&queue, &id).await == JobState::Dead).await;
    let times = tries.lock().unwrap().clone();
    assert_eq!(times.len(), 3);
    assert!(times[1] - times[0] >= Duration::from_millis(40), "{times:?}");
    assert!(times[2] - times[1] >= Duration::from_millis(80), "{times:?}");
    let job = find(&queue, &id).await;
    assert_eq!((job.attempt, job.last_error.unwrap().kind.as_str()), (3, "odoo_unreachable"));
    assert_eq!(queue.list(Some(JobState::Dead), 10).await.unwrap().len(), 1);
    assert!(rows(&db).find_one(mongodb::bson::doc! { "_id": &id }).await.unwrap().unwrap().get("expire_at").is_none());

    repaired.store(true, Ordering::SeqCst);
    assert!(queue.retry_dead(&id).await.unwrap().is_some());
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    worker.stop().await;
    assert_eq!(queue.retry_dead(&id).await.unwrap(), None);
    assert_eq!(find(&queue, &id).await.last_error, None);
}

#[tokio::test]
async fn a_job_that_gives_up_is_dead_at_once_and_the_worker_goes_on() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let (hopeless, fine) = (push(&queue, 1).await, push(&queue, 2).await);
    let worker = start(&queue, "one", 1, |n| async move {
        if n == 1 { Err(GiveUp(Cause::new("bad_credentials", "401"))) } else { Ok(String::new()) }
    });
    until("both ended", async || queue.counts().await.unwrap() == Counts { waiting: 0, running: 0, done: 1, dead: 1 })
        .await;
    worker.stop().await;
    let job = find(&queue, &hopeless).await;
    assert_eq!((job.attempt, job.last_error.unwrap().kind.as_str()), (1, "bad_credentials"));
    assert_eq!(state(&queue, &fine).await, JobState::Done);
}

#[tokio::test]
async fn a_panic_is_a_failure_of_the_job_not_of_the_worker() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let (panicking, fine) = (push(&queue, 1).await, push(&queue, 2).await);
    let worker = start(&queue, "one", 1, |n| async move {
        assert_ne!(n, 1, "on purpose");
        Ok(String::new())
    });
    until("it is given up", async || state(&queue, &panicking).await == JobState::Dead).await;
    until("the other is done", async || state(&queue, &fine).await == JobState::Done).await;
    worker.stop().await;
    let job = find(&queue, &panicking).await;
    assert_eq!((job.attempt, job.last_error.unwrap().kind.as_str()), (3, "panic"));
}

#[tokio::test]
async fn arguments_of_another_program_are_a_dead_letter() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let strange = queue.push(jobs::NewJob::new("not a number")).await.unwrap().id;
    let fine = push(&queue, 2).await;
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    until("the other is done", async || state(&queue, &fine).await == JobState::Done).await;
    worker.stop().await;
    let job = find(&queue, &strange).await;
    assert_eq!((job.state, job.last_error.unwrap().kind.as_str()), (JobState::Dead, "unreadable_arguments"));
}
