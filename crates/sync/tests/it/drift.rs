//! The drift sample: what it finds, what it explains, and that the next run heals it.

use crate::support::{World, partner, put_deal, small_company};
use chrono::TimeDelta;
use domain::canonical::{Kind, Partner, Record};
use mongodb::bson::Bson;
use shared::sync::SyncMode;
use store::{DriftSample, KindDrift};
use testkit::scripted::Scripted;

fn of(sample: &DriftSample, kind: Kind) -> &KindDrift {
    sample.kinds.iter().find(|drift| drift.kind == kind).unwrap()
}

fn in_city(id: i64, city: &str) -> Record {
    let Record::Partner(partner) = partner(id) else { panic!("a partner") };
    Record::Partner(Partner { city: Some(city.into()), ..partner })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_difference_is_told_and_healed_by_the_next_run() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(1));
    world.source.touch(Kind::Partner, 13);
    world.run().await;
    let before = world.store.lake().await.unwrap();
    let sample = world.pipeline().drift_sample(7).await.unwrap();
    assert!(sample.kinds.iter().all(|kind| kind.different + kind.fresh + kind.gone == 0), "{sample:?}");
    assert_eq!((of(&sample, Kind::Partner).identical, of(&sample, Kind::Deal).identical), (6, 4));

    world.source.put_silently(12, in_city(12, "Graz"));
    // Written since: no run could have known. Deleted since: the next sweep decides.
    put_deal(&world.source, 100, |deal| deal.name = "Just now".into());
    world.source.delete(Kind::Deal, 102);
    let sample = world.pipeline().drift_sample(8).await.unwrap();
    let partners = of(&sample, Kind::Partner);
    assert_eq!((partners.identical, partners.different, partners.fresh), (5, 1, 0));
    assert_eq!((partners.first[0].id, partners.first[0].fields.as_slice()), (12, ["city".to_owned()].as_slice()));
    let deals = of(&sample, Kind::Deal);
    assert_eq!((deals.identical, deals.different, deals.fresh, deals.gone), (2, 0, 1, 1));
    assert_eq!(world.store.lake().await.unwrap(), before, "it writes nothing but its result");
    assert_eq!(world.store.last_drift().await.unwrap().unwrap().kinds, sample.kinds);
    let day = world.store.drift_since(sample.at - TimeDelta::hours(24)).await.unwrap().unwrap();
    assert_eq!((day.samples, day.compared - day.identical), (2, 1));

    let run = world.run().await;
    assert_eq!(run.mode, SyncMode::Delta);
    assert_eq!(world.shows("odoo_account_12", "city").await, Bson::from("Graz"));
    assert_eq!(world.store.asks().await.unwrap(), store::Asks::default(), "what was asked for is done");
    let sample = world.pipeline().drift_sample(9).await.unwrap();
    assert!(sample.kinds.iter().all(|kind| kind.different + kind.fresh + kind.gone == 0), "{sample:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_of_many_are_chosen_by_the_seed() {
    let source = Scripted::new();
    small_company(&source);
    source.set_page_size(100);
    (200..320).for_each(|id| put_deal(&source, id, |_| {}));
    let world = World::with(source).await;
    world.run().await;
    let sample = world.pipeline().drift_sample(1).await.unwrap();
    let deals = of(&sample, Kind::Deal).identical;
    assert!((30..=50).contains(&deals), "{deals}");
    let again = world.pipeline().drift_sample(1).await.unwrap();
    assert_eq!(again.kinds, sample.kinds);
}
