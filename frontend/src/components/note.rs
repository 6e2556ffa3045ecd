//! What a panel says instead of its content: why it is empty, or what failed and how to go on.

use super::{
    Icon,
    button::{Button, Weight},
};
use crate::{
    api::ApiError,
    words::{Words, words},
};
use leptos::prelude::*;

/// Icon, the reason, what to do next.
#[component]
pub fn Note(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-1 px-6 py-16 text-center">
            <span class="mb-2 inline-flex size-9 items-center justify-center rounded-card border border-line bg-panel text-faint">{icon.small()}</span>
            <p class="text-14 font-medium text-ink">{title}</p>
            {text.map(|text| view! { <p class="max-w-104 text-13 text-muted text-pretty">{text}</p> })}
            {children.map(|children| view! { <div class="mt-3 flex gap-2">{children()}</div> })}
        </div>
    }
}

/// In words, what went wrong.
pub fn explain(error: &ApiError, w: &Words) -> &'static str {
    match error {
        ApiError::Offline => w.failure.offline,
        ApiError::TimedOut => w.failure.timed_out,
        ApiError::Aborted => "",
        ApiError::Unreadable { .. } => w.failure.unreadable,
        ApiError::Problem { problem, .. } => (w.failure.problem)(problem.code),
    }
}

/// A panel whose content could not be had.
#[component]
pub fn Failed(
    #[prop(into)] title: String,
    error: ApiError,
    on_retry: impl Fn() + Send + Sync + 'static,
    /// Other ways on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let w = words();
    let icon = match error {
        ApiError::Offline | ApiError::TimedOut => Icon::Unplug,
        _ => Icon::CircleAlert,
    };
    let id = error.request_id().map(ToOwned::to_owned);
    view! {
        <div role="alert">
            <Note icon title text=explain(&error, w)>
                <Button icon=Icon::RefreshCw weight=Weight::Plain label=w.failure.retry on_press=on_retry />
                {children.map(|children| children())}
            </Note>
            {id.map(|id| view! {
                <p class="-mt-12 pb-10 text-center text-12 text-faint">
                    {w.failure.code} " " <code class="font-sans select-all">{id}</code>
                </p>
            })}
        </div>
    }
}
