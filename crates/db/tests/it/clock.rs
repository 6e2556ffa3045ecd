//! The database's clock is the server's, not ours.

use mongodb::bson::doc;
use testkit::database::TestDb;

use crate::support::collection;

#[tokio::test]
async fn time_is_what_the_server_stamps_on_documents() {
    let db = TestDb::new().await;
    let stamps = collection(&db, "stamps");
    let before = db.now().await.unwrap();
    stamps.update_one(doc! { "_id": 1 }, doc! { "$currentDate": { "at": true } }).upsert(true).await.unwrap();
    let after = db.now().await.unwrap();
    let stamp = stamps.find_one(doc! {}).await.unwrap().unwrap().get_datetime("at").unwrap().timestamp_millis();
    assert!(before.timestamp_millis() <= stamp && stamp <= after.timestamp_millis(), "{before} {stamp} {after}");
}
