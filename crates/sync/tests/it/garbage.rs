//! Retention: what goes, what stays, and that the lake is the same for everybody who may look.

use crate::support::{World, put_deal};
use chrono::TimeDelta;
use domain::{builders::amount, canonical::Kind};
use mongodb::bson::{DateTime, doc};
use store::{Collected, Retention, StoreError};

/// Five generations: all but the newest two are two days old.
async fn aged() -> World {
    let world = World::imported().await;
    for name in ["Two", "Three"] {
        put_deal(&world.source, 100, |deal| deal.name = name.into());
        world.run().await;
    }
    world.source.delete(Kind::Deal, 102);
    world.run().await;
    put_deal(&world.source, 100, |deal| deal.name = "Five".into());
    world.run().await;
    let then = DateTime::from_millis((world.db.now().await.unwrap() - TimeDelta::hours(48)).timestamp_millis());
    let old = doc! { "_id": { "$lte": 3_i64 } };
    world.set("generations", old, doc! { "stamped_at": then, "published_at": then }).await;
    world
}

async fn collect(world: &World, retention: Retention) -> Collected {
    world.store.collect_garbage("the test", retention).await.unwrap().unwrap()
}

/// Ids of the raw versions of a deal.
async fn raw_of(world: &World, id: i64) -> Vec<String> {
    let rows = world.collection("raw_scripted_deals").await;
    let ids = rows.iter().filter(|row| row.get_i64("id").ok() == Some(id)).map(|row| row.get_str("_id").unwrap());
    ids.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_that_nobody_may_ask_for_go_and_the_rest_stays() {
    let world = aged().await;
    let (present, all) = (world.present().await, world.versions().await);
    // Nothing is old enough.
    assert_eq!(collect(&world, Retention::default()).await, Collected::default());
    assert_eq!(world.versions().await, all);
    // An hour is never enough: what readers leaf through is a day at least.
    let short = Retention { history: TimeDelta::hours(1), raw: Some(TimeDelta::hours(1)) };
    let collected = collect(&world, short).await;
    // Deal 100 and its serving row: generations 1 and 2 ended at 2 and 3, which is where readers begin.
    assert_eq!(collected, Collected { versions: 4, raw: 2 });
    assert_eq!(world.present().await, present);
    assert_eq!(raw_of(&world, 100).await, ["main/deal/100:3", "main/deal/100:5"]);
    assert_eq!(
        raw_of(&world, 102).await,
        ["main/deal/102:1", "main/deal/102:4"],
        "the last one before the horizon stays"
    );
    assert_eq!(collect(&world, short).await, Collected::default(), "again, there is nothing to do");
    let deeds = world.store.audit(None, 10).await.unwrap().items;
    let told: Vec<_> = deeds.iter().map(|deed| (deed.action.as_str(), deed.subject.as_str(), deed.records)).collect();
    assert_eq!(told, [("raw_retention", "raw_scripted_deals", 2)]);

    assert!(matches!(world.store.moment_at(2).await, Err(StoreError::SnapshotExpired)));
    assert_eq!(world.store.moment_at(3).await.unwrap().generation, 3);
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.present().await, present, "what is left is enough for a replay");
    assert_eq!(world.run().await.generation, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_version_does_not_take_the_shown_one_from_raw() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.probability = amount("150"));
    world.run().await;
    let then = DateTime::from_millis((world.db.now().await.unwrap() - TimeDelta::hours(48)).timestamp_millis());
    world.set("generations", doc! {}, doc! { "stamped_at": then, "published_at": then }).await;
    let retention = Retention { history: TimeDelta::hours(24), raw: Some(TimeDelta::hours(24)) };
    assert_eq!(collect(&world, retention).await.raw, 0);
    assert_eq!(raw_of(&world, 100).await, ["main/deal/100:1", "main/deal/100:2"]);
    let present = world.present().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.present().await, present);
}
