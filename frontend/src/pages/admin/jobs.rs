//! The jobs in the background: when each ran and runs next, starting one by hand, and those that were given up.

use super::{
    AdminPage,
    table::{HEAD, LINE_CELL},
    when,
};
use crate::{
    api::ApiError,
    components::{
        answered::{Panel, answered},
        button::{Button, Weight},
        note::explain,
        tone::{Tone, toned},
    },
    format,
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::{Words, words},
};
use chrono::{DateTime, Utc};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    auth::Permission,
    jobs::{JobList, JobName, JobOverview, JobRun, JobState},
};
use std::{sync::Arc, time::Duration};

/// While something waits or runs it is asked after in each turn, else only in some.
const TURN: Duration = Duration::from_secs(2);
const CALM_TURNS: u32 = 8;

#[component]
pub fn JobsPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.jobs need=Permission::ManageJobs><Jobs /></AdminPage> }
}

#[derive(Debug, Clone, Copy)]
struct Desk {
    jobs: Asked<JobList>,
    busy: RwSignal<bool>,
    /// What came of the last button.
    said: RwSignal<Option<Result<bool, ApiError>>>,
}

#[component]
fn Jobs() -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let key = Memo::new(move |_| {
        sync.status().map(|status| (status.indicator, status.last_run.as_ref().map(|run| (run.id.clone(), run.state))))
    });
    let jobs = Asked::start(move |line| async move { client.jobs(&line).await }, move || key.get());
    let desk = Desk { jobs, busy: RwSignal::new(false), said: RwSignal::new(None) };
    let turns = StoredValue::new(0_u32);
    // Other jobs than the sync's are not told of.
    let again = set_interval_with_handle(
        move || {
            let busy = jobs.answer.with_untracked(|answer| {
                answer.here().is_some_and(|list| list.items.iter().any(|job| job.waiting + job.running > 0))
            });
            let turn = turns.try_update_value(|turns| {
                *turns = turns.wrapping_add(1);
                *turns
            });
            if busy || turn.is_some_and(|turn| turn % CALM_TURNS == 0) {
                jobs.again();
            }
        },
        TURN,
    );
    on_cleanup(move || {
        if let Ok(again) = again {
            again.clear();
        }
    });
    view! {
        <div class="min-h-0 flex-1 overflow-auto" tabindex="0" role="region" aria-label=w.admin.jobs>
            <div class="flex min-h-12 flex-wrap items-center gap-x-3 px-4 py-2 text-13">
            <p class="min-w-0 flex-1 basis-60 text-muted text-pretty">{w.admin.jobs_why}</p>
            <p role="status">
                {move || desk.said.get().map(|said| match said {
                    Ok(running) => view! { <span class="text-muted">{if running { w.admin.job_ran_already } else { w.admin.job_started }}</span> }.into_any(),
                    Err(error) => view! { <span class="text-negative">{explain(&error, w)}</span> }.into_any(),
                })}
            </p>
            </div>
            {answered(jobs, w.admin.no_jobs, move |list| content(desk, &list, w))}
        </div>
    }
}

fn content(desk: Desk, list: &Arc<JobList>, w: &'static Words) -> AnyView {
    let rows: Vec<_> = list.items.iter().map(|job| row(desk, job, list.now, w)).collect();
    let dead: Vec<_> = list.items.iter().flat_map(|job| &job.dead_letters).map(|job| letter(desk, job, w)).collect();
    let none = dead.is_empty();
    view! {
        <table class="w-full border-separate border-spacing-0 border-t border-line text-13">
            <thead>
                <tr>
                    <th scope="col" class=format!("{HEAD} pl-4")>{w.admin.job}</th>
                    <th scope="col" class=format!("{HEAD} max-md:hidden")>{w.admin.schedule}</th>
                    <th scope="col" class=HEAD>{w.admin.last}</th>
                    <th scope="col" class=format!("{HEAD} max-lg:hidden")>{w.admin.next}</th>
                    <th scope="col" class=format!("{HEAD} text-right max-lg:hidden")>{w.admin.in_queue}</th>
                    <th scope="col" class=format!("{HEAD} pr-4")><span class="sr-only">{w.admin.run_now}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <div class="p-4">
            <Panel title=w.admin.dead_letters>
                {if none {
                    view! { <p class="px-4 py-3 text-13 text-muted">{w.admin.no_dead}</p> }.into_any()
                } else {
                    view! { <ul>{dead}</ul> }.into_any()
                }}
            </Panel>
        </div>
    }
    .into_any()
}

