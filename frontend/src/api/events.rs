//! What the server tells by itself: the stream of events of a signed-in person.

use shared::{events::Event, paths};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// All types that this app listens to; the browser hands out no event without its name.
const TYPES: [&str; 7] = ["changed", "gone", "reload", "status", "progress", "day", "bye"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Event(Event),
    /// The stream has broken or was refused; it is closed.
    Lost,
}

/// Listens as long as it lives.
pub struct Stream {
    source: EventSource,
    _on_event: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stream(..)")
    }
}

impl Stream {
    /// `None` where the browser cannot.
    pub fn open(tell: impl Fn(Heard) + 'static) -> Option<Self> {
        let source = EventSource::new(paths::EVENTS).ok()?;
        let tell = Rc::new(tell);
        let on_event = {
            let tell = Rc::clone(&tell);
            Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
                // What cannot be read is of a newer server: the questions that are asked anyway will bring it.
                let event = message.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
                if let Some(event) = event {
                    tell(Heard::Event(event));
                }
            })
        };
        for name in TYPES {
            source.add_event_listener_with_callback(name, on_event.as_ref().unchecked_ref()).ok()?;
        }
        let on_error = {
            let source = source.clone();
            Closure::<dyn Fn()>::new(move || {
                // Not left to the browser, which tries again without ever waiting longer.
                source.close();
                tell(Heard::Lost);
            })
        };
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { source, _on_event: on_event, _on_error: on_error })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        ProblemCode,
        events::{Bye, Day, Records, Reload, ReloadReason, Status},
        sync::{Indicator, Progress},
    };

    #[test]
    fn every_event_is_listened_to() {
        let now = chrono::DateTime::UNIX_EPOCH;
        let records = || Records { generation: 1, records: Vec::new() };
        let progress =
            Progress { run: String::new(), started_at: now, entity: None, records_read: 0, records_expected: None };
        let events = [
            Event::Changed(records()),
            Event::Gone(records()),
            Event::Reload(Reload { generation: 1, reason: ReloadReason::TooMany }),
            Event::Status(Status { indicator: Indicator::Connected, generation: 1, last_success: None, now }),
            Event::Progress(progress),
            Event::Day(Day { today: now.date_naive(), time_zone: "UTC".to_owned() }),
            Event::Bye(Bye { code: ProblemCode::Unauthenticated }),
        ];
        assert_eq!(events.each_ref().map(Event::name), TYPES);
    }
}
