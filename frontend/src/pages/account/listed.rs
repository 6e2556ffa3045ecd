//! A list of an account: more of it as one scrolls, anew with newer data, and what it says when it is empty or failed.

use crate::{
    api::{ApiError, Part, PartRow, Whole},
    components::{
        Icon,
        button::{Button, Weight},
        note::{Failed, Note, explain},
        skeleton::{bone, panel_bones},
    },
    dom,
    state::{
        paged::{Paged, Phase},
        session::use_client,
        sync::use_sync,
    },
    words::words,
};
use leptos::{html, prelude::*};
use shared::ProblemCode;
use std::sync::Arc;

#[derive(Debug, Clone, Copy)]
pub struct Listed {
    pub rows: Paged<Arc<PartRow>>,
    pub whole: RwSignal<Option<Whole>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Waiting,
    Failed(ApiError),
    Empty,
    Here,
}

impl Listed {
    pub fn start(account: String, part: Signal<Part>) -> Self {
        let client = use_client();
        let renewals = use_sync().renewals();
        let whole = RwSignal::new(None);
        let ask = move |cursor: Option<String>, line| {
            let account = account.clone();
            async move {
                // The list may be left before this runs.
                let part = part.try_get_untracked().ok_or(ApiError::Aborted)?;
                let (piece, told) = client.account_part(&account, part, cursor.as_deref(), &line).await?;
                whole.try_set(Some(told));
                Ok(piece)
            }
        };
        let rows = Paged::start(ask, move || (part.get(), renewals.get()));
        // The generation that it was begun in is not kept any more.
        Effect::new(move |_| {
            let is_expired = |error: &ApiError| error.code() == Some(ProblemCode::SnapshotExpired);
            if rows.phase.with(|phase| matches!(phase, Phase::MoreFailed(error) if is_expired(error))) {
                rows.reload();
            }
        });
        Self { rows, whole }
    }

    /// `content` is drawn when there are rows; `empty` says that there are none, and why.
    pub fn view(
        self,
        empty: (&'static str, &'static str),
        content: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        let w = words();
        let Self { rows, .. } = self;
        let shown = Memo::new(move |_| match rows.phase.get() {
            Phase::Failed(error) => Shown::Failed(error),
            Phase::Waiting => Shown::Waiting,
            _ if rows.items.with(Vec::is_empty) => Shown::Empty,
            _ => Shown::Here,
        });
        (move || match shown.get() {
            Shown::Waiting => panel_bones(),
            Shown::Failed(error) => {
                view! { <Failed title=w.around.part_failed error on_retry=move || rows.reload() /> }.into_any()
            }
            Shown::Empty => view! { <Note icon=Icon::Inbox title=empty.0 text=empty.1 /> }.into_any(),
            Shown::Here => view! { {content()} {end(rows)} }.into_any(),
        })
        .into_any()
    }
}

/// A row that was read anew is drawn anew: it may tell something else under the same id.
pub fn version(row: &Arc<PartRow>) -> usize {
    Arc::as_ptr(row).addr()
}

/// Bones that ask for the next page when they come near, or why it could not be had.
fn end(rows: Paged<Arc<PartRow>>) -> AnyView {
    let w = words();
    (move || match rows.phase.get() {
        Phase::MoreFailed(error) => Some(
            view! {
                <div role="alert" class="flex items-center justify-center gap-3 py-4 text-13 text-muted">
                    <span>{w.accounts.more_failed} " " {explain(&error, w)}</span>
                    <Button weight=Weight::Plain label=w.failure.retry on_press=move || rows.more() />
                </div>
            }
            .into_any(),
        ),
        phase if rows.has_more() => {
            let near = NodeRef::<html::Div>::new();
            if phase == Phase::Ready {
                dom::on_view(near, move || rows.more());
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
