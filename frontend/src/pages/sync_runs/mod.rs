//! What the sync did, run by run, for admins: counts, issues, changed records, and deletions that wait for a decision.

mod changed;
mod run;

use crate::{
    components::{
        Icon,
        button::{Button, Weight},
        note::{Note, explain},
    },
    format,
    pages::admin::{AdminPage, More, listed, when},
    route::Page,
    state::{
        paged::{Paged, Piece},
        session::{may, use_client, use_me},
        sync::use_sync,
    },
    words::words,
};
use leptos::prelude::*;
use run::RunRow;
use shared::{
    auth::Permission,
    sync::{Indicator, SyncRun},
};

/// The runs as far as they are loaded.
pub type History = Paged<SyncRun>;

#[component]
pub fn SyncRunsPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.frame.sync_runs need=Permission::ReadSyncHistory><Runs /></AdminPage> }
}

#[component]
fn Runs() -> impl IntoView {
    let w = words();
    let sync = use_sync();
    let client = use_client();
    let last = Memo::new(move |_| {
        sync.status().and_then(|status| status.last_run.as_ref().map(|run| (run.id.clone(), run.state)))
    });
    let history = Paged::start(
        move |cursor, line| async move {
            let page = client.sync_history(cursor.as_deref(), &line).await?;
            Ok(Piece { items: page.items, total: None, next_cursor: page.next_cursor })
        },
        move || last.get(),
    );
    let start = may(&use_me(), Permission::TriggerSync);
    let running = Signal::derive(move || sync.status().is_some_and(|status| status.indicator == Indicator::Syncing));
    let busy = Signal::derive(move || running.get() || sync.starting.get());
    view! {
        <div class="flex min-h-12 shrink-0 flex-wrap items-center gap-3 px-4 py-2">
            <p class="min-w-0 flex-1 basis-48 text-13 text-muted text-pretty max-md:basis-full">{move || sync.status().map(|status| (w.sync.every)(status.interval_minutes))}</p>
            <p role="status" class="text-12 text-negative empty:-mr-3">{move || sync.refused.get().map(|error| explain(&error, w))}</p>
            {start.then(|| view! {
                <Button label=w.sync.now_full disabled=busy on_press=move || sync.sync_now(true) />
                <Button
                    weight=Weight::Primary
                    icon=Icon::RefreshCw
                    label=Signal::derive(move || if running.get() { w.sync.syncing } else { w.sync.now }.to_owned())
                    disabled=busy
                    on_press=move || sync.sync_now(false)
                />
            })}
        </div>
        <Held />
        {listed(history, w.sync.no_history, move || view! { <Table history /> }.into_any())}
    }
}

#[component]
fn Table(history: History) -> impl IntoView {
    let w = words();
    let ids = Memo::new(move |_| history.items.with(|runs| runs.iter().map(|run| run.id.clone()).collect::<Vec<_>>()));
    let head = "border-b border-line bg-page px-3 py-2 text-left text-12 font-medium text-muted";
    let figure = "border-b border-line bg-page px-3 py-2 text-right text-12 font-medium text-muted max-md:hidden";
    move || {
        if ids.with(Vec::is_empty) {
            return view! { <Note icon=Icon::History title=w.sync.no_runs text=w.sync.no_runs_why /> }.into_any();
        }
        view! {
            <div class="min-h-0 flex-1 overflow-auto" tabindex="0" role="region" aria-label=w.frame.sync_runs>
                <table class="w-full border-separate border-spacing-0 text-13">
                    <thead class="sticky top-0 z-10">
                        <tr>
                            <th scope="col" class=format!("{head} pl-4")>{w.sync.started}</th>
                            <th scope="col" class=head>{w.sync.result}</th>
                            <th scope="col" class=format!("{head} max-md:hidden")>{w.sync.kind_of_run}</th>
                            <th scope="col" class=figure>{w.sync.took}</th>
                            <th scope="col" class=figure>{w.sync.read}</th>
                            <th scope="col" class=figure>{w.sync.new}</th>
                            <th scope="col" class=figure>{w.sync.changed}</th>
                            <th scope="col" class=figure>{w.sync.deleted}</th>
                            <th scope="col" class=figure>{w.sync.held_short}</th>
                            <th scope="col" class=format!("{figure} pr-4")>{w.sync.left_out}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || ids.get() key=Clone::clone let:id>
                            <RunRow history id />
                        </For>
                    </tbody>
                </table>
                <More paged=history label=w.sync.older />
            </div>
        }
        .into_any()
    }
}

/// Records that are gone in Odoo and wait for an admin.
#[component]
fn Held() -> impl IntoView {
    let w = words();
    let sync = use_sync();
    move || {
        let status = sync.status().filter(|status| !status.held_deletions.is_empty())?;
        let lines: Vec<_> = status
            .held_deletions
            .iter()
            .map(|held| {
                let since = when(held.since, w);
                view! {
                    <li class="flex flex-wrap items-baseline gap-x-3">
                        <span class="font-medium">{(w.sync.held)(&format::count(held.count, w.lang), (w.sync.entity)(held.entity))}</span>
                        <span class="text-12">{(w.sync.since)(&since)} " · " {held.reason.clone()}</span>
                    </li>
                }
            })
            .collect();
        Some(view! {
            <section aria-label=w.sync.held_title class="mx-4 mb-3 flex shrink-0 gap-3 rounded-card border border-warning-line bg-warning-soft px-4 py-3 text-13 text-warning">
                {Icon::TriangleAlert.sized("mt-0.5 size-4 shrink-0")}
                <div class="min-w-0">
                    <h2 class="font-semibold">{w.sync.held_title}</h2>
                    <ul>{lines}</ul>
                    <a href=Page::Held.path() class="mt-1 inline-block rounded-control font-medium underline underline-offset-2">{w.admin.decide}</a>
                </div>
            </section>
        })
    }
}
