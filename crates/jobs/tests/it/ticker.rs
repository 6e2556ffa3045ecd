//! One job for each tick, whoever ticks, at the interval that holds now.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::TryStreamExt;
use jobs::{Queue, Ticker};
use mongodb::bson::doc;
use testkit::database::TestDb;
use tokio::{sync::watch, task::JoinHandle};

use crate::support::{elsewhere, queue, rows, start, until};

fn tick(queue: &Queue, interval: &watch::Sender<Duration>) -> JoinHandle<()> {
    tokio::spawn(Ticker::new(queue.clone(), 1, interval.subscribe()).run())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_tickers_push_one_job_for_each_tick() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let interval = watch::Sender::new(Duration::from_millis(250));
    let first = db.now().await.unwrap().timestamp_millis() / 250;
    let runs = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&runs);
    let worker = start(&queue, "one", 4, move |_| {
        seen.fetch_add(1, Ordering::SeqCst);
        async { Ok(String::new()) }
    });
    let tickers: Vec<_> = (0..5).map(|_| tick(&elsewhere(&db), &interval)).collect();
    until("five ticks are done", async || queue.counts().await.unwrap().done >= 5).await;
    for ticker in tickers {
        ticker.abort();
    }
    until("nothing is left", async || queue.current().await.unwrap().is_none()).await;
    worker.stop().await;
    let last = db.now().await.unwrap().timestamp_millis() / 250;
    let jobs: Vec<_> = rows(&db).find(doc! {}).await.unwrap().try_collect().await.unwrap();
    let ticks: HashSet<i64> =
        jobs.iter().map(|job| job.get_str("key").unwrap().strip_prefix("sync:").unwrap().parse().unwrap()).collect();
    assert_eq!(ticks.len(), jobs.len(), "two jobs in one tick");
    assert!(ticks.iter().all(|tick| (first..=last).contains(tick)), "{first} {ticks:?} {last}");
    assert_eq!(u32::try_from(jobs.len()).unwrap(), runs.load(Ordering::SeqCst));
}

#[tokio::test]
async fn ticks_are_left_out_while_a_run_lasts() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let interval = watch::Sender::new(Duration::from_millis(50));
    let worker = start(&queue, "one", 4, |_| async { std::future::pending().await });
    let ticker = tick(&queue, &interval);
    until("it runs", async || queue.counts().await.unwrap().running == 1).await;
    let end = db.now().await.unwrap() + Duration::from_millis(300);
    until("six ticks have passed", async || db.now().await.unwrap() > end).await;
    let counts = queue.counts().await.unwrap();
    assert_eq!((counts.waiting, counts.running), (0, 1));
    ticker.abort();
    worker.stop().await;
}

#[tokio::test]
async fn a_new_interval_holds_at_once_and_zero_stops_the_ticking() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let interval = watch::Sender::new(Duration::ZERO);
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    let ticker = tick(&queue, &interval);
    interval.send_replace(Duration::from_secs(3600));
    until("the hour's job is done", async || queue.counts().await.unwrap().done == 1).await;
    interval.send_replace(Duration::from_millis(100));
    until("it ticks faster", async || queue.counts().await.unwrap().done >= 4).await;
    interval.send_replace(Duration::ZERO);
    assert!(!ticker.is_finished());
    ticker.abort();
    worker.stop().await;
}

#[tokio::test]
async fn a_ticker_that_starts_again_in_the_same_tick_pushes_no_second_job() {
    let db = TestDb::new().await;
    let queue = queue(&db).await;
    let interval = watch::Sender::new(Duration::from_secs(86_400));
    let worker = start(&queue, "one", 1, |_| async { Ok(String::new()) });
    let first = tick(&queue, &interval);
    until("its job is done", async || queue.counts().await.unwrap().done == 1).await;
    first.abort();
    let again = elsewhere(&db);
    let second = tick(&again, &interval);
    let day = queue.list(None, 10).await.unwrap()[0].created_at.timestamp().div_euclid(86_400);
    let probe = again.push(jobs::NewJob { key: Some(format!("sync:{day}")), ..jobs::NewJob::new(1) }).await.unwrap();
    assert!(!probe.is_new);
    second.abort();
    worker.stop().await;
    assert_eq!(queue.list(None, 10).await.unwrap().len(), 1);
}
