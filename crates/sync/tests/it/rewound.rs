//! A source that is older than before: the alarm, what it holds, and what is no alarm.

use crate::support::{World, numbers, partner, put_deal};
use chrono::TimeDelta;
use domain::{
    builders::instant,
    canonical::{Deal, Kind, Record},
};
use mongodb::bson::Bson;
use shared::{
    EntityType,
    sync::{RunState, SyncErrorCode, SyncMode, SyncRun},
};
use store::{Selection, Verdict};

fn codes(run: &SyncRun) -> Vec<SyncErrorCode> {
    run.errors.iter().map(|error| error.code).collect()
}

/// As it was yesterday, with yesterday's time of writing.
fn back_to(name: &str) -> Record {
    Record::Deal(Deal {
        name: name.into(),
        partner: Some(11),
        stage: Some(1),
        salesperson: Some(2),
        team: Some(1),
        ..domain::builders::deal(0)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_restored_from_a_backup_is_compared_as_a_whole_and_loses_nothing_before_an_admin_says_so() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(2));
    put_deal(&world.source, 100, |deal| deal.name = "After the backup".into());
    put_deal(&world.source, 120, |_| {});
    world.run().await;
    // Restored: the new deal is gone, the changed one as it was; a partner had changed without a trace.
    world.source.delete(Kind::Deal, 120);
    world.source.put_stamped(100, back_to("From the backup"), instant("2026-11-01T00:00:00Z"));
    let Record::Partner(twelve) = partner(12) else { panic!("a partner") };
    world.source.put_silently(12, Record::Partner(domain::canonical::Partner { city: Some("Graz".into()), ..twelve }));
    let run = world.run().await;
    assert_eq!((run.state, run.mode), (RunState::Partial, SyncMode::Full), "{run:?}");
    assert_eq!(codes(&run), [SyncErrorCode::RestoredFromBackup, SyncErrorCode::DeletionsHeld]);
    assert_eq!(world.shows("odoo_opportunity_100", "name").await, Bson::from("From the backup"));
    assert_eq!(world.shows("odoo_account_12", "city").await, Bson::from("Graz"), "kinds read before are compared too");
    assert!(world.is_active("odoo_opportunity_120").await);
    assert_eq!(world.store.runs().last_success().await.unwrap(), run.finished_at, "everything was read");

    // The cursor has gone back; the deletion waits, though the guard would let a single one pass.
    let run = world.run().await;
    assert_eq!((run.mode, codes(&run)), (SyncMode::Delta, vec![SyncErrorCode::DeletionsHeld]));
    let deal = Selection { keys: vec!["main/deal/120".into()], ..Selection::default() };
    world.store.decide_held(&deal, Verdict::Release, "ann").await.unwrap();
    assert_eq!(world.run().await.state, RunState::Success);
    assert!(!world.is_active("odoo_opportunity_120").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deletion_of_the_newest_record_is_no_restored_backup() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(2));
    put_deal(&world.source, 120, |_| {});
    world.run().await;
    world.source.delete(Kind::Deal, 120);
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Opportunity)[4]), (RunState::Success, 1), "{run:?}");
}
