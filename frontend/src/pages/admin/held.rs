//! Deletions that wait for an admin: chosen one by one or a whole run at once, then deleted here too or kept.

use super::{
    AdminPage, record_link,
    table::{CELL, Chosen, HEAD, LINE_CELL, More, Tick, listed},
    when,
};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::{Button, Weight},
        confirm::Confirm,
        note::{Note, explain},
        outside::outside_link,
    },
    format,
    route::{Page, Query},
    state::{
        paged::{Paged, Piece},
        session::use_client,
        sync::use_sync,
    },
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    auth::Permission,
    explorer::{HeldDecided, HeldDecision, HeldRecord},
};
use std::collections::BTreeSet;

#[component]
pub fn HeldPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.held need=Permission::ManageSync><Held /></AdminPage> }
}

/// What the question in the dialog is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Plan {
    release: bool,
    decision: HeldDecision,
    /// Absent while it is being found out.
    count: Option<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Desk {
    list: Paged<HeldRecord>,
    chosen: Chosen,
    plan: RwSignal<Option<Plan>>,
    asking: RwSignal<bool>,
    busy: RwSignal<bool>,
    said: RwSignal<Option<Result<(bool, HeldDecided), ApiError>>>,
}

/// Runs in the list's order, each with its records.
fn by_run(records: &[HeldRecord]) -> Vec<(String, Vec<HeldRecord>)> {
    let mut runs: Vec<(String, Vec<HeldRecord>)> = Vec::new();
    for record in records {
        match runs.iter_mut().find(|(run, _)| *run == record.run) {
            Some((_, records)) => records.push(record.clone()),
            None => runs.push((record.run.clone(), vec![record.clone()])),
        }
    }
    runs
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[component]
fn Held() -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let waiting = Memo::new(move |_| {
        sync.status().map(|status| {
            (status.generation, status.held_deletions.clone(), status.last_run.as_ref().map(|run| run.id.clone()))
        })
    });
    let list = Paged::start(
        move |cursor, line| async move {
            let page = client.held(cursor.as_deref(), &line).await?;
            Ok(Piece { items: page.items, total: Some(page.total), next_cursor: page.next_cursor })
        },
        move || waiting.get(),
    );
    let desk = Desk {
        list,
        chosen: Chosen::new(),
        plan: RwSignal::new(None),
        asking: RwSignal::new(false),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
    };
    Effect::new(move |_| {
        let there: BTreeSet<_> = list.items.with(|items| items.iter().map(|record| record.id.clone()).collect());
        desk.chosen.keep(&there);
    });
    let is_empty = Memo::new(move |_| list.items.with(Vec::is_empty));
    view! {
        <Bar desk />
        {listed(list, w.admin.no_list, move || {
            if is_empty.get() {
                return view! { <Note icon=Icon::CircleCheck title=w.admin.no_held text=w.admin.no_held_why /> }.into_any();
            }
            view! { <Runs desk /> }.into_any()
        })}
        <Question desk />
    }
}

/// What waits and what is chosen, with what can be done about it.
#[component]
fn Bar(desk: Desk) -> impl IntoView {
    let w = words();
    let count = Memo::new(move |_| desk.chosen.count());
    let decide = move |release| {
        let records: Vec<_> = desk.chosen.0.get_untracked().into_iter().collect();
        let count = Some(number(records.len()));
        let decision = HeldDecision { records: Some(records), run: None };
        desk.plan.set(Some(Plan { release, decision, count }));
        desk.asking.set(true);
    };
    let none = Signal::derive(move || count.get() == 0 || desk.busy.get());
    let empty = Memo::new(move |_| desk.list.items.with(Vec::is_empty));
    view! {
        <div
            class="flex min-h-12 shrink-0 flex-wrap items-center gap-3 px-4 py-2"
            class:hidden=move || empty.get() && desk.said.with(Option::is_none)
        >
            <p class="min-w-0 flex-1 basis-60 text-13 max-md:basis-full text-muted text-pretty">
                {move || desk.list.total.get().filter(|total| *total > 0).map(|total| (w.admin.held_total)(&format::count(total, w.lang), total))}
            </p>
            <p role="status" class="text-13 empty:-mr-3">
                {move || desk.said.get().map(|said| match said {
                    Ok((release, decided)) => {
                        let count = format::count(decided.records, w.lang);
                        let text = if release { (w.admin.released)(&count, decided.records) } else { (w.admin.rejected)(&count, decided.records) };
                        view! { <span class="text-positive">{text}</span> }.into_any()
                    }
                    Err(error) => view! { <span class="text-negative">{explain(&error, w)}</span> }.into_any(),
                })}
            </p>
            {move || (count.get() > 0).then(|| view! { <span class="figures text-13 font-medium">{(w.admin.selected)(&format::count(number(count.get()), w.lang))}</span> })}
            {move || (!empty.get()).then(|| view! {
                <Button label=w.admin.reject disabled=none on_press=move || decide(false) />
                <Button weight=Weight::Danger icon=Icon::Trash2 label=w.admin.release disabled=none on_press=move || decide(true) />
            })}
        </div>
    }
}

