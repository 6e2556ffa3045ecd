//! The sync's state, asked for again and again: every 15 s, every 2 s during a run, at once when the page is looked at.

use super::session::use_client;
use crate::{
    api::{Abort, ApiError, Client},
    dom,
};
use chrono::{DateTime, Duration, Utc};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use shared::sync::{Indicator, SyncStatus};
use std::{sync::Arc, time};

const CALM: time::Duration = time::Duration::from_secs(15);
const DURING_A_RUN: time::Duration = time::Duration::from_secs(2);
/// Ages on the screen grow in this step.
const TICK: time::Duration = time::Duration::from_secs(10);

/// A status with the moment of its arrival, on this browser's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Received {
    status: Arc<SyncStatus>,
    at_ms: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct SyncState {
    client: Client,
    received: RwSignal<Option<Received>>,
    /// Why the last question had no answer.
    pub failed: RwSignal<Option<ApiError>>,
    /// Why the last "Sync now" was refused.
    pub refused: RwSignal<Option<ApiError>>,
    /// "Sync now" was pressed and is not answered yet.
    pub starting: RwSignal<bool>,
    /// Grows by one with each [`TICK`].
    tick: RwSignal<u32>,
    next: StoredValue<Option<TimeoutHandle>>,
    question: StoredValue<Option<Abort>, LocalStorage>,
}

impl SyncState {
    /// Asks for the life of the owner.
    pub fn start() -> Self {
        let state = Self {
            client: use_client(),
            received: RwSignal::new(None),
            failed: RwSignal::new(None),
            refused: RwSignal::new(None),
            starting: RwSignal::new(false),
            tick: RwSignal::new(0),
            next: StoredValue::new(None),
            question: StoredValue::new_local(None),
        };
        state.ask();
        let seen = window_event_listener(leptos::ev::focus, move |_| state.ask());
        let shown = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if dom::is_visible() {
                state.ask();
            }
        });
        let ticking = set_interval_with_handle(move || state.tick.update(|tick| *tick = tick.wrapping_add(1)), TICK);
        on_cleanup(move || {
            seen.remove();
            shown.remove();
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
            state.forget_next();
            state.question.try_set_value(None);
        });
        state
    }

    pub fn status(self) -> Option<Arc<SyncStatus>> {
        self.received.with(|received| received.as_ref().map(|received| Arc::clone(&received.status)))
    }

    /// The lake's generation, as far as this browser has heard.
    pub fn generation(self) -> Memo<Option<i64>> {
        Memo::new(move |_| self.received.with(|received| received.as_ref().map(|received| received.status.generation)))
    }

    /// The server's clock now: its last answer and the time since then. Moves the ages on the screen along.
    pub fn now(self) -> Option<DateTime<Utc>> {
        self.tick.track();
        self.received.with(|received| {
            received.as_ref().map(|received| {
                let since = dom::uptime_ms().saturating_sub(received.at_ms);
                received.status.now.checked_add_signed(Duration::milliseconds(since)).unwrap_or(received.status.now)
            })
        })
    }

    /// Asks now; a question that is under way is taken back.
    pub fn ask(self) {
        self.forget_next();
        let abort = Abort::new();
        let line = abort.line();
        self.question.set_value(Some(abort));
        spawn_local(async move {
            match self.client.sync_status(&line).await {
                Ok(status) => {
                    self.received.try_set(Some(Received { status: Arc::new(status), at_ms: dom::uptime_ms() }));
                    self.failed.try_set(None);
                }
                Err(error) if error.is_aborted() => return,
                Err(error) => {
                    self.failed.try_set(Some(error));
                }
            }
            self.ask_later();
        });
    }

    pub fn sync_now(self, full: bool) {
        if self.starting.get_untracked() {
            return;
        }
        self.starting.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = self.client.start_sync(full).await;
            self.starting.try_set(false);
            match answer {
                Ok(_) => self.ask(),
                Err(error) => {
                    self.refused.try_set(Some(error));
                }
            }
        });
    }

    fn ask_later(self) {
        let running = self
            .received
            .try_with_untracked(|received| {
                received.as_ref().is_some_and(|Received { status, .. }| {
                    status.indicator == Indicator::Syncing || status.progress.is_some()
                })
            })
            .unwrap_or(false);
        let pause = if running { DURING_A_RUN } else { CALM };
        let handle = set_timeout_with_handle(
            move || {
                // A page that nobody looks at asks again when it is looked at.
                if dom::is_visible() {
                    self.ask();
                }
            },
            pause,
        );
        self.next.try_set_value(handle.ok());
    }

    fn forget_next(self) {
        self.next.try_update_value(|next| {
            if let Some(handle) = next.take() {
                handle.clear();
            }
        });
    }
}

pub fn use_sync() -> SyncState {
    expect_context()
}
