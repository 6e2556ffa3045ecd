//! One deal beside the list; on a phone and at its own address over the whole page.

use super::{
    Address, Behind,
    detail::{changes, facts, figures, way},
    forecast::forecast,
    look,
};
use crate::{
    components::{
        Icon,
        button::Weight,
        note::{Failed, Note},
        skeleton::panel_bones,
        slide_over::{Labels, SlideOver, Ways},
    },
    dom,
    route::Page,
    state::{asked::Answer, one::One, session::use_client, sync::use_sync},
    words::words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    ProblemCode,
    deals::{DealDetail, DealItem},
};
use std::sync::Arc;

#[component]
pub fn DealPanel(
    address: Memo<Address>,
    behind: Behind,
    open: Memo<Option<String>>,
    full: Signal<bool>,
) -> impl IntoView {
    let w = words();
    let id = Memo::new(move |before: Option<&String>| open.get().or_else(|| before.cloned()).unwrap_or_default());
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |path: String, replace: bool| {
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&path, options));
    };
    let path = move |id: &str, full: bool| {
        let address = address.get_untracked();
        if full {
            Page::Opportunity(id).with(&address.with_open(None).text())
        } else {
            Page::Opportunities.with(&address.with_open(Some(id)).text())
        }
    };
    let close = Callback::new(move |()| {
        go(Page::Opportunities.with(&address.get_untracked().with_open(None).text()), false);
        let id = id.get_untracked();
        request_animation_frame(move || {
            dom::focus_first(&format!("[data-item][data-deal=\"{id}\"] a"));
        });
    });
    let one = One::<DealDetail>::start(use_client(), id, use_sync().edition());
    // What the list knows is shown at once, until the deal itself is there.
    let deal = Memo::new(move |_| {
        let known = one.answer.with(|answer| answer.here().map(|detail| Arc::new(detail.item.clone())));
        known.filter(|deal| id.with(|id| *id == deal.id)).or_else(|| id.with(|id| behind.find(id)))
    });
    let name = move || deal.with(|deal| deal.as_ref().map(|deal| deal.name.clone()));
    let labels = Labels {
        previous: w.deals.previous,
        next: w.deals.next,
        beside: w.account.beside,
        full: w.account.full,
        close: w.account.close,
        details: w.deals.details,
    };
    let ways = Ways {
        has: Callback::new(move |step| id.with(|id| behind.neighbour(id, step)).is_some()),
        step: Callback::new(move |step| {
            if let Some(next) = untrack(|| id.with(|id| behind.neighbour(id, step))) {
                go(path(&next, full.get_untracked()), true);
            }
        }),
        close,
        full,
        set_full: Callback::new(move |full| {
            let path = id.with_untracked(|id| path(id, full));
            go(path, false);
        }),
    };
    let title = Signal::derive(move || name().unwrap_or_else(|| w.account.deal.to_owned()));
    let tab = move || name().unwrap_or_else(|| w.deals.title.to_owned());
    view! {
        <Title text=tab />
        <SlideOver
            name="deal"
            labels
            ways
            record=id
            title
            beside=Callback::new(|()| ().into_any())
            below=Callback::new(move |()| deal.get().map(|deal| below(&deal)).into_any())
        >
            <div data-open-deal=move || id.get()>
                {move || deal.get().map(|deal| figures(&deal))}
                {forecast(id, one.answer)}
                {move || match one.answer.get() {
                    Answer::Waiting => panel_bones(),
                    Answer::Failed(error) if error.code() == Some(ProblemCode::NotFound) => view! {
                        <Note icon=Icon::SearchX title=w.deals.gone text=w.deals.gone_why>
                            <button type="button" class=Weight::Plain.class() on:click=move |_| close.run(())>{w.account.back}</button>
                        </Note>
                    }
                    .into_any(),
                    Answer::Failed(error) => view! {
                        <Failed title=w.deals.one_failed error on_retry=move || one.again() />
                    }
                    .into_any(),
                    Answer::Here(detail) => view! { {way(&detail)} {changes(&detail)} {facts(&detail)} }.into_any(),
                }}
            </div>
        </SlideOver>
    }
}

/// The account that it is with, and its stage.
fn below(deal: &DealItem) -> AnyView {
    let w = words();
    let account = match (&deal.account, &deal.lead_company) {
        (Some(account), _) => {
            let path = Page::Account(&account.id).path();
            view! { <a href=path dir="auto" class="rounded-control text-accent hover:underline">{account.name.clone()}</a> }
                .into_any()
        }
        (None, Some(company)) => company.clone().into_any(),
        (None, None) => w.deals.no_account.into_any(),
    };
    let stage = deal.stage.as_ref().map(|stage| format!(" · {}", stage.name));
    view! { {look::state(deal)} {account} {stage} }.into_any()
}
