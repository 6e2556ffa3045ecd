//! The figures themselves: four large ones, the others smaller.

use crate::{
    api::Source,
    components::{
        figure::{Size, class_of, not_converted},
        opens::opens,
        value::{beside, comparison, value_figure},
    },
    format,
    pages::goals::look,
    words::Words,
};
use leptos::prelude::*;
use shared::{dashboard::Overview, figures::Tile, goals::GoalMetric};

const LARGE: usize = 4;

pub fn large(overview: &Overview, w: &'static Words) -> AnyView {
    let tile = |tile: &Tile| {
        let figure = opens(
            Source::parse(&tile.explain),
            "max-w-full truncate text-left",
            value_figure(tile.figure, &tile.value, Size::Tile, w),
        );
        view! {
            <div class="min-w-0 rounded-card border border-line bg-panel px-4 py-3" data-tile="">
                <dt class="text-12 text-muted">{(w.numbers.name)(tile.figure)}</dt>
                <dd class="mt-0.5 flex leading-9">{figure}</dd>
                <dd class="min-h-4">
                    {comparison(tile.figure, &tile.value, tile.previous.as_ref(), true, w)} {beside(&tile.value, false)}
                </dd>
            </div>
        }
        .into_any()
    };
    view! {
        <dl class="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-4">
            {overview.tiles.iter().take(LARGE).map(tile).collect_view()}
        </dl>
    }
    .into_any()
}

pub fn small(overview: &Overview, w: &'static Words) -> AnyView {
    let tile = |tile: &Tile| {
        let figure = opens(
            Source::parse(&tile.explain),
            "max-w-full truncate text-left",
            value_figure(tile.figure, &tile.value, Size::Medium, w),
        );
        view! {
            <div class="min-w-0" data-tile="">
                <dt class="truncate text-12 text-muted">{(w.numbers.name)(tile.figure)}</dt>
                <dd class="flex">{figure}</dd>
                <dd>{comparison(tile.figure, &tile.value, tile.previous.as_ref(), false, w)} {beside(&tile.value, true)}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <dl
            class="grid shrink-0 grid-cols-2 gap-x-4 gap-y-3 rounded-card border border-line bg-panel px-4 py-3 md:grid-cols-3 xl:grid-cols-6"
            aria-label=w.numbers.figures
        >
            {overview.tiles.iter().skip(LARGE).map(tile).collect_view()}
            {coverage(overview, w)}
        </dl>
    }
    .into_any()
}

/// How far open deals cover what is left of the period's target; opens to these deals. All time has none.
fn coverage(overview: &Overview, w: &'static Words) -> Option<AnyView> {
    overview.period?;
    let (class, ..) = class_of(Size::Medium);
    let missing = overview.target.as_ref().and_then(|target| not_converted(&target.closing.not_converted, true));
    let (figure, below) = match &overview.target {
        None => {
            let dash = view! {
                <span class=format!("figures {class} text-faint") title=w.numbers.no_target data-coverage="">
                    "–" <span class="sr-only">{w.numbers.no_target}</span>
                </span>
            };
            (dash.into_any(), None)
        }
        Some(target) => {
            let times = target.coverage.map(|times| look::value(GoalMetric::Coverage, times, None, w));
            let said = target.coverage.map_or_else(|| "covered".to_owned(), |times| times.to_string());
            let text = times.unwrap_or_else(|| w.goals.covered.to_owned());
            let figure = view! { <span class=format!("figures {class}") data-coverage=said>{text}</span> };
            let whole = format::money(&target.amount, w.lang);
            let below = match &target.left {
                Some(left) => (w.numbers.left_of)(&format::amount(&left.amount, w.lang), &whole),
                None => format!("{} {whole}", w.numbers.target),
            };
            let below = format!("{below} · {}", (w.numbers.from_goals)(target.goals));
            (opens(Source::parse(&target.explain), "max-w-full truncate text-left", figure.into_any()), Some(below))
        }
    };
    Some(
        view! {
            <div class="min-w-0">
                <dt class="truncate text-12 text-muted">{w.numbers.coverage}</dt>
                <dd class="flex">{figure}</dd>
                <dd class="figures truncate text-12 text-muted" title=below.clone()>{below.clone()}</dd>
                <dd>{missing}</dd>
            </div>
        }
        .into_any(),
    )
}
