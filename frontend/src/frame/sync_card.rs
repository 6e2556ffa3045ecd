//! The pill that tells the data's age, and the card behind it: the last run, what it changed, what is held back.

use super::freshness::{Freshness, behind, done, freshness, how_far, tone_of};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::{Button, Weight},
        note::explain,
        popover::{Popover, Side},
        tone::{Tone, toned},
    },
    dom, format,
    route::Page,
    state::{
        session::{may, use_me},
        sync::use_sync,
        window::use_room,
    },
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    EntityType,
    auth::Permission,
    sync::{EntityCounts, HeldDeletions, Indicator, Progress, RunState, SyncRun, SyncStatus},
};
use std::sync::Arc;

/// Why nothing is known of the sync: only some failures are the connection's.
fn no_status(error: &ApiError, w: &Words) -> &'static str {
    match error {
        ApiError::Offline | ApiError::TimedOut => w.sync.no_connection,
        ApiError::Aborted | ApiError::Problem { .. } | ApiError::Unreadable { .. } => w.sync.no_status,
    }
}

#[component]
pub fn SyncPill() -> impl IntoView {
    let w = words();
    let sync = use_sync();
    let phone = use_room().phone;
    let open = RwSignal::new(false);
    let fresh = Memo::new(move |_| {
        if let Some(text) = sync.failed.with(|failed| failed.as_ref().map(|error| no_status(error, w))) {
            return Some(Freshness { tone: Tone::Bad, text: text.to_owned(), short: text.to_owned() });
        }
        let (status, now) = (sync.status()?, sync.now()?);
        Some(freshness(&status, now, dom::utc_offset_minutes(now.timestamp_millis()), w))
    });
    let trigger = move || {
        view! {
            {move || match fresh.get() {
                None => view! {
                    <span class="bone h-3 w-24" aria-hidden="true"></span>
                    <span class="sr-only">{w.sync.title}</span>
                }
                .into_any(),
                Some(Freshness { tone, text, short }) => {
                    view! {
                        {tone.mark()}
                        <span class="figures truncate">{move || if phone.get() { short.clone() } else { text.clone() }}</span>
                    }
                    .into_any()
                }
            }}
        }
        .into_any()
    };
    let trigger_class = "inline-flex h-7 max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-panel px-2.5 text-12 font-medium text-muted \
         hover:bg-hover hover:text-ink";
    view! {
        <Popover open label=w.sync.title side=Side::Right class="md:w-96" trigger=ViewFn::from(trigger) trigger_class=trigger_class.to_owned()>
            <SyncCard on_leave=move || open.set(false) />
        </Popover>
    }
}

#[component]
fn SyncCard(on_leave: impl Fn() + Clone + Send + Sync + 'static) -> impl IntoView {
    let w = words();
    let sync = use_sync();
    let me = use_me();
    let (may_start, may_read) = (may(&me, Permission::TriggerSync), may(&me, Permission::ReadSyncHistory));
    let running = Signal::derive(move || sync.status().is_some_and(|status| status.indicator == Indicator::Syncing));
    view! {
        <div class="flex items-center gap-2 border-b border-line px-4 py-3">
            <h2 class="flex-1 text-14 font-semibold">{w.sync.title}</h2>
            {may_read.then(|| view! {
                <a href=Page::SyncRuns.path() class="rounded-control text-12 font-medium text-accent hover:underline" on:click=move |_| on_leave()>
                    {w.sync.all_runs}
                </a>
            })}
        </div>
        <div class="focus-inset flex flex-col gap-3 overflow-y-auto px-4 py-3 text-13" tabindex="0" role="group" aria-label=w.sync.last_run>
            {move || sync.failed.get().map(|error| view! {
                <p role="status" class="text-negative">{no_status(&error, w)} ": " {explain(&error, w)}</p>
            })}
            {move || match sync.status() {
                None => view! { <span class="bone h-4 w-48"></span><span class="bone h-4 w-64"></span> }.into_any(),
                Some(status) => view! { <Facts status /> }.into_any(),
            }}
        </div>
        {may_start.then(|| view! {
            <div class="flex items-center gap-3 border-t border-line px-4 py-3">
                <Button
                    weight=Weight::Primary
                    icon=Icon::RefreshCw
                    label=Signal::derive(move || if running.get() { w.sync.syncing } else { w.sync.now }.to_owned())
                    disabled=Signal::derive(move || running.get() || sync.starting.get())
                    on_press=move || sync.sync_now(false)
                />
                <p role="status" class="min-w-0 flex-1 text-12 text-negative">
                    {move || sync.refused.get().map(|error| explain(&error, w))}
                </p>
            </div>
        })}
    }
}

