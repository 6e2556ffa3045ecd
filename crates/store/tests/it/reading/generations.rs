//! Readers and publications: one generation per list, the newest per request, the past on demand.

use super::{
    company::{admin, figures, open_deal, published},
    small_lake::{SmallLake, collection},
};
use domain::{
    Moment,
    builders::account,
    canonical::{Kind, Partner, Record},
};
use mongodb::bson::doc;
use shared::accounts::AccountSort;
use store::{
    Store, StoreError,
    accounts::{AccountListQuery, AccountPage},
};

async fn names_at(store: &Store, lake: &SmallLake, generation: i64) -> Vec<String> {
    let moment = store.moment_at(generation).await.unwrap();
    let page = whole(store, lake, &moment).await;
    page.items.into_iter().map(|item| item.fact.name).collect()
}

async fn whole(store: &Store, lake: &SmallLake, moment: &Moment) -> AccountPage {
    let scope = admin(lake, moment).await;
    store.accounts().list(&scope, moment, &AccountListQuery::default(), None).await.unwrap()
}

fn renamed(id: i64, name: &str) -> Record {
    Record::Partner(Partner { name: name.into(), ..account(id) })
}

#[tokio::test]
async fn a_list_read_page_by_page_while_runs_publish_stays_of_one_generation() {
    let mut lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let query = AccountListQuery { sort: AccountSort::Pipeline, limit: 1, ..AccountListQuery::default() };
    let mut page = lake.store.accounts().list(&scope, &moment, &query, None).await.unwrap();
    let mut seen = Vec::new();
    for change in 0.. {
        seen.extend(page.items.iter().map(|item| format!("{} {}", item.fact.name, figures(&item.parts))));
        let Some(next) = page.next_cursor else { break };
        match change {
            0 => lake.remove(Kind::Partner, 12).put(10, renamed(10, "Aaa")),
            _ => lake.put(108, Record::Deal(open_deal(108, Some(11), Some(8), "5000"))).put(30, renamed(30, "Between")),
        };
        lake.publish().await;
        lake.store.moment().await.unwrap();
        let cursor = lake.store.accounts().resume(&scope, &query, &next).unwrap();
        let moment = lake.store.moment_at(cursor.generation()).await.unwrap();
        page = lake.store.accounts().list(&scope, &moment, &query, Some(&cursor)).await.unwrap();
        assert_eq!(figures(&page.totals), "1780.01/4 + 12000.000 OMR | 616.40/4 + 6000.000 OMR | 300.00/1 | 5");
    }
    assert_eq!(
        seen,
        [
            "Borealis 80.01/1 + 12000.000 OMR | 26.40/1 + 6000.000 OMR | 0.00/0 | 2",
            "Cargo 500.00/1 | 50.00/1 | 0.00/0 | 1",
            "Ährenfeld GmbH 1200.00/2 | 540.00/2 | 300.00/1 | 2",
        ]
    );
    assert_eq!(names_at(&lake.store, &lake, 3).await, ["Aaa", "Between", "Borealis"]);
}

#[tokio::test]
async fn the_next_request_after_a_publication_sees_it() {
    let mut lake = published().await;
    for number in 2..6 {
        lake.put(30, renamed(30, &format!("New {number}")));
        assert_eq!(lake.publish().await, number);
        let moment = lake.store.moment().await.unwrap();
        assert_eq!(moment.generation, number);
        let page = whole(&lake.store, &lake, &moment).await;
        assert_eq!(page.items[3].fact.name, format!("New {number}"));
        assert_eq!(lake.store.ready().await.generation, number);
    }
}

#[tokio::test]
async fn any_kept_generation_can_be_read_in_any_order_by_a_process_that_never_saw_it() {
    let mut lake = published().await;
    lake.put(30, renamed(30, "Two")).publish().await;
    lake.remove(Kind::Partner, 11).put(31, renamed(31, "Three")).publish().await;
    lake.put(11, renamed(11, "Back")).remove(Kind::Partner, 30).publish().await;
    lake.put(10, renamed(10, "Five")).publish().await;
    let expected: [&[&str]; 5] = [
        &["Ährenfeld GmbH", "Borealis", "Cargo"],
        &["Ährenfeld GmbH", "Borealis", "Cargo", "Two"],
        &["Ährenfeld GmbH", "Cargo", "Three", "Two"],
        &["Ährenfeld GmbH", "Back", "Cargo", "Three"],
        &["Back", "Cargo", "Five", "Three"],
    ];
    let late = lake.another_store().await;
    assert!(!late.ready().await.ready);
    for generation in [5_usize, 1, 3, 2, 4, 1, 5, 3] {
        let at = i64::try_from(generation).unwrap();
        assert_eq!(names_at(&late, &lake, at).await, expected[generation - 1], "generation {generation}");
    }
    assert!(late.ready().await.ready);
}

