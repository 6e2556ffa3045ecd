//! One account beside the list, with the deals behind its figures; on a phone and on demand over the whole page.

mod business;
mod deals;
mod facts;
mod head;
mod invoices;
mod listed;
mod money_table;
mod orders;
mod overview;
mod people;
mod sum;
mod tabs;
mod timeline;

use crate::{
    api::{ApiError, Client, Line},
    components::{
        Icon,
        button::Weight,
        note::{Failed, Note},
        skeleton::panel_bones,
        slide_over::{Labels, SlideOver, Ways},
        tile::{Shape, tile},
    },
    dom,
    pages::accounts::{AccountList, Address, FULL},
    route::{Page, Query},
    state::{
        asked::Answer,
        one::{Asking, One, Record},
        session::use_client,
        sync::use_sync,
    },
    words::words,
};
use deals::Deals;
use head::{Figures, archived, place};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use shared::{
    ProblemCode,
    accounts::AccountCard,
    around::{Around, AroundCounts},
};
use std::sync::Arc;
pub use tabs::{TAB, Tab};
pub use timeline::{page_of_deal, touch};

impl Record for Around {
    fn id(&self) -> &str {
        &self.account.card.id
    }

    fn generation(&self) -> i64 {
        self.account.generation
    }

    fn ask(client: Client, id: String, line: Line) -> Asking<Self> {
        Box::pin(async move { client.around(&id, false, &line).await })
    }
}

/// The panel's own moves; each is an address.
#[derive(Debug, Clone, Copy)]
pub struct Moves {
    id: Memo<String>,
    address: Memo<Address>,
    list: AccountList,
    go: Callback<(String, bool)>,
}

impl Moves {
    /// The account so many places further in the list behind the panel.
    fn neighbour(self, step: isize) -> Option<String> {
        self.list.loaded.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let place = self.id.with(|id| loaded.place(id))?.checked_add_signed(step)?;
            loaded.items.get(place).map(|card| card.id.clone())
        })
    }

    pub fn has(self, step: isize) -> bool {
        self.neighbour(step).is_some()
    }

    pub fn step(self, step: isize) {
        if let Some(id) = untrack(|| self.neighbour(step)) {
            let path = self.address.with_untracked(|address| Page::Account(&id).with(&address.text()));
            self.go.run((path, true));
        }
    }

    pub fn close(self) {
        let query = self.address.with_untracked(|address| Query::parse(&address.text()));
        let query = query.with(FULL, None).with(deals::ROWS, None).with(TAB, None);
        self.go.run((Page::Accounts.with(&query.text()), false));
        let id = self.id.get_untracked();
        request_animation_frame(move || {
            dom::focus_first(&format!("[data-item][data-account=\"{id}\"] a"));
        });
    }

    /// Sets one parameter of the address and stays here.
    pub fn set(self, name: &str, value: Option<&str>) {
        let query = self.address.with_untracked(|address| Query::parse(&address.text())).with(name, value);
        let path = self.id.with_untracked(|id| Page::Account(id).with(&query.text()));
        self.go.run((path, true));
    }
}

