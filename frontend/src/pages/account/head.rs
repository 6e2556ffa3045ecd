//! Who the account is, and its figures.

use super::{
    Moves,
    deals::{OPEN, ROWS, WON},
};
use crate::{
    components::{
        Icon,
        figure::{Measure, Size, count_figure, money_figure, not_converted},
    },
    words::words,
};
use leptos::prelude::*;
use shared::{Figure, accounts::AccountCard};
use std::sync::Arc;

pub fn place(card: &AccountCard) -> String {
    let named = [card.industry.as_ref(), card.country.as_ref()].into_iter().flatten().map(|named| named.name.clone());
    card.city.clone().into_iter().chain(named).collect::<Vec<_>>().join(" · ")
}

pub fn archived(card: &AccountCard) -> Option<impl IntoView + use<>> {
    let w = words();
    card.archived.then(|| {
        view! {
            <span class="ml-2 rounded-control border border-line px-1.5 text-11 font-medium text-muted">{w.account.archived}</span>
        }
    })
}

#[component]
pub fn Figures(card: Arc<AccountCard>, moves: Moves) -> impl IntoView {
    let w = words();
    let figures = &card.figures;
    let money = move |measure: Measure, figure: &Figure, rows: &'static str| {
        view! {
            <div class="min-w-0 border-line px-5 py-3 max-md:odd:border-r md:not-last:border-r">
                <dt class="text-12 text-muted">{measure.label(w)}</dt>
                <dd>
                    <button type="button" class="figure-link max-w-full truncate rounded-control leading-7" title=w.account.show_rows on:click=move |_| moves.set(ROWS, Some(rows))>
                        {money_figure(measure, figure, Size::Strip)}
                    </button>
                    {not_converted(&figure.not_converted, true)}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="grid grid-cols-2 border-b border-line md:grid-cols-[1fr_1fr_1fr_auto]">
            {money(Measure::Pipeline, &figures.pipeline, OPEN)}
            {money(Measure::Weighted, &figures.weighted, OPEN)}
            {money(Measure::Won, &figures.won, WON)}
            <div class="px-5 py-3">
                <dt class="text-12 text-muted">{w.accounts.open_deals}</dt>
                <dd>
                    <button type="button" class="figure-link rounded-control leading-7" title=w.account.show_rows on:click=move |_| moves.set(ROWS, Some(OPEN))>
                        {count_figure(Measure::OpenDeals, figures.open_deals, Size::Small)}
                    </button>
                </dd>
            </div>
        </dl>
        {figures.your_deals_only.then(|| view! {
            <p class="flex items-center gap-2 border-b border-line bg-page px-5 py-1.5 text-12 text-muted">
                {Icon::Info.sized("size-3.5 shrink-0")}
                {w.accounts.your_deals_why}
            </p>
        })}
    }
}
