//! A page on its way: quiet while its chunk comes, a way to try again where it does not, and the other chunks in idle moments.

use super::ALL;
use crate::{
    api::{ApiError, visitor},
    components::{mark::Mark, note::Failed},
    dom,
    state::session::{may, use_me},
    words::words,
};
use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};
use leptos_meta::Title;
use shared::auth::Me;
use std::{pin::Pin, sync::Arc};

/// The page's component; it may be called once its chunk is here.
pub type Page = fn() -> AnyView;
pub type Arriving = Pin<Box<dyn Future<Output = Result<Page, Missing>>>>;

/// The chunk could not be had; asked for again, it is fetched again.
#[derive(Debug, Clone, Copy)]
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[derive(Debug, Clone)]
enum State {
    Waiting,
    Here(Page),
    Failed(ApiError),
}

pub fn arriving(fetch: fn() -> Arriving) -> AnyView {
    let w = words();
    let me = use_me();
    let state = RwSignal::new(State::Waiting);
    let come = move |by_hand: bool| {
        let me = Arc::clone(&me);
        spawn_local(async move {
            match fetch().await {
                Ok(page) => {
                    state.try_set(State::Here(page));
                    dom::when_idle(move || fetch_others(&me));
                }
                // Who has gone on to another page is not bothered.
                Err(Missing) if state.is_disposed() => {}
                Err(Missing) => {
                    if let Some(error) = reason(by_hand, move || !state.is_disposed()).await {
                        state.try_set(State::Failed(error));
                    }
                }
            }
        });
    };
    come(false);
    (move || match state.get() {
        State::Here(page) => untrack(page),
        State::Waiting => empty(
            view! {
                <span class="late" role="status" aria-busy="true" aria-label=w.frame.loading>
                    <span class="block pulse"><Mark /></span>
                </span>
            }
            .into_any(),
        ),
        State::Failed(error) => {
            let come = come.clone();
            let on_retry = move || {
                state.set(State::Waiting);
                come(true);
            };
            empty(
                view! {
                    <Title text=w.failure.no_arrival />
                    <h1 class="sr-only">{w.failure.no_arrival}</h1>
                    <Failed title=w.failure.no_arrival error on_retry />
                }
                .into_any(),
            )
        }
    })
    .into_any()
}

/// A page with nothing but that, below the line where all pages have their top bar.
fn empty(middle: AnyView) -> AnyView {
    view! {
        <div class="h-12 shrink-0 short:h-10 border-b border-line bg-page"></div>
        <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col items-center justify-center">{middle}</main>
    }
    .into_any()
}

/// `None`: a new version is there, and the browser is on its way to it. Not by itself where the page has only just come:
/// two servers of different versions would send the reader from one to the other.
async fn reason(by_hand: bool, is_wanted: impl Fn() -> bool) -> Option<ApiError> {
    const JUST_COME_MS: i64 = 10_000;
    let page = match visitor::page().await {
        Ok(page) => page,
        Err(error) => return Some(error),
    };
    let outdated = dom::own_files().is_some_and(|own| !page.contains(&own));
    if outdated && is_wanted() && (by_hand || dom::uptime_ms() > JUST_COME_MS) {
        dom::reload();
        return None;
    }
    Some(ApiError::Unreadable { status: 404 })
}

/// The chunk of the page that is open, while it is still being asked who is there.
pub fn fetch_first() {
    let path = dom::here();
    let first = path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    if let Some((.., fetch)) = ALL.iter().find(|(at, ..)| *at == first).or(ALL.first()) {
        let coming = fetch();
        spawn_local(async move {
            // A failure shows when the page is wanted.
            let _ = coming.await;
        });
    }
}

/// Of the pages that the reader may open, one after the other.
fn fetch_others(me: &Me) {
    let wanted: Vec<_> = ALL.iter().filter(|(_, need, _)| may(me, *need)).map(|(.., fetch)| *fetch).collect();
    spawn_local(async move {
        for fetch in wanted {
            // As above; and the next page that is opened tries again.
            let _ = fetch().await;
        }
    });
}
