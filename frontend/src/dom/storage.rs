//! Small choices that this browser remembers: theme, language, folded sidebar. Never credentials or data.

use leptos::prelude::window;

/// `None` too where the browser refuses storage.
pub fn recall(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or refused storage only means that the choice is not remembered.
        let _ = storage.set_item(key, value);
    }
}

pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}
