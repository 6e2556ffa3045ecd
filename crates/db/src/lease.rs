//! A lease by the database's clock, and the transactions that only its holder can commit.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use mongodb::{
    ClientSession,
    bson::{Bson, DateTime, Document, doc},
    options::ReturnDocument,
};
use tokio::{sync::watch, task::JoinHandle, time::Instant};

use crate::{
    connect::Db,
    error::{DbError, Result},
    transaction::{self, Tx},
};

const LEASES: &str = "leases";

/// The right to be the only one, until `ttl` after the last sign of life. Renewed in the background every third of `ttl`; dropped without
/// `release`, it runs out by itself.
#[derive(Debug)]
pub struct Lease {
    fence: Arc<Fence>,
    renewal: JoinHandle<()>,
}

/// Which take-over of which lease we are; grows with each take-over, so an older holder can be told from us.
#[derive(Debug)]
pub(crate) struct Fence {
    db: Db,
    name: String,
    number: i64,
    ttl: Duration,
    lost: watch::Sender<bool>,
}

impl Lease {
    pub const TTL: Duration = Duration::from_secs(30);

    /// `None` while another holder's lease runs. `holder` is for people who look into the database.
    pub async fn acquire(db: &Db, name: &str, holder: &str, ttl: Duration) -> Result<Option<Self>> {
        let leases = db.collection(LEASES);
        // `$expr` is refused in an upsert: the document must be there before anybody takes it.
        let unheld =
            doc! { "$setOnInsert": { "holder": Bson::Null, "fence": 0_i64, "until": DateTime::MIN, "batches": 0_i64 } };
        match leases.update_one(doc! { "_id": name }, unheld).upsert(true).await.map_err(DbError::from) {
            Err(e) if !e.is_duplicate() => return Err(e),
            _ => {}
        }
        let ended = doc! { "_id": name, "$expr": { "$lte": ["$until", "$$NOW"] } };
        let take = vec![
            doc! { "$set": { "holder": { "$literal": holder }, "fence": { "$add": ["$fence", 1_i64] }, "until": from_now(ttl) } },
        ];
        let taken = leases.find_one_and_update(ended, take).return_document(ReturnDocument::After).await?;
        let Some(taken) = taken else { return Ok(None) };
        let number = taken.get_i64("fence").unwrap_or_default();
        tracing::info!(lease = name, fence = number, "took the lease");
        let fence = Arc::new(Fence { db: db.clone(), name: name.into(), number, ttl, lost: watch::Sender::new(false) });
        let renewal = tokio::spawn(Arc::clone(&fence).keep());
        Ok(Some(Self { fence, renewal }))
    }

    pub fn db(&self) -> &Db {
        &self.fence.db
    }

    pub fn fence(&self) -> i64 {
        self.fence.number
    }

    /// As far as we know now; only a committed batch proves that it was ours.
    pub fn is_lost(&self) -> bool {
        *self.fence.lost.borrow()
    }

    /// Ends when the lease is known to be lost.
    pub async fn lost(&self) {
        let mut lost = self.fence.lost.subscribe();
        // The sender lives in `self`: an error cannot happen.
        let _ = lost.wait_for(|lost| *lost).await;
    }

    /// Runs `body` as one transaction that only the lease's holder can commit, again when it collided with another transaction. `body`
    /// must write through the session only. Lost lease → `LeaseLost` and nothing written.
    pub async fn run<'env, T>(&self, body: impl for<'a> FnMut(Tx<'a, 'env>) -> BoxFuture<'a, Result<T>>) -> Result<T> {
        transaction::run(&self.fence.db, Some(&self.fence), body).await
    }

    /// The same by hand, for a caller that tries its whole batch again by itself.
    pub async fn begin(&self) -> Result<Batch> {
        let mut retry = transaction::Retry::new();
        loop {
            let mut session = self.fence.db.client().start_session().await?;
            match transaction::start(&mut session, Some(&self.fence)).await {
                Ok(()) => return Ok(Batch { session }),
                Err(e) if e.is_transient() && retry.pause().await => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Lets the next one in at once.
    pub async fn release(self) -> Result<()> {
        self.release_above(0).await
    }

    /// The same; later holders are numbered above `fence`.
    pub async fn release_above(self, fence: i64) -> Result<()> {
        self.renewal.abort();
        let ours = doc! { "_id": &self.fence.name, "fence": self.fence.number };
        let free = doc! { "$set": { "holder": Bson::Null, "until": DateTime::MIN }, "$max": { "fence": fence } };
        self.fence.db.collection(LEASES).update_one(ours, free).await?;
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.renewal.abort();
    }
}

impl Fence {
    async fn keep(self: Arc<Self>) {
        let mut good_until = Instant::now() + self.ttl;
        loop {
            tokio::time::sleep(self.ttl / 3).await;
            let asked = Instant::now();
            let renewed = self.renew(None).await;
            match renewed {
                Ok(true) => good_until = asked + self.ttl,
                Ok(false) => break,
                Err(e) => {
                    tracing::warn!(lease = self.name, error = %e, "the lease could not be renewed, trying again");
                    if Instant::now() >= good_until {
                        break;
                    }
                }
            }
        }
        tracing::warn!(lease = self.name, fence = self.number, "the lease is lost");
        self.lost.send_replace(true);
    }

    pub(crate) async fn pass(&self, session: &mut ClientSession) -> Result<()> {
        if self.renew(Some(session)).await? {
            return Ok(());
        }
        self.lost.send_replace(true);
        Err(DbError::LeaseLost { name: self.name.clone() })
    }

    /// False when it is no longer ours. `batches` makes it a real write even twice within a millisecond: a write that changes nothing
    /// would not collide with a take-over.
    async fn renew(&self, session: Option<&mut ClientSession>) -> Result<bool> {
        let ours = doc! { "_id": &self.name, "fence": self.number, "$expr": { "$gt": ["$until", "$$NOW"] } };
        let longer = vec![doc! { "$set": { "until": from_now(self.ttl), "batches": { "$add": ["$batches", 1_i64] } } }];
        let leases = self.db.collection(LEASES);
        let update = leases.update_one(ours, longer);
        let done = match session {
            Some(session) => update.session(session).await?,
            None => update.await?,
        };
        Ok(done.matched_count == 1)
    }
}

fn from_now(ttl: Duration) -> Document {
    let amount = i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX);
    doc! { "$dateAdd": { "startDate": "$$NOW", "unit": "millisecond", "amount": amount } }
}

/// A fenced transaction in progress. Dropped without `commit`, it leaves nothing behind.
#[derive(Debug)]
pub struct Batch {
    session: ClientSession,
}

impl Batch {
    pub fn session(&mut self) -> &mut ClientSession {
        &mut self.session
    }

    /// Tries again while it is unknown whether the commit arrived.
    pub async fn commit(mut self) -> Result<()> {
        transaction::commit(&mut self.session).await
    }

    pub async fn abort(mut self) {
        transaction::abort(&mut self.session).await;
    }
}
