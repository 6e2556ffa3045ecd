//! The delete guard: what may go, what is held, and how it gets free.

use crate::support::{World, counts, numbers, put_deal, small_company};
use chrono::TimeDelta;
use domain::{
    builders::{deal, stage, user},
    canonical::{Deal, Kind, Record},
};
use shared::{
    EntityType,
    sync::{RunState, SyncErrorCode, SyncRun},
};
use testkit::scripted::Scripted;

/// The small company and this many more deals, 200 and up.
async fn with_deals(count: i64) -> World {
    let source = Scripted::new();
    small_company(&source);
    source.set_page_size(100);
    for id in 200..200 + count {
        put_deal(&source, id, |_| {});
    }
    let world = World::with(source).await;
    assert_eq!(world.run().await.state, RunState::Success);
    world
}

fn delete(world: &World, ids: impl IntoIterator<Item = i64>) {
    ids.into_iter().for_each(|id| world.source.delete(Kind::Deal, id));
}

fn held(run: &SyncRun) -> Vec<(Option<EntityType>, SyncErrorCode)> {
    run.errors.iter().map(|error| (error.entity, error.code)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_deletions_are_made_and_eleven_are_held() {
    let world = with_deals(30).await;
    delete(&world, 200..210);
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 10));

    let world = with_deals(30).await;
    delete(&world, 200..211);
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, None));
    assert_eq!(held(&run), [(Some(EntityType::Opportunity), SyncErrorCode::DeletionsHeld)]);
    assert_eq!((counts(&run, EntityType::Opportunity).held, counts(&run, EntityType::Opportunity).deleted), (11, 0));
    assert!(world.is_active("odoo_opportunity_200").await);
    let status = world.store.held().await.unwrap();
    assert_eq!((status.len(), status[0].entity, status[0].count), (1, EntityType::Opportunity, 11));
    assert_eq!(status[0].reason, "11 of 33 would go in one run");
    assert_eq!(world.store.runs().last_success().await.unwrap(), run.finished_at, "everything was read");
}

#[tokio::test(flavor = "multi_thread")]
async fn held_records_that_come_back_are_held_no_more() {
    let world = with_deals(30).await;
    delete(&world, 200..211);
    world.run().await;
    let since = world.store.held().await.unwrap()[0].since;
    // Still gone: still held, since the same moment.
    world.run().await;
    assert_eq!((world.store.held().await.unwrap()[0].count, world.store.held().await.unwrap()[0].since), (11, since));
    for id in 200..211 {
        put_deal(&world.source, id, |_| {});
    }
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert_eq!(world.store.held().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn held_deletions_are_made_once_the_guard_has_nothing_against_them() {
    let world = with_deals(30).await;
    delete(&world, 200..211);
    world.run().await;
    put_deal(&world.source, 200, |_| {});
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 10));
    assert_eq!(world.store.held().await.unwrap(), []);
    assert!(world.is_active("odoo_opportunity_200").await);
    assert!(!world.is_active("odoo_opportunity_201").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trickle_of_deletions_is_held_once_it_is_too_much_for_a_day() {
    let world = with_deals(30).await;
    delete(&world, 200..206);
    assert_eq!(world.run().await.state, RunState::Success);
    delete(&world, 206..210);
    assert_eq!(world.run().await.state, RunState::Success);
    delete(&world, 210..211);
    let run = world.run().await;
    assert_eq!(run.state, RunState::Partial);
    assert_eq!(world.store.held().await.unwrap()[0].reason, "11 of 33 would be gone within 24 hours");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_the_day_before_yesterday_does_not_count() {
    let world = with_deals(30).await;
    delete(&world, 200..206);
    assert_eq!(world.run().await.generation, Some(2));
    let two_days_ago =
        mongodb::bson::DateTime::from_millis((world.db.now().await.unwrap() - TimeDelta::hours(48)).timestamp_millis());
    world.set("generations", mongodb::bson::doc! {}, mongodb::bson::doc! { "stamped_at": two_days_ago }).await;
    delete(&world, 206..211);
    assert_eq!(world.run().await.state, RunState::Success);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_record_of_a_kind_stays() {
    let world = World::imported().await;
    world.source.delete(Kind::Industry, 1);
    let run = world.run().await;
    assert_eq!(held(&run), [(Some(EntityType::Industry), SyncErrorCode::DeletionsHeld)]);
    assert_eq!(world.store.held().await.unwrap()[0].reason, "the last record of its kind would go");
    assert_eq!(world.run().await.state, RunState::Partial, "it is said until it is settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_that_deals_name_is_held_and_goes_with_its_last_deal() {
    let world = World::imported().await;
    world.source.delete(Kind::Stage, 2);
    let run = world.run().await;
    assert_eq!(held(&run), [(Some(EntityType::Stage), SyncErrorCode::DeletionsHeld)]);
    assert_eq!(world.store.held().await.unwrap()[0].reason, "other records still refer to it");
    assert_eq!(world.shows("odoo_opportunity_101", "state").await, mongodb::bson::Bson::from("won"));
    put_deal(&world.source, 101, |deal| (deal.partner, deal.stage) = (Some(12), Some(1)));
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Stage)[4]), (RunState::Success, 1), "{run:?}");
    assert_eq!(world.store.held().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_teams_currencies_and_companies_stay_while_they_are_named() {
    let world = World::imported().await;
    world.source.put(2, Record::Company(domain::builders::company(2, 1)));
    world.source.put(2, Record::Team(domain::builders::team(2, None)));
    put_deal(&world.source, 106, |deal| (deal.team, deal.company, deal.salesperson) = (Some(2), Some(2), Some(3)));
    world.run().await;
    for (kind, id) in [(Kind::User, 3), (Kind::Team, 2), (Kind::Currency, 2), (Kind::Company, 2)] {
        world.source.delete(kind, id);
    }
    let run = world.run().await;
    assert_eq!(run.state, RunState::Partial);
    let mut entities: Vec<_> = run.errors.iter().filter_map(|error| error.entity).collect();
    entities.sort();
    assert_eq!(entities, [EntityType::User, EntityType::Team, EntityType::Currency, EntityType::Company]);
    assert_eq!(run.entities.iter().map(|counts| counts.deleted).sum::<u64>(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_whom_nobody_names_goes() {
    let world = World::imported().await;
    world.source.put(7, Record::User(user(7)));
    world.source.put(7, Record::Stage(stage(7, false)));
    world.run().await;
    world.source.delete(Kind::User, 7);
    world.source.delete(Kind::Stage, 7);
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert_eq!((numbers(&run, EntityType::User)[4], numbers(&run, EntityType::Stage)[4]), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_a_sweep_overlooks_is_asked_for_again_and_stays() {
    let world = World::imported().await;
    world.source.overlook(Kind::Deal, 100);
    world.source.overlook(Kind::Partner, 12);
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, None), "{run:?}");
    assert!(world.is_active("odoo_opportunity_100").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_partner_leaves_its_deals_without_account() {
    let world = World::imported().await;
    world.source.delete(Kind::Partner, 12);
    let loose = Deal { partner: None, stage: Some(2), ..deal(0) };
    world.source.put(101, Record::Deal(loose));
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert!(!world.is_active("odoo_account_12").await);
    assert_eq!(world.shows("odoo_opportunity_101", "account").await, mongodb::bson::Bson::Null);
    assert_eq!(world.shows("odoo_account_13", "parent.name").await, mongodb::bson::Bson::from("#12"));
}
