//! What a figure is made of, over any page: its definition and conditions, its rows page by page, and their sums.

mod facts;
mod foot;
mod rows;

pub use facts::span_words;

use crate::{
    api::{ApiError, Line, Source},
    components::{
        Icon,
        button::IconButton,
        figure::Size,
        note::{Failed, Note},
        skeleton::bone,
        value::{beside, value_figure},
    },
    dom,
    state::{
        lineage::{Lineage, use_lineage},
        paged::{Paged, Phase, Piece},
        session::use_client,
        sync::use_sync,
    },
    words::words,
};
use facts::facts;
use foot::foot;
use leptos::{html, prelude::*};
use rows::{more_near, table};
use shared::{
    ProblemCode,
    figures::{ExplainedRow, Explanation},
};
use std::sync::Arc;

/// Drawn while a figure is open.
pub fn lineage_panel() -> AnyView {
    let lineage = use_lineage();
    (move || lineage.source.get().map(|source| opened(source, lineage))).into_any()
}

fn is_expired(error: &ApiError) -> bool {
    error.code() == Some(ProblemCode::SnapshotExpired)
}

/// The figure's head with each first page; its rows as far as they are loaded.
#[derive(Debug, Clone, Copy)]
struct Explained {
    head: RwSignal<Option<Arc<Explanation>>>,
    rows: Paged<ExplainedRow>,
    /// The data that were asked for are not kept any more: these are the newest.
    anew: RwSignal<bool>,
}

impl Explained {
    fn start(source: Source) -> Self {
        let client = use_client();
        let edition = use_sync().edition();
        let (head, anew) = (RwSignal::new(None), RwSignal::new(false));
        let pinned = source.is_pinned();
        let source = StoredValue::new(source);
        let ask = move |cursor: Option<String>, line: Line| async move {
            // The panel may be closed before this runs.
            let asked = source.try_get_value().ok_or(ApiError::Aborted)?;
            let mut answer = client.explain(&asked, cursor.as_deref(), &line).await;
            if cursor.is_none() && asked.is_pinned() && answer.as_ref().is_err_and(is_expired) {
                let newest = asked.newest();
                answer = client.explain(&newest, None, &line).await;
                source.try_set_value(newest);
                anew.try_set(true);
            }
            let mut explanation = answer?;
            let items = std::mem::take(&mut explanation.rows.items);
            let (total, next_cursor) = (Some(explanation.rows.total), explanation.rows.next_cursor.take());
            head.try_set(Some(Arc::new(explanation)));
            Ok(Piece { items, total, next_cursor })
        };
        // What is asked for as the newest follows the data.
        let rows = Paged::start(ask, move || (!pinned).then(|| edition.get()));
        Effect::new(move |_| {
            if rows.phase.with(|phase| matches!(phase, Phase::MoreFailed(error) if is_expired(error))) {
                source.update_value(|source| *source = source.clone().newest());
                anew.set(true);
                rows.reload();
            }
        });
        Self { head, rows, anew }
    }
}

fn opened(source: Source, lineage: Lineage) -> AnyView {
    let w = words();
    let explained = Explained::start(source.clone());
    let Explained { rows, anew, .. } = explained;
    // Each page brings the same head.
    let head = Memo::new(move |_| explained.head.get());
    let failed = Memo::new(move |_| match rows.phase.get() {
        Phase::Failed(error) => Some(error),
        _ => None,
    });
    let figure = source.figure;
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            lineage.close();
        }
    });
    on_cleanup(move || keys.remove());
    let shown = move || {
        head.get().map(|head| {
            view! {
                <p class="mt-1">{value_figure(figure, &head.value, Size::Tile, w)}</p>
                {beside(&head.value, false)}
            }
            .into_any()
        })
    };
    let scroller = NodeRef::<html::Div>::new();
    let content = move || {
        match (failed.get(), head.get()) {
        (Some(error), _) => view! { <Failed title=w.numbers.failed error on_retry=move || rows.reload() /> }.into_any(),
        (_, None) => waiting(w.frame.loading),
        (_, Some(head)) if head.rows.total == 0 => {
            view! { {facts(&head, &source, rows)} <Note icon=Icon::Inbox title=(w.numbers.no_rows)(figure.subject()) /> }.into_any()
        }
        (_, Some(head)) => view! { {facts(&head, &source, rows)} {table(&head, rows)} }.into_any(),
    }
    };
    view! {
        <section
            id="lineage"
            role="dialog"
            aria-labelledby="lineage-name"
            class="enter-panel fixed inset-y-0 right-0 z-40 flex w-full flex-col bg-panel shadow-raised md:max-w-180 md:border-l md:border-line"
        >
            <div class="flex shrink-0 items-start gap-3 border-b border-line py-3 pr-3 pl-5">
                <div class="min-w-0 flex-1">
                    <p class="text-12 text-muted">{w.numbers.made_of}</p>
                    <h2 id="lineage-name" node_ref=heading tabindex="-1" class="truncate text-16 font-semibold tracking-tight focus-visible:outline-none">
                        {(w.numbers.name)(figure)}
                    </h2>
                    {shown}
                </div>
                <IconButton icon=Icon::X label=w.account.close on_press=move || lineage.close() />
            </div>
            {move || anew.get().then(|| view! {
                <p role="status" class="flex shrink-0 items-center gap-2 border-b border-warning-line bg-warning-soft px-5 py-1.5 text-12 text-warning">
                    {Icon::Info.sized("size-3.5 shrink-0")}
                    {w.numbers.anew}
                </p>
            })}
            <div
                node_ref=scroller
                class="focus-inset relative min-h-0 flex-1 overflow-y-auto"
                tabindex="0"
                role="region"
                aria-label=w.numbers.made_of
                on:scroll=move |_| more_near(scroller, rows)
            >
                {content}
            </div>
            {move || head.get().map(|head| foot(&head))}
        </section>
    }
    .into_any()
}

fn waiting(label: &'static str) -> AnyView {
    view! {
        <div class="pulse flex flex-col gap-3 px-5 py-4" role="status" aria-busy="true" aria-label=label>
            {bone("h-3.5 w-2/3")} {bone("h-3 w-1/2")} {bone("h-3 w-2/5")} {bone("h-3 w-1/2")} {bone("mt-4 h-64 w-full")}
        </div>
    }
    .into_any()
}
