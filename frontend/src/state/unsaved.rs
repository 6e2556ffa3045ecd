//! What is typed and not saved, and the question before it is lost: by a link, by the search, by closing the page.

use crate::words::Words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Forms that are gone have nothing to lose. The browser's own Back button is not asked about: it has been pressed already.
#[derive(Debug, Clone, Copy)]
pub struct Unsaved(StoredValue<Vec<RwSignal<bool>>>);

impl Unsaved {
    pub fn start() -> Self {
        let unsaved = Self(StoredValue::new(Vec::new()));
        let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
            if unsaved.is_any() {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
        unsaved
    }

    /// One for each form.
    pub fn watch(self) -> RwSignal<bool> {
        let is_typed = RwSignal::new(false);
        self.0.update_value(|forms| {
            forms.retain(|form| !form.is_disposed());
            forms.push(is_typed);
        });
        is_typed
    }

    fn is_any(self) -> bool {
        let is_typed = |form: &RwSignal<bool>| form.try_get_untracked() == Some(true);
        self.0.try_with_value(|forms| forms.iter().any(is_typed)).unwrap_or_default()
    }

    /// Asks where there is something to lose.
    pub fn may_leave(self, w: &Words) -> bool {
        !self.is_any() || window().confirm_with_message(w.settings.unsaved).unwrap_or(true)
    }

    /// Stops a press of a link that would lead to another page.
    pub fn guard(self, event: &web_sys::MouseEvent, w: &Words) {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]:not([target])").ok().flatten());
        if link.is_some() && !elsewhere && !self.may_leave(w) {
            event.prevent_default();
        }
    }
}

pub fn use_unsaved() -> Unsaved {
    expect_context()
}
