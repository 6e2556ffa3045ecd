//! The search field: what is typed goes into the address of the list, a moment after the last key.

use crate::{
    components::Icon,
    dom,
    route::{OPEN_DEAL, Page, Query},
    state::lineage::EXPLAIN,
    words::words,
};
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(220);

#[component]
pub fn SearchField() -> impl IntoView {
    let w = words();
    let field = NodeRef::<html::Input>::new();
    let location = use_location();
    let navigate = use_navigate();
    // In the list whose page is open.
    let in_deals = location.pathname.with_untracked(|path| path.starts_with(&Page::Opportunities.path()));
    let (list, label) = if in_deals { (Page::Opportunities, w.deals.search) } else { (Page::Accounts, w.frame.search) };
    let in_address = Memo::new(move |_| Query::parse(&location.search.get()).get("q").unwrap_or_default().to_owned());
    let text = RwSignal::new(in_address.get_untracked());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        waiting.try_update_value(|waiting| waiting.take().map(|handle| handle.clear()));
    };
    // "Clear filters" and the browser's buttons change the address, not the field.
    Effect::new(move |_| {
        let address = in_address.get();
        if waiting.with_value(Option::is_none) && text.with_untracked(|text| text.trim() != address) {
            text.set(address);
        }
    });
    let go = move || {
        stop_waiting();
        let search = location.search.get_untracked();
        let path = location.pathname.get_untracked();
        // Other pages' addresses say other things.
        let kept = if path.starts_with(&list.path()) { Query::parse(&search) } else { Query::default() };
        let kept = kept.with(EXPLAIN, None).with(OPEN_DEAL, None);
        let query = kept.with("q", Some(text.get_untracked().trim())).text();
        // Searching inside the list replaces the address: Back leads out of the list, not through each letter.
        let in_list = path == list.path();
        navigate(&list.with(&query), NavigateOptions { replace: in_list, scroll: false, ..NavigateOptions::default() });
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let hot = event.key() == "/"
            && !event.ctrl_key()
            && !event.meta_key()
            && !event.alt_key()
            && !dom::is_typing(event.target());
        if hot && let Some(field) = field.get_untracked() {
            event.prevent_default();
            dom::focus(&field);
            field.select();
        }
    });
    on_cleanup(move || {
        keys.remove();
        stop_waiting();
    });
    let go = StoredValue::new_local(go);
    view! {
        <form
            role="search"
            class="relative"
            on:submit=move |event| {
                event.prevent_default();
                go.with_value(|go| go());
            }
        >
            <span class="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-faint">{Icon::Search.small()}</span>
            <input
                node_ref=field
                type="search"
                class="h-8 w-full rounded-control border border-line-strong bg-panel pr-16 pl-8 text-13 hover:border-line-control"
                placeholder=label
                aria-label=label
                aria-keyshortcuts="/"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                prop:value=text
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    stop_waiting();
                    waiting.set_value(set_timeout_with_handle(move || go.with_value(|go| go()), PAUSE).ok());
                }
                on:keydown=move |event| {
                    if event.key() == "Escape" && text.with_untracked(|text| !text.is_empty()) {
                        event.stop_propagation();
                        text.set(String::new());
                        go.with_value(|go| go());
                    }
                }
            />
            <kbd class="pointer-events-none absolute inset-y-0 right-2 hidden items-center font-sans text-11 text-faint md:flex" aria-hidden="true">
                "/"
            </kbd>
        </form>
    }
}
