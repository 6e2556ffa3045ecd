//! What cards and a phone's list share: a box that scrolls by itself, with only the items in view in the document, and the sums at its foot.

use super::{Rows, states::more_failed};
use crate::{dom::Size, state::window::use_room};
use leptos::prelude::*;

/// What is different between them.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub label: &'static str,
    /// Of an item with the gap below it.
    pub row_height: i32,
    /// Part of `row_height` that may be out of sight.
    pub gap: i32,
    pub columns: fn(Size) -> usize,
    pub box_class: &'static str,
    pub list_class: &'static str,
    pub item: Callback<String, AnyView>,
    /// Stands for items that are not loaded yet.
    pub more: fn() -> AnyView,
    /// The sums.
    pub foot: Callback<(), AnyView>,
}

#[component]
pub fn Scrolled(rows: Rows, shape: Shape) -> impl IntoView {
    let short = use_room().short;
    let Shape { label, row_height, gap, columns, box_class, list_class, item, more, foot } = shape;
    let virtual_rows = rows.scrolling((0, gap), row_height, columns);
    let (spacers, in_view) = (virtual_rows.spacers(), rows.in_view(virtual_rows));
    let template = move || format!("repeat({}, minmax(0, 1fr))", virtual_rows.columns());
    view! {
        <div
            node_ref=virtual_rows.container
            class=format!("min-h-0 flex-1 overflow-y-auto transition-opacity {box_class}")
            class=("opacity-40", rows.leaving)
            on:scroll=move |_| virtual_rows.on_scroll()
            on:keydown=move |event| virtual_rows.on_key(&event)
        >
            <div style:height=move || format!("{}px", spacers.get().0)></div>
            <ul
                class=format!("grid {list_class}")
                style:grid-template-columns=template
                aria-label=label
                aria-busy=move || rows.loading.get().to_string()
            >
                <For each=move || in_view.get() key=Clone::clone let:id>
                    {item.run(id)}
                </For>
                {move || rows.has_more.get().then(more)}
            </ul>
            <div style:height=move || format!("{}px", spacers.get().1)></div>
            {move || rows.more_failed.get().map(|error| more_failed(&error, rows.more))}
            // Where there is hardly any height the sums scroll away with the rest.
            {move || short.get().then(|| foot.run(()))}
        </div>
        {move || (!short.get()).then(|| foot.run(()))}
    }
}
