//! The figures themselves: four large ones, the others smaller.

use crate::{
    api::Source,
    components::{
        figure::Size,
        opens::opens,
        value::{beside, comparison, value_figure},
    },
    words::Words,
};
use leptos::prelude::*;
use shared::{dashboard::Overview, figures::Tile};

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
        </dl>
    }
    .into_any()
}
