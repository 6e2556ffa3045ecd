//! The few things of the browser that the rest of the app asks for: storage, clock, focus, media queries, sizes.

mod files;
mod focus;
mod media;
mod near;
mod number;
mod size;
mod storage;
mod zones;

pub use files::{own_files, reload, when_idle};
pub use focus::{focus, focus_first, focus_first_in, focused, is_typing, reveal_current, show};
pub use media::media_query;
pub use near::on_view;
pub use number::whole;
pub use size::{Size, watch_size};
pub use storage::{forget, recall, remember};
pub use zones::time_zones;

use leptos::prelude::{document, window};

/// Milliseconds since the page was loaded, on a clock that is never set back.
pub fn uptime_ms() -> i64 {
    window().performance().map_or(0, |performance| whole(performance.now()))
}

/// Minutes to add to UTC for the browser's local time at that moment.
pub fn utc_offset_minutes(unix_ms: i64) -> i32 {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from(number::float(unix_ms)));
    i32::try_from(-whole(date.get_timezone_offset())).unwrap_or(0)
}

pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Path and query of the page that is open.
pub fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        // An attribute with a fixed, valid name cannot be refused.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}
