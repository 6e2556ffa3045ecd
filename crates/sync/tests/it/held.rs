//! What becomes of held deletions: an admin's word, a second look, an alarm.

use crate::support::{World, counts, numbers, put_deal, small_company};
use chrono::TimeDelta;
use domain::canonical::Kind;
use mongodb::bson::{DateTime, doc};
use shared::{
    EntityType,
    sync::{RunState, SyncErrorCode},
};
use store::{Selection, Verdict};
use sync::Outcome;
use testkit::scripted::Scripted;

/// The small company and deals from 200 on, of which the first 11 are gone and held.
async fn with_held(deals: i64, rights: Option<&str>) -> World {
    let source = Scripted::new();
    small_company(&source);
    source.set_page_size(100);
    if let Some(rights) = rights {
        source.set_rights(rights);
    }
    (200..200 + deals).for_each(|id| put_deal(&source, id, |_| {}));
    let world = World::with(source).await;
    world.run().await;
    (200..211).for_each(|id| world.source.delete(Kind::Deal, id));
    let run = world.run().await;
    assert_eq!((run.state, counts(&run, EntityType::Opportunity).held), (RunState::Partial, 11));
    world
}

async fn watched_for(world: &World, time: TimeDelta) {
    let then = DateTime::from_millis((world.db.now().await.unwrap() - time).timestamp_millis());
    world.set("held_deletions", doc! {}, doc! { "watched_since": then }).await;
}

async fn held(world: &World) -> u64 {
    world.store.held().await.unwrap().iter().map(|line| line.count).sum()
}

