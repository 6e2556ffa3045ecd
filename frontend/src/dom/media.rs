//! Media queries as signals.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::MediaQueryListEvent;

/// Follows the query for the life of the owner.
pub fn media_query(query: &str) -> Signal<bool> {
    let Ok(Some(list)) = window().match_media(query) else { return Signal::stored(false) };
    let (matches, set_matches) = signal(list.matches());
    let on_change = Closure::<dyn Fn(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
        set_matches.set(event.matches());
    });
    list.set_onchange(Some(on_change.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((list, on_change));
    on_cleanup(move || {
        kept.try_with_value(|(list, _)| list.set_onchange(None));
    });
    matches.into()
}
