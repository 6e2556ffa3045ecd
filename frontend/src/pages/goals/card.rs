//! One goal: what, whose, how far, by when, and the way to what it is made of.

use super::{Desk, Doomed, Editing, history::history, look};
use crate::{
    api::Source,
    components::{
        Icon,
        button::IconButton,
        figure::not_converted,
        opens::opens,
        tile::{Shape, tile},
    },
    format,
    words::Words,
};
use leptos::prelude::*;
use shared::goals::{AssigneeKind, Goal};
use std::sync::Arc;

pub fn card(goal: Goal, desk: Desk, w: &'static Words) -> AnyView {
    let (id, status) = (goal.id.clone(), goal.progress.status);
    let title = look::title(&goal, w);
    let whose = look::assignee(&goal.assignee, w);
    let mark = match goal.assignee.kind {
        AssigneeKind::User => tile(&whose, Shape::Person).into_any(),
        _ => Icon::Users.sized("size-4 shrink-0 text-faint").into_any(),
    };
    let about = goal.name.as_ref().map(|_| format!("{} · ", (w.goals.metric)(goal.metric)));
    let running = (1..goal.progress.days).contains(&goal.progress.elapsed);
    let day = running.then(|| format!(" · {}", (w.goals.days)(goal.progress.elapsed, goal.progress.days)));
    let when = about.unwrap_or_default() + &look::period(&goal.period, w) + &day.unwrap_or_default();
    let (figures, bar) = (figures(&goal, w), look::bar(&goal.progress, goal.target));
    let foot = foot(goal, desk, w);
    view! {
        <li
            class="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-panel px-4 py-3"
            data-goal=id
            data-status=crate::api::name_of(status)
        >
            <div class="flex min-w-0 items-start gap-2">
                <h2 dir="auto" class="min-w-0 flex-1 truncate text-left text-14 font-semibold" title=title.clone()>{title.clone()}</h2>
                {look::chip(status, w)}
            </div>
            <p class="flex min-w-0 items-center gap-1.5 text-13">{mark} <span dir="auto" class="truncate">{whose}</span></p>
            <p class="truncate text-12 text-muted" title=when.clone()>{when.clone()}</p>
            {figures} {bar} {foot}
        </li>
    }
    .into_any()
}

fn figures(goal: &Goal, w: &'static Words) -> AnyView {
    let progress = &goal.progress;
    let currency = goal.currency.as_deref();
    let text = match (progress.covered, progress.actual) {
        (true, _) => w.goals.covered.to_owned(),
        (false, Some(actual)) => look::value(goal.metric, actual, currency, w),
        (false, None) => "–".to_owned(),
    };
    let actual = view! {
        <span class="figures text-16 font-semibold" data-actual=progress.actual.map(|actual| actual.to_string())>{text}</span>
    };
    let achievement = progress.achievement.map(|share| look::share(share, w));
    view! {
        <p class="flex min-w-0 flex-wrap items-baseline gap-x-2 text-13">
            {opens(progress.explain.as_deref().and_then(Source::parse), "", actual.into_any())}
            <span class="min-w-0 flex-1 text-muted">{look::of_target(goal.metric, goal.target, currency, w)}</span>
            <span class="figures font-medium" data-achievement=progress.achievement.map(|share| share.to_string())>{achievement}</span>
        </p>
    }
    .into_any()
}

/// What has to be said besides, and what can be done.
fn foot(goal: Goal, desk: Desk, w: &'static Words) -> AnyView {
    let progress = &goal.progress;
    let said = [
        progress.no_data.map(|why| (w.goals.no_data)(why).to_owned()),
        progress.pace.map(|pace| (w.goals.pace)(&look::value(goal.metric, pace, goal.currency.as_deref(), w))),
        progress.beyond.as_ref().map(|beyond| (w.goals.beyond)(&format::count(beyond.records, w.lang), beyond.records)),
        goal.made_by.as_ref().map(|_| w.goals.by_target.to_owned()),
    ];
    let said = said.into_iter().flatten().map(|text| view! { <p class="text-pretty">{text}</p> }).collect_view();
    let left_over = not_converted(&progress.not_converted, true);
    let history = history(&goal, w);
    let goal = Arc::new(goal);
    let buttons = goal.may_change.then(|| {
        let (edited, doomed) = (Arc::clone(&goal), Arc::clone(&goal));
        view! {
            <div class="-my-1 -mr-2 flex shrink-0">
                <IconButton icon=Icon::Pencil label=w.goals.change on_press=move || desk.edit(Editing::Change(Arc::clone(&edited))) />
                <IconButton icon=Icon::Trash2 label=w.goals.delete on_press=move || {
                    desk.doom(Doomed { id: doomed.id.clone(), version: doomed.version, is_target: false });
                } />
            </div>
        }
    });
    view! {
        <div class="mt-auto flex items-end gap-2 text-12 text-muted">
            <div class="min-w-0 flex-1">{said} {left_over}</div>
            <div class="-my-1">{history}</div>
            {buttons}
        </div>
    }
    .into_any()
}
