//! Records that are refused: kept, listed, asked for again, and out of the list when they pass or are gone.

use crate::support::{World, numbers, partner, put_deal};
use domain::{
    builders::amount,
    canonical::{Kind, Record},
};
use mongodb::bson::Bson;
use serde_json::json;
use shared::{EntityType, sync::RunState};
use store::Quarantined;
use sync::Outcome;

async fn listed(world: &World) -> Vec<Quarantined> {
    world.store.quarantined(None, None, 50).await.unwrap().items
}

async fn raw_of(world: &World, id: i64) -> Vec<i64> {
    let rows = world.collection("raw_scripted_deals").await;
    let mut from: Vec<_> =
        rows.iter().filter(|row| row.get_i64("id").ok() == Some(id)).map(|row| row.get_i64("from").unwrap()).collect();
    from.sort_unstable();
    from
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_record_is_kept_in_raw_and_listed_until_it_is_right() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.probability = amount("150"));
    put_deal(&world.source, 108, |_| {});
    world.source.corrupt(Kind::Deal, 108, "kind", None);
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, Some(2)));
    let all = listed(&world).await;
    let told: Vec<_> = all.iter().map(|one| (one.key.as_str(), one.entity, one.tries, one.run == run.id)).collect();
    assert_eq!(
        told,
        [("main/deal/108", EntityType::Opportunity, 1, true), ("main/deal/100", EntityType::Opportunity, 1, true)]
    );
    assert_eq!(all[1].reasons[0].message, "its probability is not between 0 and 100 %");
    assert_eq!(all[1].url.as_deref(), Some("https://source.example/deal/100"));
    assert_eq!(raw_of(&world, 100).await, [1, 2], "the refused version is appended");
    assert_eq!(world.shows("odoo_opportunity_100", "probability").await, Bson::from("50"), "what is shown stays");

    // The same again: nothing is written but the try.
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, None));
    assert_eq!(listed(&world).await.iter().map(|one| one.tries).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(world.store.quarantine_counts().await.unwrap()[&EntityType::Opportunity], 2);

    // A replay with the same mapping refuses them in the same way.
    let versions = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions);

    put_deal(&world.source, 100, |deal| deal.probability = amount("60"));
    world.source.delete(Kind::Deal, 108);
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert_eq!(listed(&world).await, []);
    assert_eq!(world.shows("odoo_opportunity_100", "probability").await, Bson::from("60"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mapping_takes_what_the_old_one_refused() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.probability = amount("150"));
    world.run().await;
    assert_eq!(listed(&world).await.len(), 1);
    world.source.set_mapping(2, |record| match record {
        Record::Deal(mut deal) => {
            deal.probability = deal.probability.min(amount("100"));
            Record::Deal(deal)
        }
        other => other,
    });
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, None), "the replay has done it: {run:?}");
    assert_eq!(listed(&world).await, []);
    assert_eq!(world.shows("odoo_opportunity_100", "probability").await, Bson::from("100"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_goes_on_page_by_page_and_a_single_record_is_tried_on_demand() {
    let world = World::imported().await;
    for id in 300..307 {
        put_deal(&world.source, id, |_| {});
        world.source.corrupt(Kind::Deal, id, "name", Some(json!(7)));
    }
    world.source.corrupt(Kind::Partner, 12, "name", Some(json!(false)));
    world.run().await;
    let (mut keys, mut cursor) = (Vec::new(), None);
    loop {
        let page = world.store.quarantined(Some(EntityType::Opportunity), cursor.as_deref(), 3).await.unwrap();
        keys.extend(page.items.into_iter().map(|one| one.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(keys, [306, 305, 304, 303, 302, 301, 300]);
    assert!(world.store.quarantined(None, Some("nonsense"), 3).await.is_err());

    world.source.put_silently(12, partner(12));
    let tried = world.pipeline().resync(Kind::Partner, &[12]).await.unwrap();
    assert_eq!(tried.records, [(12, Outcome::Unchanged)]);
    let tried = world.pipeline().resync(Kind::Deal, &[301]).await.unwrap();
    assert_eq!(tried.records, [(301, Outcome::Refused)]);
    assert_eq!(world.store.quarantine_counts().await.unwrap().keys().collect::<Vec<_>>(), [&EntityType::Opportunity]);
    assert_eq!(numbers(&tried.run, EntityType::Opportunity)[0], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_record_that_vanishes_in_the_same_run_cuts_nothing_off() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.probability = amount("150"));
    let door = world.source.hold(Kind::Deal, testkit::scripted::Call::Sweep);
    let pipeline = world.pipeline();
    let running = tokio::spawn(async move { pipeline.run_once(shared::sync::SyncMode::Delta).await });
    door.reached().await;
    world.source.delete(Kind::Deal, 100);
    door.open();
    assert_eq!(running.await.unwrap().unwrap().state, RunState::Partial);
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 1), "{run:?}");
    assert_eq!(listed(&world).await, []);
}
