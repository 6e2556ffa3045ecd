//! The head of a column: it tells the order and a press on it changes it.

use crate::components::Icon;
use leptos::prelude::*;
use shared::list::Direction;

#[component]
pub fn SortHead(
    label: &'static str,
    /// Shown in its place where there is little room.
    #[prop(optional, into)]
    short: Option<&'static str>,
    /// Absent: the list is in another order.
    #[prop(into)]
    direction: Signal<Option<Direction>>,
    on_press: Callback<()>,
    /// Beside the name: the currency.
    #[prop(optional, into)]
    unit: Signal<Option<String>>,
    right: bool,
    #[prop(into)] class: String,
) -> impl IntoView {
    let spoken = move || {
        direction.get().map(|direction| match direction {
            Direction::Asc => "ascending",
            Direction::Desc => "descending",
        })
    };
    let arrow = move || match direction.get() {
        Some(Direction::Asc) => Icon::ArrowUp.sized("size-3.5 shrink-0 text-accent").into_any(),
        Some(Direction::Desc) => Icon::ArrowDown.sized("size-3.5 shrink-0 text-accent").into_any(),
        None => Icon::ArrowDown.sized("size-3.5 shrink-0 opacity-0 group-hover:opacity-60").into_any(),
    };
    let order = if right { "flex-row-reverse" } else { "flex-row" };
    view! {
        <th scope="col" aria-sort=spoken class=class>
            <button
                type="button"
                class=format!("group relative flex h-9 w-full items-center gap-1 px-3 text-12 font-medium text-muted focus-inset hover:text-ink {order}")
                title=short.map(|_| label)
                on:click=move |_| on_press.run(())
            >
                {short.map(|_| view! { <span class="sr-only">{label}</span> })}
                <span class="truncate" aria-hidden=short.map(|_| "true")>{short.unwrap_or(label)} {move || unit.get().map(|unit| view! { <span class="ml-1 text-11 font-normal text-faint">{unit}</span> })}</span>
                {arrow}
            </button>
        </th>
    }
}
