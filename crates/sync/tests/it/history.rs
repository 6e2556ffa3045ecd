//! Looking back: the versions of a record, what a run changed, and single records read again.

use crate::support::{World, put_deal};
use domain::{
    builders::{amount, contact},
    canonical::{Kind, Record},
};
use shared::{
    EntityType,
    explorer::{ChangeKind, FieldChange, RecordVersion},
    sync::{RunState, SyncMode},
};
use sync::Outcome;

fn change(field: &str, old: Option<&str>, new: Option<&str>) -> FieldChange {
    FieldChange { field: field.into(), old: old.map(Into::into), new: new.map(Into::into) }
}

fn told(versions: &[RecordVersion]) -> Vec<(i64, ChangeKind)> {
    versions.iter().map(|version| (version.generation, version.change)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_versions_of_a_record_tell_what_changed_in_which_run() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.expected_revenue = amount("2500"));
    let second = world.run().await;
    // Refused: it never showed, and is no version.
    put_deal(&world.source, 100, |deal| deal.probability = amount("150"));
    world.run().await;
    world.source.delete(Kind::Deal, 100);
    world.run().await;
    put_deal(&world.source, 100, |deal| (deal.expected_revenue, deal.partner) = (amount("3000"), None));
    world.run().await;

    let all = world.pipeline().history(Kind::Deal, 100, None, 10).await.unwrap();
    let expected =
        [(5, ChangeKind::Revived), (4, ChangeKind::Deleted), (2, ChangeKind::Updated), (1, ChangeKind::Inserted)];
    assert_eq!((told(&all.versions).as_slice(), all.next), (expected.as_slice(), None));
    let expected = [change("expected_revenue", Some("2500"), Some("3000")), change("partner", Some("11"), None)];
    assert_eq!(all.versions[0].fields, expected, "against what it was before it went");
    assert!(all.versions[1].reason.as_deref().unwrap().starts_with("it is gone in the source"));
    assert_eq!(all.versions[2].run, second.id);
    assert!(all.versions[2].fields.contains(&change("expected_revenue", Some("1000"), Some("2500"))));
    assert!(all.versions[3].fields.contains(&change("stage", None, Some("1"))));

    // Page by page, each version is the same.
    let (mut before, mut pages) = (None, Vec::new());
    loop {
        let page = world.pipeline().history(Kind::Deal, 100, before, 1).await.unwrap();
        pages.extend(page.versions);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(pages, all.versions);
    assert_eq!(world.pipeline().history(Kind::Deal, 999, None, 10).await.unwrap().versions, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_tells_which_records_it_changed() {
    let world = World::imported().await;
    world.source.delete(Kind::Deal, 101);
    world.run().await;
    put_deal(&world.source, 100, |deal| deal.name = "Renamed".into());
    put_deal(&world.source, 101, |deal| deal.partner = Some(12));
    put_deal(&world.source, 104, |_| {});
    world.source.delete(Kind::Deal, 102);
    // An account becomes a contact: a change, not a new record.
    world.source.put(12, Record::Partner(contact(12, 10)));
    let run = world.run().await;
    let generation = run.generation.unwrap();
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let page = world.store.changed_in(generation, EntityType::Opportunity, after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.id;
        found.extend(page.into_iter().map(|one| (one.id, one.name.unwrap(), one.change)));
    }
    let expected = [
        (100, "Renamed".to_owned(), ChangeKind::Updated),
        (101, "Deal 101".to_owned(), ChangeKind::Revived),
        (102, "Deal 0".to_owned(), ChangeKind::Deleted),
        (104, "Deal 104".to_owned(), ChangeKind::Inserted),
    ];
    assert_eq!(found, expected);
    let contacts = world.store.changed_in(generation, EntityType::Contact, 0, 10).await.unwrap();
    assert_eq!(contacts.iter().map(|one| (one.id, one.change)).collect::<Vec<_>>(), [(12, ChangeKind::Updated)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn single_records_are_read_again_by_the_same_way_as_all() {
    let world = World::imported().await;
    world.source.pass(chrono::TimeDelta::hours(1));
    let Record::Partner(mut twelve) = crate::support::partner(12) else { panic!("a partner") };
    twelve.city = Some("Graz".into());
    world.source.put_silently(12, Record::Partner(twelve));
    world.source.delete(Kind::Partner, 14);
    let (cursors, last) = (world.store.lake().await.unwrap().cursors, world.store.runs().last().await.unwrap());
    let asked = world.pipeline().resync(Kind::Partner, &[14, 12, 13, 12, 77]).await.unwrap();
    let expected = [
        (12, Outcome::Changed(ChangeKind::Updated)),
        (13, Outcome::Unchanged),
        (14, Outcome::Changed(ChangeKind::Deleted)),
        (77, Outcome::Unknown),
    ];
    assert_eq!(asked.records, expected);
    assert_eq!(
        (asked.run.state, asked.run.mode, asked.run.generation),
        (RunState::Success, SyncMode::Records, Some(2))
    );
    assert_eq!(world.shows("odoo_account_12", "city").await, mongodb::bson::Bson::from("Graz"));
    assert_eq!(world.shows("odoo_account_13", "parent.name").await, mongodb::bson::Bson::from("Account 12"));
    assert_eq!(world.store.lake().await.unwrap().cursors, cursors, "it says nothing of the others");
    assert_eq!(world.store.runs().last().await.unwrap(), last);
    assert_eq!(world.store.runs().history(None, 1).await.unwrap()[0].mode, SyncMode::Records);
    let versions = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions);
    assert_eq!(world.run().await.generation, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_compare_that_is_asked_for_during_a_run_takes_place_in_the_next() {
    let world = World::new().await;
    let refused = world.pipeline().resync(Kind::Deal, &[100]).await;
    assert!(matches!(refused, Err(sync::SyncRunError::Empty)));
    world.run().await;
    let door = world.source.hold(Kind::Partner, testkit::scripted::Call::Sweep);
    let pipeline = world.pipeline();
    let running = tokio::spawn(async move { pipeline.run_once(SyncMode::Delta).await });
    door.reached().await;
    world.store.ask_full_compare().await.unwrap();
    door.open();
    assert_eq!(running.await.unwrap().unwrap().mode, SyncMode::Delta);
    assert_eq!(world.run().await.mode, SyncMode::Full);
    assert_eq!(world.run().await.mode, SyncMode::Delta);
}
