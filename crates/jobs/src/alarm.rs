//! Pushes a job at the instants that a function names, such as a full hour in some time zone, once, however many processes do so.

use std::{fmt, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use db::Result;
use serde::Serialize;
use tokio::sync::watch;

use crate::{
    push::{NewJob, Pushed},
    queue::Queue,
    ticker::changed,
};

/// The clock of the database is looked at again at least so often.
const LOOK: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(5);

/// When a job is due next.
#[derive(Clone)]
pub struct Due(Arc<dyn Fn(DateTime<Utc>) -> Option<DateTime<Utc>> + Send + Sync>);

impl Due {
    /// `next` gives the first instant after the one that it is asked about; `None`: never.
    pub fn new(next: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(next))
    }

    pub fn after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        (self.0)(now)
    }
}

impl fmt::Debug for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Due(..)")
    }
}

/// Rings at each instant by the database's clock; the unique key `<job>:<instant>` elects one of all processes. An instant at which
/// nobody was there is left out, and so is one at which a job of an earlier instant still waits or runs.
#[derive(Debug)]
pub struct Alarm<A> {
    queue: Queue,
    args: A,
    due: watch::Receiver<Due>,
}

impl<A: Serialize + Clone> Alarm<A> {
    pub fn new(queue: Queue, args: A, due: watch::Receiver<Due>) -> Self {
        Self { queue, args, due }
    }

    /// Never ends by itself: run it in a task of its own and drop that.
    pub async fn run(mut self) {
        let mut next = None;
        loop {
            let wait = match self.look(&mut next).await {
                Ok(wait) => wait,
                Err(e) => {
                    tracing::warn!(queue = self.queue.name(), error = %e, "an instant cannot be looked at, trying again");
                    PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed(&mut self.due) => next = None,
            }
        }
    }

    /// Pushes what is due, and returns the time until the next look.
    async fn look(&mut self, next: &mut Option<DateTime<Utc>>) -> Result<Duration> {
        let now = self.queue.now().await?;
        let due = self.due.borrow_and_update().clone();
        if let Some(at) = next.filter(|at| *at <= now) {
            let key = format!("{}:{}", self.queue.name(), at.timestamp_millis());
            let job = NewJob { key: Some(key), single: true, ..NewJob::new(self.args.clone()) };
            let Pushed { id, is_new } = self.queue.push(job).await?;
            if is_new {
                tracing::debug!(queue = self.queue.name(), job.id = id, %at, "pushed the job of this instant");
            }
            *next = None;
        }
        *next = next.or_else(|| due.after(now));
        let rest = next.map(|at| (at - now).to_std().unwrap_or_default());
        // A little late rather than a little early: the next look is then the last one.
        Ok(rest.map_or(LOOK, |rest| (rest + Duration::from_millis(1)).min(LOOK)))
    }
}
