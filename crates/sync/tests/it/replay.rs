//! Replay: canonical and serving are pure functions of raw.

use crate::support::{World, partner, put_deal};
use domain::{
    builders::{contact, user},
    canonical::{Kind, Record, User},
};
use mongodb::bson::Bson;
use shared::sync::{RunState, SyncMode};

async fn world_with_a_history() -> World {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.partner = Some(13));
    world.source.put(12, Record::Partner(contact(12, 10)));
    world.run().await;
    world.source.delete(Kind::Deal, 101);
    world.source.delete(Kind::Partner, 14);
    world.run().await;
    world.source.put(2, Record::User(User { name: "Renamed".into(), ..user(2) }));
    put_deal(&world.source, 101, |deal| deal.partner = Some(12));
    world.source.put(12, partner(12));
    world.run().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_gives_the_same_bytes() {
    let world = world_with_a_history().await;
    let bytes = |versions: std::collections::BTreeMap<String, Vec<mongodb::bson::Document>>| {
        let documents =
            versions.into_iter().map(|(name, all)| (name, all.iter().map(|one| one.to_vec().unwrap()).collect()));
        documents.collect::<std::collections::BTreeMap<String, Vec<Vec<u8>>>>()
    };
    let (before, raw) = (bytes(world.versions().await), world.raw_rows().await);
    let replayed = world.pipeline().replay().await.unwrap();
    assert_eq!((replayed.generations, replayed.raw_rows), (4, u64::try_from(raw).unwrap()));
    assert_eq!(bytes(world.versions().await), before);
    assert_eq!(world.raw_rows().await, raw);
    let lake = world.store.lake().await.unwrap();
    assert_eq!((lake.generation, lake.epoch), (4, 1));
    assert_eq!(world.run().await.generation, None, "and the next run finds nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mapping_replays_at_the_start_of_the_next_run() {
    let world = world_with_a_history().await;
    world.source.set_mapping(2, |record| match record {
        Record::Partner(mut partner) => {
            partner.name = partner.name.to_uppercase();
            Record::Partner(partner)
        }
        other => other,
    });
    let run = world.run().await;
    assert_eq!((run.state, run.generation, run.mode), (RunState::Success, None, SyncMode::Full), "{run:?}");
    assert_eq!(world.shows("odoo_account_10", "name").await, Bson::from("ACCOUNT 10"));
    assert_eq!(world.shows("odoo_opportunity_101", "account.name").await, Bson::from("ACCOUNT 12"));
    let lake = world.store.lake().await.unwrap();
    assert_eq!((lake.generation, lake.epoch, lake.mapping_version), (4, 1, 4_002));
    // The first generation was made again, too.
    let first = world
        .collection("canonical_accounts")
        .await
        .into_iter()
        .find(|row| row.get_i64("from").ok() == Some(1))
        .unwrap();
    assert_eq!(first.get_document("record").unwrap().get_str("name").ok(), Some("ACCOUNT 10"));
    let run = world.run().await;
    assert_eq!((run.generation, run.mode), (None, SyncMode::Delta));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_collections_of_a_replay_have_the_same_indexes_and_validators() {
    let world = World::imported().await;
    let before = described(&world).await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(described(&world).await, before);
}

#[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
async fn described(world: &World) -> Vec<(String, String, Vec<String>)> {
    use futures::TryStreamExt;
    let collections: Vec<_> = world.db.database().list_collections().await.unwrap().try_collect().await.unwrap();
    let mut described = Vec::new();
    for one in collections {
        let rows = world.db.database().collection::<mongodb::bson::Document>(&one.name);
        let mut indexes = match one.options.view_on {
            Some(_) => Vec::new(),
            None => rows.list_index_names().await.unwrap(),
        };
        indexes.sort();
        described.push((one.name, one.options.validator.unwrap_or_default().to_string(), indexes));
    }
    described.sort();
    described
}
