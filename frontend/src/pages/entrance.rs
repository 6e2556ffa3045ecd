//! What sign-in and set-up share: the quiet sheet and its one button.

use crate::components::mark::Mark;
use leptos::prelude::*;

#[component]
pub fn Entrance(title: &'static str, hint: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <main id="main" class="flex h-dvh flex-col items-center overflow-y-auto px-4 pt-[16dvh] pb-10">
            <div class="w-full max-w-84">
                <div class="mb-8 flex items-center gap-2.5">
                    <Mark />
                    <span class="text-14 font-semibold tracking-tight">"SalesCommand"</span>
                </div>
                <h1 class="text-20 font-semibold tracking-tight">{title}</h1>
                {hint.map(|hint| view! { <p class="mt-1 text-14 text-muted text-pretty">{hint}</p> })}
                <div class="mt-6">{children()}</div>
            </div>
        </main>
    }
}

#[component]
pub fn Submit(#[prop(into)] label: Signal<String>, #[prop(into)] busy: Signal<bool>) -> impl IntoView {
    view! {
        <button
            type="submit"
            class="inline-flex h-9 w-full items-center justify-center rounded-control bg-accent-fill text-14 font-medium text-on-accent hover:bg-accent-fill-hover"
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
        >
            {label}
        </button>
    }
}
