//! A panel, and in it what the server answers: bones while it is asked, the failure with a way to try again, then the content.

use super::{
    Icon,
    note::{Failed, explain},
    skeleton::bone,
};
use crate::{
    state::asked::{Answer, Asked},
    words::words,
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn Panel(
    title: &'static str,
    /// At the right of the title.
    #[prop(optional)]
    aside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="min-w-0 rounded-card border border-line bg-panel" aria-label=title>
            <div class="flex min-h-10 items-center gap-3 border-b border-line px-4 py-1.5">
                <h2 class="min-w-0 flex-1 truncate text-13 font-semibold">{title}</h2>
                {aside}
            </div>
            {children()}
        </section>
    }
}

/// `here` is drawn anew with each answer.
pub fn answered<T: Send + Sync + 'static>(
    asked: Asked<T>,
    failed: &'static str,
    here: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let w = words();
    move || match asked.answer.get() {
        Answer::Waiting => bones(w.frame.loading).into_any(),
        Answer::Failed(error) => view! { <Failed title=failed error on_retry=move || asked.again() /> }.into_any(),
        Answer::Here(it) => view! {
            <Stale asked />
            {here(it)}
        }
        .into_any(),
    }
}

/// Drawn once, with the first answer: for forms, whose later answers must not take away what is being typed.
pub fn answered_once<T: PartialEq + Send + Sync + 'static>(
    asked: Asked<T>,
    failed: &'static str,
    here: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let w = words();
    let first = Memo::new(move |before: Option<&Answer<T>>| match before {
        Some(Answer::Here(first)) => Answer::Here(Arc::clone(first)),
        _ => asked.answer.with(Answer::share),
    });
    move || match first.get() {
        Answer::Waiting => bones(w.frame.loading).into_any(),
        Answer::Failed(error) => view! { <Failed title=failed error on_retry=move || asked.again() /> }.into_any(),
        Answer::Here(it) => here(it),
    }
}

fn bones(label: &'static str) -> impl IntoView {
    view! {
        <div class="pulse flex flex-col gap-3 p-4" role="status" aria-busy="true" aria-label=label>
            {bone("h-3.5 w-2/3")} {bone("h-3.5 w-1/2")} {bone("h-3.5 w-3/5")}
        </div>
    }
}

/// What is shown is not the newest, and why.
#[component]
fn Stale<T: Send + Sync + 'static>(asked: Asked<T>) -> impl IntoView {
    let w = words();
    move || {
        asked.stale.get().map(|error| {
            view! {
                <p role="status" class="flex items-center gap-2 border-b border-warning-line bg-warning-soft px-4 py-1.5 text-12 text-warning">
                    {Icon::TriangleAlert.sized("size-3.5 shrink-0")}
                    {w.accounts.not_renewed} " " {explain(&error, w)}
                </p>
            }
        })
    }
}
