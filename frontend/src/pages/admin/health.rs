//! How the system is: the connection and the lake, and what has been wrong for longer than one run.

use super::{AdminPage, odoo::Strip, when};
use crate::{
    components::{
        Icon,
        answered::{Panel, answered},
        note::Note,
    },
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::words,
};
use leptos::prelude::*;
use shared::{alerts::AlertList, auth::Permission};

#[component]
pub fn HealthPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.system_health need=Permission::ManageJobs><Parts /></AdminPage> }
}

#[component]
fn Parts() -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let key = Memo::new(move |_| {
        sync.status().map(|status| (status.indicator, status.generation, status.held_deletions.clone()))
    });
    let odoo = Asked::start(move |line| async move { client.odoo(&line).await }, move || key.get());
    let health = Asked::start(move |line| async move { client.lake_health(&line).await }, move || key.get());
    let alerts = Asked::start(move |line| async move { client.alerts(&line).await }, move || key.get());
    view! {
        <div class="min-h-0 flex-1 overflow-y-auto" tabindex="0" role="region" aria-label=w.admin.system_health>
            <Strip odoo health />
            <div class="flex max-w-176 flex-col gap-4 px-4 py-4">
                <Panel title=w.admin.alerts>{answered(alerts, w.admin.alerts_unknown, |found| listed(&found))}</Panel>
            </div>
        </div>
    }
}

fn listed(found: &AlertList) -> AnyView {
    let w = words();
    let by_mail = if found.by_mail { w.admin.alerts_mailed } else { w.admin.alerts_not_mailed };
    let items = found.items.iter().map(|alert| {
        view! {
            <li class="flex gap-2 border-b border-line px-4 py-2 text-13" data-alert=alert.kind.name()>
                {Icon::TriangleAlert.sized("mt-0.5 size-4 shrink-0 text-warning")}
                <span class="min-w-0 flex-1 text-pretty">{alert.message.clone()}</span>
                <span class="shrink-0 text-12 text-muted">{when(alert.since, w)}</span>
            </li>
        }
    });
    let items = items.collect_view();
    let none = found
        .items
        .is_empty()
        .then(|| view! { <Note icon=Icon::CircleCheck title=w.admin.no_alerts text=w.admin.no_alerts_why /> });
    view! { {none} <ul>{items}</ul> <p class="px-4 py-2 text-12 text-muted">{by_mail}</p> }.into_any()
}
