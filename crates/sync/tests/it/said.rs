//! What people say of a deal here is no part of what Odoo says: it outlives a replay, and the deal.

use crate::support::{World, open, put_deal};
use domain::{
    Moment, Scope,
    canonical::{Kind, SourceId},
};
use shared::figures::ForecastCategory::{self, Commit, Omitted, Pipeline};
use store::{Store, deals::SaidForecast};

#[expect(clippy::disallowed_methods, reason = "the test looks at all of it")]
fn everything() -> Scope {
    Scope::whole_lake("a test")
}

async fn say(world: &World, deal: SourceId, version: i64, category: Option<ForecastCategory>) -> bool {
    let moment = world.store.moment().await.unwrap();
    let (deals, said) = (world.store.deals(), (version, category));
    deals.say_forecast(&everything(), &moment, deal, said, Default::default()).await.unwrap().is_some()
}

/// Of deal 100, which is in stage 1.
async fn in_force(store: &Store) -> (Moment, ForecastCategory) {
    let moment = store.moment().await.unwrap();
    let category = moment.rules.forecast(100, Some(1));
    (moment, category)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_deal_outlives_a_replay_and_the_deal() {
    let world = World::imported().await;
    let (before, category) = in_force(&world.store).await;
    assert_eq!(category, Pipeline);
    assert!(say(&world, 100, 0, Some(Commit)).await);
    let another = open(&world.db).await;
    for store in [&world.store, &another] {
        let (after, category) = in_force(store).await;
        assert_eq!((category, after.generation), (Commit, before.generation));
        assert!(after.settings_version > before.settings_version);
    }
    world.pipeline().replay().await.unwrap();
    assert_eq!(in_force(&world.store).await.1, Commit);

    world.source.delete(Kind::Deal, 100);
    world.run().await;
    world.run().await;
    assert!(!world.is_active("odoo_opportunity_100").await);
    assert!(!say(&world, 100, 1, Some(Omitted)).await, "there is no such deal");
    assert_eq!(world.pipeline().audit().await.unwrap().count, 0);
    put_deal(&world.source, 100, |_| {});
    world.run().await;
    let moment = world.store.moment().await.unwrap();
    let deal = world.store.deals().find(&everything(), &moment, 100).await.unwrap().unwrap();
    assert_eq!(deal.forecast, SaidForecast { version: 1, category: Some(Commit) });
    assert_eq!(deal.forecast_of_stage, Pipeline);

    assert!(say(&world, 100, 1, None).await);
    for store in [&world.store, &another] {
        assert_eq!(in_force(store).await.1, Pipeline);
    }
}
