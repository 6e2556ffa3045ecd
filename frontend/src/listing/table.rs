//! A long table: sticky head, first column and sums; only the rows in view are in the document.

use super::{Rows, states::more_failed};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub const ROW: i32 = 36;
/// Head and sums.
const COVERED: (i32, i32) = (37, 37);

#[component]
pub fn LongTable(
    rows: Rows,
    label: &'static str,
    /// Width below which the table scrolls sideways in its box, in px.
    #[prop(into)]
    least: Signal<u32>,
    /// Columns that are there at every width.
    #[prop(into)]
    span: Signal<usize>,
    /// Cells of the head.
    head: Callback<(), AnyView>,
    row: Callback<String, AnyView>,
    /// Stands for rows that are not loaded yet.
    more: Callback<(), AnyView>,
    /// The row of sums.
    foot: Callback<(), AnyView>,
) -> impl IntoView {
    let virtual_rows = rows.scrolling(COVERED, ROW, |_| 1);
    let (spacers, in_view) = (virtual_rows.spacers(), rows.in_view(virtual_rows));
    view! {
        <div
            node_ref=virtual_rows.container
            class="@container min-h-0 flex-1 overflow-auto transition-opacity"
            class=("opacity-40", rows.leaving)
            on:scroll=move |_| virtual_rows.on_scroll()
            on:keydown=move |event| virtual_rows.on_key(&event)
        >
            <table
                class="w-full table-fixed border-separate border-spacing-0"
                style:min-width=move || format!("{}px", least.get())
                aria-label=label
                aria-rowcount=move || (rows.total.get() + 1).to_string()
                aria-busy=move || rows.loading.get().to_string()
            >
                <thead class="sticky top-0 z-10"><tr>{move || head.run(())}</tr></thead>
                <tbody>
                    <Spacer height=Signal::derive(move || spacers.get().0) />
                    <For each=move || in_view.get() key=Clone::clone let:id>
                        {row.run(id)}
                    </For>
                    <Spacer height=Signal::derive(move || spacers.get().1) />
                    {move || rows.has_more.get().then(|| more.run(()))}
                    {move || rows.more_failed.get().map(|error| view! {
                        <tr><td colspan=move || span.get().to_string()>{more_failed(&error, rows.more)}</td></tr>
                    })}
                </tbody>
                <tfoot class="sticky bottom-0 z-10">{move || foot.run(())}</tfoot>
            </table>
        </div>
    }
}

/// Stands for rows that are not in view.
#[component]
fn Spacer(height: Signal<i32>) -> impl IntoView {
    move || {
        (height.get() > 0).then(|| {
            view! {
                <tr aria-hidden="true"><td class="p-0" style:height=format!("{}px", height.get())></td></tr>
            }
        })
    }
}

/// A press on a row opens its record; its link opens itself, in a new tab too, and a figure what it is made of.
pub fn opens_record(rows: Rows, id: &str) -> impl Fn(web_sys::MouseEvent) + use<> {
    let (open, id) = (rows.opener(), id.to_owned());
    move |event| {
        let on_link = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| target.closest("a, button").ok().flatten().is_some());
        if !on_link {
            open(&id);
        }
    }
}
