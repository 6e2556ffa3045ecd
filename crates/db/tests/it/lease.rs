//! One holder at a time, by the database's clock, and nobody else's writes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI32, AtomicU32, Ordering},
    },
    time::Duration,
};

use db::{Db, DbError, Lease};
use mongodb::bson::{DateTime, doc};
use testkit::database::TestDb;
use tokio::sync::Barrier;

use crate::support::{collection, insert, until};

const TTL: Duration = Duration::from_secs(30);

async fn take(db: &Db, holder: &str) -> Option<Lease> {
    Lease::acquire(db, "loader", holder, TTL).await.unwrap()
}

/// Stands for half a minute of sleep: the database says that the lease ended.
async fn let_it_run_out(db: &Db) {
    let ended = doc! { "$set": { "until": DateTime::MIN } };
    collection(db, "leases").update_one(doc! { "_id": "loader" }, ended).await.unwrap();
}

async fn rows(db: &Db) -> u64 {
    collection(db, "rows").count_documents(doc! {}).await.unwrap()
}

#[tokio::test]
async fn while_one_holds_it_nobody_else_gets_it() {
    let db = TestDb::new().await;
    let first = take(&db, "one").await.unwrap();
    assert_eq!(first.fence(), 1);
    assert!(take(&db, "two").await.is_none());
    assert!(Lease::acquire(&db, "another lease", "two", TTL).await.unwrap().is_some());
    first.release().await.unwrap();
    assert_eq!(take(&db, "two").await.unwrap().fence(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twelve_that_want_it_at_once_never_two_hold_it() {
    let db = TestDb::new().await;
    let (inside, entered) = (Arc::new(AtomicI32::new(0)), Arc::new(AtomicU32::new(0)));
    let start = Arc::new(Barrier::new(12));
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            let (db, inside, entered, start) = (db.db(), Arc::clone(&inside), Arc::clone(&entered), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                let lease = loop {
                    if let Some(lease) = take(&db, &format!("task {n}")).await {
                        break lease;
                    }
                    tokio::time::sleep(Duration::from_millis(2)).await;
                };
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "somebody else is inside");
                let fence = lease.fence();
                lease.run(insert(&db, &doc! { "_id": fence })).await.unwrap();
                entered.fetch_add(1, Ordering::SeqCst);
                inside.fetch_sub(1, Ordering::SeqCst);
                lease.release().await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(entered.load(Ordering::SeqCst), 12);
    assert_eq!(rows(&db).await, 12);
    assert_eq!(take(&db, "last").await.unwrap().fence(), 13);
}

#[tokio::test]
async fn a_take_over_after_the_end_raises_the_fence_and_shuts_the_old_holder_out() {
    let db = TestDb::new().await;
    let sleeper = take(&db, "sleeper").await.unwrap();
    let_it_run_out(&db).await;
    let next = take(&db, "next").await.unwrap();
    assert_eq!((sleeper.fence(), next.fence()), (1, 2));

    let written = sleeper.run(insert(&db, &doc! { "by": "sleeper" })).await;
    assert!(matches!(written, Err(DbError::LeaseLost { name }) if name == "loader"));
    assert!(sleeper.is_lost());
    assert!(matches!(sleeper.begin().await, Err(DbError::LeaseLost { .. })));
    assert_eq!(rows(&db).await, 0);

    let mut batch = next.begin().await.unwrap();
    collection(&db, "rows").insert_one(doc! { "by": "next" }).session(batch.session()).await.unwrap();
    batch.commit().await.unwrap();
    assert_eq!(rows(&db).await, 1);
}

#[tokio::test]
async fn a_holder_whose_time_ran_out_writes_nothing_even_if_nobody_took_over() {
    let db = TestDb::new().await;
    let sleeper = take(&db, "sleeper").await.unwrap();
    let_it_run_out(&db).await;
    let written = sleeper.run(insert(&db, &doc! {})).await;
    assert!(matches!(written, Err(DbError::LeaseLost { .. })));
    assert_eq!(rows(&db).await, 0);
}

#[tokio::test]
async fn a_take_over_waits_for_a_batch_in_progress_so_its_writes_are_there_before() {
    let db = TestDb::new().await;
    // A dropped lease is not renewed: what holds the next one off is the batch alone, and then the time.
    let short = Lease::acquire(&db, "short", "slow", Duration::from_millis(200)).await.unwrap().unwrap();
    let mut batch = short.begin().await.unwrap();
    collection(&db, "rows").insert_one(doc! { "_id": 1 }).session(batch.session()).await.unwrap();
    drop(short);
    let other = db.db();
    let taking = tokio::spawn(async move {
        loop {
            if let Some(taken) = Lease::acquire(&other, "short", "next", TTL).await.unwrap() {
                break (taken.fence(), rows(&other).await);
            }
        }
    });
    let end = db.now().await.unwrap() + Duration::from_millis(400);
    until("the short lease has ended", async || db.now().await.unwrap() > end).await;
    assert!(!taking.is_finished());
    batch.commit().await.unwrap();
    assert_eq!(taking.await.unwrap(), (2, 1));
}

#[tokio::test]
async fn a_short_lease_lives_on_while_its_holder_does_and_ends_when_it_is_dropped() {
    let db = TestDb::new().await;
    let short = Duration::from_millis(900);
    let lease = Lease::acquire(&db, "loader", "one", short).await.unwrap().unwrap();
    let end = db.now().await.unwrap() + short * 2;
    until("twice its time has passed", async || db.now().await.unwrap() > end).await;
    assert!(take(&db, "two").await.is_none());
    assert!(!lease.is_lost());
    drop(lease);
    until("it runs out", async || take(&db, "two").await.is_some_and(|lease| lease.fence() == 2)).await;
}

#[tokio::test]
async fn a_holder_hears_that_its_lease_is_lost() {
    let db = TestDb::new().await;
    let lease = Lease::acquire(&db, "loader", "one", Duration::from_millis(300)).await.unwrap().unwrap();
    let_it_run_out(&db).await;
    tokio::time::timeout(Duration::from_secs(10), lease.lost()).await.unwrap();
    assert!(lease.is_lost());
}

#[tokio::test]
async fn an_error_in_the_body_leaves_nothing_of_the_batch() {
    let db = TestDb::new().await;
    let lease = take(&db, "one").await.unwrap();
    collection(&db, "rows").insert_one(doc! { "_id": 0 }).await.unwrap();
    let db = &db.db();
    let ended: db::Result<()> = lease
        .run(|mut tx| {
            Box::pin(async move {
                collection(db, "rows").insert_one(doc! { "_id": 1 }).session(tx.session()).await?;
                Err(DbError::aborted("the page was half a page"))
            })
        })
        .await;
    assert!(matches!(ended, Err(DbError::Aborted(_))));
    let refused: db::Result<()> = lease
        .run(|mut tx| {
            Box::pin(async move {
                collection(db, "rows").insert_one(doc! { "_id": 2 }).session(tx.session()).await?;
                collection(db, "rows").insert_one(doc! { "_id": 0 }).session(tx.session()).await?;
                Ok(())
            })
        })
        .await;
    assert!(refused.is_err_and(|e| e.is_duplicate()));
    let mut batch = lease.begin().await.unwrap();
    collection(db, "rows").insert_one(doc! { "_id": 3 }).session(batch.session()).await.unwrap();
    batch.abort().await;
    assert_eq!(rows(db).await, 1);
    assert!(!lease.is_lost());
}
