//! The dashboard's shape before its figures are there.

use crate::components::skeleton::bone;
use leptos::prelude::*;

pub fn skeleton(label: &'static str) -> AnyView {
    let panel =
        |class: &'static str| view! { <div class=format!("rounded-card border border-line bg-panel {class}")></div> };
    let tile = |_| {
        view! {
            <div class="flex h-24 flex-col gap-3 rounded-card border border-line bg-panel px-4 py-3">
                {bone("h-3 w-20")} {bone("h-7 w-40")} {bone("h-3 w-28")}
            </div>
        }
    };
    view! {
        <div class="pulse flex flex-col gap-3" role="status" aria-busy="true" aria-label=label>
            <div class="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-4">{(0..4).map(tile).collect_view()}</div>
            {panel("h-38")}
            <div class="grid grid-cols-1 gap-3 lg:grid-cols-2">{panel("h-88")} {panel("h-88")}</div>
            <div class="grid grid-cols-1 gap-3 lg:grid-cols-2">{panel("h-100")} {panel("h-100")}</div>
        </div>
    }
    .into_any()
}
