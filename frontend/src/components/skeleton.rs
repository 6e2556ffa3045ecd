//! Grey bones in the shape of what comes.

use leptos::prelude::*;

/// One bone; the class gives its size.
pub fn bone(class: &'static str) -> impl IntoView {
    view! { <span class=format!("bone block {class}")></span> }
}
