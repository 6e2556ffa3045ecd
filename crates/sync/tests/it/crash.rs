//! Killed between any two writes and run again = an undisturbed run.

use crate::support::{World, company_source, partner, put_deal};
use domain::{
    builders::{contact, stage},
    canonical::{Kind, Record, Stage},
};
use mongodb::bson::{Document, doc};
use shared::sync::{RunState, SyncMode};
use testkit::scripted::{Call, Scripted};

/// From now on the database refuses every fenced batch after the next `batches`.
async fn allow(world: &World, batches: i64) {
    let lease = world.collection("leases").await.into_iter().find(|lease| lease.get_str("_id").ok() == Some("sync"));
    let so_far = lease.map_or(0, |lease| lease.get_i64("batches").unwrap());
    limit(world, doc! { "$or": [{ "_id": { "$ne": "sync" } }, { "batches": { "$lte": so_far + batches } }] }).await;
}

async fn allow_all(world: &World) {
    limit(world, doc! {}).await;
}

async fn limit(world: &World, validator: Document) {
    world.db.database().run_command(doc! { "collMod": "leases", "validator": validator }).await.unwrap();
}

fn change_a_lot(source: &Scripted) {
    put_deal(source, 100, |deal| deal.partner = Some(13));
    put_deal(source, 104, |deal| deal.partner = Some(20));
    source.put(12, Record::Partner(contact(12, 10)));
    source.put(20, partner(20));
    source.put(1, Record::Stage(Stage { name: "Renamed".into(), ..stage(1, false) }));
    source.delete(Kind::Deal, 102);
    source.delete(Kind::Partner, 14);
}

/// Runs until a run of the same changes needs no more than `batches`; each time from the same state.
async fn cut_off_everywhere(imported: bool) -> u32 {
    let mut world = World::imported().await;
    if imported {
        change_a_lot(&world.source);
        world.run().await;
    }
    let expected = world.present().await;
    let mut cut = 0;
    for batches in 1.. {
        world.start_over(company_source()).await;
        if imported {
            world.run().await;
            change_a_lot(&world.source);
        } else {
            // The lease's row must be there to be guarded.
            world.source.fail_to_connect(source::SourceError::new(source::ErrorKind::Timeout, "not yet"));
            world.run().await;
            world.source.heal();
        }
        let published = world.store.lake().await.unwrap().generation;
        allow(&world, batches).await;
        let ended = world.pipeline().run_once(SyncMode::Delta).await;
        allow_all(&world).await;
        if let Ok(run) = &ended {
            assert_eq!(run.state, RunState::Success);
            break;
        }
        cut += 1;
        assert_eq!(world.store.lake().await.unwrap().generation, published, "nothing of it is visible");
        let run = world.run().await;
        assert_eq!(run.state, RunState::Success, "after {batches} batches: {run:?}");
        assert_eq!(world.present().await, expected, "after {batches} batches");
        if batches % 8 == 3 {
            let versions = world.versions().await;
            world.pipeline().replay().await.unwrap();
            assert_eq!(world.versions().await, versions, "after {batches} batches");
        }
    }
    cut
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_import_cut_off_after_any_batch_is_repaired_by_the_next_run() {
    assert!(cut_off_everywhere(false).await >= 15, "each kind and each batch of serving rows is a transaction");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cut_off_after_any_batch_is_repaired_by_the_next_run() {
    assert!(cut_off_everywhere(true).await >= 6, "a change of several kinds takes several transactions");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_worker_that_died_is_closed_by_the_next_run() {
    let world = World::imported().await;
    let door = world.source.hold(Kind::ALL[Kind::ALL.len() - 1], Call::Sweep);
    put_deal(&world.source, 100, |deal| deal.name = "Changed".into());
    let pipeline = world.pipeline();
    let dying = tokio::spawn(async move { pipeline.run_once(SyncMode::Delta).await });
    door.reached().await;
    assert!(world.store.runs().progress().await.unwrap().is_some());
    dying.abort();
    assert!(dying.await.unwrap_err().is_cancelled());
    // As if its lease had run out.
    world.set("leases", doc! { "_id": "sync" }, doc! { "until": mongodb::bson::DateTime::MIN }).await;
    assert_eq!(world.store.runs().progress().await.unwrap(), None, "nobody works at it");
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, Some(3)));
    let history = world.store.runs().history(None, 10).await.unwrap();
    let states: Vec<_> = history.iter().map(|run| run.state).collect();
    assert_eq!(states, [RunState::Success, RunState::Failed, RunState::Success]);
    assert!(history[1].finished_at.is_some());
    let older = world.store.runs().history(Some(&history[1].id), 10).await.unwrap();
    assert_eq!(older, history[2..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_cut_off_anywhere_is_made_good_by_the_next() {
    let world = World::imported().await;
    change_a_lot(&world.source);
    world.run().await;
    let versions = world.versions().await;
    for batches in (0..60).step_by(7) {
        allow(&world, batches).await;
        let ended = world.pipeline().replay().await;
        allow_all(&world).await;
        if ended.is_ok() {
            break;
        }
        assert_eq!(world.versions().await, versions, "after {batches} batches");
    }
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions);
    let shadows = world.db.database().list_collection_names().await.unwrap();
    assert!(!shadows.iter().any(|name| name.starts_with("replay")), "{shadows:?}");
}
