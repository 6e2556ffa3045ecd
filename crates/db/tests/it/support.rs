//! What the modules share: raw collections and waiting for a condition.

use std::time::Duration;

use db::{Db, Tx};
use futures::future::BoxFuture;
use mongodb::{Collection, bson::Document};

#[expect(clippy::disallowed_methods, reason = "the tests look past the crate under test")]
pub fn collection(db: &Db, name: &str) -> Collection<Document> {
    db.database().collection(name)
}

/// Asks until the answer is yes.
pub async fn until(what: &str, mut yes: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !yes().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.unwrap_or_else(|_| panic!("never: {what}"));
}

/// The body of a transaction that inserts one row into `rows`.
pub fn insert<'env>(
    db: &'env Db,
    row: &'env Document,
) -> impl for<'a> FnMut(Tx<'a, 'env>) -> BoxFuture<'a, db::Result<()>> {
    move |mut tx| {
        Box::pin(async move { Ok(collection(db, "rows").insert_one(row).session(tx.session()).await.map(drop)?) })
    }
}
