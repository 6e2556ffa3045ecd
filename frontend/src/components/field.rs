//! One line of a form, its label above, its hint or what is wrong with it below; and what is wrong with the whole form.

use super::Icon;
use leptos::prelude::*;

#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: Option<&'static str>,
    autocomplete: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] first: bool,
    /// May stay empty.
    #[prop(optional)]
    free: bool,
    #[prop(optional)] placeholder: Option<&'static str>,
    /// Id of a `datalist` with what can be chosen.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let note = format!("{name}-note");
    let described = note.clone();
    view! {
        <div class="flex flex-col gap-1">
            <label for=name.clone() class="text-13 font-medium text-ink">{label}</label>
            <input
                id=name.clone()
                name=name
                type=kind.unwrap_or("text")
                autocomplete=autocomplete
                autofocus=first
                autocapitalize="none"
                spellcheck="false"
                required=!free
                placeholder=placeholder
                list=list
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
