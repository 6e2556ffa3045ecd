//! Contacts and invoices are found by the names that they have in the generation that is asked for.

use super::{
    company::{admin, published},
    small_lake::SmallLake,
};
use domain::{
    builders::{contact, invoice},
    canonical::{Kind, Partner, Record, SourceId},
};
use shared::EntityType;
use store::{Store, search::Hit};

/// By kind, the best first.
async fn found(store: &Store, lake: &SmallLake, generation: i64, text: &str) -> Vec<(EntityType, Vec<SourceId>)> {
    let moment = store.moment_at(generation).await.unwrap();
    let scope = admin(lake, &moment).await;
    let id = |hit: &Hit| match hit {
        Hit::Record { id, .. } | Hit::Person { id, .. } => *id,
    };
    let all = store.search(&scope, &moment, text, 10).await.unwrap();
    all.iter().map(|hits| (hits.entity, hits.found.iter().map(id).collect())).collect()
}

#[tokio::test]
async fn contacts_and_invoices_are_found_by_the_names_that_they_have_in_a_generation() {
    let mut lake = published().await;
    let named = |id, name: &str| Record::Partner(Partner { name: name.into(), ..contact(id, 10) });
    // So that this process moves along with each publication; another one reads the third anew and goes back.
    lake.store.moment().await.unwrap();
    lake.put(20, named(20, "Nadia Winter"))
        .put(21, named(21, "Nadia Sommer"))
        .put(70, Record::Invoice(invoice(70, 10)))
        .publish()
        .await;
    lake.put(20, named(20, "Nora Winter")).remove(Kind::Partner, 21).remove(Kind::Invoice, 70).publish().await;
    let contacts = |ids: &[SourceId]| vec![(EntityType::Contact, ids.to_vec())];
    for store in [&lake.store, &lake.another_store().await] {
        for (generation, text, expected) in [
            (3, "winter", contacts(&[20])),
            (3, "nadia", vec![]),
            (3, "inv/70", vec![]),
            (1, "contact 20", contacts(&[20])),
            (1, "winter", vec![]),
            (2, "nadia", contacts(&[21, 20])),
            (2, "inv/70", vec![(EntityType::Invoice, vec![70])]),
            (2, "contact 20", vec![]),
        ] {
            assert_eq!(found(store, &lake, generation, text).await, expected, "{text} in {generation}");
        }
    }
}
