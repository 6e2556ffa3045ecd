//! A source that fails, lies or is another one: visible, explained, and never a wrong figure or a deletion.

use crate::support::{World, counts, numbers, partner, put_deal};
use domain::canonical::Kind;
use mongodb::bson::Bson;
use serde_json::json;
use shared::{
    EntityType,
    sync::{RunState, SyncErrorCode, SyncRun},
};
use source::{ErrorKind, SourceError};
use testkit::scripted::Call;

fn error(kind: ErrorKind) -> SourceError {
    SourceError::new(kind, "as the test wants it")
}

fn codes(run: &SyncRun) -> Vec<(SyncErrorCode, Option<EntityType>)> {
    run.errors.iter().map(|error| (error.code, error.entity)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_does_not_answer_makes_a_failed_run_that_changes_nothing() {
    let world = World::imported().await;
    let versions = world.versions().await;
    for kind in [ErrorKind::Unreachable, ErrorKind::WrongCredentials, ErrorKind::NotOdoo, ErrorKind::VersionTooOld] {
        world.source.fail_to_connect(error(kind));
        let run = world.run().await;
        assert_eq!((run.state, codes(&run)), (RunState::Failed, vec![(error(kind).code(), None)]));
        assert_eq!(run.errors[0].message, "as the test wants it");
    }
    assert_eq!(world.versions().await, versions);
    world.source.heal();
    assert_eq!(world.run().await.state, RunState::Success);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_database_is_refused_before_anything_is_read() {
    let world = World::imported().await;
    let (versions, raw, lake) = (world.versions().await, world.raw_rows().await, world.collection("lake").await);
    world.source.set_fingerprint("uuid:another");
    world.source.put(30, partner(30));
    let calls = world.source.calls();
    let run = world.run().await;
    assert_eq!((run.state, codes(&run)), (RunState::Failed, vec![(SyncErrorCode::OtherDatabase, None)]));
    assert_eq!(world.source.calls(), calls);
    assert_eq!((world.versions().await, world.raw_rows().await, world.collection("lake").await), (versions, raw, lake));
    // A fingerprint of another make says nothing either way, and the known one is kept.
    world.source.set_fingerprint("url:https://odoo.example");
    assert_eq!(world.run().await.state, RunState::Success);
    assert_eq!(world.store.lake().await.unwrap().fingerprint.as_deref(), Some("uuid:scripted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_page_keeps_what_was_read_and_deletes_nothing() {
    let world = World::imported().await;
    for id in 106..112 {
        put_deal(&world.source, id, |_| {});
    }
    world.source.delete(Kind::Deal, 101);
    world.source.delete(Kind::Partner, 13);
    world.source.fail(Kind::Deal, Call::Page(4), error(ErrorKind::Timeout));
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, Some(2)));
    assert_eq!(codes(&run), [(SyncErrorCode::Timeout, Some(EntityType::Opportunity))]);
    assert_eq!(numbers(&run, EntityType::Opportunity)[4], 0, "no deal is deleted");
    assert!(!world.is_active("odoo_account_13").await, "partners were read as a whole");
    let cursor = world.store.lake().await.unwrap().cursor(Kind::Deal).unwrap();
    assert!(cursor < world.source.now());
    assert_ne!(world.store.runs().last_success().await.unwrap(), run.finished_at);
    world.source.heal();
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 1), "{run:?}");
    assert!(world.is_active("odoo_opportunity_111").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_or_a_second_look_that_fails_deletes_nothing() {
    for call in [Call::Sweep, Call::Fetch] {
        let world = World::imported().await;
        world.source.delete(Kind::Deal, 101);
        world.source.fail(Kind::Deal, call, error(ErrorKind::BadAnswer));
        let run = world.run().await;
        assert_eq!((run.state, run.generation), (RunState::Partial, None), "{call:?}");
        assert!(world.is_active("odoo_opportunity_101").await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_lost_in_mid_run_stop_that_kind_only() {
    let world = World::imported().await;
    world.source.put(30, partner(30));
    world.source.fail(Kind::Deal, Call::Count, error(ErrorKind::MissingRights));
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, Some(2)));
    assert_eq!(codes(&run), [(SyncErrorCode::MissingRights, Some(EntityType::Opportunity))]);
    assert!(world.is_active("odoo_account_30").await);
    assert!(world.is_active("odoo_opportunity_100").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_may_not_be_read_is_left_as_it_is() {
    let world = World::imported().await;
    world.source.set_unreadable(Kind::Employee, error(ErrorKind::MissingRights));
    world.source.delete(Kind::Employee, 3);
    world.source.set_absent(Kind::Industry);
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, None));
    assert_eq!(codes(&run), [(SyncErrorCode::MissingRights, Some(EntityType::Employee))]);
    assert_eq!(counts(&run, EntityType::Employee).deleted, 0);
    assert!(!run.entities.iter().any(|counts| counts.entity == EntityType::Industry));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_not_read_when_their_stages_could_not_be() {
    let world = World::imported().await;
    put_deal(&world.source, 107, |deal| deal.stage = Some(9));
    world.source.fail(Kind::Stage, Call::Sweep, error(ErrorKind::Timeout));
    let run = world.run().await;
    assert_eq!(run.generation, None);
    assert_eq!(
        run.errors.iter().map(|error| error.entity).collect::<Vec<_>>(),
        [Some(EntityType::Stage), Some(EntityType::Opportunity)]
    );
    assert_eq!(world.served("odoo_opportunity_107").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_out_of_reach_is_not_asked_again_in_the_same_run() {
    let world = World::imported().await;
    world.source.fail(Kind::Currency, Call::Count, error(ErrorKind::Unreachable));
    let calls = world.source.calls();
    let run = world.run().await;
    assert_eq!(run.state, RunState::Failed);
    // Count, first page and first ids are asked for together.
    assert!(world.source.calls() - calls <= 3, "{}", world.source.calls() - calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_first_import_is_not_published() {
    let world = World::new().await;
    world.source.fail(Kind::Partner, Call::Page(4), error(ErrorKind::Timeout));
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Failed, None));
    assert_eq!(world.store.lake().await.unwrap().generation, 0);
    assert_eq!(world.store.counts().await.unwrap().iter().map(|count| count.count).sum::<u64>(), 0);
    world.source.heal();
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, Some(2)));
    let undisturbed = World::imported().await;
    assert_eq!(world.present().await, undisturbed.present().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_import_without_the_tree_of_employees_is_published_as_partial() {
    let world = World::new().await;
    world.source.set_unreadable(Kind::Employee, error(ErrorKind::MissingRights));
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Partial, Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_a_missing_or_mistyped_field_is_rejected_counted_and_listed() {
    let world = World::imported().await;
    world.source.corrupt(Kind::Deal, 100, "expected_revenue", Some(json!("NaN")));
    put_deal(&world.source, 108, |_| {});
    world.source.corrupt(Kind::Deal, 108, "kind", None);
    world.source.corrupt(Kind::Partner, 12, "name", Some(json!(false)));
    let run = world.run().await;
    assert_eq!((run.state, run.errors.len()), (RunState::Partial, 0));
    let deals = counts(&run, EntityType::Opportunity);
    assert_eq!((deals.rejected, deals.inserted, deals.updated, deals.deleted), (2, 0, 0, 0));
    let listed: Vec<_> = deals.issues.iter().map(|issue| (issue.record.as_str(), issue.rejected)).collect();
    assert_eq!(listed, [("deal 100", true), ("deal 108", true)]);
    assert_eq!(counts(&run, EntityType::Account).rejected, 1);
    assert_eq!(
        world.shows("odoo_opportunity_100", "expected_revenue").await,
        Bson::from("1000.00"),
        "the last good one stays"
    );
    assert_eq!(world.served("odoo_opportunity_108").await, None);
    // Said again in every run, however far the cursor has moved, until the row is right.
    world.source.pass(chrono::TimeDelta::hours(1));
    put_deal(&world.source, 109, |_| {});
    world.run().await;
    let run = world.run().await;
    assert_eq!((run.state, counts(&run, EntityType::Opportunity).rejected), (RunState::Partial, 2));
    put_deal(&world.source, 100, |_| {});
    put_deal(&world.source, 108, |_| {});
    world.source.put(12, partner(12));
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert!(world.is_active("odoo_opportunity_108").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_twenty_issues_are_listed_and_all_are_counted() {
    let world = World::imported().await;
    for id in 300..325 {
        put_deal(&world.source, id, |_| {});
        world.source.corrupt(Kind::Deal, id, "name", Some(json!(7)));
    }
    let run = world.run().await;
    let deals = counts(&run, EntityType::Opportunity);
    assert_eq!((deals.rejected, deals.issues.len()), (25, 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_ends_too_early_is_noticed() {
    let world = World::imported().await;
    for id in 106..112 {
        put_deal(&world.source, id, |_| {});
    }
    world.source.truncate(Kind::Deal);
    let run = world.run().await;
    assert_eq!(
        (run.state, codes(&run)),
        (RunState::Partial, vec![(SyncErrorCode::BadAnswer, Some(EntityType::Opportunity))])
    );
    assert_eq!(run.errors[0].message, "it counts 10 records and sent 3");
    world.source.heal();
    assert_eq!(world.run().await.state, RunState::Success);
    assert!(world.is_active("odoo_opportunity_111").await);
}
