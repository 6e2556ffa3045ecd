//! A record beside its list, on a phone and on demand over the whole page: Esc closes it, ↑ and ↓ go through the list behind.

use super::{Icon, button::IconButton};
use crate::{
    dom,
    state::{lineage::use_lineage, window::use_room},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// What its buttons are called.
#[derive(Debug, Clone, Copy)]
pub struct Labels {
    pub previous: &'static str,
    pub next: &'static str,
    pub beside: &'static str,
    pub full: &'static str,
    pub close: &'static str,
    pub details: &'static str,
}

/// The ways out of it and on.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    /// There is a record so many places further in the list behind.
    pub has: Callback<isize, bool>,
    pub step: Callback<isize>,
    pub close: Callback<()>,
    /// It takes the whole page.
    pub full: Signal<bool>,
    pub set_full: Callback<bool>,
}

#[component]
pub fn SlideOver(
    /// Id of its element; that of its heading ends with `-name`.
    name: &'static str,
    labels: Labels,
    ways: Ways,
    /// Another one is another record: its heading gets the focus.
    #[prop(into)]
    record: Signal<String>,
    #[prop(into)] title: Signal<String>,
    /// Before the heading.
    #[prop(optional)]
    mark: Option<Callback<(), AnyView>>,
    /// Behind the name.
    beside: Callback<(), AnyView>,
    /// Below it.
    below: Callback<(), AnyView>,
    children: Children,
) -> impl IntoView {
    let phone = use_room().phone;
    let Ways { has, step, close, full, set_full } = ways;
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        record.track();
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    let lineage = use_lineage();
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        // The rows behind a figure lie above.
        if !lineage.is_open() {
            on_key(&event, name, ways);
        }
    });
    on_cleanup(move || keys.remove());
    let heading_id = format!("{name}-name");
    let labelled_by = heading_id.clone();
    let no = move |by: isize| Signal::derive(move || !has.run(by));
    view! {
        <section
            id=name
            aria-labelledby=labelled_by
            class="enter-panel absolute inset-y-0 right-0 z-20 flex w-full flex-col bg-panel md:border-l md:border-line md:shadow-raised"
            class=("md:max-w-180", move || !full.get())
        >
            <div class="flex shrink-0 items-center gap-3 border-b border-line py-3 pr-3 pl-5">
                {mark.map(|mark| move || mark.run(()))}
                <div class="min-w-0 flex-1">
                    <h2 id=heading_id dir="auto" node_ref=heading tabindex="-1" title=title class="truncate text-left text-16 font-semibold tracking-tight focus-visible:outline-none">
                        {title}
                        {move || beside.run(())}
                    </h2>
                    <p class="truncate text-12 text-muted">{move || below.run(())}</p>
                </div>
                <div class="flex shrink-0 items-center">
                    <IconButton icon=Icon::ChevronUp label=labels.previous disabled=no(-1) on_press=move || step.run(-1) />
                    <IconButton icon=Icon::ChevronDown label=labels.next disabled=no(1) on_press=move || step.run(1) />
                    {move || (!phone.get()).then(|| {
                        if full.get() {
                            view! { <IconButton icon=Icon::Minimize2 label=labels.beside on_press=move || set_full.run(false) /> }.into_any()
                        } else {
                            view! { <IconButton icon=Icon::Maximize2 label=labels.full on_press=move || set_full.run(true) /> }.into_any()
                        }
                    })}
                    <IconButton icon=Icon::X label=labels.close on_press=move || close.run(()) />
                </div>
            </div>
            <div class="min-h-0 flex-1 overflow-y-auto" tabindex="0" role="region" aria-label=labels.details>
                <div class="mx-auto max-w-270">{children()}</div>
            </div>
        </section>
    }
}

/// Esc closes; ↑ and ↓ go through the list behind, while the focus is in the panel and nothing is typed.
fn on_key(event: &web_sys::KeyboardEvent, name: &str, ways: Ways) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let inside = target.is_some_and(|target| target.closest(&format!("#{name}")).ok().flatten().is_some());
    match event.key().as_str() {
        "Escape" => ways.close.run(()),
        "ArrowDown" if inside => {
            event.prevent_default();
            ways.step.run(1);
        }
        "ArrowUp" if inside => {
            event.prevent_default();
            ways.step.run(-1);
        }
        _ => {}
    }
}