#[component]
fn Facts(status: Arc<SyncStatus>) -> impl IntoView {
    let w = words();
    let offset = dom::utc_offset_minutes(status.now.timestamp_millis());
    let explained = match status.indicator {
        Indicator::NotConfigured => Some(w.sync.not_configured_why),
        Indicator::NeedsRefresh => Some(w.sync.refused_why),
        _ => None,
    };
    let last = status.last_success.map_or_else(|| w.sync.never.to_owned(), |at| format::moment(at, offset, w));
    let next = status
        .last_run
        .as_ref()
        .filter(|_| status.progress.is_none())
        .map(|run| run.started_at + chrono::Duration::minutes(status.interval_minutes.into()))
        .filter(|next| *next > status.now)
        .map(|next| format::clock(next, offset));
    let current = matches!(status.indicator, Indicator::Connected | Indicator::Warning | Indicator::Syncing);
    let employees = status.records.iter().find(|kind| kind.entity == EntityType::Employee).map(|kind| kind.count);
    // Of random records that are compared with Odoo each hour; for admins.
    let identical = status.drift.as_ref().and_then(|drift| drift.percent_identical.parse().ok());
    let identical = identical.map(|share| format::percent(&share, w.lang));
    view! {
        {status.progress.clone().map(|progress| view! { <Running progress /> })}
        <p class="font-medium" data-indicator="">{toned(tone_of(status.indicator), (w.admin.indicator)(status.indicator).to_owned())}</p>
        {explained.map(|text| view! { <p class="text-negative text-pretty">{text}</p> })}
        <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt class="text-muted">{w.sync.last_success}</dt>
            <dd class="figures text-right">{last}</dd>
            {next.map(|next| view! {
                <dt class="text-muted">{w.sync.next_run}</dt>
                <dd class="figures text-right">{next}</dd>
            })}
            {current.then(|| view! {
                <dt class="text-muted">{w.admin.behind}</dt>
                <dd class="figures text-right">{(w.admin.behind_minutes)(behind(&status))}</dd>
            })}
            {identical.map(|share| view! {
                <dt class="text-muted">{w.sync.identical}</dt>
                <dd class="figures text-right" data-identical="">{share}</dd>
            })}
            {employees.map(|count| view! {
                <dt class="text-muted">{w.admin.employees}</dt>
                <dd class="figures text-right">{(w.admin.employees_synced)(&format::count(count, w.lang), count)}</dd>
            })}
        </dl>
        {status.last_run.clone().map(|run| view! { <LastRun run /> })}
        {held(&status.held_deletions, w)}
    }
}

#[component]
fn Running(progress: Progress) -> impl IntoView {
    let w = words();
    let percent = done(&progress);
    let what = match progress.entity {
        Some(entity) => (w.sync.reading)((w.sync.entity)(entity)),
        None => w.sync.preparing.to_owned(),
    };
    let in_records = may(&use_me(), Permission::ReadSyncHistory);
    let count = progress.entity.and_then(|_| how_far(&progress, in_records, w));
    view! {
        <div class="flex flex-col gap-1.5">
            <p class="flex justify-between gap-3">
                <span class="truncate">{what.clone()}</span>
                {count.map(|count| view! { <span class="figures text-muted">{count}</span> })}
            </p>
            <div
                role="progressbar"
                aria-label=what
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent.map(|percent| percent.to_string())
                class="h-1.5 overflow-hidden rounded-full bg-pressed"
            >
                <div class="h-full rounded-full bg-accent-fill" class:pulse=percent.is_none() style:width=format!("{}%", percent.unwrap_or(100))></div>
            </div>
        </div>
    }
}

