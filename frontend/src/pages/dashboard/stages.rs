//! Pipeline by stage: a bar for each, and in it what is left of it by probability.

use super::{
    Shown,
    twin::{TwinRow, table, twin},
};
use crate::{
    api::Source,
    components::{
        Icon,
        bars::{Scale, percent},
        figure::{Measure, Size, money_figure, not_converted},
        note::Note,
    },
    format,
    state::lineage::use_lineage,
    words::Words,
};
use leptos::prelude::*;
use shared::dashboard::StageBar;
use std::sync::Arc;

fn name(bar: &StageBar, w: &Words) -> String {
    bar.stage.as_ref().map_or_else(|| w.deals.no_stage.to_owned(), |stage| stage.name.clone())
}

pub fn panel(shown: Arc<Shown>, as_table: RwSignal<bool>, w: &'static Words) -> AnyView {
    let rows = {
        let shown = Arc::clone(&shown);
        move || {
            let row = |bar: &StageBar| TwinRow {
                name: name(bar, w),
                deals: bar.deals,
                figures: vec![(Measure::Pipeline, bar.pipeline.clone()), (Measure::Weighted, bar.weighted.clone())],
                target: None,
                explain: bar.explain.clone(),
            };
            table(w.deals.stage, shown.1.stages.iter().map(row).collect(), w)
        }
    };
    let chart = move || {
        let stages = &shown.1.stages;
        if stages.is_empty() {
            return view! { <Note icon=Icon::Inbox title=w.numbers.no_open /> }.into_any();
        }
        let scale = Scale::of(stages.iter().map(|bar| &bar.pipeline.value.amount));
        view! {
            <ul class="flex flex-col py-1">{stages.iter().map(|bar| row(bar, scale, w)).collect_view()}</ul>
            <p class="flex items-center gap-2 px-4 pb-3 text-11 text-muted" aria-hidden="true">
                <span class="size-2.5 bg-data-soft"></span> {w.accounts.pipeline}
                <span class="ml-2 size-2.5 bg-data"></span> {w.numbers.weighted_part}
            </p>
        }
        .into_any()
    };
    twin(w.numbers.by_stage, as_table, chart, rows, w)
}

fn row(bar: &StageBar, scale: Scale, w: &'static Words) -> AnyView {
    let lineage = use_lineage();
    let source = Source::parse(&bar.explain);
    let key = source.clone().map(|source| source.newest().text());
    let name = name(bar, w);
    let whole = scale.bar(&bar.pipeline.value.amount);
    let part = scale.bar(&bar.weighted.value.amount);
    let weighted = format::money(&bar.weighted.value, w.lang);
    let title = format!("{} {weighted}", w.accounts.weighted);
    let count = (w.accounts.deals)(&format::count(bar.deals, w.lang), bar.deals);
    view! {
        <li>
            <button
                type="button"
                class="flex w-full flex-col gap-1 px-4 py-1.5 text-left focus-inset hover:bg-hover"
                data-explain=key
                data-stage=name.clone()
                title=title
                on:click=move |_| {
                    if let Some(source) = source.clone() {
                        lineage.open(source);
                    }
                }
            >
                <span class="flex items-baseline gap-2">
                    <span dir="auto" class="min-w-0 truncate text-13 font-medium">{name.clone()}</span>
                    <span class="figures flex-1 text-12 text-muted">{count}</span>
                    {money_figure(Measure::Pipeline, &bar.pipeline, Size::Strip)}
                </span>
                <svg class="block h-2.5 w-full" aria-hidden="true" focusable="false">
                    <rect class="fill-data-soft" x=percent(whole.from) width=percent(whole.length) height="100%" rx="2" />
                    <rect class="fill-data" x=percent(part.from) width=percent(part.length) height="100%" rx="2" />
                </svg>
                {not_converted(&bar.pipeline.not_converted, false)}
                <span class="sr-only">{w.numbers.weighted_part} " " {weighted}</span>
            </button>
        </li>
    }
    .into_any()
}
