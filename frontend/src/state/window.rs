//! How much room there is: a phone gets lists, pages and a bottom bar.

use crate::dom;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Narrower than 768 px.
    pub phone: Signal<bool>,
    /// Narrower than 1100 px: the sidebar folds by itself.
    pub narrow: Signal<bool>,
    /// Lower than 480 px, as a phone lying down or a page enlarged to 400 %: bars fold or scroll away.
    pub short: Signal<bool>,
}

impl Room {
    pub fn watch() -> Self {
        Self {
            phone: dom::media_query("(max-width: 47.99rem)"),
            narrow: dom::media_query("(max-width: 68.74rem)"),
            short: dom::media_query("(max-height: 29.99rem)"),
        }
    }
}

pub fn use_room() -> Room {
    expect_context()
}
