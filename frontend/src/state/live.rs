//! The stream of events, kept open while somebody looks at the page: broken, it is opened again, after longer and longer pauses.

use crate::{
    api::{Heard, Stream},
    dom,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use shared::events::Event;
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Before the attempt after so many failed ones.
fn pause(failed: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(failed)).min(LONGEST_PAUSE)
}

#[derive(Debug, Clone, Copy)]
pub struct Live {
    /// Something was heard on the stream that is open.
    alive: StoredValue<bool>,
    /// Attempts since something was heard.
    failed: StoredValue<u32>,
    stream: StoredValue<Option<Stream>, LocalStorage>,
    next: StoredValue<Option<TimeoutHandle>>,
    tell: StoredValue<Callback<Event>>,
    lost: StoredValue<Callback<()>>,
    /// The server has said that there is nothing to listen to.
    over: StoredValue<bool>,
}

impl Live {
    /// Listens for the life of the owner. `lost` is told when a stream breaks on which something was heard.
    pub fn start(tell: Callback<Event>, lost: Callback<()>) -> Self {
        let live = Self {
            alive: StoredValue::new(false),
            failed: StoredValue::new(0),
            stream: StoredValue::new_local(None),
            next: StoredValue::new(None),
            tell: StoredValue::new(tell),
            lost: StoredValue::new(lost),
            over: StoredValue::new(false),
        };
        // A browser opens only a few connections to one server: pages that nobody looks at leave them to others.
        let shown = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if dom::is_visible() {
                live.open();
            } else {
                live.close();
            }
        });
        on_cleanup(move || {
            shown.remove();
            live.close();
        });
        if dom::is_visible() {
            live.open();
        }
        live
    }

    pub fn is_alive(self) -> bool {
        self.alive.try_get_value().unwrap_or(false)
    }

    /// Anew, because it has missed something.
    pub fn reopen(self) {
        self.close();
        self.open();
    }

    fn open(self) {
        if self.over.get_value() || self.stream.with_value(Option::is_some) {
            return;
        }
        self.stop_waiting();
        self.stream.set_value(Stream::open(move |heard| self.hear(heard)));
    }

    fn close(self) {
        self.stop_waiting();
        self.alive.try_set_value(false);
        self.stream.try_set_value(None);
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Event(event) => {
                self.alive.try_set_value(true);
                self.failed.try_set_value(0);
                self.over.try_set_value(matches!(event, Event::Bye(_)));
                if let Some(tell) = self.tell.try_get_value() {
                    tell.run(event);
                }
            }
            Heard::Lost => {
                let was_alive = self.is_alive();
                self.alive.try_set_value(false);
                // Dropped later: this is called from inside of it.
                let failed = self.failed.try_update_value(|failed| {
                    *failed = failed.saturating_add(1);
                    *failed - 1
                });
                let again = set_timeout_with_handle(
                    move || {
                        self.stream.try_set_value(None);
                        if dom::is_visible() {
                            self.open();
                        }
                    },
                    pause(failed.unwrap_or(0)),
                );
                self.next.try_set_value(again.ok());
                if was_alive && let Some(lost) = self.lost.try_get_value() {
                    lost.run(());
                }
            }
        }
    }

    fn stop_waiting(self) {
        self.next.try_update_value(|next| {
            if let Some(handle) = next.take() {
                handle.clear();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        assert_eq!([0, 1, 2, 5, 6, 40].map(|failed| pause(failed).as_secs()), [1, 2, 4, 32, 60, 60]);
    }
}
