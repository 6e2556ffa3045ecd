//! Who the account is, the way through the list, and its figures.

use super::Moves;
use crate::{
    api::Source,
    components::{
        Icon,
        button::IconButton,
        figure::{Measure, Size, count_figure, money_figure, not_converted},
        health::health_line,
        opens::opens,
        tile::{Shape, tile},
    },
    pages::accounts::FULL,
    state::window::use_room,
    words::words,
};
use leptos::{html, prelude::*};
use shared::{Figure, accounts::AccountCard};
use std::sync::Arc;

#[component]
pub fn Head(
    moves: Moves,
    card: Memo<Option<Arc<AccountCard>>>,
    heading: NodeRef<html::H2>,
    full: Memo<bool>,
) -> impl IntoView {
    let w = words();
    let phone = use_room().phone;
    let name = move || card.with(|card| card.as_ref().map(|card| card.name.clone()));
    let below = move || {
        card.with(|card| {
            let card = card.as_ref()?;
            let named =
                [card.industry.as_ref(), card.country.as_ref()].into_iter().flatten().map(|named| named.name.clone());
            Some(card.city.clone().into_iter().chain(named).collect::<Vec<_>>().join(" · "))
        })
    };
    view! {
        <div class="flex shrink-0 items-center gap-3 border-b border-line py-3 pr-3 pl-5">
            {move || name().map(|name| tile(&name, Shape::Large))}
            <div class="min-w-0 flex-1">
                <h2 id="account-name" dir="auto" node_ref=heading tabindex="-1" title=name class="truncate text-left text-16 font-semibold tracking-tight focus-visible:outline-none">
                    {move || name().unwrap_or_else(|| w.accounts.name.to_owned())}
                    {move || card.with(|card| card.as_ref().is_some_and(|card| card.archived)).then(|| view! {
                        <span class="ml-2 rounded-control border border-line px-1.5 text-11 font-medium text-muted">{w.account.archived}</span>
                    })}
                </h2>
                <p class="truncate text-12 text-muted">{below}</p>
            </div>
            <div class="flex shrink-0 items-center">
                <IconButton icon=Icon::ChevronUp label=w.account.previous disabled=Signal::derive(move || !moves.has(-1)) on_press=move || moves.step(-1) />
                <IconButton icon=Icon::ChevronDown label=w.account.next disabled=Signal::derive(move || !moves.has(1)) on_press=move || moves.step(1) />
                {move || (!phone.get()).then(|| {
                    if full.get() {
                        view! { <IconButton icon=Icon::Minimize2 label=w.account.beside on_press=move || moves.set(FULL, None) /> }.into_any()
                    } else {
                        view! { <IconButton icon=Icon::Maximize2 label=w.account.full on_press=move || moves.set(FULL, Some("1")) /> }.into_any()
                    }
                })}
                <IconButton icon=Icon::X label=w.account.close on_press=move || moves.close() />
            </div>
        </div>
    }
}

#[component]
pub fn Figures(card: Arc<AccountCard>) -> impl IntoView {
    let w = words();
    let figures = &card.figures;
    let opened = |measure: Measure, content: AnyView| {
        opens(Some(Source::of_account(measure.figure(), &card.id)), "max-w-full truncate leading-7", content)
    };
    let money = |measure: Measure, figure: &Figure| {
        view! {
            <div class="min-w-0 border-line px-5 py-3 max-md:odd:border-r md:not-last:border-r">
                <dt class="text-12 text-muted">{measure.label(w)}</dt>
                <dd>
                    {opened(measure, money_figure(measure, figure, Size::Strip).into_any())}
                    {not_converted(&figure.not_converted, true)}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="grid grid-cols-2 border-b border-line md:grid-cols-[1fr_1fr_1fr_auto]">
            {money(Measure::Pipeline, &figures.pipeline)}
            {money(Measure::Weighted, &figures.weighted)}
            {money(Measure::Won, &figures.won)}
            <div class="px-5 py-3">
                <dt class="text-12 text-muted">{w.accounts.open_deals}</dt>
                <dd>{opened(Measure::OpenDeals, count_figure(Measure::OpenDeals, figures.open_deals, Size::Small).into_any())}</dd>
            </div>
        </dl>
        {health_line(&card.health)}
        {figures.your_deals_only.then(|| view! {
            <p class="flex items-center gap-2 border-b border-line bg-page px-5 py-1.5 text-12 text-muted">
                {Icon::Info.sized("size-3.5 shrink-0")}
                {w.accounts.your_deals_why}
            </p>
        })}
    }
}
