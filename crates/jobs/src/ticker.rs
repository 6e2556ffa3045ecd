//! Pushes a job once for each interval, however many processes tick.

use std::time::Duration;

use chrono::{DateTime, Utc};
use db::{DbError, Result};
use mongodb::bson::doc;
use serde::Serialize;
use tokio::sync::watch;

use crate::{
    push::{NewJob, Pushed},
    queue::Queue,
};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Ticks by the database's clock: tick = floor(time / interval), and the unique key `<job>:<tick>` elects one of all processes. While a
/// job of an earlier tick still waits or runs, the tick is left out: runs never pile up.
#[derive(Debug)]
pub struct Ticker<A> {
    queue: Queue,
    args: A,
    /// Zero stops the ticking until the next change.
    interval: watch::Receiver<Duration>,
}

impl<A: Serialize + Clone> Ticker<A> {
    pub fn new(queue: Queue, args: A, interval: watch::Receiver<Duration>) -> Self {
        Self { queue, args, interval }
    }

    /// Never ends by itself: run it in a task of its own and drop that.
    pub async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        loop {
            let interval = *self.interval.borrow_and_update();
            let wait = if interval.is_zero() {
                Duration::MAX
            } else {
                match self.tick(interval).await {
                    Ok(wait) => {
                        pause = FIRST_PAUSE;
                        wait
                    }
                    Err(e) => {
                        tracing::warn!(queue = self.queue.name(), error = %e, "the tick cannot be pushed, trying again");
                        pause = (pause * 2).min(LONGEST_PAUSE);
                        pause
                    }
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed(&mut self.interval) => {}
            }
        }
    }

    /// Returns the time until the next tick.
    async fn tick(&self, interval: Duration) -> Result<Duration> {
        let now = self.queue.now().await?.timestamp_millis();
        let interval = i64::try_from(interval.as_millis()).unwrap_or(i64::MAX).max(1);
        let tick = now.div_euclid(interval);
        let key = format!("{}:{tick}", self.queue.name());
        let job = NewJob { key: Some(key), single: true, ..NewJob::new(self.args.clone()) };
        let Pushed { id, is_new } = self.queue.push(job).await?;
        if is_new {
            tracing::debug!(queue = self.queue.name(), job.id = id, tick, "pushed the job of this tick");
        }
        let rest = interval - now.rem_euclid(interval);
        Ok(Duration::from_millis(u64::try_from(rest).unwrap_or(1)))
    }
}

/// Pending for ever once nobody can change it any more.
pub(crate) async fn changed<T>(setting: &mut watch::Receiver<T>) {
    if setting.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Queue {
    /// The database's clock, by which all times of a queue are.
    pub async fn now(&self) -> Result<DateTime<Utc>> {
        let shape = DbError::Shape { what: "the answer to hello" };
        let hello = self.database.run_command(doc! { "hello": 1 }).await?;
        let time = hello.get_datetime("localTime").ok().map(|time| time.timestamp_millis());
        time.and_then(DateTime::from_timestamp_millis).ok_or(shape)
    }
}
