//! The connection to Odoo on one page: how it is, what it is, what lies in the lake, and what can be started.

mod actions;
mod connection;
mod entities;
mod interval;
mod strip;
mod test;

use super::AdminPage;
use crate::{
    components::answered::Panel,
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::words,
};
use actions::Actions;
use connection::Connection;
use entities::Entities;
use interval::Interval;
use leptos::prelude::*;
use shared::auth::Permission;
pub use strip::Strip;

#[component]
pub fn OdooPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.odoo need=Permission::ManageIntegrations><Hub /></AdminPage> }
}

#[component]
fn Hub() -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    // What a run, a decision or another admin may have changed.
    let key = Memo::new(move |_| {
        sync.status().map(|status| {
            let run = status.last_run.as_ref().map(|run| (run.id.clone(), run.state));
            (status.indicator, status.generation, run, status.held_deletions.clone())
        })
    });
    let odoo = Asked::start(move |line| async move { client.odoo(&line).await }, move || key.get());
    let health = Asked::start(move |line| async move { client.lake_health(&line).await }, move || key.get());
    let stats = Asked::start(move |line| async move { client.lake_stats(&line).await }, move || key.get());
    let settings = Asked::start(move |line| async move { client.sync_settings(&line).await }, || ());
    view! {
        <div class="min-h-0 flex-1 overflow-y-auto" tabindex="0" role="region" aria-label=w.admin.odoo>
            <Strip odoo health />
            <Actions odoo />
            <div class="grid gap-4 px-4 pb-6 xl:grid-cols-[minmax(0,1fr)_26rem]">
                <div class="flex min-w-0 flex-col gap-4 xl:order-last">
                    <Connection odoo />
                    <Interval settings />
                </div>
                <Panel title=w.admin.in_lake><Entities stats /></Panel>
            </div>
        </div>
    }
}
