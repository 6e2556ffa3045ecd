//! What the admins' lists share: heads, rows that are chosen, the end of a list that goes on.

use crate::{
    api::ApiError,
    components::{
        button::Button,
        note::{Failed, explain},
        skeleton::bone,
    },
    state::paged::{Paged, Phase},
    words::words,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

pub const HEAD: &str = "sticky top-0 z-10 border-b border-line bg-page px-3 py-2 text-left text-12 font-medium whitespace-nowrap text-muted";
pub const CELL: &str = "border-b border-line px-3 py-2 align-top";
/// Of rows with one line and a button.
pub const LINE_CELL: &str = "border-b border-line px-3 py-1.5 align-middle";

/// Ids that are ticked. What leaves the list leaves the choice.
#[derive(Debug, Clone, Copy)]
pub struct Chosen(pub RwSignal<BTreeSet<String>>);

impl Chosen {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    pub fn has(self, id: &str) -> bool {
        self.0.with(|chosen| chosen.contains(id))
    }

    pub fn set(self, ids: impl IntoIterator<Item = String>, on: bool) {
        self.0.update(|chosen| {
            for id in ids {
                if on {
                    chosen.insert(id);
                } else {
                    chosen.remove(&id);
                }
            }
        });
    }

    pub fn keep(self, there: &BTreeSet<String>) {
        if self.0.with_untracked(|chosen| !chosen.is_subset(there)) {
            self.0.update(|chosen| chosen.retain(|id| there.contains(id)));
        }
    }

    pub fn count(self) -> usize {
        self.0.with(BTreeSet::len)
    }
}

#[component]
pub fn Tick(
    #[prop(into)] label: String,
    #[prop(into)] on: Signal<bool>,
    on_change: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            class="mt-0.5 block size-4 shrink-0 cursor-pointer accent-accent-fill"
            aria-label=label
            prop:checked=on
            on:change=move |event| on_change(event_target_checked(&event))
        />
    }
}

/// The list while it is asked for, failed, or there.
pub fn listed<T: Send + Sync + 'static>(
    paged: Paged<T>,
    failed: &'static str,
    here: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    #[derive(PartialEq, Clone)]
    enum Shown {
        Waiting,
        Failed(ApiError),
        Here,
    }
    let w = words();
    let shown = Memo::new(move |_| match paged.phase.get() {
        Phase::Waiting => Shown::Waiting,
        Phase::Failed(error) => Shown::Failed(error),
        Phase::Ready | Phase::More | Phase::MoreFailed(_) => Shown::Here,
    });
    move || {
        match shown.get() {
        Shown::Waiting => view! {
            <div class="pulse min-h-0 flex-1 overflow-hidden px-4" role="status" aria-busy="true" aria-label=w.frame.loading>
                {(0..12)
                    .map(|_| view! {
                        <div class="flex h-10 items-center gap-10 border-b border-line">{bone("h-3 w-48")} {bone("h-3 w-24")} <span class="flex-1"></span> {bone("h-3 w-24")}</div>
                    })
                    .collect_view()}
            </div>
        }
        .into_any(),
        Shown::Failed(error) => view! { <Failed title=failed error on_retry=move || paged.reload() /> }.into_any(),
        Shown::Here => here(),
    }
    }
}

/// Under the last row: the next page, and why it did not come.
#[component]
pub fn More<T: Send + Sync + 'static>(paged: Paged<T>, #[prop(into)] label: String) -> impl IntoView {
    let w = words();
    move || {
        let label = label.clone();
        let failed = paged.phase.with(|phase| match phase {
            Phase::MoreFailed(error) => Some(explain(error, w)),
            _ => None,
        });
        (paged.has_more() || failed.is_some()).then(|| {
            view! {
                <div class="flex items-center justify-center gap-3 py-3">
                    {failed.map(|text| view! { <span role="alert" class="text-13 text-negative">{text}</span> })}
                    <Button
                        label=label
                        disabled=Signal::derive(move || paged.phase.get() == Phase::More)
                        on_press=move || if paged.has_more() { paged.more() } else { paged.reload() }
                    />
                </div>
            }
        })
    }
}
