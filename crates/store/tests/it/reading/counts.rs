//! How many records there are: of what is published, counted once for all who ask.

use super::{
    company::{open_deal, published},
    small_lake::{SmallLake, collection},
};
use domain::canonical::{Kind, Record};
use mongodb::bson::doc;
use shared::EntityType;

async fn deals(lake: &SmallLake) -> u64 {
    let counts = lake.store.counts().await.unwrap();
    counts.iter().find(|count| count.entity == EntityType::Opportunity).unwrap().count
}

#[tokio::test]
async fn records_are_counted_anew_with_each_publication_and_each_replay() {
    let mut lake = published().await;
    let before = deals(&lake).await;
    lake.put(108, Record::Deal(open_deal(108, Some(11), Some(8), "5000"))).publish().await;
    assert_eq!(deals(&lake).await, before + 1);
    lake.remove(Kind::Deal, 108).publish().await;
    assert_eq!(deals(&lake).await, before);
    // Stands for a replay: the same generations with other rows.
    let gone = doc! { "$set": { "is_active": false } };
    collection(&lake.db, "data_lake_serving").update_many(doc! { "entity_type": "opportunity" }, gone).await.unwrap();
    collection(&lake.db, "lake").update_one(doc! {}, doc! { "$inc": { "epoch": 1_i64 } }).await.unwrap();
    assert_eq!(deals(&lake).await, 0);
}

#[tokio::test]
async fn whoever_asks_for_what_was_counted_reads_no_record() {
    let lake = published().await;
    let first = lake.store.counts().await.unwrap();
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    for _ in 0..20 {
        assert_eq!(lake.store.counts().await.unwrap(), first);
    }
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    let asked = collection(&lake.db, "system.profile").distinct("ns", doc! {}).await.unwrap();
    assert_eq!(asked, [format!("{}.lake", lake.db.name()).into()]);
}