#[tokio::test]
async fn a_process_that_looked_further_back_than_what_is_kept_does_not_go_on_from_there() {
    let mut lake = published().await;
    lake.put(30, renamed(30, "Two")).publish().await;
    lake.remove(Kind::Partner, 30).put(11, renamed(11, "Three")).publish().await;
    lake.put(10, renamed(10, "Four")).publish().await;
    lake.put(10, renamed(10, "Five")).publish().await;
    let looking = lake.another_store().await;
    assert_eq!(names_at(&looking, &lake, 5).await, ["Cargo", "Five", "Three"]);
    assert_eq!(names_at(&looking, &lake, 2).await, ["Ährenfeld GmbH", "Borealis", "Cargo", "Two"]);
    // As retention does: nothing tells any more that "Two" went in the third.
    collection(&lake.db, "lake").update_one(doc! {}, doc! { "$set": { "kept_from": 3_i64 } }).await.unwrap();
    collection(&lake.db, "generations").delete_many(doc! { "_id": { "$lt": 3_i64 } }).await.unwrap();
    collection(&lake.db, "data_lake_serving").delete_many(doc! { "to": { "$lte": 3_i64 } }).await.unwrap();
    assert_eq!(names_at(&looking, &lake, 3).await, ["Ährenfeld GmbH", "Cargo", "Three"]);
}

#[tokio::test]
async fn a_generation_that_is_not_published_or_not_kept_is_expired() {
    let mut lake = published().await;
    lake.put(30, renamed(30, "Two")).publish().await;
    let late = lake.another_store().await;
    late.moment().await.unwrap();
    assert!(matches!(late.moment_at(3).await, Err(StoreError::SnapshotExpired)));
    assert!(matches!(late.moment_at(-1).await, Err(StoreError::SnapshotExpired)));
    collection(&lake.db, "generations").delete_one(doc! { "_id": 1_i64 }).await.unwrap();
    assert!(matches!(late.moment_at(1).await, Err(StoreError::SnapshotExpired)));
}

#[tokio::test]
async fn rows_of_a_run_in_progress_are_not_seen() {
    let mut lake = published().await;
    lake.put(30, renamed(30, "Two")).publish().await;
    // What a run leaves that was killed before its publication: its versions opened, the old ones closed.
    let serving = collection(&lake.db, "data_lake_serving");
    let mut next = serving.find_one(doc! { "_id": "main/odoo_account_30:2" }).await.unwrap().unwrap();
    next.insert("_id", "main/odoo_account_30:3");
    next.insert("from", 3_i64);
    next.get_document_mut("data").unwrap().insert("name", "Three");
    let close = doc! { "$set": { "to": 3_i64 } };
    serving.update_one(doc! { "_id": "main/odoo_account_30:2" }, close).await.unwrap();
    serving.insert_one(next).await.unwrap();
    for store in [&lake.store, &lake.another_store().await] {
        assert_eq!(names_at(store, &lake, 2).await, ["Ährenfeld GmbH", "Borealis", "Cargo", "Two"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_requests_at_once_move_the_ledger_on_only_once() {
    let mut lake = published().await;
    let readers = lake.another_store().await;
    readers.moment().await.unwrap();
    lake.put(30, renamed(30, "Two")).publish().await;
    assert_eq!(
        reads_of_forty(&lake, &readers).await,
        6,
        "opened and closed: accounts and deals, what hangs on them, names"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_publishes_has_moved_its_own_ledger_on_before_anybody_asks() {
    let mut lake = published().await;
    lake.store.moment().await.unwrap();
    lake.put(30, renamed(30, "Two")).publish().await;
    assert_eq!(reads_of_forty(&lake, &lake.store).await, 0);
    assert_eq!(names_at(&lake.store, &lake, 2).await, ["Ährenfeld GmbH", "Borealis", "Cargo", "Two"]);
}

/// How often the serving zone is read for forty requests at once.
async fn reads_of_forty(lake: &SmallLake, store: &Store) -> u64 {
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    let requests = (0..40).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.moment().await.unwrap().generation })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap(), 2);
    }
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    let reads = doc! { "op": "query", "ns": format!("{}.data_lake_serving", lake.db.name()) };
    collection(&lake.db, "system.profile").count_documents(reads).await.unwrap()
}

/// Stands for a replay: the same generations, with another name in them.
async fn replay(lake: &SmallLake) {
    let renamed = doc! { "$set": { "data.name": "Replayed" } };
    let serving = collection(&lake.db, "data_lake_serving");
    serving.update_one(doc! { "_id": "main/odoo_account_10:1" }, renamed).await.unwrap();
    collection(&lake.db, "lake").update_one(doc! {}, doc! { "$inc": { "epoch": 1_i64 } }).await.unwrap();
}

#[tokio::test]
async fn a_replay_makes_the_ledger_forget_what_it_read_before() {
    let lake = published().await;
    lake.store.moment().await.unwrap();
    replay(&lake).await;
    assert_eq!(names_at(&lake.store, &lake, 1).await, ["Borealis", "Cargo", "Replayed"]);
}

#[tokio::test]
async fn a_publication_right_after_a_replay_goes_on_from_nothing_that_was_read_before() {
    let mut lake = published().await;
    lake.store.moment().await.unwrap();
    replay(&lake).await;
    lake.put(30, renamed(30, "Two")).publish().await;
    assert_eq!(names_at(&lake.store, &lake, 2).await, ["Borealis", "Cargo", "Replayed", "Two"]);
}
