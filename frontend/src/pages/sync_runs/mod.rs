//! What the sync did, run by run, for admins: counts, issues, and deletions that wait for a decision.

mod history;
mod run;

use crate::{
    components::{
        Icon,
        button::{Button, Weight},
        note::{Failed, Note, explain},
        skeleton::bone,
    },
    dom, format,
    frame::TopBar,
    state::{
        session::{may, use_me},
        sync::use_sync,
    },
    words::words,
};
use history::{History, Phase};
use leptos::prelude::*;
use run::RunRow;
use shared::{auth::Permission, sync::Indicator};

#[component]
pub fn SyncRunsPage() -> impl IntoView {
    let w = words();
    let me = use_me();
    if !may(&me, Permission::ReadSyncHistory) {
        return view! {
            <TopBar title=w.frame.sync_runs />
            <main id="main" tabindex="-1" class="min-h-0 flex-1"><Note icon=Icon::Lock title=w.failure.admins_only text=w.failure.admins_only_why /></main>
        }
        .into_any();
    }
    let sync = use_sync();
    let history = History::start(sync);
    let start = may(&me, Permission::TriggerSync);
    let running = Signal::derive(move || sync.status().is_some_and(|status| status.indicator == Indicator::Syncing));
    let busy = Signal::derive(move || running.get() || sync.starting.get());
    view! {
        <TopBar title=w.frame.sync_runs />
        <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col">
            <div class="flex min-h-12 shrink-0 items-center gap-3 px-4 py-2">
                <p class="min-w-0 flex-1 text-13 text-muted text-pretty">{move || sync.status().map(|status| (w.sync.every)(status.interval_minutes))}</p>
                <p role="status" class="text-12 text-negative">{move || sync.refused.get().map(|error| explain(&error, w))}</p>
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
            {move || match history.phase.get() {
                Phase::Waiting => skeleton().into_any(),
                Phase::Failed(error) => view! { <Failed title=w.sync.no_history error on_retry=move || history.reload() /> }.into_any(),
                Phase::Ready | Phase::More | Phase::MoreFailed(_) => view! { <Table history /> }.into_any(),
            }}
        </main>
    }
    .into_any()
}

#[component]
fn Table(history: History) -> impl IntoView {
    let w = words();
    let ids = Memo::new(move |_| history.runs.with(|runs| runs.iter().map(|run| run.id.clone()).collect::<Vec<_>>()));
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
                {move || history.has_more().then(|| view! {
                    <div class="flex items-center justify-center gap-3 py-4">
                        {move || match history.phase.get() {
                            Phase::MoreFailed(error) => Some(view! { <span role="alert" class="text-13 text-negative">{explain(&error, w)}</span> }),
                            _ => None,
                        }}
                        <Button label=w.sync.older disabled=Signal::derive(move || history.phase.get() == Phase::More) on_press=move || history.more() />
                    </div>
                })}
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
                let since = format::moment(held.since, dom::utc_offset_minutes(held.since.timestamp_millis()), w);
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
                </div>
            </section>
        })
    }
}

fn skeleton() -> impl IntoView {
    let w = words();
    view! {
        <div class="pulse min-h-0 flex-1 overflow-hidden px-4" role="status" aria-busy="true" aria-label=w.frame.loading>
            {(0..12)
                .map(|_| view! {
                    <div class="flex h-10 items-center gap-10 border-b border-line">
                        {bone("h-3 w-32")} {bone("h-3 w-20")} <span class="flex-1"></span> {bone("h-3 w-12")} {bone("h-3 w-12")} {bone("h-3 w-12")}
                    </div>
                })
                .collect_view()}
        </div>
    }
}
