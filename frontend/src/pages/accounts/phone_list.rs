//! The table on a phone: a list with the two figures that matter.

use super::{AccountList, part::part, skeletons, totals::totals_bar};
use crate::{
    components::{
        figure::{Measure, Size, money_figure, not_converted},
        health::health_mark,
        tile::{Shape, tile},
    },
    listing::{Rows, Scrolled, Shape as ListShape},
    words::words,
};
use leptos::prelude::*;
use shared::accounts::AccountCard;

pub fn phone_list(list: AccountList, rows: Rows) -> impl IntoView {
    let shape = ListShape {
        label: words().accounts.title,
        row_height: 72,
        gap: 0,
        columns: |_| 1,
        box_class: "",
        list_class: "",
        item: Callback::new(move |id| view! { <Item list rows id /> }.into_any()),
        more: || skeletons::more_phone_rows().into_any(),
        foot: totals_bar(list, rows),
    };
    view! { <Scrolled rows shape /> }
}

#[component]
fn Item(list: AccountList, rows: Rows, id: String) -> impl IntoView {
    let (card, number) = (list.item(&id), rows.number(&id));
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
                {health_mark(&card.health)}
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
