//! The app's own files: which they are, how to have them anew, and a moment in which fetching more is in nobody's way.

use leptos::{
    leptos_dom::helpers::request_idle_callback_with_handle,
    prelude::{document, set_timeout, window},
};
use std::time::Duration;

/// Address of the script that this app came with; its folder is named by a hash of all that is in it.
pub fn own_files() -> Option<String> {
    document().query_selector("link[rel=modulepreload]").ok().flatten()?.get_attribute("href")
}

pub fn reload() {
    // Refused only to pages that are going away.
    let _ = window().location().reload();
}

pub fn when_idle(act: impl Fn() + Clone + 'static) {
    /// For browsers that do not tell when they are idle.
    const PAUSE: Duration = Duration::from_secs(2);
    if request_idle_callback_with_handle(act.clone()).is_err() {
        set_timeout(act, PAUSE);
    }
}
