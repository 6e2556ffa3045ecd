//! The switch between the ways in which a list is shown.

use crate::{components::Icon, words::words};
use leptos::prelude::*;

/// One way.
#[derive(Debug, Clone, Copy)]
pub struct View {
    pub icon: Icon,
    pub label: &'static str,
    pub on: Signal<bool>,
    pub choose: Callback<()>,
}

#[component]
pub fn ViewSwitch(views: [View; 2]) -> impl IntoView {
    let w = words();
    let buttons = views.map(|View { icon, label, on, choose }| {
        view! {
            <button
                type="button"
                class="inline-flex h-6 w-8 items-center justify-center rounded-control text-muted hover:text-ink aria-pressed:bg-panel aria-pressed:text-ink aria-pressed:shadow-card"
                aria-pressed=move || on.get().to_string()
                aria-label=label
                title=label
                on:click=move |_| choose.run(())
            >
                {icon.small()}
            </button>
        }
        .into_any()
    });
    view! {
        <div role="group" aria-label=w.accounts.view class="flex shrink-0 rounded-control bg-pressed p-0.5">
            {buttons.into_iter().collect_view()}
        </div>
    }
}
