//! Many different updates in one transaction.

use db::{BulkOutcome, Db, DbError, UpdateOne};
use mongodb::{bson::doc, options::UpdateModifications};
use testkit::database::TestDb;

use crate::support::collection;

fn raise(id: i32, by: i32, upsert: bool) -> UpdateOne {
    UpdateOne {
        filter: doc! { "_id": id },
        update: UpdateModifications::Document(doc! { "$inc": { "n": by } }),
        upsert,
    }
}

async fn update(db: &Db, updates: &[UpdateOne]) -> db::Result<BulkOutcome> {
    db.transaction(|mut tx| Box::pin(async move { db.update_each(tx.session(), "rows", updates.to_vec()).await })).await
}

#[tokio::test]
async fn each_statement_changes_its_own_row() {
    let db = TestDb::new().await;
    let rows = collection(&db, "rows");
    rows.insert_many((0..3).map(|id| doc! { "_id": id, "n": 10 })).await.unwrap();
    let pipeline = UpdateModifications::Pipeline(vec![doc! { "$set": { "n": { "$multiply": ["$n", 7] } } }]);
    let updates = vec![
        raise(0, 1, false),
        UpdateOne { filter: doc! { "_id": 1 }, update: pipeline, upsert: false },
        raise(2, 0, false),
        raise(3, 5, true),
        raise(4, 5, false),
    ];
    let done = update(&db.db(), &updates).await.unwrap();
    assert_eq!(done, BulkOutcome { matched: 3, modified: 2, inserted: 1 });
    let n = async |id: i32| rows.find_one(doc! { "_id": id }).await.unwrap().map(|row| row.get_i32("n").unwrap());
    assert_eq!(
        [n(0).await, n(1).await, n(2).await, n(3).await, n(4).await],
        [Some(11), Some(70), Some(10), Some(5), None]
    );
}

#[tokio::test]
async fn more_statements_than_one_command_takes_are_one_transaction() {
    let db = TestDb::new().await;
    let updates: Vec<_> = (0..10_001).map(|id| raise(id, 1, true)).collect();
    let done = update(&db.db(), &updates).await.unwrap();
    assert_eq!(done, BulkOutcome { matched: 0, modified: 0, inserted: 10_001 });
}

#[tokio::test]
async fn a_refused_statement_undoes_those_before_it() {
    let db = TestDb::new().await;
    let rows = collection(&db, "rows");
    rows.insert_one(doc! { "_id": 1, "n": "not a number" }).await.unwrap();
    let updates = vec![raise(0, 1, true), raise(1, 1, false)];
    let refused = update(&db.db(), &updates).await;
    assert!(matches!(refused, Err(DbError::BulkRefused { index: 1, of: 2, code: 14 })), "{refused:?}");
    assert_eq!(rows.count_documents(doc! {}).await.unwrap(), 1);
}
