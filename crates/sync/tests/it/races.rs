//! Never two loaders, and a worker that wakes up too late writes nothing.

use crate::support::{World, put_deal};
use domain::canonical::Kind;
use mongodb::bson::{Bson, DateTime, doc};
use shared::sync::{RunState, SyncErrorCode, SyncMode};
use sync::SyncRunError;
use testkit::scripted::Call;

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_workers_hears_who_loads() {
    let world = World::imported().await;
    let door = world.source.hold(Kind::Partner, Call::Sweep);
    let first = world.pipeline_of("worker on host a");
    let running = tokio::spawn(async move { first.run_once(SyncMode::Delta).await });
    door.reached().await;
    let refused = world.pipeline_of("worker on host b").run_once(SyncMode::Delta).await;
    assert!(matches!(&refused, Err(SyncRunError::Busy { holder }) if holder == "worker on host a"), "{refused:?}");
    let replay = world.pipeline_of("worker on host b").replay().await;
    assert!(matches!(replay, Err(SyncRunError::Busy { .. })));
    door.open();
    assert_eq!(running.await.unwrap().unwrap().state, RunState::Success);
    assert_eq!(world.run().await.state, RunState::Success, "the lease was given back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_stopped_beyond_its_lease_writes_nothing() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.name = "Seen by both".into());
    let door = world.source.hold(Kind::Deal, Call::Page(0));
    let sleeper = world.pipeline_of("sleeper");
    let sleeping = tokio::spawn(async move { sleeper.run_once(SyncMode::Delta).await });
    door.reached().await;
    world.set("leases", doc! { "_id": "sync" }, doc! { "until": DateTime::MIN }).await;
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, Some(2)));
    let (versions, raw, lake) = (world.versions().await, world.raw_rows().await, world.collection("lake").await);
    door.open();
    let late = sleeping.await.unwrap().unwrap();
    assert_eq!((late.state, late.generation), (RunState::Failed, None));
    assert_eq!(late.errors.last().map(|error| error.code), Some(SyncErrorCode::LeaseLost));
    assert_eq!((world.versions().await, world.raw_rows().await, world.collection("lake").await), (versions, raw, lake));
    let logged = world.store.runs().last().await.unwrap().unwrap();
    assert_eq!(logged.id, run.id, "the newest run is the one that published");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_whose_lease_was_taken_cannot_publish_what_it_wrote_before() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.name = "Written".into());
    world.source.put(30, crate::support::partner(30));
    let door = world.source.hold(Kind::ALL[Kind::ALL.len() - 1], Call::Sweep);
    let sleeper = world.pipeline_of("sleeper");
    let sleeping = tokio::spawn(async move { sleeper.run_once(SyncMode::Delta).await });
    door.reached().await;
    world.set("leases", doc! { "_id": "sync" }, doc! { "until": DateTime::MIN }).await;
    let run = world.run().await;
    // Number 2 has raw rows of the sleeper and is not used again.
    assert_eq!((run.state, run.generation), (RunState::Success, Some(3)));
    door.open();
    assert_eq!(sleeping.await.unwrap().unwrap().state, RunState::Failed);
    assert_eq!(world.store.lake().await.unwrap().generation, 3);
    assert_eq!(world.shows("odoo_opportunity_100", "name").await, Bson::from("Written"));
    let versions = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions);
}
