//! What admins see of the connection to Odoo: its state and settings, held deletions, quarantine, jobs, histories of records; and the settings of the organisation.

mod health;
mod held;
mod jobs;
mod odoo;
mod quarantine;
mod record;
mod settings;
mod table;
mod versions;

pub use health::HealthPage;
pub use held::HeldPage;
pub use jobs::JobsPage;
pub use odoo::OdooPage;
pub use quarantine::QuarantinePage;
pub use record::RecordPage;
pub use settings::SettingsPage;
pub use table::{More, listed};
pub use versions::{change_mark, field_changes};

use crate::{
    components::{Icon, note::Note},
    dom, format,
    frame::TopBar,
    route::Page,
    state::{
        session::{may, use_me},
        sync::use_sync,
    },
    words::{Words, words},
};
use chrono::{DateTime, Utc};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;
use shared::auth::Permission;

/// The frame of each page: title, the way to the others; nothing of it for those who may not.
#[component]
pub fn AdminPage(title: &'static str, need: Permission, children: Children) -> impl IntoView {
    let w = words();
    let allowed = may(&use_me(), need);
    view! {
        <TopBar title />
        <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col">
            {if allowed {
                view! {
                    <Tabs />
                    {children()}
                }
                .into_any()
            } else {
                view! { <Note icon=Icon::Lock title=w.failure.admins_only text=w.failure.admins_only_why /> }.into_any()
            }}
        </main>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let w = words();
    let me = use_me();
    let sync = use_sync();
    let here = use_location().pathname;
    let held = Signal::derive(move || {
        let held = sync.status().map_or(0, |status| status.held_deletions.iter().map(|held| held.count).sum::<u64>());
        (held > 0).then(|| format::count(held, w.lang))
    });
    let none = Signal::stored(None);
    let tabs = [
        (Permission::ManageIntegrations, Page::Odoo, w.admin.connection, none),
        (Permission::ReadSyncHistory, Page::SyncRuns, w.frame.sync_runs, none),
        (Permission::ManageSync, Page::Held, w.admin.held, held),
        (Permission::ManageSync, Page::Quarantine, w.admin.quarantine, none),
        (Permission::ManageJobs, Page::Jobs, w.admin.jobs, none),
        (Permission::ManageJobs, Page::Health, w.admin.system_health, none),
        (Permission::ManageSettings, Page::Settings, w.settings.title, none),
    ];
    let links = tabs.into_iter().filter(|(need, ..)| may(&me, *need)).map(move |(_, page, label, count)| {
        let path = page.path();
        let target = path.clone();
        let current = move || here.with(|here| *here == target).then_some("page");
        view! {
            <li class="flex">
                <a
                    href=path
                    aria-current=current
                    class="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent text-13 font-medium whitespace-nowrap text-muted focus-inset hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
                >
                    {label}
                    {move || count.get().map(|count| view! {
                        <span class="figures rounded-full bg-warning-soft px-1.5 text-11 font-medium text-warning">{count}</span>
                    })}
                </a>
            </li>
        }
    });
    // On a phone there is not room for all of them, and less when there is something to count.
    let bar = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        held.with(|_| ());
        if let Some(bar) = bar.get() {
            request_animation_frame(move || dom::reveal_current(&bar));
        }
    });
    view! {
        <nav node_ref=bar aria-label=w.admin.pages class="relative shrink-0 overflow-x-auto border-b border-line px-4">
            <ul class="flex gap-5">{links.collect_view()}</ul>
        </nav>
    }
}

/// `5 Mar 2026, 14:05`, where this browser is.
pub fn when(at: DateTime<Utc>, w: &Words) -> String {
    format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w)
}

/// The link to a record's history, under its name or, without one, its id in Odoo.
pub fn record_link(id: &str, name: Option<&str>, record: &str) -> impl IntoView + use<> {
    let text = name.unwrap_or(record).to_owned();
    view! {
        <a href=Page::Record(id).path() dir="auto" title=text.clone() class="block max-w-full truncate rounded-control text-left font-medium text-ink hover:text-accent hover:underline">
            {text.clone()}
        </a>
    }
}
