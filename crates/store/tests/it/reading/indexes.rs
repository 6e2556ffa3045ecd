//! No read of the ledger or through the gate scans a collection.

use super::{
    company::{open_deal, person, published, scope},
    small_lake::collection,
};
use domain::canonical::Record;
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use shared::auth::UserRole;
use store::accounts::AccountListQuery;

#[tokio::test]
async fn reads_use_indexes() {
    let mut lake = published().await;
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    lake.store.moment().await.unwrap();
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    lake.put(108, Record::Deal(open_deal(108, Some(11), Some(8), "5000"))).publish().await;
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    let moment = lake.store.moment().await.unwrap();
    for who in [person(UserRole::Admin, None), person(UserRole::AccountManager, Some(8))] {
        let scope = scope(&lake, &moment, who).await;
        let page = lake.store.accounts().list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
        assert!(!page.items.is_empty());
        assert!(lake.store.accounts().find(&scope, &moment, 11).await.unwrap().is_some());
    }
    let past = lake.store.moment_at(1).await.unwrap();
    let everything = scope(&lake, &past, person(UserRole::Admin, None)).await;
    assert!(lake.store.accounts().find(&everything, &past, 11).await.unwrap().is_some());
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();

    let queries = doc! { "op": "query", "ns": { "$not": { "$regex": "system" } } };
    let all: Vec<Document> =
        collection(&lake.db, "system.profile").find(queries).await.unwrap().try_collect().await.unwrap();
    let plans: Vec<_> = all
        .iter()
        .map(|query| format!("{} {}", query.get_str("ns").unwrap(), query.get_str("planSummary").unwrap_or("")))
        .collect();
    assert!(plans.iter().any(|plan| plan.contains("data_lake_serving IXSCAN")), "{plans:#?}");
    let scans: Vec<_> = plans.iter().filter(|plan| plan.contains("COLLSCAN")).collect();
    assert!(scans.is_empty(), "{scans:#?}");
}
