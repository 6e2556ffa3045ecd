//! What admins decide for the organisation, one form for each part: calendar and currency, when deals rot, what is forecast, when
//! goals are on track, what an account's health weighs, what stands in the menus.

mod calendar;
mod forecast;
mod menus;
mod rotting;
mod sheet;
mod stages;
mod thresholds;
mod weights;

use super::AdminPage;
use crate::{
    components::answered::{Panel, answered},
    route::Page,
    state::{
        asked::Asked,
        session::{may, use_client, use_me},
    },
    words::words,
};
use calendar::calendar;
use forecast::forecast;
use leptos::prelude::*;
use menus::menus;
use rotting::rotting;
use shared::auth::Permission;
use thresholds::thresholds;
use weights::weights;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.settings.title need=Permission::ManageSettings><Forms /></AdminPage> }
}

/// An answer is drawn anew only when it is asked for again: a save of one form keeps what is typed in the others.
#[component]
fn Forms() -> impl IntoView {
    let w = words();
    let client = use_client();
    let organisation = Asked::start(move |line| async move { client.organisation(&line).await }, || ());
    let goals = Asked::start(move |line| async move { client.goal_thresholds(&line).await }, || ());
    let health = Asked::start(move |line| async move { client.health_weights(&line).await }, || ());
    let navigation = Asked::start(move |line| async move { client.navigation(&line).await }, || ());
    let hub = may(&use_me(), Permission::ManageIntegrations);
    view! {
        <div class="min-h-0 flex-1 overflow-y-auto" tabindex="0" role="region" aria-label=w.settings.title>
            <div class="mx-auto flex max-w-176 flex-col gap-4 px-4 py-4">
                {answered(organisation, w.admin.no_settings, move |found| {
                    // These forms change the same record: they share its version.
                    let now = RwSignal::new((*found).clone());
                    let again = Callback::new(move |()| organisation.again());
                    view! { <div class="flex flex-col gap-4">{calendar(now, again)} {rotting(now, again)} {forecast(now, again)}</div> }.into_any()
                })}
                {answered(goals, w.admin.no_settings, move |found| thresholds(&found, Callback::new(move |()| goals.again())))}
                {answered(health, w.admin.no_settings, move |found| weights(&found, Callback::new(move |()| health.again())))}
                {answered(navigation, w.admin.no_settings, move |found| menus(&found, Callback::new(move |()| navigation.again())))}
                {hub.then(|| view! {
                    <Panel title=w.settings.sync>
                        <div class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-13">
                            <p class="flex-1 basis-60 text-muted text-pretty">{w.settings.sync_why}</p>
                            <a href=Page::Odoo.path() class="rounded-control font-medium text-accent hover:underline">{w.settings.sync_link}</a>
                        </div>
                    </Panel>
                })}
            </div>
        </div>
    }
}
