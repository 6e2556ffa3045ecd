//! Erasure of a person: nothing of them is left in any zone, and everything else stays as it was.

use crate::support::{World, put_deal};
use domain::{
    builders::contact,
    canonical::{Kind, Partner, Record},
};
use shared::auth::{ApprovalStatus, UserRole};
use store::people::{AuthProvider, NewPerson};
use sync::{Erased, SyncRunError};

const EMAIL: &str = "nadia.private@customer.example";

async fn world_with_nadia() -> World {
    let world = World::imported().await;
    let nadia = |name: &str| Partner { name: name.into(), email: Some(EMAIL.into()), ..contact(55, 10) };
    world.source.put(55, Record::Partner(nadia("Nadia Private")));
    put_deal(&world.source, 100, |deal| deal.lead_email = Some(EMAIL.into()));
    world.run().await;
    world.source.put(55, Record::Partner(nadia("Nadia Private-Married")));
    world.run().await;
    world
}

/// Every document of every collection, as text.
async fn everything(world: &World) -> String {
    let mut text = String::new();
    for name in world.db.database().list_collection_names().await.unwrap() {
        for document in world.collection(&name).await {
            text.push_str(&document.to_string());
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_gone_in_the_source_is_erased_from_every_zone() {
    let world = world_with_nadia().await;
    world.source.delete(Kind::Partner, 55);
    put_deal(&world.source, 100, |deal| deal.lead_email = None);
    world.run().await;
    let before = world.present().await;
    assert!(everything(&world).await.contains("Nadia") && everything(&world).await.contains(EMAIL));

    let erased = world.pipeline().erase_person("Nadia.Private@customer.EXAMPLE ").await.unwrap();
    assert_eq!(erased, Erased { versions: 3, user: false }, "two of the contact, one of the deal");
    let after = everything(&world).await;
    assert!(!after.contains("Nadia") && !after.contains(EMAIL));
    let mut present = world.present().await;
    let mut wanted = before;
    for zone in ["canonical_contacts", "data_lake_serving"] {
        let gone = |document: &mongodb::bson::Document| document.get_i64("id").ok() == Some(55);
        wanted.get_mut(zone).unwrap().retain(|document| !gone(document));
        present.get_mut(zone).unwrap().retain(|document| !gone(document));
    }
    assert_eq!(present, wanted, "and nothing else has changed");
    assert_eq!(world.store.lake().await.unwrap().generation, 4);
    assert_eq!(world.run().await.generation, None, "the next run finds nothing to do");
    let again = world.pipeline().erase_person(EMAIL).await.unwrap();
    assert_eq!(again, Erased { versions: 0, user: false });
    let deeds = world.store.audit(None, 10).await.unwrap();
    assert_eq!(deeds.items.iter().map(|deed| deed.records).sum::<u64>(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_whom_the_source_still_holds_is_not_touched() {
    let world = world_with_nadia().await;
    let before = world.versions().await;
    let refused = world.pipeline().erase_person(EMAIL).await.unwrap_err();
    let SyncRunError::StillThere { records } = refused else { panic!("{refused:?}") };
    assert_eq!(records.len(), 2, "{records:?}");
    assert_eq!(world.versions().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_contact_that_was_made_nameless_only_the_history_goes() {
    let world = world_with_nadia().await;
    world.source.put(55, Record::Partner(Partner { name: "Former contact".into(), email: None, ..contact(55, 10) }));
    put_deal(&world.source, 100, |deal| deal.lead_email = None);
    world.run().await;
    world.pipeline().erase_person(EMAIL).await.unwrap();
    let after = everything(&world).await;
    assert!(!after.contains("Nadia") && !after.contains(EMAIL));
    assert_eq!(world.shows("odoo_contact_55", "name").await, "Former contact".into());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_here_goes_with_their_sessions_but_the_last_super_admin_stays() {
    let world = World::imported().await;
    let person = |role, email: &str| NewPerson {
        email: email.into(),
        name: "Nadia".into(),
        role,
        approval_status: ApprovalStatus::Approved,
        auth_provider: AuthProvider::Password,
        password_hash: None,
    };
    let people = world.store.people();
    let nadia = people.create(person(UserRole::AccountManager, EMAIL)).await.unwrap();
    people.create(person(UserRole::SuperAdmin, "root@house.example")).await.unwrap();
    world.store.sessions().start(nadia.id, None).await.unwrap();
    let erased = world.pipeline().erase_person(EMAIL).await.unwrap();
    assert_eq!(erased, Erased { versions: 0, user: true });
    assert_eq!(people.find_by_email(EMAIL).await.unwrap(), None);
    assert!(world.collection("sessions").await.is_empty());
    assert!(world.pipeline().erase_person("root@house.example").await.is_err());
    assert!(people.find_by_email("root@house.example").await.unwrap().is_some());
}
