//! One run as a row that opens to what it did, kind by kind, and what it complained about.

use super::{History, changed::Changed};
use crate::{
    components::Icon,
    dom, format,
    route::{Page, Query},
    state::session::{may, use_me},
    words::{Words, words},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    auth::Permission,
    sync::{EntityCounts, RunState, SyncRun},
};

/// Parameter of the address: the run that is open.
const RUN: &str = "run";
const COLUMNS: &str = "10";

fn sum(run: &SyncRun, of: impl Fn(&EntityCounts) -> u64) -> u64 {
    run.entities.iter().map(of).fold(0, u64::saturating_add)
}

fn look(state: RunState) -> (Icon, &'static str) {
    match state {
        RunState::InProgress => (Icon::RefreshCw, "text-accent"),
        RunState::Success => (Icon::CircleCheck, "text-positive"),
        RunState::Partial => (Icon::TriangleAlert, "text-warning"),
        RunState::Failed => (Icon::CircleX, "text-negative"),
    }
}

#[component]
pub fn RunRow(history: History, id: String) -> impl IntoView {
    let run = {
        let id = id.clone();
        Memo::new(move |_| history.items.with(|runs| runs.iter().find(|run| run.id == id).cloned()))
    };
    let search = use_location().search;
    let own = id.clone();
    let open = Memo::new(move |_| Query::parse(&search.get()).get(RUN) == Some(own.as_str()));
    let navigate = use_navigate();
    let toggle = Callback::new({
        let navigate = StoredValue::new_local(navigate);
        move |()| {
            let value = (!open.get_untracked()).then_some(id.as_str());
            let query = Query::parse(&search.get_untracked()).with(RUN, value).text();
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate(&Page::SyncRuns.with(&query), options));
        }
    });
    view! {
        {move || run.get().map(|run| row(&run, open, toggle))}
        {move || open.get().then(|| run.get().map(|run| details(&run)))}
    }
}

fn row(run: &SyncRun, open: Memo<bool>, toggle: Callback<()>) -> impl IntoView + use<> {
    let w = words();
    let offset = dom::utc_offset_minutes(run.started_at.timestamp_millis());
    let (icon, tone) = look(run.state);
    let took = run.finished_at.map_or_else(|| "–".to_owned(), |end| format::span(end - run.started_at, w));
    let counted = !run.entities.is_empty();
    let number = move |value: u64, warn: bool, class: &'static str| {
        let ink = match (value, warn) {
            (0, _) => "text-faint",
            (_, true) => "text-warning font-medium",
            (_, false) => "text-ink",
        };
        // A run that came to nothing counted nothing.
        let text = if counted { format::count(value, w.lang) } else { "–".to_owned() };
        view! { <td class=format!("figures h-10 border-b border-line px-3 text-right max-md:hidden {ink} {class}")>{text}</td> }
    };
    view! {
        <tr class="cursor-pointer hover:bg-hover" class=("bg-hover", open) on:click=move |_| toggle.run(())>
            <th scope="row" class="h-10 border-b border-line pr-3 pl-4 text-left font-normal">
                <button
                    type="button"
                    class="figures flex items-center gap-1.5 rounded-control"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |event| {
                        event.stop_propagation();
                        toggle.run(());
                    }
                >
                    <span class="inline-flex transition-transform" class=("rotate-90", open)>{Icon::ChevronRight.sized("size-3.5 text-faint")}</span>
                    {format::moment(run.started_at, offset, w)}
                </button>
            </th>
            <td class="h-10 border-b border-line px-3">
                <span class=format!("flex items-center gap-1.5 whitespace-nowrap {tone}")>{icon.sized("size-3.5 shrink-0")} {(w.sync.state)(run.state)}</span>
            </td>
            <td class="h-10 border-b border-line px-3 text-muted max-md:hidden">{(w.sync.mode)(run.mode)}</td>
            <td class="figures h-10 border-b border-line px-3 text-right text-muted max-md:hidden">{took}</td>
            {number(sum(run, |counts| counts.read), false, "")}
            {number(sum(run, |counts| counts.inserted + counts.revived), false, "")}
            {number(sum(run, |counts| counts.updated), false, "")}
            {number(sum(run, |counts| counts.deleted), false, "")}
            {number(sum(run, |counts| counts.held), true, "")}
            {number(sum(run, |counts| counts.rejected), true, "pr-4")}
        </tr>
    }
}