fn one(id: i64) -> Selection {
    Selection { keys: vec![format!("main/deal/{id}")], ..Selection::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_releases_some_rejects_others_and_changes_their_mind() {
    let world = with_held(30, None).await;
    let page = world.store.held_deletions(&Selection::default(), None, 4).await.unwrap();
    let shown = &page.items[0];
    assert_eq!((shown.key.as_str(), shown.name.as_deref()), ("main/deal/210", Some("Deal 210")));
    assert_eq!(shown.url.as_deref(), Some("https://source.example/deal/210"));
    let rest = world.store.held_deletions(&Selection::default(), page.next.as_deref(), 50).await.unwrap();
    assert_eq!(rest.items.len(), 7);

    assert_eq!(world.store.decide_held(&one(200), Verdict::Release, "ann").await.unwrap(), 1);
    assert_eq!(world.store.decide_held(&one(201), Verdict::Reject, "ann").await.unwrap(), 1);
    put_deal(&world.source, 202, |_| {});
    let run = world.run().await;
    // 203 to 210 are eight, which the guard lets go; 200 was released; 201 stays although it is gone; 202 is back.
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 9), "{run:?}");
    let reasons: Vec<_> = counts(&run, EntityType::Opportunity).deletions.iter().map(|one| &one.reason).collect();
    assert!(reasons[0].ends_with("an admin released it") && reasons[1].ends_with("the question for its id"));
    assert!(!world.is_active("odoo_opportunity_200").await);
    assert!(world.is_active("odoo_opportunity_201").await && world.is_active("odoo_opportunity_202").await);
    assert_eq!(held(&world).await, 0, "nothing waits");
    let left = world.store.held_deletions(&Selection::default(), None, 50).await.unwrap().items;
    assert_eq!((left.len(), left[0].verdict, left[0].decided_by.as_deref()), (1, Some(Verdict::Reject), Some("ann")));
    assert_eq!(world.run().await.generation, None, "rejected, it is asked for and stays");

    world.store.decide_held(&one(201), Verdict::Release, "ben").await.unwrap();
    world.run().await;
    assert!(!world.is_active("odoo_opportunity_201").await);
    let deeds = world.store.audit(None, 10).await.unwrap().items;
    let deeds: Vec<_> = deeds.iter().map(|deed| (deed.actor.as_str(), deed.action.as_str(), deed.records)).collect();
    let expected =
        [("ben", "deletions_released", 1), ("ann", "deletions_rejected", 1), ("ann", "deletions_released", 1)];
    assert_eq!(deeds, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_run_is_released_at_once_and_what_is_back_stays() {
    let world = with_held(30, None).await;
    let run = world.store.runs().last().await.unwrap().unwrap().id;
    let all = Selection { run: Some(run), entity: Some(EntityType::Opportunity), ..Selection::default() };
    assert_eq!(world.store.decide_held(&all, Verdict::Release, "ann").await.unwrap(), 11);
    put_deal(&world.source, 205, |_| {});
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 10), "{run:?}");
    assert!(world.is_active("odoo_opportunity_205").await);
    assert_eq!(world.store.held_deletions(&Selection::default(), None, 50).await.unwrap().items, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_words_at_the_same_moment_one_holds_for_each_record() {
    let world = with_held(30, None).await;
    let run = world.store.runs().last().await.unwrap().unwrap().id;
    let of_run = Selection { run: Some(run), ..Selection::default() };
    for round in 0..60 {
        let held = doc! { "verdict": null, "decided_by": null, "decided_at": null };
        world.set("held_deletions", doc! {}, held).await;
        let (ann, ben) = tokio::join!(
            world.store.decide_held(&of_run, Verdict::Release, "ann"),
            world.store.decide_held(&of_run, Verdict::Reject, "ben"),
        );
        let rows = world.store.held_deletions(&Selection::default(), None, 50).await.unwrap().items;
        let said = |verdict, by: &str| {
            let theirs =
                rows.iter().filter(|row| row.verdict == Some(verdict) && row.decided_by.as_deref() == Some(by));
            u64::try_from(theirs.count()).unwrap()
        };
        let counted = (said(Verdict::Release, "ann"), said(Verdict::Reject, "ben"));
        assert_eq!(counted, (ann.unwrap(), ben.unwrap()), "round {round}");
        assert!(matches!(counted, (11, 0) | (0, 11)), "{counted:?} in round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_about_named_records_does_not_undo_one_that_came_while_it_was_on_its_way() {
    let world = with_held(30, None).await;
    let keys: Vec<_> = (200..211).map(|id| format!("main/deal/{id}")).collect();
    let named = Selection { keys, ..Selection::default() };
    let soon = DateTime::from_millis((world.db.now().await.unwrap() + TimeDelta::seconds(30)).timestamp_millis());
    let later = doc! { "verdict": "release", "decided_by": "ann", "decided_at": soon };
    world.set("held_deletions", doc! { "id": { "$lt": 204_i64 } }, later).await;
    assert_eq!(world.store.decide_held(&named, Verdict::Reject, "ben").await.unwrap(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_counted_by_kind() {
    let world = with_held(30, None).await;
    assert_eq!(world.store.held_total(None).await.unwrap(), 11);
    assert_eq!(world.store.held_total(Some(EntityType::Opportunity)).await.unwrap(), 11);
    assert_eq!(world.store.held_total(Some(EntityType::Team)).await.unwrap(), 0);
    world.store.decide_held(&one(200), Verdict::Reject, "ann").await.unwrap();
    assert_eq!(world.store.held_total(Some(EntityType::Opportunity)).await.unwrap(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_look_a_quarter_of_an_hour_later_deletes_up_to_a_tenth() {
    // 11 of 203 opportunities.
    let world = with_held(200, Some("groups 1,2; companies 1")).await;
    watched_for(&world, TimeDelta::minutes(14)).await;
    assert_eq!(numbers(&world.run().await, EntityType::Opportunity)[4], 0, "too early");
    watched_for(&world, TimeDelta::minutes(16)).await;
    world.source.set_rights("groups 1; companies 1");
    assert_eq!(numbers(&world.run().await, EntityType::Opportunity)[4], 0, "other rights: the watch begins anew");
    assert_eq!(numbers(&world.run().await, EntityType::Opportunity)[4], 0);
    watched_for(&world, TimeDelta::minutes(16)).await;
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 11), "{run:?}");
    assert!(counts(&run, EntityType::Opportunity).deletions[0].reason.ends_with("a later sweep agreed"));
    assert_eq!(held(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_look_is_not_enough_for_more_than_a_tenth_nor_without_knowing_the_rights() {
    for (deals, rights) in [(30, Some("groups 1")), (200, None)] {
        let world = with_held(deals, rights).await;
        watched_for(&world, TimeDelta::hours(5)).await;
        let run = world.run().await;
        assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Partial, 0));
        assert_eq!(held(&world).await, 11);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn held_records_do_not_slip_past_the_guard_one_by_one() {
    let world = with_held(30, None).await;
    let asked = world.pipeline().resync(Kind::Deal, &[200]).await.unwrap();
    assert_eq!(asked.records, [(200, Outcome::Held)]);
    assert_eq!(asked.run.errors[0].code, SyncErrorCode::DeletionsHeld);
    assert!(world.is_active("odoo_opportunity_200").await);
    world.store.decide_held(&one(200), Verdict::Release, "ann").await.unwrap();
    let asked = world.pipeline().resync(Kind::Deal, &[200]).await.unwrap();
    assert_eq!(asked.records, [(200, Outcome::Changed(shared::explorer::ChangeKind::Deleted))]);
}
