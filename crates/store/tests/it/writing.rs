//! The walls around what is written: every index of the table exists, and no unreadable document gets in.

use std::{collections::BTreeSet, sync::Arc};

use domain::builders::instant;
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{Document, doc},
};
use store::{Store, StoreOptions, schema::INDEXES};
use testkit::database::TestDb;

async fn open() -> (TestDb, Store) {
    let db = TestDb::new().await;
    let store = open_again(&db).await;
    store.prepare_raw("odoo", "crm.lead").await.unwrap();
    (db, store)
}

async fn open_again(db: &TestDb) -> Store {
    let store = Store::open(db.db(), Arc::new(|| instant("2026-11-21T12:00:00Z")), StoreOptions::default());
    store.await.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the test looks past the store")]
fn rows(db: &TestDb, name: &str) -> Collection<Document> {
    db.database().collection(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_index_of_the_table_exists_wherever_it_belongs() {
    let (db, _store) = open().await;
    let published = doc! { "_id": "main", "generation": 1_i64, "highest": 1_i64 };
    rows(&db, "lake").insert_one(published).await.unwrap();
    open_again(&db).await;
    let names = db.database().list_collection_names().await.unwrap();
    for spec in INDEXES.iter().filter(|spec| spec.name != "_id_") {
        let prefix = spec.collection.strip_suffix('*');
        let belongs = |name: &&String| prefix.map_or(*name == spec.collection, |prefix| name.starts_with(prefix));
        let collections: Vec<_> = names.iter().filter(belongs).collect();
        assert!(!collections.is_empty(), "{spec:?}");
        for name in collections {
            let found: Vec<_> = rows(&db, name).list_indexes().await.unwrap().try_collect().await.unwrap();
            let options = |index: &mongodb::IndexModel| index.options.clone().unwrap_or_default();
            let index = found.into_iter().find(|index| options(index).name.as_deref() == Some(spec.name));
            let index = index.unwrap_or_else(|| panic!("{name} has {spec:?}"));
            assert_eq!(index.keys.keys().collect::<Vec<_>>(), spec.keys, "{name}");
            assert_eq!(options(&index).unique.unwrap_or_default(), spec.unique, "{name}");
            assert_eq!(options(&index).expire_after, spec.expire_after, "{name}");
            let having = spec.having.map(|field| doc! { field: { "$exists": true } });
            assert_eq!(options(&index).partial_filter_expression, having, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_lake_has_no_index_that_only_readers_of_a_full_one_need() {
    let (db, _store) = open().await;
    let accounts = rows(&db, "canonical_accounts").list_index_names().await.unwrap();
    assert_eq!(accounts, ["_id_", "current"]);
    let serving = rows(&db, "data_lake_serving").list_index_names().await.unwrap();
    assert_eq!(serving, ["_id_"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_twice_changes_nothing() {
    let (db, _store) = open().await;
    let names = async || db.database().list_collection_names().await.unwrap().into_iter().collect::<BTreeSet<_>>();
    let before = names().await;
    open_again(&db).await;
    assert_eq!(names().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_no_reader_understands_is_refused_in_every_zone() {
    let (db, _store) = open().await;
    let zones = [
        "raw_odoo_leads",
        "canonical_accounts",
        "canonical_team_members",
        "data_lake_serving",
        "lake",
        "generations",
        "sync_logs",
        "held_deletions",
    ];
    for zone in zones {
        let refused = rows(&db, zone).insert_one(doc! { "_id": "main/x/1:1", "from": "1" }).await;
        let code = refused.map_err(|error| match *error.kind {
            mongodb::error::ErrorKind::Write(mongodb::error::WriteFailure::WriteError(error)) => error.code,
            other => panic!("{zone}: {other:?}"),
        });
        assert_eq!(code.map(drop), Err(121), "{zone}");
    }
}
