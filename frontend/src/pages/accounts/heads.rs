//! The columns: their names, their order on the screen, what a click on their head does.

use super::{Address, address::SORTS, go_to};
use crate::{components::Icon, words::Words};
use leptos::prelude::*;
use shared::{accounts::AccountSort, list::Direction};

pub fn sort_label(sort: AccountSort, w: &Words) -> &'static str {
    match sort {
        AccountSort::Name => w.accounts.name,
        AccountSort::Pipeline => w.accounts.pipeline,
        AccountSort::Weighted => w.accounts.weighted,
        AccountSort::Won => w.accounts.won,
        AccountSort::OpenDeals => w.accounts.open_deals,
    }
}

pub fn sort_id(sort: AccountSort) -> &'static str {
    crate::api::sort_name(sort)
}

pub fn sort_of(id: &str) -> AccountSort {
    SORTS.into_iter().find(|sort| sort_id(*sort) == id).unwrap_or_default()
}

/// The head of a column that sorts.
#[component]
pub fn SortHead(
    sort: AccountSort,
    label: &'static str,
    /// Shown in its place where there is little room.
    #[prop(optional, into)]
    short: Option<&'static str>,
    address: Memo<Address>,
    /// Beside the name: the currency.
    #[prop(optional, into)]
    unit: Signal<Option<String>>,
    right: bool,
    class: &'static str,
) -> impl IntoView {
    let go = go_to(address);
    let direction = Memo::new(move |_| address.with(|address| (address.sort() == sort).then(|| address.direction())));
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
                class=format!("group flex h-9 w-full items-center gap-1 px-3 text-12 font-medium text-muted focus-inset hover:text-ink {order}")
                aria-label=short.map(|_| label)
                title=short.map(|_| label)
                on:click=move |_| go(&move |address| address.clicked(sort))
            >
                <span class="truncate">{short.unwrap_or(label)} {move || unit.get().map(|unit| view! { <span class="ml-1 text-11 font-normal text-faint">{unit}</span> })}</span>
                {arrow}
            </button>
        </th>
    }
}
