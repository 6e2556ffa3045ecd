//! One job's queue: its place in the database, its rules, and its indexes.

use std::{sync::Arc, time::Duration};

use db::Result;
use mongodb::{
    Collection, Database, IndexModel,
    bson::{Document, doc},
    options::{IndexOptions, WriteConcern},
};
use tokio::sync::Notify;

const COLLECTION: &str = "job_executions";

#[derive(Debug, Clone)]
pub struct QueueOptions {
    /// How long a claim lives without a sign of its worker. Renewed every third of it.
    pub lease: Duration,
    /// How often an idle worker looks for jobs that another process pushed.
    pub poll: Duration,
    pub max_attempts: u32,
    /// Wait before the second attempt; doubles with each further one.
    pub first_backoff: Duration,
    pub longest_backoff: Duration,
    /// How long done jobs are kept, and their keys with them.
    pub keep_done: Duration,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            poll: Duration::from_millis(500),
            max_attempts: 5,
            first_backoff: Duration::from_secs(15),
            longest_backoff: Duration::from_mins(15),
            keep_done: Duration::from_hours(7 * 24),
        }
    }
}

/// Clones share one thing beside the connection: a push wakes the workers of this process at once.
#[derive(Debug, Clone)]
pub struct Queue {
    pub(crate) jobs: Collection<Document>,
    pub(crate) database: Database,
    pub(crate) name: Arc<str>,
    pub(crate) options: Arc<QueueOptions>,
    pub(crate) pushed: Arc<Notify>,
}

impl Queue {
    /// `name` is the job's name. Nothing is sent to the database before `set_up`.
    pub fn new(database: &Database, name: &str, options: QueueOptions) -> Self {
        // A claim that can be rolled back would let two workers have one job.
        let concern = mongodb::options::CollectionOptions::builder().write_concern(WriteConcern::majority()).build();
        Self {
            jobs: database.collection_with_options(COLLECTION, concern),
            database: database.clone(),
            name: name.into(),
            options: Arc::new(options),
            pushed: Arc::new(Notify::new()),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn options(&self) -> &QueueOptions {
        &self.options
    }

    /// Creates the indexes of all queues; call it once at start, before anything is pushed: two of them elect.
    pub async fn set_up(&self) -> Result<()> {
        let elects = |name: &str, field: &str, kind: &str| {
            IndexOptions::builder()
                .name(name.to_owned())
                .unique(true)
                .partial_filter_expression(doc! { field: { "$type": kind } })
                .build()
        };
        let named = |name: &str| IndexOptions::builder().name(name.to_owned()).build();
        let expires = IndexOptions::builder().name("expire".to_owned()).expire_after(Duration::ZERO).build();
        let index = |keys: Document, options: IndexOptions| IndexModel::builder().keys(keys).options(options).build();
        self.jobs
            .create_indexes([
                index(doc! { "queue": 1, "key": 1 }, elects("one_for_each_key", "key", "string")),
                index(doc! { "queue": 1, "single": 1 }, elects("one_at_a_time", "single", "bool")),
                index(doc! { "queue": 1, "state": 1, "priority": -1, "run_at": 1 }, named("next")),
                index(doc! { "queue": 1, "state": 1, "until": 1 }, named("abandoned")),
                index(doc! { "queue": 1, "created_at": -1, "_id": -1 }, named("newest")),
                index(doc! { "expire_at": 1 }, expires),
            ])
            .await?;
        Ok(())
    }

    pub(crate) fn backoff(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(20);
        self.options.first_backoff.saturating_mul(1 << doublings).min(self.options.longest_backoff)
    }
}

/// Milliseconds for `$dateAdd`.
pub(crate) fn from_now(wait: Duration) -> Document {
    let amount = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    doc! { "$dateAdd": { "startDate": "$$NOW", "unit": "millisecond", "amount": amount } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_wait_doubles_up_to_the_longest() {
        let client = mongodb::Client::with_uri_str("mongodb://127.0.0.1:1/").await.unwrap();
        let queue = Queue::new(&client.database("none"), "sync", QueueOptions::default());
        let seconds = [1, 2, 3, 4, 5, 6, 7, 8, 60].map(|attempt| queue.backoff(attempt).as_secs());
        assert_eq!(seconds, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
