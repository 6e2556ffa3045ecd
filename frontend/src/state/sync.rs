//! The sync's state: told by the server's stream of events, and asked for now and then; without the stream every 15 s, every 2 s
//! during a run, and at once when the page is looked at.

use super::{
    live::Live,
    session::{Session, use_client, use_session},
};
use crate::{
    api::{Abort, ApiError, Client},
    dom,
};
use chrono::{DateTime, Duration, Utc};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use shared::{
    ProblemCode,
    events::{Event, Status},
    sync::{Indicator, Progress, SyncStatus},
};
use std::{sync::Arc, time};

/// While the stream tells what happens, asking is only a net below it.
const TOLD: time::Duration = time::Duration::from_secs(60);
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

/// What the data on the screen are of: when it becomes another one, they are asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edition {
    /// Of the lake, as far as this browser has heard.
    pub generation: Option<i64>,
    /// Grows when the same generation has become something else: another day, other settings, another reach.
    pub turn: u32,
}

#[derive(Debug, Clone, Copy)]
pub struct SyncState {
    client: Client,
    session: Session,
    live: StoredValue<Option<Live>>,
    turn: RwSignal<u32>,
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
            session: use_session(),
            live: StoredValue::new(None),
            turn: RwSignal::new(0),
            received: RwSignal::new(None),
            failed: RwSignal::new(None),
            refused: RwSignal::new(None),
            starting: RwSignal::new(false),
            tick: RwSignal::new(0),
            next: StoredValue::new(None),
            question: StoredValue::new_local(None),
        };
        state.ask();
        let live = Live::start(
            Callback::new(move |event| state.hear(event)),
            // What the stream does not tell any more is asked for again soon.
            Callback::new(move |()| state.ask_later()),
        );
        state.live.set_value(Some(live));
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

    pub fn edition(self) -> Memo<Edition> {
        Memo::new(move |_| Edition {
            generation: self.received.with(|received| received.as_ref().map(|received| received.status.generation)),
            turn: self.turn.get(),
        })
    }

    /// Grows with each newer edition, for what is asked for when it is first shown: the first generation that is heard of is the one
    /// that was just asked for.
    pub fn renewals(self) -> Memo<u32> {
        let edition = self.edition();
        let counted = Memo::new(move |before: Option<&(Edition, u32)>| {
            let now = edition.get();
            let count = match before {
                None => 0,
                Some((was, count)) if was.generation.is_none() && was.turn == now.turn => *count,
                Some((_, count)) => count.wrapping_add(1),
            };
            (now, count)
        });
        Memo::new(move |_| counted.with(|(_, count)| *count))
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
                    self.miss(&status);
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

    fn hear(self, event: Event) {
        match event {
            Event::Status(status) => {
                self.merge(&status);
                // The run's log, what is held back and the like are not in the event.
                self.ask();
            }
            Event::Progress(progress) => self.update(|status| {
                status.indicator = Indicator::Syncing;
                status.progress = Some(progress);
            }),
            Event::Changed(records) | Event::Gone(records) => self.update(|status| {
                status.generation = status.generation.max(records.generation);
            }),
            Event::Reload(reload) => {
                self.update(|status| status.generation = reload.generation);
                self.turn.update(|turn| *turn = turn.wrapping_add(1));
            }
            Event::Day(_) => self.turn.update(|turn| *turn = turn.wrapping_add(1)),
            Event::Bye(bye) => match bye.code {
                ProblemCode::Unauthenticated => self.client.end(),
                // Another role, or no approval any more: what the person may see has to be found out anew.
                _ => self.session.ask(),
            },
        }
    }

    fn merge(self, told: &Status) {
        self.update(|status| {
            status.indicator = told.indicator;
            status.generation = told.generation;
            status.last_success = told.last_success;
            status.now = told.now;
            if told.indicator != Indicator::Syncing {
                status.progress = None::<Progress>;
            }
        });
    }

    /// Changes what is known, if anything is.
    fn update(self, change: impl FnOnce(&mut SyncStatus)) {
        self.received.try_update(|received| {
            if let Some(received) = received {
                let now = Arc::make_mut(&mut received.status);
                let clock = now.now;
                change(now);
                if now.now != clock {
                    received.at_ms = dom::uptime_ms();
                }
            }
        });
    }

    /// The answer knows of a generation that the open stream should have told: it may hang.
    fn miss(self, status: &SyncStatus) {
        let known =
            self.received.try_with_untracked(|received| received.as_ref().map(|r| r.status.generation)).flatten();
        let live = self.live.try_get_value().flatten().filter(|live| live.is_alive());
        if let (Some(live), Some(known)) = (live, known)
            && status.generation > known
        {
            live.reopen();
        }
    }

    fn ask_later(self) {
        self.forget_next();
        let running = self
            .received
            .try_with_untracked(|received| {
                received.as_ref().is_some_and(|Received { status, .. }| {
                    status.indicator == Indicator::Syncing || status.progress.is_some()
                })
            })
            .unwrap_or(false);
        let told = self.live.try_get_value().flatten().is_some_and(Live::is_alive);
        let pause = match (told, running) {
            (true, _) => TOLD,
            (false, true) => DURING_A_RUN,
            (false, false) => CALM,
        };
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
