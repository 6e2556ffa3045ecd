//! Grey bones in the shape of what comes.

use crate::words::words;
use leptos::prelude::*;

/// One bone; the class gives its size.
pub fn bone(class: &'static str) -> impl IntoView {
    view! { <span class=format!("bone block {class}")></span> }
}

/// Of rows with a name and two figures, as a record's panel has them.
pub fn panel_bones() -> AnyView {
    let w = words();
    view! {
        <div class="pulse flex flex-col px-5 pt-6" role="status" aria-busy="true" aria-label=w.frame.loading>
            {(0..6)
                .map(|_| view! {
                    <div class="flex h-12 items-center gap-4 border-b border-line">
                        <div class="flex flex-1 flex-col gap-2">{bone("h-3.5 w-1/2")} {bone("h-3 w-1/4")}</div>
                        {bone("h-3.5 w-24")}
                        {bone("h-3.5 w-24")}
                    </div>
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
