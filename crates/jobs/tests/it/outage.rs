//! A mongod that dies and comes back ends neither worker nor ticker.

use std::{
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use db::{Db, DbConfig};
use jobs::{JobState, Queue, Ticker};
use tokio::sync::{Notify, watch};

use crate::support::{options, push, start, state, until};

struct Dir(PathBuf);

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn worker_and_ticker_go_on_after_mongod_was_killed_and_no_result_is_lost() {
    let dir = Dir(std::env::temp_dir().join(format!("jobs-it-{}", std::process::id())));
    let config =
        DbConfig { uri: None, database: "app".into(), data_dir: dir.0.clone(), mongod: testkit::database::mongod() };
    let db = Db::open(&config).await.unwrap();
    let queue = Queue::new(&db.database(), "sync", options());
    queue.set_up().await.unwrap();
    let (runs, go) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
    let signals = (Arc::clone(&runs), Arc::clone(&go));
    let worker = start(&queue, "one", 1, move |n| {
        let (runs, go) = signals.clone();
        async move {
            runs.fetch_add(1, Ordering::SeqCst);
            if n == 1 {
                go.notified().await;
            }
            Ok(String::new())
        }
    });
    let first = push(&queue, 1).await;
    until("it runs", async || runs.load(Ordering::SeqCst) == 1).await;

    let killed = db.mongod_pid().unwrap().to_string();
    assert!(Command::new("kill").args(["-9", &killed]).status().unwrap().success());
    // The job ends while there is no database to write that down.
    go.notify_one();
    let interval = watch::Sender::new(Duration::from_secs(86_400));
    let ticker = tokio::spawn(Ticker::new(queue.clone(), 2, interval.subscribe()).run());
    until("it is gone", async || {
        !Command::new("kill").args(["-0", &killed]).stderr(std::process::Stdio::null()).status().unwrap().success()
    })
    .await;

    let again = Db::open(&config).await.unwrap();
    until("the first is done", async || {
        queue.find(&first).await.is_ok_and(|job| job.is_some_and(|job| job.state == JobState::Done))
    })
    .await;
    until("the tick's job is done", async || queue.counts().await.unwrap().done == 2).await;
    let next = push(&queue, 3).await;
    until("a new one is done", async || state(&queue, &next).await == JobState::Done).await;
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    ticker.abort();
    worker.stop().await;
    db.shutdown().await.unwrap();
    again.shutdown().await.unwrap();
}
