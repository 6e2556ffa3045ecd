//! The right on a field is taken away: what was known of it stays, until it may be read again.

use crate::support::{World, counts};
use domain::{
    builders::account,
    canonical::{Kind, Partner, Record},
};
use mongodb::bson::Bson;
use shared::{
    EntityType,
    explorer::ChangeKind,
    sync::{RunState, SyncErrorCode, SyncMode, SyncRun},
};

fn told(run: &SyncRun) -> Vec<(SyncErrorCode, &str)> {
    run.errors.iter().map(|error| (error.code, error.message.as_str())).collect()
}

fn with_phone(id: i64, phone: &str) -> Record {
    Record::Partner(Partner { phone: Some(phone.into()), ..account(id) })
}

async fn world() -> World {
    let world = World::new().await;
    for id in [12, 13] {
        world.source.put(id, with_phone(id, "+43 1"));
    }
    world.run().await;
    world
}

async fn full(world: &World) -> SyncRun {
    world.pipeline().run_once(SyncMode::Full).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_may_not_be_read_any_more_keeps_its_values() {
    let world = world().await;
    world.source.conceal(Kind::Partner, "phone", true);
    let run = full(&world).await;
    let note = "The field phone may not be read any more: values stay as they were";
    assert_eq!((run.state, told(&run)), (RunState::Success, vec![(SyncErrorCode::Information, note)]), "{run:?}");
    assert_eq!(run.errors[0].entity, Some(EntityType::Account));
    assert_eq!(world.shows("odoo_account_12", "phone").await, Bson::from("+43 1"));
    let again = full(&world).await;
    assert_eq!((again.generation, told(&again)), (None, vec![]), "each run but the first finds nothing to write");

    // The rest of the record goes on.
    let moved = Partner { phone: Some("+43 2".into()), city: Some("Graz".into()), ..account(12) };
    world.source.put(12, Record::Partner(moved));
    let run = world.run().await;
    assert_eq!((counts(&run, EntityType::Account).updated, told(&run)[0].1), (1, note));
    assert_eq!(world.shows("odoo_account_12", "city").await, Bson::from("Graz"));
    assert_eq!(world.shows("odoo_account_12", "phone").await, Bson::from("+43 1"));

    world.source.conceal(Kind::Partner, "phone", false);
    let run = full(&world).await;
    assert_eq!((run.state, told(&run)), (RunState::Success, vec![]));
    assert_eq!(world.shows("odoo_account_12", "phone").await, Bson::from("+43 2"));
    assert_eq!(world.shows("odoo_account_13", "phone").await, Bson::from("+43 1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_takes_the_same_values_over() {
    let world = world().await;
    world.source.conceal(Kind::Partner, "phone", true);
    full(&world).await;
    world.source.put(12, Record::Partner(Partner { city: Some("Graz".into()), ..account(12) }));
    world.run().await;
    let before = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, before);
    assert_eq!(world.shows("odoo_account_12", "phone").await, Bson::from("+43 1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_record_tells_no_value_as_lost_that_stayed() {
    let world = world().await;
    world.source.conceal(Kind::Partner, "phone", true);
    let moved = Partner { phone: Some("+43 1".into()), city: Some("Graz".into()), ..account(12) };
    world.source.put(12, Record::Partner(moved));
    world.run().await;
    world.source.conceal(Kind::Partner, "phone", false);
    full(&world).await;
    let past = world.pipeline().history(Kind::Partner, 12, None, 10).await.unwrap();
    let fields: Vec<Vec<_>> =
        past.versions.iter().map(|version| version.fields.iter().map(|field| field.field.as_str()).collect()).collect();
    assert_eq!(past.versions.len(), 3);
    assert_eq!(past.versions[0].change, ChangeKind::Updated);
    assert_eq!((fields[0].as_slice(), fields[1].as_slice()), (&[][..], &["city"][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_may_not_be_read_any_more_is_no_drift() {
    let world = world().await;
    world.source.conceal(Kind::Partner, "phone", true);
    let different = |sample: store::DriftSample| sample.kinds.iter().map(|kind| kind.different).sum::<u64>();
    assert_eq!(different(world.pipeline().drift_sample(1).await.unwrap()), 0);
    world.source.put_silently(13, Record::Partner(Partner { city: Some("Graz".into()), ..account(13) }));
    let sample = world.pipeline().drift_sample(1).await.unwrap();
    let partners = sample.kinds.iter().find(|kind| kind.kind == Kind::Partner).unwrap();
    assert_eq!((partners.different, partners.first[0].fields.as_slice()), (1, &["city".to_owned()][..]));
}
