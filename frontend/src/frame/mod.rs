//! The frame around every page of a signed-in person: navigation, top bar, sync.

mod freshness;
mod lineage;
mod nav;
mod palette;
mod person;
mod search;
mod sidebar;
mod sync_card;
mod top_bar;

pub use freshness::tone_of;
pub use lineage::span_words;
pub use nav::page_name;
pub use search::SearchField;
pub use top_bar::TopBar;

use crate::{
    components::{mark::Mark, note::Failed},
    dom,
    pages::waiting::WaitingPage,
    state::{
        lineage::Lineage,
        session::{Who, sign_in_page, use_session},
        sync::SyncState,
        unsaved::Unsaved,
        window::use_room,
    },
    words::words,
};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use lineage::lineage_panel;
use nav::BottomBar;
use palette::Palette;
use shared::auth::{ApprovalStatus, Me};
use sidebar::Sidebar;
use std::sync::Arc;

/// Shows its pages to signed-in people; everybody else is led to the sign-in page and back.
#[component]
pub fn SignedIn() -> impl IntoView {
    let w = words();
    let session = use_session();
    let to_sign_in = sign_in_page();
    Effect::new(move |_| {
        if session.who.get() == Who::Nobody {
            to_sign_in();
        }
    });
    move || match session.who.get() {
        Who::Person(me) if me.approval_status == ApprovalStatus::Approved => view! { <Frame me /> }.into_any(),
        Who::Person(me) => {
            provide_context(session.client());
            view! { <WaitingPage rejected=me.approval_status == ApprovalStatus::Rejected /> }.into_any()
        }
        Who::Failed(error) => view! {
            <main class="flex h-dvh items-center justify-center">
                <Failed title=w.failure.no_start error on_retry=move || {
                    session.who.set(Who::Unknown);
                    session.ask();
                } />
            </main>
        }
        .into_any(),
        Who::Unknown | Who::Nobody => view! {
            <main class="flex h-dvh items-center justify-center" aria-busy="true" aria-label=w.frame.loading>
                <span class="pulse"><Mark /></span>
            </main>
        }
        .into_any(),
    }
}

#[component]
fn Frame(me: Arc<Me>) -> impl IntoView {
    let w = words();
    provide_context(me);
    provide_context(use_session().client());
    provide_context(SyncState::start());
    let lineage = Lineage::new();
    provide_context(lineage);
    let unsaved = Unsaved::start();
    provide_context(unsaved);
    let palette = Palette::start();
    provide_context(palette);
    let phone = use_room().phone;
    // A phone shows the rows behind a figure as a page.
    let covered = move || phone.get() && lineage.source.with(Option::is_some);
    view! {
        <a
            href="#main"
            rel="external"
            // Not by the browser: with the document's base it would lead to the app's root.
            on:click=|event| {
                event.prevent_default();
                dom::focus_first("#main");
            }
            class="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent-fill px-3 py-1.5 text-13 font-medium text-on-accent focus-visible:translate-y-0"
        >
            {w.frame.skip}
        </a>
        <div class="flex h-dvh" inert=covered on:click=move |event| unsaved.guard(&event, w)>
            {move || (!phone.get()).then(|| view! { <Sidebar /> })}
            <div class="flex min-w-0 flex-1 flex-col">
                <Outlet />
                {move || phone.get().then(|| view! { <BottomBar /> })}
            </div>
        </div>
        {lineage_panel()}
        {palette::palette(palette)}
    }
}