fn state_of(run: &JobRun, w: &Words) -> impl IntoView + use<> {
    let tone = match run.state {
        JobState::Waiting => Tone::Off,
        JobState::Running => Tone::Busy,
        JobState::Done => Tone::Good,
        JobState::Dead => Tone::Bad,
    };
    match run.state {
        JobState::Waiting => view! { <span class="text-muted">{(w.admin.job_state)(run.state)}</span> }.into_any(),
        _ => toned(tone, (w.admin.job_state)(run.state).to_owned()).into_any(),
    }
}

fn row(desk: Desk, job: &JobOverview, now: DateTime<Utc>, w: &'static Words) -> impl IntoView + use<> {
    let client = use_client();
    let sync = use_sync();
    let name = job.name;
    let last = job.last_runs.first().map(|run| {
        let at = run.finished_at.or(run.started_at).unwrap_or(run.created_at);
        let took =
            run.started_at.zip(run.finished_at).map(|(start, end)| format!(" · {}", format::span(end - start, w)));
        view! {
            <span class="flex flex-wrap items-center gap-x-3">
                {state_of(run, w)}
                <span class="figures whitespace-nowrap text-muted" title=when(at, w)>{format::age(now - at, w)} {took}</span>
            </span>
        }
    });
    let queue: u64 = job.waiting.saturating_add(job.running);
    let run = move || {
        desk.busy.set(true);
        desk.said.set(None);
        spawn_local(async move {
            let answer = client.run_job(name).await;
            desk.busy.try_set(false);
            desk.said.try_set(Some(answer.map(|started| started.already_running)));
            desk.jobs.again();
            sync.ask();
        });
    };
    view! {
        <tr class="hover:bg-hover" data-job=name.name()>
            <th scope="row" class=format!("{LINE_CELL} pl-4 text-left font-medium")>{(w.admin.job_name)(name)}</th>
            <td class=format!("{LINE_CELL} text-muted max-md:hidden")>{(w.admin.scheduled)(job.schedule)}</td>
            <td class=format!("{LINE_CELL}")>
                {match last {
                    Some(last) => last.into_any(),
                    None => view! { <span class="text-faint">{w.admin.never_ran}</span> }.into_any(),
                }}
            </td>
            <td class=format!("{LINE_CELL} figures text-muted max-lg:hidden") title=job.next_due.map(|at| when(at, w))>
                {job.next_due.map_or_else(|| "–".to_owned(), |at| format::ahead(at - now, w))}
            </td>
            <td class=format!("{LINE_CELL} figures text-right max-lg:hidden") class=("text-faint", queue == 0)>{format::count(queue, w.lang)}</td>
            <td class=format!("{LINE_CELL} pr-4 text-right")>
                // Single records are asked for where they are shown.
                {(name != JobName::Resync).then(|| view! { <Button label=w.admin.run_now disabled=desk.busy on_press=run /> })}
            </td>
        </tr>
    }
}

fn letter(desk: Desk, job: &JobRun, w: &'static Words) -> impl IntoView + use<> {
    let client = use_client();
    let id = StoredValue::new(job.id.clone());
    let retry = move || {
        desk.busy.set(true);
        desk.said.set(None);
        spawn_local(async move {
            let answer = client.retry_job(&id.get_value()).await;
            desk.busy.try_set(false);
            desk.said.try_set(Some(answer.map(|started| started.already_running)));
            desk.jobs.again();
        });
    };
    let error = job.last_error.as_ref().map(|error| format!("{} · {}", error.kind, when(error.at, w)));
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 text-13 last:border-b-0" data-dead=job.id.clone()>
            <span class="font-medium">{(w.admin.job_name)(job.name)}</span>
            <span class="text-muted">{(w.admin.attempts)(job.attempt, job.max_attempts)}</span>
            <span class="figures min-w-0 flex-1 text-negative">{error}</span>
            <Button weight=Weight::Plain label=w.failure.retry disabled=desk.busy on_press=retry />
        </li>
    }
}
