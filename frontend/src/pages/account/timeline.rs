//! What is planned and what was done with an account, and which kinds of it are shown.

use super::listed::Listed;
use crate::{
    api::{Part, PartRow, Whole},
    components::Icon,
    dom, format,
    listing::version,
    route::Page,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::around::{TimelineRow, TouchKind};

fn icon(kind: TouchKind) -> Icon {
    match kind {
        TouchKind::Planned => Icon::Hourglass,
        TouchKind::Activity => Icon::CircleCheck,
        TouchKind::EmailIn => Icon::Mail,
        TouchKind::EmailOut => Icon::ArrowRight,
        TouchKind::Comment => Icon::Pencil,
        TouchKind::Meeting => Icon::Users,
    }
}

pub fn activities(account: String) -> AnyView {
    let w = words();
    let kind = RwSignal::new(None);
    let listed = Listed::start(account, Signal::derive(move || Part::Activities(kind.get())));
    let content = move || {
        view! {
            <ol aria-label=w.around.activities>
                <For each=move || listed.rows.items.get() key=version let:row>
                    {match &*row {
                        PartRow::Touch(row) => touch(row, page_of_deal, w),
                        _ => ().into_any(),
                    }}
                </For>
            </ol>
        }
        .into_any()
    };
    view! {
        {kinds(listed, kind, w)}
        {listed.view((w.around.no_activities, w.around.no_activities_why), content)}
    }
    .into_any()
}

/// Only kinds that there is something of; nothing to choose from where that is one.
fn kinds(listed: Listed, chosen: RwSignal<Option<TouchKind>>, w: &'static Words) -> AnyView {
    let known = Memo::new(move |_| match listed.whole.get() {
        Some(Whole::Kinds(kinds)) => kinds,
        _ => Vec::new(),
    });
    let chip = move |kind: Option<TouchKind>, count: u64| {
        let label = kind.map_or(w.around.all_kinds, w.around.kind);
        view! {
            <button
                type="button"
                aria-pressed=move || (chosen.get() == kind).to_string()
                class="flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-line px-2.5 text-12 text-muted hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-ink"
                on:click=move |_| chosen.set(kind)
            >
                {label} <span class="figures text-muted">{format::count(count, w.lang)}</span>
            </button>
        }
        .into_any()
    };
    (move || {
        let kinds = known.get();
        (kinds.len() > 1).then(|| {
            let all = kinds.iter().map(|kind| kind.count).sum();
            view! {
                <div role="group" aria-label=w.around.activities class="flex flex-wrap gap-2 border-b border-line px-5 py-2">
                    {chip(None, all)} {kinds.iter().map(|kind| chip(Some(kind.kind), kind.count)).collect_view()}
                </div>
            }
        })
    })
    .into_any()
}

/// Of a deal; the account is where this stands.
pub fn page_of_deal(id: &str) -> Option<String> {
    id.starts_with("odoo_opportunity_").then(|| Page::Opportunity(id).path())
}

/// `page_of`: where the record is that it hangs on.
pub fn touch(row: &TimelineRow, page_of: fn(&str) -> Option<String>, w: &'static Words) -> AnyView {
    let offset = |at: chrono::DateTime<chrono::Utc>| dom::utc_offset_minutes(at.timestamp_millis());
    let when = match (row.due_on, row.at) {
        (Some(day), _) if row.is_overdue => (w.around.overdue_since)(&format::day(day, w)),
        (Some(day), _) => (w.around.due_on)(&format::day(day, w)),
        (None, Some(at)) => format::moment(at, offset(at), w),
        (None, None) => String::new(),
    };
    let kind =
        row.activity_type.as_ref().map_or_else(|| (w.around.kind)(row.kind).to_owned(), |kind| kind.name.clone());
    let title = row.title.clone().or_else(|| row.excerpt.clone()).unwrap_or_else(|| w.around.untitled.to_owned());
    let excerpt = row.excerpt.clone().filter(|_| row.title.is_some());
    let on = row.on.as_ref().map(|on| match page_of(&on.id) {
        Some(path) => {
            view! { " · " <a href=path dir="auto" class="rounded-control text-accent underline">{on.name.clone()}</a> }
                .into_any()
        }
        None => view! { " · " <span dir="auto">{on.name.clone()}</span> }.into_any(),
    });
    let who = row.who.clone().map(|who| format!(" · {who}"));
    let tone = if row.is_overdue { "text-negative" } else { "text-muted" };
    view! {
        <li class="flex gap-3 border-b border-line px-5 py-2.5" data-touch=row.id.clone() data-kind=crate::api::name_of(row.kind)>
            <span class=format!("mt-0.5 inline-flex {tone}")>{icon(row.kind).small()}</span>
            <div class="min-w-0 flex-1">
                <p dir="auto" class="truncate text-left text-13 font-medium" title=title.clone()>{title.clone()}</p>
                {excerpt.map(|text| view! { <p dir="auto" class="truncate text-left text-12 text-muted">{text}</p> })}
                <p class="truncate text-12 text-muted">{kind} {who} {on}</p>
            </div>
            <span class=format!("figures shrink-0 text-12 {tone}")>{when}</span>
        </li>
    }
    .into_any()
}
