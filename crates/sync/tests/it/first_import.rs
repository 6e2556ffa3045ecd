//! The first run into an empty lake, and the run after it.

use crate::support::{World, company_source, numbers};
use mongodb::bson::{Bson, doc};
use shared::{EntityType, sync::RunState};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_import_brings_everything_in_one_generation() {
    let world = World::before_everything(company_source()).await;
    let run = world.run().await;
    assert_eq!((run.state, run.generation, run.errors.len()), (RunState::Success, Some(1), 0), "{run:?}");
    assert_eq!(numbers(&run, EntityType::Account), [5, 5, 0, 0, 0, 0]);
    assert_eq!(numbers(&run, EntityType::Contact), [1, 1, 0, 0, 0, 0]);
    assert_eq!(numbers(&run, EntityType::Opportunity), [3, 3, 0, 0, 0, 0]);
    assert_eq!(numbers(&run, EntityType::Lead), [1, 1, 0, 0, 0, 0]);
    assert_eq!(world.raw_rows().await, 2 + 1 + 1 + 1 + 1 + 3 + 3 + 1 + 1 + 3 + 6 + 4);
    let lake = world.store.lake().await.unwrap();
    assert_eq!((lake.generation, lake.highest, lake.epoch, lake.mapping_version), (1, 1, 0, 4_001));
    assert_eq!(lake.fingerprint.as_deref(), Some("uuid:scripted"));
    assert_eq!(world.store.runs().last().await.unwrap(), Some(run.clone()));
    assert_eq!(world.store.runs().last_success().await.unwrap(), run.finished_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_import_is_published_with_every_index_in_place() {
    let world = World::before_everything(company_source()).await;
    let indexes = async || {
        let mut found = Vec::new();
        for name in world.versions().await.into_keys() {
            let answer = world.db.database().run_command(doc! { "listIndexes": &name }).await.unwrap();
            let listed = answer.get_document("cursor").unwrap().get_array("firstBatch").unwrap();
            found.push((name, listed.len()));
        }
        found
    };
    world.source.fail_to_connect(source::SourceError::new(source::ErrorKind::Timeout, "not yet"));
    world.run().await;
    let early = |name: &str| if name == "data_lake_serving" { 1 } else { 2 };
    assert!(indexes().await.iter().all(|(name, count)| *count == early(name)), "nothing is published yet");
    world.source.heal();
    world.run().await;
    let of_a_full_lake = indexes().await;
    assert_eq!(of_a_full_lake.len(), 27);
    let complete = |name: &str| if name == "data_lake_serving" { 10 } else { 5 };
    assert!(of_a_full_lake.iter().all(|(name, count)| *count == complete(name)), "{of_a_full_lake:?}");
    world.pipeline().replay().await.unwrap();
    assert_eq!(indexes().await, of_a_full_lake);
}

#[tokio::test(flavor = "multi_thread")]
async fn served_rows_carry_names_states_and_who_may_see_them() {
    let world = World::imported().await;
    assert_eq!(world.shows("odoo_account_10", "industry.name").await, Bson::from("Energy"));
    assert_eq!(world.shows("odoo_account_10", "country.name").await, Bson::from("Austria"));
    assert_eq!(world.shows("odoo_account_13", "name").await, Bson::from("Thirteen"));
    assert_eq!(world.shows("odoo_account_13", "parent.name").await, Bson::from("Account 12"));
    assert_eq!(world.shows("odoo_contact_11", "account.name").await, Bson::from("Account 10"));
    assert_eq!(world.shows("odoo_opportunity_100", "account.id").await, Bson::from(10_i64));
    assert_eq!(world.shows("odoo_opportunity_101", "state").await, Bson::from("won"));
    assert_eq!(world.shows("odoo_opportunity_102", "account").await, Bson::Null);
    assert_eq!(world.shows("odoo_lead_103", "partner.id").await, Bson::from(14_i64));
    let row = world.served("odoo_account_10").await.unwrap();
    assert_eq!(row.get_array("visible_to").unwrap(), &[Bson::from("u:1"), Bson::from("u:2"), Bson::from("t:1")]);
    assert_eq!(["entity_type", "source"].map(|name| row.get_str(name).unwrap()), ["account", "scripted"]);
    let run = world.store.runs().last().await.unwrap().unwrap();
    assert!(row.get_datetime("last_aggregated").unwrap().timestamp_millis() >= run.started_at.timestamp_millis());
    // An individual with a lead only is a contact, and our own company is neither.
    assert!(world.is_active("odoo_contact_14").await);
    assert_eq!(world.served("odoo_account_14").await, None);
    assert_eq!(world.served("odoo_account_90").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn canonical_records_name_their_record_in_the_source_and_lead_there() {
    let world = World::imported().await;
    let deals = world.collection("canonical_opportunities").await;
    let deal = deals.iter().find(|deal| deal.get_i64("id").ok() == Some(100)).unwrap();
    let url = "https://source.example/deal/100";
    let source = doc! { "system": "scripted", "instance": "main", "model": "deal", "id": 100_i64, "url": url };
    assert_eq!(deal.get_document("source").unwrap(), &source);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_without_changes_writes_nothing_but_its_log() {
    let world = World::imported().await;
    let (versions, raw, lake) = (world.versions().await, world.raw_rows().await, world.collection("lake").await);
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, None));
    assert_eq!(numbers(&run, EntityType::Opportunity)[1..3], [0, 0]);
    assert_eq!(world.versions().await, versions);
    assert_eq!(world.raw_rows().await, raw);
    assert_eq!(world.collection("lake").await, lake);
    assert_eq!(world.collection("generations").await.len(), 1);
    assert_eq!(world.collection("sync_logs").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identical_write_makes_no_generation_but_moves_the_cursor() {
    let world = World::imported().await;
    world.source.touch(domain::canonical::Kind::Deal, 100);
    let versions = world.versions().await;
    assert_eq!(world.run().await.generation, None);
    assert_eq!(world.versions().await, versions);
    let lake = world.store.lake().await.unwrap();
    assert_eq!(lake.cursor(domain::canonical::Kind::Deal), Some(world.source.now()));
    assert_eq!(lake.generation, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_tell_what_is_in_the_present() {
    let world = World::imported().await;
    let counts = world.store.counts().await.unwrap();
    let of = |entity| counts.iter().find(|count| count.entity == entity).unwrap().count;
    assert_eq!(of(EntityType::Account), 3);
    assert_eq!(of(EntityType::Contact), 2);
    assert_eq!(of(EntityType::Opportunity), 3);
    assert_eq!(of(EntityType::Lead), 1);
    assert_eq!(of(EntityType::Stage), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_rows_hold_what_came_and_name_their_run() {
    let world = World::imported().await;
    let rows = world.collection("raw_scripted_deals").await;
    assert_eq!(rows.len(), 4);
    let run = world.store.runs().last().await.unwrap().unwrap();
    let row = &rows[0];
    assert_eq!(row.get_str("_id").ok(), Some("main/deal/100:1"));
    assert_eq!(row.get_str("run").ok(), Some(run.id.as_str()));
    assert_eq!(row.get_document("payload").unwrap().get("expected_revenue"), Some(&Bson::from("1000")));
    assert_eq!(row.get_datetime("fetched_at").unwrap().timestamp_millis(), run.started_at.timestamp_millis());
    let validator = doc! { "_id": "main/deal/100:2" };
    let refused = world.insert_raw("raw_scripted_deals", validator).await;
    assert!(refused.is_err(), "the last wall refuses a document that nobody could read");
}
