//! Keys, priorities, times, and what is kept.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jobs::{JobState, NewJob, Queue, QueueOptions};
use mongodb::bson::doc;
use testkit::database::TestDb;

use crate::support::{elsewhere, options, push, queue, rows, start, state, until};

#[tokio::test]
async fn the_same_key_is_the_same_job_even_when_it_is_done() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let keyed = || NewJob { key: Some("mail:42".into()), ..NewJob::new(1) };
    let first = queue.push(keyed()).await.unwrap();
    let (again, there) = (queue.push(keyed()).await.unwrap(), elsewhere(&db).push(keyed()).await.unwrap());
    assert!(first.is_new && !again.is_new && !there.is_new);
    assert_eq!((&again.id, &there.id), (&first.id, &first.id));
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    until("it is done", async || state(&queue, &first.id).await == JobState::Done).await;
    worker.stop().await;
    assert!(!queue.push(keyed()).await.unwrap().is_new);
    let other = Queue::new(&db.database(), "another queue", options());
    assert!(other.push(keyed()).await.unwrap().is_new);
}

#[tokio::test]
async fn a_key_that_holds_until_the_job_begins_is_free_then() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let keyed = || NewJob { key: Some("deal 42".into()), until_begun: true, ..NewJob::new(1) };
    let pushed = futures::future::join_all((0..30).map(|_| queue.push(keyed()))).await;
    let first = pushed[0].as_ref().unwrap().id.clone();
    assert!(pushed.iter().all(|pushed| pushed.as_ref().unwrap().id == first));
    let (begun, go_on) = (Arc::new(tokio::sync::Semaphore::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
    let (reached, door) = (Arc::clone(&begun), Arc::clone(&go_on));
    let worker = start(&queue, "one", 1, move |_| {
        let (reached, door) = (Arc::clone(&reached), Arc::clone(&door));
        async move {
            reached.add_permits(1);
            door.acquire().await.unwrap().forget();
            Ok(String::new())
        }
    });
    begun.acquire().await.unwrap().forget();
    let (second, third) = (queue.push(keyed()).await.unwrap(), queue.push(keyed()).await.unwrap());
    assert!(second.is_new && !third.is_new && second.id != first);
    go_on.add_permits(2);
    until("both are done", async || queue.counts().await.unwrap().done == 2).await;
    worker.stop().await;
}

#[tokio::test]
async fn higher_priority_goes_first_and_later_jobs_wait_for_their_time() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    for (n, priority) in [(1, 0), (2, 5), (3, 0), (4, 9)] {
        queue.push(NewJob { priority, ..NewJob::new(n) }).await.unwrap();
    }
    let later = queue.push(NewJob { run_in: Duration::from_secs(3600), priority: 99, ..NewJob::new(5) }).await.unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&order);
    let worker = start(&queue, "one", 1, move |n| {
        seen.lock().unwrap().push(n);
        async { Ok(String::new()) }
    });
    until("four are done", async || queue.counts().await.unwrap().done == 4).await;
    worker.stop().await;
    assert_eq!(*order.lock().unwrap(), [4, 2, 1, 3]);
    assert_eq!(state(&queue, &later.id).await, JobState::Waiting);
}

#[tokio::test]
async fn done_jobs_are_removed_by_the_database_after_their_time() {
    let db = TestDb::new().await;
    let options = QueueOptions { keep_done: Duration::from_secs(3600), ..options() };
    let queue = Queue::new(&db.database(), "sync", options);
    queue.set_up().await.unwrap();
    queue.set_up().await.unwrap();
    let id = push(&queue, 1).await;
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    until("it is done", async || state(&queue, &id).await == JobState::Done).await;
    worker.stop().await;
    let row = rows(&db).find_one(doc! { "_id": &id }).await.unwrap().unwrap();
    let kept = row.get_datetime("expire_at").unwrap().timestamp_millis()
        - row.get_datetime("finished_at").unwrap().timestamp_millis();
    assert_eq!(kept, 3_600_000);
    let names = rows(&db).list_index_names().await.unwrap();
    assert_eq!(names, ["_id_", "one_for_each_key", "one_at_a_time", "next", "abandoned", "newest", "expire"]);
}

#[tokio::test]
async fn an_idle_worker_hears_of_a_push_in_its_own_process_at_once() {
    let db = TestDb::new().await;
    let patient = QueueOptions { poll: Duration::from_secs(3600), ..options() };
    let queue = Queue::new(&db.database(), "sync", patient);
    queue.set_up().await.unwrap();
    let first = push(&queue, 1).await;
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    until("it has begun to wait", async || state(&queue, &first).await == JobState::Done).await;
    let second = push(&queue, 2).await;
    until("it is done", async || state(&queue, &second).await == JobState::Done).await;
    worker.stop().await;
}

#[tokio::test]
async fn the_list_is_newest_first() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.push(push(&queue, n).await);
        let pushed = db.now().await.unwrap();
        until("the next millisecond", async || db.now().await.unwrap() > pushed).await;
    }
    let listed: Vec<_> = queue.list(None, 2).await.unwrap().into_iter().map(|job| job.id).collect();
    assert_eq!(listed, [ids[2].clone(), ids[1].clone()]);
    assert_eq!(queue.list(Some(JobState::Done), 10).await.unwrap(), []);
}
