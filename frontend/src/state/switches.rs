//! What a person has turned on and off, by name, remembered by this browser for that person.

use super::session::use_me;
use crate::{dom, route::Query};
use leptos::prelude::*;

/// Names that were never touched are as they are usually.
#[derive(Debug, Clone, Copy)]
pub struct Switches {
    key: StoredValue<String>,
    chosen: RwSignal<Query>,
}

impl Switches {
    pub fn recall(of: &str) -> Self {
        let key = format!("{of} {}", use_me().id);
        let chosen = Query::parse(&dom::recall(&key).unwrap_or_default());
        Self { key: StoredValue::new(key), chosen: RwSignal::new(chosen) }
    }

    pub fn is_on(self, name: &str, usually: bool) -> bool {
        self.chosen.with(|chosen| chosen.get(name).map_or(usually, |value| value == "on"))
    }

    pub fn set(self, name: &str, on: bool) {
        let value = if on { "on" } else { "off" };
        self.chosen.update(|chosen| *chosen = std::mem::take(chosen).with(name, Some(value)));
        let text = self.chosen.with_untracked(Query::text);
        self.key.with_value(|key| dom::remember(key, &text));
    }

    pub fn is_touched(self) -> bool {
        self.chosen.with(|chosen| *chosen != Query::default())
    }

    pub fn reset(self) {
        self.chosen.set(Query::default());
        self.key.with_value(|key| dom::forget(key));
    }
}
