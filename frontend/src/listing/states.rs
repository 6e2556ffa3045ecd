//! What a list says when it is not there, is empty, or is not the newest.

use super::{Kind, List, Phase};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::{Button, Weight},
        note::{Failed, Note, explain},
        nothing::Nothing,
    },
    state::session::use_me,
    words::words,
};
use leptos::prelude::*;
use shared::ProblemCode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Waiting,
    Failed,
    Empty,
    Here,
}

pub fn shown<K: Kind>(list: List<K>) -> Memo<Shown> {
    Memo::new(move |_| {
        let empty = list.loaded.with(|loaded| loaded.as_ref().map(|loaded| loaded.items.is_empty()));
        let other = list.is_other();
        let failed = list.phase.with(|phase| matches!(phase, Phase::Failed(_)));
        match empty {
            _ if (other || empty.is_none()) && failed => Shown::Failed,
            None => Shown::Waiting,
            Some(true) if other => Shown::Waiting,
            Some(true) => Shown::Empty,
            Some(false) => Shown::Here,
        }
    })
}

/// It is there but could not be renewed: it stays readable, and says that it is not new.
#[component]
pub fn Stale(#[prop(into)] why: Signal<Option<ApiError>>, on_retry: Callback<()>) -> impl IntoView {
    let w = words();
    move || {
        why.get().map(|error| {
            view! {
                <div role="alert" class="flex items-center gap-3 border-b border-warning-line bg-warning-soft px-4 py-1 text-13 text-warning">
                    {Icon::TriangleAlert.small()}
                    <span class="min-w-0 flex-1 truncate">{w.accounts.not_renewed} " " {explain(&error, w)}</span>
                    <Button weight=Weight::Quiet label=w.failure.retry on_press=move || on_retry.run(()) />
                </div>
            }
        })
    }
}

/// It could not be had; where the server did not understand the filters, they can be taken away.
pub fn no_list(
    title: &'static str,
    error: ApiError,
    filtered: bool,
    on_retry: Callback<()>,
    on_clear: Callback<()>,
) -> AnyView {
    let w = words();
    let refused = filtered && error.code() == Some(ProblemCode::InvalidFields);
    view! {
        <Failed title error on_retry=move || on_retry.run(())>
            {refused.then(|| view! { <Button label=w.accounts.clear_filters on_press=move || on_clear.run(()) /> })}
        </Failed>
    }
    .into_any()
}

/// The reasons for which a list can be empty.
#[derive(Debug, Clone, Copy)]
pub struct EmptyWords {
    pub no_match: &'static str,
    pub no_match_why: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub none_yet: &'static str,
    pub none_yet_why: &'static str,
}

#[component]
pub fn Empty(says: EmptyWords, #[prop(into)] filtered: Signal<bool>, on_clear: Callback<()>) -> impl IntoView {
    let w = words();
    let linked = use_me().no_reach.is_none();
    move || {
        if linked && filtered.get() {
            return view! {
                <Note icon=Icon::SearchX title=says.no_match text=says.no_match_why>
                    <Button label=w.accounts.clear_filters on_press=move || on_clear.run(()) />
                </Note>
            }
            .into_any();
        }
        view! { <Nothing title=says.none text=says.none_why title_yet=says.none_yet text_yet=says.none_yet_why /> }
            .into_any()
    }
}

/// The line at the end of a list when no more of it could be had.
pub fn more_failed(error: &ApiError, on_retry: Callback<()>) -> AnyView {
    let w = words();
    view! {
        <div role="alert" class="flex items-center justify-center gap-3 px-3 py-4 text-13 text-muted">
            <span>{w.accounts.more_failed} " " {explain(error, w)}</span>
            <Button weight=Weight::Plain label=w.failure.retry on_press=move || on_retry.run(()) />
        </div>
    }
    .into_any()
}