#[component]
fn Runs(desk: Desk) -> impl IntoView {
    let w = words();
    let runs = Memo::new(move |_| desk.list.items.with(|items| by_run(items)));
    view! {
        <div class="min-h-0 flex-1 overflow-auto" tabindex="0" role="region" aria-label=w.admin.held>
            <table class="w-full border-separate border-spacing-0 text-13">
                <thead>
                    <tr>
                        <th scope="col" class=format!("{HEAD} w-10 pl-4")><span class="sr-only">{w.admin.select}</span></th>
                        <th scope="col" class=HEAD>{w.admin.record}</th>
                        <th scope="col" class=format!("{HEAD} max-md:hidden")>{w.sync.kind}</th>
                        <th scope="col" class=format!("{HEAD} max-lg:hidden")>{w.admin.since}</th>
                        <th scope="col" class=format!("{HEAD} max-md:hidden")>{w.admin.reason}</th>
                        <th scope="col" class=format!("{HEAD} pr-4")><span class="sr-only">"Odoo"</span></th>
                    </tr>
                </thead>
                {move || runs.get().into_iter().map(|(run, records)| group(desk, &run, &records, w)).collect_view()}
            </table>
            <More paged=desk.list label=w.admin.more />
        </div>
    }
}

fn group(desk: Desk, run: &str, records: &[HeldRecord], w: &'static Words) -> impl IntoView + use<> {
    let client = use_client();
    let ids: Vec<_> = records.iter().map(|record| record.id.clone()).collect();
    let (these, all) = (ids.clone(), ids.clone());
    let whole = Signal::derive(move || these.iter().all(|id| desk.chosen.has(id)));
    let since = records.iter().map(|record| record.since).min().map(|at| when(at, w)).unwrap_or_default();
    let title = (w.admin.of_run)(&since);
    let path = Page::SyncRuns.with(&Query::default().with("run", Some(run)).text());
    let decide = {
        let run = run.to_owned();
        move |release| {
            let decision = HeldDecision { records: None, run: Some(run.clone()) };
            desk.plan.set(Some(Plan { release, decision, count: None }));
            desk.asking.set(true);
            // The list may show only a part of the run.
            let run = run.clone();
            spawn_local(async move {
                match client.sync_run(&run, &crate::api::Line::unbroken()).await {
                    Ok(detail) => {
                        desk.plan.try_update(|plan| {
                            if let Some(plan) = plan {
                                plan.count = Some(detail.held);
                            }
                        });
                    }
                    Err(error) => {
                        desk.asking.try_set(false);
                        desk.said.try_set(Some(Err(error)));
                    }
                }
            });
        }
    };
    let reject = decide.clone();
    let rows: Vec<_> = records.iter().map(|record| row(desk, record, w)).collect();
    view! {
        <tbody data-run=run.to_owned()>
            <tr class="bg-panel">
                <td class=format!("{LINE_CELL} pl-4")>
                    <Tick label=title.clone() on=whole on_change=move |on| desk.chosen.set(all.iter().cloned(), on) />
                </td>
                <th scope="rowgroup" colspan="5" class="border-b border-line py-1.5 pr-4 pl-3 text-left font-normal">
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                        <a href=path class="min-w-0 flex-1 basis-48 rounded-control text-13 font-medium hover:text-accent hover:underline">{title}</a>
                        <Button weight=Weight::Quiet label=w.admin.reject_run disabled=desk.busy on_press=move || reject(false) />
                        <Button weight=Weight::Quiet label=w.admin.release_run disabled=desk.busy on_press=move || decide(true) />
                    </div>
                </th>
            </tr>
            {rows}
        </tbody>
    }
}

