//! A list that comes page by page as the screen needs it, whatever its rows are: bones, failure, emptiness, rows, more of them.

use crate::{
    api::ApiError,
    components::{
        button::{Button, Weight},
        note::{Failed, explain},
        skeleton::{bone, panel_bones},
    },
    dom,
    state::paged::{Paged, Phase},
    words::words,
};
use leptos::{html, prelude::*};
use shared::ProblemCode;
use std::sync::Arc;

#[derive(Debug, Clone, Copy)]
pub struct PagedRows {
    phase: RwSignal<Phase>,
    empty: Signal<bool>,
    has_more: Signal<bool>,
    more: Callback<()>,
    reload: Callback<()>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Waiting,
    Failed(ApiError),
    Empty,
    Here,
}

impl PagedRows {
    pub fn of<T: Send + Sync + 'static>(rows: Paged<T>) -> Self {
        Self {
            phase: rows.phase,
            empty: Signal::derive(move || rows.items.with(Vec::is_empty)),
            has_more: Signal::derive(move || rows.has_more()),
            more: Callback::new(move |()| rows.more()),
            reload: Callback::new(move |()| rows.reload()),
        }
    }

    /// `content` is drawn when there are rows, `empty` when there are none.
    pub fn view(self, failed: &'static str, empty: Callback<(), AnyView>, content: Callback<(), AnyView>) -> AnyView {
        // The generation that it was begun in is not kept any more.
        Effect::new(move |_| {
            let is_expired = |error: &ApiError| error.code() == Some(ProblemCode::SnapshotExpired);
            if self.phase.with(|phase| matches!(phase, Phase::MoreFailed(error) if is_expired(error))) {
                self.reload.run(());
            }
        });
        let shown = Memo::new(move |_| match self.phase.get() {
            Phase::Failed(error) => Shown::Failed(error),
            Phase::Waiting => Shown::Waiting,
            _ if self.empty.get() => Shown::Empty,
            _ => Shown::Here,
        });
        (move || match shown.get() {
            Shown::Waiting => panel_bones(),
            Shown::Failed(error) => {
                view! { <Failed title=failed error on_retry=move || self.reload.run(()) /> }.into_any()
            }
            Shown::Empty => empty.run(()),
            Shown::Here => view! { {content.run(())} {self.end()} }.into_any(),
        })
        .into_any()
    }

    /// Bones that ask for the next page when they come near, or why it could not be had.
    fn end(self) -> AnyView {
        let w = words();
        (move || match self.phase.get() {
            Phase::MoreFailed(error) => Some(
                view! {
                    <div role="alert" class="flex items-center justify-center gap-3 py-4 text-13 text-muted">
                        <span>{w.accounts.more_failed} " " {explain(&error, w)}</span>
                        <Button weight=Weight::Plain label=w.failure.retry on_press=move || if self.has_more.get_untracked() { self.more.run(()) } else { self.reload.run(()) } />
                    </div>
                }
                .into_any(),
            ),
            phase if self.has_more.get() => {
                let near = NodeRef::<html::Div>::new();
                if phase == Phase::Ready {
                    dom::on_view(near, move || self.more.run(()));
                }
                Some(
                    view! {
                        <div class="pulse relative px-5 py-3" aria-hidden="true">
                            {bone("h-3.5 w-1/2")}
                            <div node_ref=near class="pointer-events-none absolute bottom-0 left-0 h-200 w-px"></div>
                        </div>
                    }
                    .into_any(),
                )
            }
            _ => None,
        })
        .into_any()
    }
}

/// A row that was read anew is drawn anew: it may tell something else under the same id.
pub fn version<T>(row: &Arc<T>) -> usize {
    Arc::as_ptr(row).addr()
}
