//! Migrations run once, whoever starts at the same time.

use db::{Db, DbError, Migrated, Migration};
use mongodb::bson::doc;
use testkit::database::TestDb;

use crate::support::collection;

const FIRST: Migration = Migration {
    number: 1,
    name: "count the first",
    run: |lease| Box::pin(async move { count(lease.db(), "first").await }),
};
const SECOND: Migration = Migration {
    number: 2,
    name: "count the second",
    run: |lease| Box::pin(async move { count(lease.db(), "second").await }),
};
const BROKEN: Migration =
    Migration { number: 2, name: "count the second", run: |_| Box::pin(async { Err(DbError::aborted("power cut")) }) };

async fn count(db: &Db, what: &str) -> db::Result<()> {
    collection(db, "runs").update_one(doc! { "_id": what }, doc! { "$inc": { "n": 1 } }).upsert(true).await?;
    Ok(())
}

async fn runs(db: &Db, what: &str) -> i32 {
    collection(db, "runs").find_one(doc! { "_id": what }).await.unwrap().map_or(0, |row| row.get_i32("n").unwrap())
}

#[tokio::test]
async fn each_runs_once_and_in_order() {
    let db = TestDb::new().await;
    assert_eq!(db.migrate(&[FIRST], "a").await.unwrap(), Migrated { from: 0, to: 1 });
    assert_eq!(db.pending_migrations(&[FIRST, SECOND]).await.unwrap(), [2]);
    assert_eq!(db.migrate(&[FIRST, SECOND], "a").await.unwrap(), Migrated { from: 1, to: 2 });
    assert_eq!(db.migrate(&[FIRST, SECOND], "a").await.unwrap(), Migrated { from: 2, to: 2 });
    assert_eq!((runs(&db, "first").await, runs(&db, "second").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_start_at_once_run_each_migration_once() {
    let db = TestDb::new().await;
    let (one, two) = (Db::open(&db.config()).await.unwrap(), Db::open(&db.config()).await.unwrap());
    let (a, b) = tokio::join!(one.migrate(&[FIRST, SECOND], "one"), two.migrate(&[FIRST, SECOND], "two"));
    assert_eq!((a.unwrap().to, b.unwrap().to), (2, 2));
    assert_eq!((runs(&db, "first").await, runs(&db, "second").await), (1, 1));
}

#[tokio::test]
async fn one_that_failed_is_tried_again_by_the_next_start() {
    let db = TestDb::new().await;
    let failed = db.migrate(&[FIRST, BROKEN], "a").await;
    assert!(matches!(failed, Err(DbError::MigrationFailed { number: 2, .. })));
    assert_eq!(db.migrate(&[FIRST, SECOND], "a").await.unwrap(), Migrated { from: 1, to: 2 });
    assert_eq!((runs(&db, "first").await, runs(&db, "second").await), (1, 1));
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused_naming_both() {
    let db = TestDb::new().await;
    db.migrate(&[FIRST, SECOND], "new").await.unwrap();
    let refused = db.migrate(&[FIRST], "old").await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the database was written by a newer version of this program (it is at migration 2, this program knows 1): use the newer program"
    );
}

#[tokio::test]
async fn a_database_of_another_program_is_refused() {
    let db = TestDb::new().await;
    db.migrate(&[FIRST], "a").await.unwrap();
    let other = Migration { name: "something else", ..FIRST };
    assert!(matches!(db.migrate(&[other], "b").await, Err(DbError::ForeignMigration { number: 1, .. })));
}
