//! The forecast of the period: won so far and what is expected, the surest first; beside it what is in no sum.

use crate::{
    api::Source,
    components::{
        Icon,
        answered::Panel,
        bars::{Scale, percent},
        figure::Size,
        note::Note,
        opens::opens,
        value::{beside, value_figure},
    },
    state::lineage::use_lineage,
    words::Words,
};
use leptos::prelude::*;
use rust_decimal::Decimal;
use shared::{
    dashboard::Overview,
    figures::{FigureName, FigureValue, Tile},
};

fn amount(tile: &Tile) -> Decimal {
    match &tile.value {
        FigureValue::Money(figure) => figure.value.amount,
        _ => Decimal::ZERO,
    }
}

fn is_empty(tile: &Tile) -> bool {
    matches!(&tile.value, FigureValue::Money(figure) if figure.count == 0 && figure.not_converted.is_empty())
}

fn is_beside(tile: &Tile) -> bool {
    matches!(tile.figure, FigureName::ForecastOmitted | FigureName::Undated)
}

pub fn panel(overview: &Overview, w: &'static Words) -> AnyView {
    let n = w.numbers;
    let (total, parts): (Vec<&Tile>, Vec<&Tile>) =
        overview.forecast.iter().partition(|tile| tile.figure == FigureName::Forecast);
    let parts: Vec<_> = parts.into_iter().filter(|tile| !is_empty(tile)).collect();
    let content = if parts.is_empty() {
        view! { <Note icon=Icon::Inbox title=n.no_forecast /> }.into_any()
    } else {
        let amounts: Vec<_> = parts.iter().map(|tile| amount(tile)).collect();
        let scale = Scale::of(amounts.iter());
        let rows = |beside: bool| {
            parts.iter().filter(|tile| is_beside(tile) == beside).map(|tile| row(tile, scale, w)).collect::<Vec<_>>()
        };
        let (inside, outside) = (rows(false), rows(true));
        let outside = (!outside.is_empty()).then(|| {
            view! {
                <h3 class="border-t border-line px-4 pt-2 text-12 font-medium text-muted">{n.beside_forecast}</h3>
                <ul class="flex flex-col pb-1">{outside}</ul>
            }
        });
        view! { <ul class="flex flex-col py-1">{inside}</ul> {outside} }.into_any()
    };
    let total = total
        .first()
        .map(|tile| opens(Source::parse(&tile.explain), "", value_figure(tile.figure, &tile.value, Size::Medium, w)));
    view! { <Panel title=(n.name)(FigureName::Forecast) aside=total.into_any()>{content}</Panel> }.into_any()
}

fn row(tile: &Tile, scale: Scale, w: &'static Words) -> AnyView {
    let lineage = use_lineage();
    let source = Source::parse(&tile.explain);
    let key = source.clone().map(|source| source.newest().text());
    let bar = scale.bar(&amount(tile));
    let fill = if tile.figure == FigureName::Won { "fill-data" } else { "fill-data-soft" };
    view! {
        <li data-forecast=crate::api::name_of(tile.figure)>
            <button
                type="button"
                class="flex w-full flex-col gap-1 px-4 py-1.5 text-left focus-inset hover:bg-hover"
                data-explain=key
                on:click=move |_| {
                    if let Some(source) = source.clone() {
                        lineage.open(source);
                    }
                }
            >
                <span class="flex items-baseline gap-2">
                    <span class="min-w-0 flex-1 truncate text-13 font-medium">{(w.numbers.name)(tile.figure)}</span>
                    {value_figure(tile.figure, &tile.value, Size::Strip, w)}
                </span>
                <svg class="block h-2.5 w-full" aria-hidden="true" focusable="false">
                    <rect class=fill x=percent(bar.from) width=percent(bar.length) height="100%" rx="2" />
                </svg>
                {beside(&tile.value, false)}
            </button>
        </li>
    }
    .into_any()
}
