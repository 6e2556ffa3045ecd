//! A figure that can be opened to what it is made of: a button with a dotted underline.

use crate::{api::Source, state::lineage::use_lineage, words::words};
use leptos::prelude::*;

/// The class says how it lies in its place.
pub fn opens(source: Option<Source>, class: &'static str, content: AnyView) -> AnyView {
    let w = words();
    let Some(source) = source else { return content };
    let lineage = use_lineage();
    let key = source.clone().newest().text();
    view! {
        <button
            type="button"
            class=format!("figure-link rounded-control {class}")
            title=w.numbers.show
            data-explain=key
            on:click=move |_| lineage.open(source.clone())
        >
            {content}
        </button>
    }
    .into_any()
}
