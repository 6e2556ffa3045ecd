//! Who the account is, and its figures.

use crate::{
    api::Source,
    components::{
        Icon,
        figure::{Measure, Size, count_figure, money_figure, not_converted},
        health::health_line,
        opens::opens,
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
