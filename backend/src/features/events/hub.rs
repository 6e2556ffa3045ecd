//! What this process knows of the lake and the sync right now, and everybody who wants to hear of changes.

use super::{frame::Place, places::Places};
use crate::state::State;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use shared::sync::{Indicator, Progress};
use std::sync::Arc;
use store::{StoreError, Touched};
use tokio::sync::{Mutex, Notify, watch};

/// Versions that a step may have before everybody is told to reload instead.
const MOST_TOUCHED: usize = 5_000;
/// Steps that are kept: listeners who are not quite at the same place.
const STEPS_KEPT: usize = 4;

/// All that listeners are told about. A watch keeps the last value only, so a slow reader costs no memory: it misses steps in between
/// and is told their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Now {
    pub(super) place: Place,
    pub(super) settings_version: i64,
    pub(super) today: NaiveDate,
    pub(super) time_zone: Tz,
    pub(super) indicator: Indicator,
    pub(super) last_success: Option<DateTime<Utc>>,
    pub(super) progress: Option<Progress>,
}

type Step = (Place, Place, Option<Arc<Touched>>);

#[derive(Debug)]
pub(crate) struct Hub {
    now: watch::Sender<Option<Now>>,
    closed: watch::Sender<bool>,
    places: Places,
    pub(super) wake: Notify,
    steps: Mutex<Vec<Step>>,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            now: watch::Sender::new(None),
            closed: watch::Sender::new(false),
            places: Places::default(),
            wake: Notify::new(),
            steps: Mutex::default(),
        }
    }
}

impl Hub {
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Sends everybody away, to come back to the next server.
    pub(crate) fn close(&self) {
        self.closed.send_replace(true);
    }

    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closed.subscribe()
    }

    pub(super) fn listen(&self) -> watch::Receiver<Option<Now>> {
        let listening = self.now.subscribe();
        self.wake.notify_one();
        listening
    }

    pub(super) fn tell(&self, now: Now) {
        self.now.send_if_modified(|told| {
            let news = told.as_ref() != Some(&now);
            if news {
                *told = Some(now);
            }
            news
        });
    }

    /// What differs between two places of the same epoch, read once for all listeners. `None`: too much to tell.
    pub(super) async fn step(&self, state: &State, from: Place, to: Place) -> Result<Option<Arc<Touched>>, StoreError> {
        let mut steps = self.steps.lock().await;
        if let Some((_, _, touched)) = steps.iter().find(|step| (step.0, step.1) == (from, to)) {
            return Ok(touched.clone());
        }
        let touched = state.store.touched(from.generation, to.generation, MOST_TOUCHED).await?.map(Arc::new);
        steps.insert(0, (from, to, touched.clone()));
        steps.truncate(STEPS_KEPT);
        Ok(touched)
    }
}