/// Kinds of records in which a run changed or left out something.
fn changed(entities: &[EntityCounts]) -> Vec<&EntityCounts> {
    entities
        .iter()
        .filter(|counts| {
            counts.inserted + counts.updated + counts.deleted + counts.revived + counts.rejected + counts.held > 0
        })
        .collect()
}

#[component]
fn LastRun(run: SyncRun) -> impl IntoView {
    let w = words();
    let number = |value: u64| {
        let class =
            if value == 0 { "figures py-0.5 pl-3 text-right text-faint" } else { "figures py-0.5 pl-3 text-right" };
        view! { <td class=class>{format::count(value, w.lang)}</td> }
    };
    let rows: Vec<_> = changed(&run.entities)
        .into_iter()
        .map(|counts| {
            view! {
                <tr>
                    <th scope="row" class="py-0.5 text-left font-normal first-letter:uppercase">{(w.sync.entity)(counts.entity)}</th>
                    {number(counts.inserted + counts.revived)} {number(counts.updated)} {number(counts.deleted)} {number(counts.rejected)}
                </tr>
            }
        })
        .collect();
    let errors = run.errors.iter().map(|error| {
        view! { <li class="text-pretty">{(w.sync.error)(error.code)}</li> }
    });
    let tone = if run.state == RunState::Failed { "text-negative" } else { "text-warning" };
    let nothing = rows.is_empty() && run.state == RunState::Success;
    let has_rows = !rows.is_empty();
    view! {
        <div class="flex flex-col gap-1.5 border-t border-line pt-3">
            <p class="flex items-baseline justify-between gap-3">
                <span class="font-medium">{w.sync.last_run}</span>
                <span class="text-muted">
                    {(w.sync.mode)(run.mode)} " · " {(w.sync.state)(run.state)}
                    {run.finished_at.map(|end| format!(" · {}", format::span(end - run.started_at, w)))}
                </span>
            </p>
            {(!run.errors.is_empty()).then(|| view! { <ul class=tone>{errors.collect_view()}</ul> })}
            {nothing.then(|| view! { <p class="text-muted">{w.sync.nothing_changed}</p> })}
            {has_rows.then(|| view! {
                <table class="w-full">
                    <thead>
                        <tr class="label-caps">
                            <th scope="col" class="text-left font-medium"><span class="sr-only">{w.sync.kind}</span></th>
                            <th scope="col" class="pl-3 text-right font-medium">{w.sync.new}</th>
                            <th scope="col" class="pl-3 text-right font-medium">{w.sync.changed}</th>
                            <th scope="col" class="pl-3 text-right font-medium">{w.sync.deleted}</th>
                            <th scope="col" class="pl-3 text-right font-medium">{w.sync.left_out}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            })}
        </div>
    }
}

fn held(held: &[HeldDeletions], w: &'static Words) -> Option<impl IntoView + use<>> {
    (!held.is_empty()).then(|| {
        let lines: Vec<_> = held
            .iter()
            .map(|held| view! { <li>{(w.sync.held)(&format::count(held.count, w.lang), (w.sync.entity)(held.entity))}</li> })
            .collect();
        view! {
            <div class="flex gap-2 rounded-control border border-warning-line bg-warning-soft px-3 py-2 text-warning">
                {Icon::TriangleAlert.sized("mt-0.5 size-4 shrink-0")}
                <ul>{lines}</ul>
            </div>
        }
    })
}
