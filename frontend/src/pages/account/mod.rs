//! One account beside the list, with the deals behind its figures; on a phone and on demand over the whole page.

mod business;
mod deals;
mod facts;
mod head;
mod loading;
mod sum;

use crate::{
    components::{
        Icon,
        button::Weight,
        note::{Failed, Note},
    },
    dom,
    pages::accounts::{AccountList, Address, FULL},
    route::{Page, Query},
    state::{lineage::use_lineage, session::use_client, sync::use_sync},
    words::words,
};
use business::business;
use deals::Deals;
use facts::facts;
use head::{Figures, Head};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use loading::{Loader, Loading};
use shared::{ProblemCode, accounts::AccountCard};
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The panel's own moves; each is an address.
#[derive(Debug, Clone, Copy)]
pub struct Moves {
    id: Memo<String>,
    address: Memo<Address>,
    list: AccountList,
    go: Callback<(String, bool)>,
}

impl Moves {
    /// The account so many places further in the list behind the panel.
    fn neighbour(self, step: isize) -> Option<String> {
        self.list.loaded.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let place = self.id.with(|id| loaded.place(id))?.checked_add_signed(step)?;
            loaded.items.get(place).map(|card| card.id.clone())
        })
    }

    pub fn has(self, step: isize) -> bool {
        self.neighbour(step).is_some()
    }

    pub fn step(self, step: isize) {
        if let Some(id) = untrack(|| self.neighbour(step)) {
            let path = self.address.with_untracked(|address| Page::Account(&id).with(&address.text()));
            self.go.run((path, true));
        }
    }

    pub fn close(self) {
        let query = self.address.with_untracked(|address| Query::parse(&address.text()));
        let query = query.with(FULL, None).with(deals::ROWS, None);
        self.go.run((Page::Accounts.with(&query.text()), false));
        let id = self.id.get_untracked();
        request_animation_frame(move || {
            dom::focus_first(&format!("[data-item][data-account=\"{id}\"] a"));
        });
    }

    /// Sets one parameter of the address and stays here.
    pub fn set(self, name: &str, value: Option<&str>) {
        let query = self.address.with_untracked(|address| Query::parse(&address.text())).with(name, value);
        let path = self.id.with_untracked(|id| Page::Account(id).with(&query.text()));
        self.go.run((path, true));
    }
}

#[component]
pub fn AccountPanel() -> impl IntoView {
    let w = words();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let list = expect_context::<AccountList>();
    let address = expect_context::<Memo<Address>>();
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |(path, replace): (String, bool)| {
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&path, options));
    });
    let moves = Moves { id, address, list, go };
    let full = Memo::new(move |_| address.with(Address::is_full));
    let loader = Loader::start(use_client(), id, use_sync().edition());
    let loading = loader.loading;
    // What the list knows is shown at once, until the account itself is there.
    let card = Memo::new(move |_| {
        let known = loading.with(|loading| loading.detail().map(|detail| Arc::new(detail.card.clone())));
        known
            .filter(|card| id.with(|id| *id == card.id))
            .or_else(|| list.loaded.with(|loaded| id.with(|id| loaded.as_ref().and_then(|loaded| loaded.get(id)))))
    });
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        id.track();
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    let lineage = use_lineage();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        // The rows behind a figure lie above.
        if !lineage.is_open() {
            on_key(&event, moves);
        }
    });
    on_cleanup(move || keys.remove());
    let tab = move || card.get().map_or_else(|| w.accounts.title.to_owned(), |card| card.name.clone());
    view! {
        <Title text=tab />
        <section
            id="account"
            aria-labelledby="account-name"
            class="enter-panel absolute inset-y-0 right-0 z-20 flex w-full flex-col bg-panel md:border-l md:border-line md:shadow-raised"
            class=("md:max-w-180", move || !full.get())
        >
            <Head moves card heading full />
            <div class="min-h-0 flex-1 overflow-y-auto" tabindex="0" role="region" aria-label=w.account.details data-account=move || id.get()>
                <div class="mx-auto max-w-270">
                    {move || card.get().map(|card: Arc<AccountCard>| view! { <Figures card /> })}
                    {move || match loading.get() {
                        Loading::Waiting => loading::skeleton().into_any(),
                        Loading::Failed(error) if error.code() == Some(ProblemCode::NotFound) => view! {
                            <Note icon=Icon::SearchX title=w.account.gone text=w.account.gone_why>
                                <button type="button" class=Weight::Plain.class() on:click=move |_| moves.close()>{w.account.back}</button>
                            </Note>
                        }
                        .into_any(),
                        Loading::Failed(error) => view! {
                            <Failed title=w.account.failed error on_retry=move || loader.again() />
                        }
                        .into_any(),
                        Loading::Here(detail) => view! {
                            {business(&detail.business)}
                            <Deals detail=Arc::clone(&detail) moves />
                            {facts(&detail)}
                        }
                        .into_any(),
                    }}
                </div>
            </div>
        </section>
    }
}

/// Esc closes; ↑ and ↓ go through the list behind, while the focus is in the panel and nothing is typed.
fn on_key(event: &web_sys::KeyboardEvent, moves: Moves) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let inside = target.is_some_and(|target| target.closest("#account").ok().flatten().is_some());
    match event.key().as_str() {
        "Escape" => moves.close(),
        "ArrowDown" if inside => {
            event.prevent_default();
            moves.step(1);
        }
        "ArrowUp" if inside => {
            event.prevent_default();
            moves.step(-1);
        }
        _ => {}
    }
}
