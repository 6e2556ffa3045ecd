//! The table on a phone: a list with the two figures that matter.

use super::{part::part, rows::Rows, skeletons, totals::TotalsBar};
use crate::{
    components::{
        figure::{Measure, Size, money_figure, not_converted},
        tile::{Shape, tile},
    },
    words::words,
};
use leptos::prelude::*;
use shared::accounts::AccountCard;

const ROW: i32 = 72;

pub fn phone_list(rows: Rows) -> impl IntoView {
    let w = words();
    let virtual_rows = rows.scrolling((0, 0), ROW, |_| 1);
    let (spacers, in_view) = (virtual_rows.spacers(), rows.in_view(virtual_rows));
    view! {
        <div
            node_ref=virtual_rows.container
            class="min-h-0 flex-1 overflow-y-auto transition-opacity"
            class=("opacity-40", move || rows.is_leaving())
            on:scroll=move |_| virtual_rows.on_scroll()
            on:keydown=move |event| virtual_rows.on_key(&event)
        >
            <div style:height=move || format!("{}px", spacers.get().0)></div>
            <ul aria-label=w.accounts.title aria-busy=move || rows.is_loading().to_string()>
                <For each=move || in_view.get() key=Clone::clone let:id>
                    <Item rows id />
                </For>
            </ul>
            <div style:height=move || format!("{}px", spacers.get().1)></div>
            {move || rows.more_failed().map(|error| skeletons::more_failed(rows.list, &error))}
        </div>
        <TotalsBar rows />
    }
}

#[component]
fn Item(rows: Rows, id: String) -> impl IntoView {
    let (card, number) = (rows.card(&id), rows.number(&id));
    let path = id.clone();
    view! {
        <li data-account=id data-item=move || number.get().to_string() class="h-18 border-b border-line">
            <a href=move || rows.path(&path) data-noscroll="" class="flex h-full items-center gap-3 px-4 focus-inset">
                {move || card.get().map(|card| content(&card))}
            </a>
        </li>
    }
}

fn content(card: &AccountCard) -> impl IntoView + use<> {
    let w = words();
    let below: Vec<_> = [card.industry.as_ref(), card.salesperson.as_ref()]
        .into_iter()
        .flatten()
        .map(|named| named.name.clone())
        .collect();
    view! {
        {tile(&card.name, Shape::Large)}
        <span class="flex min-w-0 flex-1 flex-col">
            <span dir="auto" class="truncate text-left text-14 font-medium">{card.name.clone()}</span>
            <span class="flex min-w-0 items-center gap-1.5 text-12 text-muted">
                {part(&card.figures)}
                <span class="truncate">{below.join(" · ")}</span>
            </span>
        </span>
        <span class="flex shrink-0 flex-col items-end">
            <span class="leading-5">{money_figure(Measure::Pipeline, &card.figures.pipeline, Size::Small)}</span>
            {not_converted(&card.figures.pipeline.not_converted, true)}
            <span class="text-12 leading-4 text-faint">{w.accounts.won} " " {money_figure(Measure::Won, &card.figures.won, Size::Cell)}</span>
            {not_converted(&card.figures.won.not_converted, true)}
        </span>
    }
}
