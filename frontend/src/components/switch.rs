//! A setting that is on or off, at once.

use leptos::prelude::*;

#[component]
pub fn Switch(
    label: &'static str,
    #[prop(into)] on: Signal<bool>,
    #[prop(into)] disabled: Signal<bool>,
    on_change: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="switch"
            class="inline-flex h-8 items-center gap-2 rounded-control text-13 text-muted disabled:opacity-60"
            aria-checked=move || on.get().to_string()
            disabled=disabled
            on:click=move |_| on_change(!on.get_untracked())
        >
            {label}
            <span
                class="inline-flex h-4.5 w-8 items-center rounded-full border p-0.5"
                class=("border-accent-fill", on)
                class=("bg-accent-fill", on)
                class=("border-line-control", move || !on.get())
                class=("bg-pressed", move || !on.get())
                aria-hidden="true"
            >
                <span class="size-3 rounded-full bg-on-accent shadow-card transition-transform" class=("translate-x-3.5", on)></span>
            </span>
        </button>
    }
}
