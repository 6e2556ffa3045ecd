//! The reader's own goals of this month, each with its bar, in one row; nothing where there are none.

use crate::{
    api::Goals,
    components::button::Button,
    pages::goals::look,
    route::Page,
    state::asked::{Answer, Asked},
    words::Words,
};
use leptos::prelude::*;
use shared::goals::Goal;

pub fn row(goals: Asked<Goals>, w: &'static Words) -> AnyView {
    let drawn = move || {
        match goals.answer.get() {
        Answer::Waiting => None,
        Answer::Failed(_) => Some(
            view! {
                <p role="alert" class="flex items-center gap-2 text-13 text-muted">
                    {w.goals.failed} <Button label=w.failure.retry on_press=move || goals.again() />
                </p>
            }
            .into_any(),
        ),
        Answer::Here(list) if list.board.items.is_empty() => None,
        Answer::Here(list) => Some(
            view! {
                <section aria-label=w.goals.title class="shrink-0 overflow-x-auto rounded-card border border-line bg-panel">
                    <ul class="flex">{list.board.items.iter().map(|goal| item(goal, w)).collect_view()}</ul>
                </section>
            }
            .into_any(),
        ),
    }
    };
    drawn.into_any()
}

fn item(goal: &Goal, w: &'static Words) -> AnyView {
    let (progress, currency) = (&goal.progress, goal.currency.as_deref());
    let actual = progress.actual.map_or_else(|| "–".to_owned(), |actual| look::value(goal.metric, actual, currency, w));
    let title = look::title(goal, w);
    view! {
        <li class="min-w-60 flex-1" data-own-goal=goal.id.clone()>
            <a href=Page::Goals.with("assignee=me") class="flex flex-col gap-1 px-4 py-2.5 focus-inset hover:bg-hover">
                <span class="flex items-baseline gap-2">
                    <span dir="auto" class="min-w-0 flex-1 truncate text-left text-12 text-muted" title=title.clone()>{title.clone()}</span>
                    {look::chip(progress.status, w)}
                </span>
                <span class="truncate text-12 text-muted">
                    <span class="figures text-13 font-semibold text-ink">{actual}</span> " "
                    {look::of_target(goal.metric, goal.target, currency, w)}
                </span>
                {look::bar(progress, goal.target)}
            </a>
        </li>
    }
    .into_any()
}
