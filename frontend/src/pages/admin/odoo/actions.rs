//! Starting runs by hand, and what the last one did.

use crate::{
    api::ApiError,
    components::{
        Icon,
        button::{Button, Weight},
        note::explain,
    },
    format,
    route::{Page, Query},
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    integrations::Integration,
    sync::{HistoryPage, Indicator, SyncRun, Triggered},
};
use std::time::Duration;

/// How often, and how many times, the log is looked into after a start.
const PAUSE: Duration = Duration::from_secs(1);
const LOOKS: u32 = 60;

#[component]
pub fn Actions(odoo: Asked<Integration>) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Result<Triggered, ApiError>>));
    let running = Signal::derive(move || sync.status().is_some_and(|status| status.indicator == Indicator::Syncing));
    let usable = Memo::new(move |_| odoo.here().is_some_and(|odoo| odoo.enabled && odoo.config.is_some()));
    // Runs of a part are not in the sync's state, only in its log.
    let last = Memo::new(move |_| {
        sync.status().map(|status| (status.indicator, status.last_run.as_ref().map(|run| (run.id.clone(), run.state))))
    });
    let newest = Asked::start(move |line| async move { client.newest_run(&line).await }, move || last.get());
    let off = Signal::derive(move || busy.get() || !usable.get());
    // A run of its own may be asked for while another one goes on; only the two that all people have wait for it.
    let off_while_running = Signal::derive(move || off.get() || running.get());
    let start = move |what: What| {
        busy.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = match what {
                What::Changes => client.start_sync(false).await,
                What::Everything => client.start_sync(true).await,
                What::Users => client.sync_users().await,
                What::Departments => client.sync_departments().await,
            };
            busy.try_set(false);
            if answer.is_ok() {
                let before = newest.here().and_then(|page| page.items.first().map(|run| run.id.clone()));
                look(newest, before, LOOKS);
            }
            said.try_set(Some(answer));
            sync.ask();
        });
    };
    let label = Signal::derive(move || if running.get() { w.sync.syncing } else { w.sync.now }.to_owned());
    view! {
        <div class="flex flex-wrap items-center gap-2 px-4 py-3">
            <Button weight=Weight::Primary icon=Icon::RefreshCw label disabled=off_while_running on_press=move || start(What::Changes) />
            <Button label=w.sync.now_full disabled=off_while_running on_press=move || start(What::Everything) />
            <Button icon=Icon::Users label=w.admin.sync_users disabled=off on_press=move || start(What::Users) />
            <Button icon=Icon::Building2 label=w.admin.sync_departments disabled=off on_press=move || start(What::Departments) />
            <div role="status" class="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline gap-x-3 pl-1 text-13 text-muted">
                {move || said.get().map(|said| match said {
                    Ok(started) => view! { <span>{if started.follows { w.admin.follows } else { w.admin.started }}</span> }.into_any(),
                    Err(error) => view! { <span class="text-negative">{explain(&error, w)}</span> }.into_any(),
                })}
                {move || newest.here().and_then(|page| page.items.first().map(|run| last_run(run, w)))}
            </div>
        </div>
    }
}

/// Looks into the log until there is a newer run that has ended.
fn look(newest: Asked<HistoryPage>, before: Option<String>, looks: u32) {
    let ended = newest.answer.try_with_untracked(|answer| {
        let page = answer.here()?;
        let run = page.items.first()?;
        Some(run.finished_at.is_some() && Some(&run.id) != before.as_ref())
    });
    if looks == 0 || ended.is_none() || ended.flatten() == Some(true) {
        return;
    }
    newest.again();
    set_timeout(move || look(newest, before, looks - 1), PAUSE);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Changes,
    Everything,
    Users,
    Departments,
}

/// New, changed, deleted and returned records together.
fn changed(run: &SyncRun) -> u64 {
    run.entities
        .iter()
        .fold(0, |sum, counts| sum.saturating_add(counts.inserted + counts.updated + counts.deleted + counts.revived))
}

/// `Last run: Changes · Success · 0.8 s · 3 changes`.
fn last_run(run: &SyncRun, w: &'static Words) -> impl IntoView + use<> {
    let path = Page::SyncRuns.with(&Query::default().with("run", Some(&run.id)).text());
    let count = changed(run);
    let mut parts = vec![(w.sync.mode)(run.mode).to_owned(), (w.sync.state)(run.state).to_owned()];
    if let Some(end) = run.finished_at {
        parts.push(format::span(end - run.started_at, w));
        parts.push((w.admin.changes)(&format::count(count, w.lang), count));
    }
    view! {
        <a href=path class="figures truncate rounded-control hover:text-ink hover:underline" data-last-run=run.id.clone()>
            {format!("{}: {}", w.sync.last_run, parts.join(" · "))}
        </a>
    }
}
