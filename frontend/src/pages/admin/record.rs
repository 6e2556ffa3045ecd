//! How one record came to be as it is: its versions, newest first, each with the run that made it.

use super::{
    AdminPage, change_mark, field_changes,
    table::{More, listed},
    when,
};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::Button,
        note::{Note, explain},
        outside::outside_link,
        tone::{Tone, toned},
    },
    route::{Page, Query},
    state::{
        paged::{Paged, Phase, Piece},
        session::use_client,
        sync::use_sync,
    },
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use shared::{
    ProblemCode,
    auth::Permission,
    explorer::{ChangeKind, RecordHistory, RecordVersion, Resynced},
};
use std::sync::Arc;

#[component]
pub fn RecordPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.history need=Permission::ManageSync><Record /></AdminPage> }
}

#[component]
fn Record() -> impl IntoView {
    let w = words();
    let client = use_client();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let renewals = use_sync().renewals();
    // What is said of the record itself comes with each page of its versions.
    let head = RwSignal::new(None::<Arc<RecordHistory>>);
    let versions = Paged::start(
        move |cursor, line| async move {
            let mut history = client.record_history(&id.get_untracked(), cursor.as_deref(), &line).await?;
            let items = std::mem::take(&mut history.versions);
            let next_cursor = history.next_before.map(|before| before.to_string());
            head.try_set(Some(Arc::new(history)));
            Ok(Piece { items, total: None, next_cursor })
        },
        move || (id.get(), renewals.get()),
    );
    let missing = Memo::new(move |_| {
        versions.phase.with(|phase| match phase {
            Phase::Failed(error) => error.code() == Some(ProblemCode::NotFound),
            _ => false,
        })
    });
    view! {
        <div class="flex min-h-0 flex-1 flex-col overflow-y-auto" tabindex="0" role="region" aria-label=w.admin.history>
            {move || if missing.get() {
                view! { <Note icon=Icon::SearchX title=w.admin.no_record text=w.admin.no_record_why /> }.into_any()
            } else {
                listed(versions, w.admin.no_history, move || view! {
                    {move || head.get().map(|record| identity(&record, w))}
                    <ol class="mx-4 flex max-w-240 flex-col rounded-card border border-line bg-panel">
                        {move || versions.items.with(|items| items.iter().map(|version| version_of(version, w)).collect_view())}
                    </ol>
                    <div class="max-w-240 pb-6"><More paged=versions label=w.admin.more /></div>
                }
                .into_any())
                .into_any()
            }}
        </div>
    }
}

fn identity(record: &RecordHistory, w: &'static Words) -> impl IntoView + use<> {
    let name = record.name.clone().unwrap_or_else(|| record.record.clone());
    let id = record.id.clone();
    let badges = [
        (!record.is_active).then(|| toned(Tone::Off, w.admin.gone.to_owned())),
        record.is_held.then(|| toned(Tone::Warning, w.admin.is_held.to_owned())),
        record.is_quarantined.then(|| toned(Tone::Warning, w.admin.is_quarantined.to_owned())),
    ];
    view! {
        <div class="flex max-w-248 flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-3" data-record=record.id.clone()>
            <div class="min-w-0 flex-1 basis-72">
                <h2 dir="auto" class="truncate text-left text-16 font-semibold tracking-tight" title=name.clone()>{name.clone()}</h2>
                <p class="flex flex-wrap items-center gap-x-3 text-12 text-muted">
                    <span class="first-letter:uppercase">{(w.sync.entity)(record.entity)}</span>
                    <span class="figures select-all">{record.record.clone()}</span>
                    {badges.into_iter().flatten().collect_view()}
                    {record.odoo_url.as_deref().and_then(|url| outside_link(url, w.account.in_odoo))}
                </p>
            </div>
            <Again id />
        </div>
    }
}

fn version_of(version: &RecordVersion, w: &'static Words) -> impl IntoView + use<> {
    let run = Page::SyncRuns.with(&Query::default().with("run", Some(&version.run)).text());
    let first = version.change == ChangeKind::Inserted;
    view! {
        <li class="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0" data-change=(w.admin.change)(version.change)>
            <p class="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
                {change_mark(version.change, w)}
                <span class="figures text-muted">{when(version.at, w)}</span>
                <a href=run class="rounded-control text-12 text-accent hover:underline">{w.admin.see_run}</a>
            </p>
            {version.reason.clone().map(|reason| view! { <p class="text-13 text-pretty">{reason}</p> })}
            {field_changes(&version.fields, first)}
        </li>
    }
}

/// Asks Odoo once more for this record.
#[component]
fn Again(id: String) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Result<Resynced, ApiError>>));
    let press = move || {
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = client.resync_record(&id).await;
            busy.try_set(false);
            said.try_set(Some(answer));
            sync.ask();
        });
    };
    view! {
        <p role="status" class="text-12 text-muted">
            {move || said.get().map(|said| match said {
                Ok(_) => view! { <span>{w.admin.asked_again}</span> }.into_any(),
                Err(error) => view! { <span class="text-negative">{explain(&error, w)}</span> }.into_any(),
            })}
        </p>
        <Button icon=Icon::RefreshCw label=w.admin.resync disabled=busy on_press=press />
    }
}
