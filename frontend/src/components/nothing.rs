//! Why somebody sees no data at all, and what to do next.

use super::{Icon, button::Weight, note::Note};
use crate::{
    route::Page,
    state::{
        session::{may, use_me},
        sync::use_sync,
    },
    words::words,
};
use leptos::prelude::*;
use shared::{auth::Permission, sync::Indicator};

/// Not linked, not connected, not yet synced; else the reason that the page has itself.
#[component]
pub fn Nothing(
    title: &'static str,
    text: &'static str,
    /// Before the first sync has ended.
    title_yet: &'static str,
    text_yet: &'static str,
) -> impl IntoView {
    let w = words();
    let me = use_me();
    let sync = use_sync();
    move || {
        if me.no_reach.is_some() {
            let text = (w.accounts.not_linked_why)(&me.email);
            return view! { <Note icon=Icon::Unplug title=w.accounts.not_linked text /> }.into_any();
        }
        if sync.status().is_some_and(|status| status.indicator == Indicator::NotConfigured) {
            let admin = may(&me, Permission::ManageIntegrations);
            return view! {
                <Note icon=Icon::Unplug title=w.sync.not_configured text=w.sync.not_configured_why>
                    {admin.then(|| view! { <a href=Page::Odoo.path() class=Weight::Primary.class()>{w.admin.connect}</a> })}
                </Note>
            }
            .into_any();
        }
        let never = sync.status().is_some_and(|status| status.last_success.is_none());
        let (title, text) = if never { (title_yet, text_yet) } else { (title, text) };
        view! { <Note icon=Icon::Inbox title text /> }.into_any()
    }
}
