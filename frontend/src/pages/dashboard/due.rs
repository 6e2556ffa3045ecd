//! What is to be done next: planned activities that are over their day, due today or within a week.

use crate::{
    components::{Icon, answered::Panel, note::Note},
    format,
    pages::account::{page_of_deal, touch},
    route::Page,
    words::Words,
};
use leptos::prelude::*;
use shared::dashboard::{DueActivities, Overview};

pub fn panel(overview: &Overview, w: &'static Words) -> AnyView {
    let due = &overview.due;
    let list = match due.rows.is_empty() {
        true => view! { <Note icon=Icon::CircleCheck title=w.numbers.no_due /> }.into_any(),
        false => rows(due, w),
    };
    view! { <Panel title=w.numbers.due aside=counts(due, w)>{list}</Panel> }.into_any()
}

fn counts(due: &DueActivities, w: &'static Words) -> AnyView {
    let count = |name: &'static str, number: u64, tone: &'static str, say: fn(&str) -> String| {
        (number > 0).then(|| {
            let text = say(&format::count(number, w.lang));
            view! { <span class=format!("figures whitespace-nowrap {tone}") data-due=name>{text}</span> }
        })
    };
    view! {
        <span class="flex flex-wrap justify-end gap-x-3 text-12 font-medium">
            {count("overdue", due.overdue, "text-negative", w.numbers.due_overdue)}
            {count("today", due.today, "", w.numbers.due_today)}
            {count("soon", due.soon, "text-muted", w.numbers.due_soon)}
        </span>
    }
    .into_any()
}

fn page_of(id: &str) -> Option<String> {
    page_of_deal(id).or_else(|| id.starts_with("odoo_account_").then(|| Page::Account(id).path()))
}

fn rows(due: &DueActivities, w: &'static Words) -> AnyView {
    let shown = u64::try_from(due.rows.len()).unwrap_or_default();
    let left = (due.overdue + due.today + due.soon).saturating_sub(shown);
    let more = (left > 0).then(|| {
        let text = (w.numbers.due_more)(&format::count(left, w.lang));
        view! { <p class="figures px-5 py-2 text-12 text-muted">{text}</p> }
    });
    view! {
        <div class="max-h-112 overflow-y-auto focus-inset" tabindex="0" role="group" aria-label=w.numbers.due>
            <ol>{due.rows.iter().map(|row| touch(row, page_of, w)).collect_view()}</ol>
            {more}
        </div>
    }
    .into_any()
}
