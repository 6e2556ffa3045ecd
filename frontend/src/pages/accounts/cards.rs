//! Accounts as cards of equal height; only the rows in view are in the document.

use super::{AccountList, skeletons, totals::totals_bar};
use crate::{
    components::{
        figure::{Measure, Size, count_figure, money_figure, not_converted},
        health::health_chip,
        tile::{Shape, tile},
    },
    dom,
    listing::{Rows, Scrolled, Shape as ListShape},
    words::words,
};
use leptos::prelude::*;
use shared::accounts::AccountCard;

/// Height of a card and of the gap below it.
const ROW: i32 = 188;
const CARD_WIDTH: i32 = 268;
const GAP: i32 = 12;
const PADDING: i32 = 32;

fn columns(size: dom::Size) -> usize {
    usize::try_from((size.width - PADDING + GAP) / (CARD_WIDTH + GAP)).unwrap_or(1).clamp(1, 8)
}

pub fn cards(list: AccountList, rows: Rows) -> impl IntoView {
    let shape = ListShape {
        label: words().accounts.title,
        row_height: ROW,
        gap: GAP,
        columns,
        box_class: "px-4 pt-1",
        list_class: "gap-x-3",
        item: Callback::new(move |id| view! { <Card list rows id /> }.into_any()),
        more: || skeletons::more_cards().into_any(),
        foot: totals_bar(list, rows),
    };
    view! { <Scrolled rows shape /> }
}

#[component]
fn Card(list: AccountList, rows: Rows, id: String) -> impl IntoView {
    let (card, number, selected) = (list.item(&id), rows.number(&id), rows.is_open(&id));
    let path = id.clone();
    let name = move || card.with(|card| card.as_ref().map(|card| card.name.clone()));
    view! {
        <li class="h-47 pb-3" data-account=id data-item=move || number.get().to_string()>
            <article
                class="relative flex h-full flex-col rounded-card border bg-panel px-3.5 pt-3 pb-2.5 shadow-card hover:border-line-control"
                class=("border-accent", selected)
                class=("border-line", move || !selected.get())
            >
                <div class="flex items-center gap-2.5">
                    {move || name().map(|name| tile(&name, Shape::Large))}
                    <div class="min-w-0 flex-1">
                        <h2 dir="auto" class="truncate text-left text-14 font-semibold">
                            <a
                                href=move || rows.path(&path)
                                data-noscroll=""
                                title=name
                                class="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-1 focus-visible:after:outline-accent"
                            >
                                {name}
                            </a>
                        </h2>
                        {move || card.get().map(|card| place(&card))}
                    </div>
                </div>
                {move || card.get().map(|card| figures(&card))}
            </article>
        </li>
    }
}

fn place(card: &AccountCard) -> impl IntoView + use<> {
    let w = words();
    let parts: Vec<_> =
        [card.industry.as_ref(), card.country.as_ref()].into_iter().flatten().map(|named| named.name.clone()).collect();
    let text = if parts.is_empty() { w.accounts.no_industry.to_owned() } else { parts.join(" · ") };
    view! {
        <div class="flex items-center gap-2">
            <p class="min-w-0 flex-1 truncate text-12 text-muted" title=text>{text.clone()}</p>
            <span class="relative">{health_chip(&card.health)}</span>
        </div>
    }
}

fn figures(card: &AccountCard) -> impl IntoView + use<> {
    let w = words();
    let figures = &card.figures;
    let small = |measure: Measure, figure| {
        view! {
            <div class="min-w-0">
                <dt class="text-11 text-faint">{measure.label(w)}</dt>
                <dd>
                    <span class="block truncate leading-5">{money_figure(measure, figure, Size::Small)}</span>
                    {not_converted(&figure.not_converted, true)}
                </dd>
            </div>
        }
    };
    let person = card.salesperson.as_ref().map(|person| person.name.clone());
    view! {
        <dl class="relative mt-2 flex-1">
            <dt class="text-11 text-faint">{w.accounts.pipeline}</dt>
            <dd>
                <span class="block truncate leading-7">{money_figure(Measure::Pipeline, &figures.pipeline, Size::Big)}</span>
                // Beside the label: cards without it are no taller.
                <span class="absolute top-0 right-0 max-w-3/4">{not_converted(&figures.pipeline.not_converted, false)}</span>
            </dd>
        </dl>
        <dl class="grid min-h-12 grid-cols-[1fr_1fr_auto] gap-2.5">
            {small(Measure::Weighted, &figures.weighted)}
            {small(Measure::Won, &figures.won)}
            <div class="text-right">
                <dt class="text-11 text-faint">{w.accounts.open_short}</dt>
                <dd class="leading-5">{count_figure(Measure::OpenDeals, figures.open_deals, Size::Small)}</dd>
            </div>
        </dl>
        <div class="flex h-5 items-center gap-2 text-12 text-muted">
            {match person {
                Some(name) => view! { {tile(&name, Shape::Person)} <span dir="auto" class="min-w-0 flex-1 truncate text-left">{name}</span> }.into_any(),
                None => view! { <span class="min-w-0 flex-1 truncate text-faint">{w.accounts.nobody}</span> }.into_any(),
            }}
            {figures.your_deals_only.then(|| view! {
                <span class="shrink-0 text-11 text-faint" title=w.accounts.your_deals_why>{w.accounts.your_deals}</span>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_cards_stand_in_a_row_as_fit_and_never_none() {
        let fit = |width| columns(dom::Size { width, height: 700 });
        assert_eq!(fit(0), 1);
        assert_eq!(fit(390), 1);
        assert_eq!(fit(1_208), 4);
        assert_eq!(fit(1_384), 4);
        assert_eq!(fit(1_688), 5);
    }
}
