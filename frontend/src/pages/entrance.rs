//! What sign-in and set-up share: the quiet sheet, fields with their words, the line that says what failed.

use crate::components::{Icon, mark::Mark};
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
pub fn Field(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] kind: Option<&'static str>,
    autocomplete: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] first: bool,
) -> impl IntoView {
    let note = format!("{name}-note");
    let described = note.clone();
    view! {
        <div class="flex flex-col gap-1">
            <label for=name class="text-13 font-medium text-ink">{label}</label>
            <input
                id=name
                name=name
                type=kind.unwrap_or("text")
                autocomplete=autocomplete
                autofocus=first
                autocapitalize="none"
                spellcheck="false"
                required
                class="h-9 w-full rounded-control border border-line-control bg-panel px-2.5 text-14 aria-invalid:border-negative"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p id=note class="text-12">
                {move || match error.get() {
                    Some(error) => view! { <span class="text-negative">{error}</span> }.into_any(),
                    None => view! { <span class="text-muted">{hint}</span> }.into_any(),
                }}
            </p>
        </div>
    }
}

/// What went wrong, said where the eye is: over the button.
#[component]
pub fn Refusal(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || text.get().map(|text| view! {
                <p class="flex gap-2 rounded-control border border-negative-line bg-negative-soft px-3 py-2 text-13 text-negative">
                    {Icon::CircleAlert.sized("mt-0.5 size-4 shrink-0")}
                    <span class="text-pretty">{text}</span>
                </p>
            })}
        </div>
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
