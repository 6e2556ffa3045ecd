//! Transactions are tried again when they collide, and only then.

use std::sync::Arc;

use mongodb::bson::doc;
use testkit::database::TestDb;
use tokio::sync::Barrier;

use crate::support::collection;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn colliding_transactions_all_count() {
    let db = TestDb::new().await;
    collection(&db, "counters").insert_one(doc! { "_id": "n", "value": 0 }).await.unwrap();
    let start = Arc::new(Barrier::new(8));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (db, start) = (db.db(), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                let db = &db;
                db.transaction(|mut tx| {
                    Box::pin(async move {
                        let counters = collection(db, "counters");
                        let row = counters.find_one(doc! { "_id": "n" }).session(tx.session()).await?.unwrap();
                        let next = doc! { "$set": { "value": row.get_i32("value").unwrap() + 1 } };
                        counters.update_one(doc! { "_id": "n" }, next).session(tx.session()).await?;
                        Ok(())
                    })
                })
                .await
                .unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let row = collection(&db, "counters").find_one(doc! {}).await.unwrap().unwrap();
    assert_eq!(row.get_i32("value").unwrap(), 8);
}

#[tokio::test]
async fn a_duplicate_key_is_named_without_its_value() {
    let db = TestDb::new().await;
    let rows = collection(&db, "rows");
    rows.insert_one(doc! { "_id": "ann@example.com" }).await.unwrap();
    let error: db::DbError = rows.insert_one(doc! { "_id": "ann@example.com" }).await.unwrap_err().into();
    assert!(error.is_duplicate());
    assert_eq!(error.to_string(), "MongoDB: write refused (code 11000)");
    assert!(!format!("{error:?}").contains("ann"));
}
