//! Goals counted: three groups and the mean, and each status as a filter with its number.

use super::look;
use crate::{components::button::Weight, format, words::Words};
use leptos::prelude::*;
use shared::goals::{GoalBoard, GoalCounts, GoalQuery, GoalStatus};

fn of(counts: &GoalCounts, status: GoalStatus) -> u64 {
    match status {
        GoalStatus::NotStarted => counts.not_started,
        GoalStatus::NoData => counts.no_data,
        GoalStatus::Achieved => counts.achieved,
        GoalStatus::Early => counts.early,
        GoalStatus::OnTrack => counts.on_track,
        GoalStatus::AtRisk => counts.at_risk,
        GoalStatus::Behind => counts.behind,
        GoalStatus::Missed => counts.missed,
    }
}

fn tile(name: &'static str, why: &'static str, value: String, key: &'static str) -> AnyView {
    view! {
        <div class="min-w-0 rounded-card border border-line bg-panel px-4 py-3" title=why data-tile=key>
            <dt class="truncate text-12 text-muted">{name}</dt>
            <dd class="figures mt-0.5 text-28 leading-9 font-semibold tracking-tight">{value}</dd>
        </div>
    }
    .into_any()
}

pub fn tiles(board: &GoalBoard, w: &'static Words) -> AnyView {
    let g = w.goals;
    let count = |count| format::count(count, w.lang);
    let (average, why) = match board.average_achievement {
        Some(average) => (look::share(average, w), g.average_why),
        None => ("–".to_owned(), g.no_average),
    };
    view! {
        <dl class="grid shrink-0 grid-cols-2 gap-3 xl:grid-cols-4">
            {tile(g.on_track, g.on_track_why, count(board.on_track), "on_track")}
            {tile(g.at_risk, g.at_risk_why, count(board.at_risk), "at_risk")}
            {tile((g.status)(GoalStatus::Missed), (g.status)(GoalStatus::Missed), count(board.missed), "missed")}
            {tile(g.average, why, average, "average")}
        </dl>
    }
    .into_any()
}

/// Statuses that no goal has are left out, but for the one that is chosen.
pub fn chips(board: &GoalBoard, query: &GoalQuery, go: Callback<GoalQuery>, w: &'static Words) -> AnyView {
    let chip = |status: Option<GoalStatus>, name: &'static str, count: u64| {
        let next = GoalQuery { status, ..query.clone() };
        let pressed = query.status == status;
        view! {
            <button
                type="button"
                class=format!("{} aria-pressed:bg-pressed", Weight::Plain.class())
                aria-pressed=pressed.to_string()
                data-count=count.to_string()
                on:click=move |_| go.run(next.clone())
            >
                {name} <span class="figures text-12 text-muted">{format::count(count, w.lang)}</span>
            </button>
        }
        .into_any()
    };
    let shown = GoalStatus::ALL.iter().map(|status| (*status, of(&board.counts, *status)));
    let shown = shown.filter(|(status, count)| *count > 0 || query.status == Some(*status));
    view! {
        <div role="group" aria-label=w.goals.title class="flex shrink-0 flex-wrap gap-1.5">
            {chip(None, w.goals.all, board.counts.total)}
            {shown.map(|(status, count)| chip(Some(status), (w.goals.status)(status), count)).collect_view()}
        </div>
    }
    .into_any()
}
