//! Won by month: twelve bars; the one under the pointer or the focus is read out above them.

use super::twin::{TwinRow, table, twin};
use crate::{
    api::Source,
    components::{
        bars::{Scale, percent},
        figure::{Measure, not_converted},
    },
    format,
    route::Page,
    state::lineage::use_lineage,
    words::Words,
};
use chrono::Datelike;
use leptos::prelude::*;
use shared::dashboard::MonthBar;
use std::sync::Arc;

fn month(bar: &MonthBar, w: &Words) -> &'static str {
    let index = usize::try_from(bar.month.from.month0()).unwrap_or(0);
    w.time.months.get(index).copied().unwrap_or_default()
}

fn month_and_year(bar: &MonthBar, w: &Words) -> String {
    format!("{} {}", month(bar, w), bar.month.from.year())
}

fn in_words(bar: &MonthBar, w: &Words) -> String {
    let count = (w.accounts.deals)(&format::count(bar.deals, w.lang), bar.deals);
    let target = bar.target.as_ref().map(|target| format!(" · {} {}", w.numbers.target, format::money(target, w.lang)));
    let target = target.unwrap_or_default();
    format!("{}: {}, {count}{target}", month_and_year(bar, w), format::money(&bar.won.value, w.lang))
}

/// `aimed`: of records that goals can be set for.
pub fn months_panel(months: Arc<[MonthBar]>, as_table: RwSignal<bool>, aimed: bool, w: &'static Words) -> AnyView {
    let rows = {
        let months = Arc::clone(&months);
        move || {
            let row = |bar: &MonthBar| TwinRow {
                name: month_and_year(bar, w),
                deals: bar.deals,
                figures: vec![(Measure::Won, bar.won.clone())],
                target: bar.target.clone(),
                explain: bar.explain.clone(),
            };
            table(w.numbers.month, months.iter().map(row).collect(), w)
        }
    };
    let chart = move || {
        let targets = months.iter().filter_map(|bar| bar.target.as_ref()).map(|target| &target.amount);
        let scale = Scale::of(months.iter().map(|bar| &bar.won.value.amount).chain(targets));
        let below = aimed.then(|| legend(months.iter().any(|bar| bar.target.is_some()), w));
        let read = RwSignal::new(months.len().saturating_sub(1));
        let shown = Arc::clone(&months);
        let readout = move || {
            shown.get(read.get()).map(|bar| {
                view! { <p class="figures truncate">{in_words(bar, w)}</p> {not_converted(&bar.won.not_converted, false)} }
            })
        };
        view! {
            <div class="flex h-76 flex-col">
                <div class="min-h-10 px-4 pt-2 text-12 text-muted" aria-hidden="true">{readout}</div>
                <ol class="grid min-h-0 flex-1 grid-cols-12 px-3 pb-2">
                    {months.iter().enumerate().map(|(at, bar)| column(at, bar, scale, read, w)).collect_view()}
                </ol>
                {below}
            </div>
        }
        .into_any()
    };
    twin(w.numbers.by_month, as_table, chart, rows, w)
}

/// What the lines are, or how there come to be some.
fn legend(has_target: bool, w: &'static Words) -> AnyView {
    if has_target {
        return view! {
            <p class="flex items-center gap-2 px-4 pb-2 text-11 text-muted" aria-hidden="true">
                <span class="h-0.5 w-4 bg-ink"></span> {w.numbers.target}
            </p>
        }
        .into_any();
    }
    view! {
        <p class="flex flex-wrap items-center gap-x-2 px-4 pb-2 text-12 text-muted">
            {w.numbers.no_line}
            <a href=Page::Goals.path() class="rounded-control font-medium text-accent hover:underline">{w.goals.title}</a>
        </p>
    }
    .into_any()
}

/// The bar's room begins below the line for its label.
const TOP: i64 = 1_000;

fn column(at: usize, bar: &MonthBar, scale: Scale, read: RwSignal<usize>, w: &'static Words) -> AnyView {
    let lineage = use_lineage();
    let source = Source::parse(&bar.explain);
    let key = source.clone().map(|source| source.newest().text());
    // The upper end of a bar and its length.
    let place = |amount| {
        let drawn = scale.bar(amount);
        let height = drawn.length * (10_000 - TOP) / 10_000;
        (10_000 - height - drawn.from * (10_000 - TOP) / 10_000, height)
    };
    let (top, height) = place(&bar.won.value.amount);
    let target = bar.target.as_ref().map(|target| {
        let y = percent(place(&target.amount).0);
        view! { <line class="stroke-ink" stroke-width="1.5" x1="4%" x2="96%" y1=y.clone() y2=y data-target=target.amount.to_string() /> }
    });
    let label = if bar.deals == 0 { String::new() } else { format::short(&bar.won.value.amount, w) };
    let show = move || read.set(at);
    view! {
        <li class="flex min-w-0">
            <button
                type="button"
                class="group flex min-w-0 flex-1 flex-col gap-1 rounded-control pt-1 hover:bg-hover"
                data-explain=key
                data-month=bar.month.from.to_string()
                data-amount=bar.won.value.amount.to_string()
                on:pointerenter=move |_| show()
                on:focus=move |_| show()
                on:click=move |_| {
                    if let Some(source) = source.clone() {
                        lineage.open(source);
                    }
                }
            >
                <svg class="block w-full flex-1 overflow-visible" aria-hidden="true" focusable="false">
                    <line class="stroke-line-strong" x1="0" x2="100%" y1="100%" y2="100%" />
                    <rect class="fill-data" x="18%" width="64%" y=percent(top) height=percent(height) rx="2" />
                    {target}
                    <text class="figures fill-muted text-11" x="50%" y=percent(top) dy="-4" text-anchor="middle">{label}</text>
                </svg>
                <span class="text-center text-11 text-muted" aria-hidden="true">{month(bar, w)}</span>
                <span class="sr-only">{in_words(bar, w)}</span>
            </button>
        </li>
    }
    .into_any()
}