fn details(run: &SyncRun) -> impl IntoView + use<> {
    let w = words();
    let errors: Vec<_> = run
        .errors
        .iter()
        .map(|error| {
            view! {
                <li class="flex flex-wrap gap-x-2">
                    <span class="font-medium">{(w.sync.error)(error.code)}</span>
                    {error.entity.map(|entity| view! { <span>{(w.sync.entity)(entity)}</span> })}
                    <span class="text-muted">{error.message.clone()}</span>
                </li>
            }
        })
        .collect();
    let has_errors = !errors.is_empty();
    let explored = may(&use_me(), Permission::ManageSync) && run.finished_at.is_some();
    let generation = run
        .generation
        .map_or_else(|| w.sync.unchanged.to_owned(), |generation| (w.sync.generation)(&generation.to_string()));
    view! {
        <tr>
            <td colspan=COLUMNS class="border-b border-line bg-panel px-4 py-3 md:pl-10">
                // As wide as the table is without it.
                <div class="w-0 min-w-full">
                    <p class="mb-2 text-12 text-muted">{generation} " · " <span class="select-all">{run.id.clone()}</span></p>
                    {has_errors.then(|| view! { <ul class="mb-3 flex flex-col gap-1">{errors}</ul> })}
                    {kinds(&run.entities, w)}
                    {issues(&run.entities, w)}
                    {deletions(&run.entities, w)}
                    {explored.then(|| view! { <Changed run=run.id.clone() /> })}
                </div>
            </td>
        </tr>
    }
}

fn kinds(entities: &[EntityCounts], w: &'static Words) -> impl IntoView + use<> {
    let number = move |value: u64| {
        let class = if value == 0 { "figures py-1 pl-6 text-right text-faint" } else { "figures py-1 pl-6 text-right" };
        view! { <td class=class>{format::count(value, w.lang)}</td> }
    };
    let heads: Vec<_> = [
        w.sync.read,
        w.sync.new,
        w.sync.changed,
        w.sync.unchanged_short,
        w.sync.deleted,
        w.sync.held_short,
        w.sync.left_out,
    ]
    .into_iter()
    .map(|head| view! { <th scope="col" class="pb-1 pl-6 text-right text-12 font-medium text-muted">{head}</th> })
    .collect();
    let rows: Vec<_> = entities
        .iter()
        .map(|counts| {
            view! {
                <tr>
                    <th scope="row" class="py-1 text-left font-normal first-letter:uppercase">{(w.sync.entity)(counts.entity)}</th>
                    {number(counts.read)}
                    {number(counts.inserted + counts.revived)}
                    {number(counts.updated)}
                    {number(counts.unchanged)}
                    {number(counts.deleted)}
                    {number(counts.held)}
                    {number(counts.rejected)}
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="focus-inset overflow-x-auto" tabindex="0" role="group" aria-label=w.sync.kind>
                <table class="text-13">
                    <thead><tr><th scope="col" class="pb-1 text-left text-12 font-medium text-muted">{w.sync.kind}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    })
}

/// Why records were deleted.
fn deletions(entities: &[EntityCounts], w: &'static Words) -> impl IntoView + use<> {
    let lines: Vec<_> = entities
        .iter()
        .flat_map(|counts| &counts.deletions)
        .map(|deleted| {
            view! {
                <li class="flex flex-wrap gap-x-2">
                    <span class="figures text-muted">{deleted.record.clone()}</span>
                    {deleted.name.clone().map(|name| view! { <span dir="auto">{name}</span> })}
                    <span class="text-muted">{deleted.reason.clone()}</span>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h2 class="mt-3 mb-1 text-12 font-medium text-muted">{w.sync.deleted}</h2>
            <ul class="flex flex-col gap-0.5 text-12">{lines}</ul>
        }
    })
}

fn issues(entities: &[EntityCounts], w: &'static Words) -> impl IntoView + use<> {
    let lines: Vec<_> = entities
        .iter()
        .flat_map(|counts| &counts.issues)
        .map(|issue| {
            let what = if issue.rejected { w.sync.left_out } else { w.sync.without_value };
            view! {
                <li class="flex flex-wrap gap-x-2">
                    <span class="figures text-muted">{issue.record.clone()}</span>
                    <span>{issue.message.clone()}</span>
                    <span class="text-warning">{what}</span>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h2 class="mt-3 mb-1 text-12 font-medium text-muted">{w.sync.issues}</h2>
            <ul class="flex flex-col gap-0.5 text-12">{lines}</ul>
        }
    })
}