#[component]
pub fn AccountPanel() -> impl IntoView {
    let w = words();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let list = expect_context::<AccountList>();
    let address = expect_context::<Memo<Address>>();
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |(path, replace): (String, bool)| {
        let options = NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&path, options));
    });
    let moves = Moves { id, address, list, go };
    let one = One::<Around>::start(use_client(), id, use_sync().edition());
    // What the list knows is shown at once, until the account itself is there.
    let card = Memo::new(move |_| {
        let known = one.answer.with(|answer| answer.here().map(|around| Arc::new(around.account.card.clone())));
        known
            .filter(|card| id.with(|id| *id == card.id))
            .or_else(|| list.loaded.with(|loaded| id.with(|id| loaded.as_ref().and_then(|loaded| loaded.get(id)))))
    });
    let name = move || card.with(|card| card.as_ref().map(|card| card.name.clone()));
    let tab = move || name().unwrap_or_else(|| w.accounts.title.to_owned());
    let labels = Labels {
        previous: w.account.previous,
        next: w.account.next,
        beside: w.account.beside,
        full: w.account.full,
        close: w.account.close,
        details: w.account.details,
    };
    let ways = Ways {
        has: Callback::new(move |step| moves.has(step)),
        step: Callback::new(move |step| moves.step(step)),
        close: Callback::new(move |()| moves.close()),
        full: Signal::derive(move || address.with(Address::is_full)),
        set_full: Callback::new(move |full: bool| moves.set(FULL, full.then_some("1"))),
    };
    let title = Signal::derive(move || name().unwrap_or_else(|| w.accounts.name.to_owned()));
    view! {
        <Title text=tab />
        <SlideOver
            name="account"
            labels
            ways
            record=id
            title
            mark=Callback::new(move |()| name().map(|name| tile(&name, Shape::Large)).into_any())
            beside=Callback::new(move |()| card.get().and_then(|card| archived(&card)).into_any())
            below=Callback::new(move |()| card.get().map(|card| place(&card)).into_any())
        >
            <div data-account=move || id.get()>
                {move || card.get().map(|card: Arc<AccountCard>| view! { <Figures card /> })}
                {content(one, id, moves)}
            </div>
        </SlideOver>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Waiting,
    Failed(ApiError),
    Here,
}

/// A newer answer renews what is drawn from it; the lists renew themselves and stay where they are.
fn content(one: One<Around>, id: Memo<String>, moves: Moves) -> AnyView {
    let w = words();
    let shown = Memo::new(move |_| match one.answer.get() {
        Answer::Waiting => Shown::Waiting,
        Answer::Failed(error) => Shown::Failed(error),
        Answer::Here(_) => Shown::Here,
    });
    (move || match shown.get() {
        Shown::Waiting => panel_bones(),
        Shown::Failed(error) if error.code() == Some(ProblemCode::NotFound) => view! {
            <Note icon=Icon::SearchX title=w.account.gone text=w.account.gone_why>
                <button type="button" class=Weight::Plain.class() on:click=move |_| moves.close()>{w.account.back}</button>
            </Note>
        }
        .into_any(),
        Shown::Failed(error) => {
            view! { <Failed title=w.account.failed error on_retry=move || one.again() /> }.into_any()
        }
        Shown::Here => parts(one, id, moves),
    })
    .into_any()
}

fn parts(one: One<Around>, id: Memo<String>, moves: Moves) -> AnyView {
    let open = tabs::open_tab();
    let here = move || one.answer.with(Answer::here);
    let counts = Memo::new(move |_| here().map_or_else(AroundCounts::default, |around| around.counts));
    let as_table = RwSignal::new(false);
    let drawn = move || match open.get() {
        Tab::Overview => (move || here().map(|around| overview::overview(&around, as_table))).into_any(),
        Tab::Deals => (move || here().map(|around| deals(around, moves))).into_any(),
        Tab::People => people::people(id.get_untracked(), counts),
        Tab::Invoices => invoices::invoices(id.get_untracked()),
        Tab::Orders => orders::orders(id.get_untracked()),
        Tab::Activities => timeline::activities(id.get_untracked()),
    };
    view! { {tabs::tabs(open, counts, moves)} {tabs::panel_of(open, drawn)} }.into_any()
}

/// Open and won ones, and the way to the list with all of them.
fn deals(around: Arc<Around>, moves: Moves) -> AnyView {
    let w = words();
    let account = &around.account.card.id;
    let all =
        Page::Opportunities.with(&Query::default().with("account", Some(account)).with("show", Some("all")).text());
    view! {
        <Deals detail=Arc::new(around.account.clone()) moves />
        <p class="px-5 py-3"><a href=all class="rounded-control text-13 text-accent hover:underline">{w.deals.of_account}</a></p>
    }
    .into_any()
}