fn row(desk: Desk, record: &HeldRecord, w: &'static Words) -> impl IntoView + use<> {
    let id = record.id.clone();
    let (ticked, ticking) = (id.clone(), id.clone());
    let name = record.name.clone().unwrap_or_else(|| record.record.clone());
    view! {
        <tr class="hover:bg-hover" data-held=id.clone()>
            <td class=format!("{CELL} pl-4")>
                <Tick
                    label=name
                    on=Signal::derive(move || desk.chosen.has(&ticked))
                    on_change=move |on| desk.chosen.set([ticking.clone()], on)
                />
            </td>
            <th scope="row" class=format!("{CELL} w-1/2 text-left font-normal max-md:w-full max-md:max-w-0")>
                {record_link(&id, record.name.as_deref(), &record.record)}
                <span class="figures block text-12 text-muted">{record.record.clone()}</span>
                {record.verdict.map(|verdict| view! { <span class="block text-12 text-warning">{(w.admin.verdict)(verdict)}</span> })}
            </th>
            <td class=format!("{CELL} text-muted first-letter:uppercase max-md:hidden")>{(w.sync.entity)(record.entity)}</td>
            <td class=format!("{CELL} figures text-muted max-lg:hidden")>{when(record.since, w)}</td>
            <td class=format!("{CELL} text-pretty text-muted max-md:hidden")>{record.reason.clone()}</td>
            <td class=format!("{CELL} pr-4 text-right")>{record.odoo_url.as_deref().and_then(|url| outside_link(url, "Odoo"))}</td>
        </tr>
    }
}

#[component]
fn Question(desk: Desk) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let plan = desk.plan;
    let count = Signal::derive(move || plan.with(|plan| plan.as_ref().and_then(|plan| plan.count)));
    let shown = move || count.get().map_or_else(|| "…".to_owned(), |count| format::count(count, w.lang));
    let release = Signal::derive(move || plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.release)));
    let title = Signal::derive(move || {
        let ask = if release.get() { w.admin.release_title } else { w.admin.reject_title };
        ask(&shown(), count.get().unwrap_or(2))
    });
    let text =
        Signal::derive(move || if release.get() { w.admin.release_text } else { w.admin.reject_text }.to_owned());
    let action = Signal::derive(move || {
        let ask = if release.get() { w.admin.release_do } else { w.admin.reject_do };
        ask(&shown())
    });
    let confirm = move || {
        let Some(Plan { release, decision, .. }) = plan.get_untracked() else { return };
        desk.busy.set(true);
        desk.said.set(None);
        spawn_local(async move {
            let answer = client.decide_held(release, &decision).await;
            desk.busy.try_set(false);
            if answer.is_ok() {
                desk.chosen.0.try_set(BTreeSet::new());
            }
            desk.said.try_set(Some(answer.map(|decided| (release, decided))));
            desk.list.reload();
            sync.ask();
        });
    };
    view! { <Confirm open=desk.asking title text action waiting=Signal::derive(move || count.get().is_none()) on_confirm=confirm /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::EntityType;

    fn record(id: &str, run: &str) -> HeldRecord {
        HeldRecord {
            id: id.to_owned(),
            entity: EntityType::Opportunity,
            name: None,
            record: String::new(),
            since: chrono::DateTime::UNIX_EPOCH,
            reason: String::new(),
            run: run.to_owned(),
            odoo_url: None,
            verdict: None,
            decided_at: None,
        }
    }

    #[test]
    fn records_stand_under_the_run_that_held_them() {
        let runs = by_run(&[record("a", "r2"), record("b", "r1"), record("c", "r2")]);
        let shape: Vec<_> = runs
            .iter()
            .map(|(run, records)| (run.as_str(), records.iter().map(|record| record.id.as_str()).collect::<Vec<_>>()))
            .collect();
        assert_eq!(shape, [("r2", vec!["a", "c"]), ("r1", vec!["b"])]);
    }
}
