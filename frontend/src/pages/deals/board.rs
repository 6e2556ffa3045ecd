//! Deals by stage: columns beside each other, each with its sums.

use super::{Address, Layout, column::Column, totals};
use crate::{
    api::{ApiError, Client},
    components::skeleton::bone,
    dom,
    listing::{Empty, EmptyWords, Stale, no_list},
    state::{
        asked::{Answer, Asked},
        paged::Paged,
        session::use_client,
        switches::Switches,
        sync::use_sync,
    },
    words::words,
};
use leptos::prelude::*;
use shared::deals::{BoardColumn, DealItem, DealQuery, DealShow, DealTotals};
use std::{collections::BTreeMap, sync::Arc};
use wasm_bindgen::JsCast;

/// Cards of a column that the first answer brings; a newer one as many as the longest column has.
const CARDS: usize = 40;
const MOST_CARDS: usize = 200;

/// Stands for deals without a stage.
pub const NO_STAGE: &str = "none";

/// An answer with its question.
#[derive(Debug)]
pub struct Answered {
    pub query: DealQuery,
    pub columns: Vec<Arc<BoardColumn>>,
    totals: DealTotals,
}

impl Answered {
    pub fn deals(&self) -> u64 {
        self.columns.iter().map(|column| column.deals).sum()
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Board {
    pub client: Client,
    pub asked: Asked<Answered>,
    pub request: Memo<DealQuery>,
    /// The cards of each column, as far as they are loaded.
    pub cards: RwSignal<BTreeMap<String, Paged<Arc<DealItem>>>>,
    pub switches: Switches,
}

pub fn key(column: &BoardColumn) -> String {
    column.stage.as_ref().map_or_else(|| NO_STAGE.to_owned(), |stage| stage.id.clone())
}

impl Board {
    fn start(address: Memo<Address>, switches: Switches) -> Self {
        let (client, renewals) = (use_client(), use_sync().renewals());
        let request = Memo::new(move |_| address.with(|address| address.request(Layout::Board)));
        let cards = RwSignal::new(BTreeMap::<String, Paged<Arc<DealItem>>>::new());
        let question = move |line| {
            let query = request.get_untracked();
            let longest = cards.with_untracked(|cards| {
                cards.values().map(|cards| cards.items.with_untracked(Vec::len)).max().unwrap_or_default()
            });
            let limit = u32::try_from(longest.clamp(CARDS, MOST_CARDS)).ok();
            async move {
                let board = client.deal_board(&DealQuery { limit, ..query.clone() }, &line).await?;
                let columns = board.columns.into_iter().map(Arc::new).collect();
                Ok::<_, ApiError>(Answered { query, columns, totals: board.totals })
            }
        };
        let asked = Asked::start(question, move || (request.get(), renewals.get()));
        Self { client, asked, request, cards, switches }
    }

    /// What is there answers another question than the last one.
    pub fn is_other(self) -> bool {
        self.asked.here().is_some_and(|here| self.request.with(|request| here.query != *request))
    }

    pub fn current(self) -> Option<Arc<Answered>> {
        self.asked.here().filter(|_| !self.is_other())
    }

    pub fn column(self, key_of: &str) -> Option<Arc<BoardColumn>> {
        self.asked.here()?.columns.iter().find(|column| key(column) == key_of).cloned()
    }

    pub fn is_folded(self, column: &BoardColumn) -> bool {
        self.switches.is_on(&key(column), column.folded)
    }

    /// Stages that are won show only when closed deals are asked for, others give way when only won ones are.
    fn shown(self) -> Vec<String> {
        let Some(here) = self.asked.here() else { return Vec::new() };
        let show = here.query.show.unwrap_or_default();
        let may_be_empty = |is_won: bool| match show {
            DealShow::All => true,
            DealShow::Won => is_won,
            _ => !is_won,
        };
        let columns = here.columns.iter().filter(|column| column.deals > 0 || may_be_empty(column.is_won));
        columns.map(|column| key(column)).collect()
    }

    fn each_card<R>(self, mut see: impl FnMut(&Arc<DealItem>) -> Option<R>) -> Option<R> {
        let unfolded = self.shown().into_iter().filter(|key| self.column(key).is_some_and(|it| !self.is_folded(&it)));
        let columns = self.cards.get();
        unfolded
            .filter_map(|key| columns.get(&key).copied())
            .find_map(|cards| cards.items.with(|cards| cards.iter().find_map(&mut see)))
    }

    /// The card so many places further, from column to column.
    pub fn neighbour(self, id: &str, step: isize) -> Option<String> {
        let mut ids = Vec::new();
        self.each_card(|card| {
            ids.push(card.id.clone());
            None::<()>
        });
        let place = ids.iter().position(|known| known == id)?.checked_add_signed(step)?;
        ids.get(place).cloned()
    }

    pub fn find(self, id: &str) -> Option<Arc<DealItem>> {
        self.each_card(|card| (card.id == id).then(|| Arc::clone(card)))
    }
}

#[component]
pub fn BoardView(
    address: Memo<Address>,
    switches: Switches,
    open: Memo<Option<String>>,
    /// The page knows what is shown.
    shown: RwSignal<Option<Board>>,
    says: EmptyWords,
    on_clear: Callback<()>,
) -> impl IntoView {
    let w = words();
    let board = Board::start(address, switches);
    shown.set(Some(board));
    on_cleanup(move || {
        shown.try_set(None);
    });
    let filtered = Signal::derive(move || address.with(Address::is_filtered));
    let retry = Callback::new(move |()| board.asked.again());
    let leaving = Signal::derive(move || board.is_other());
    // With every column empty there is nothing to look at but the reason.
    let state = Memo::new(move |_| match board.asked.answer.get() {
        Answer::Waiting => State::Waiting,
        Answer::Failed(error) => State::Failed(error),
        Answer::Here(_) if board.is_other() => match board.asked.stale.get() {
            Some(error) => State::Failed(error),
            None => State::Here,
        },
        Answer::Here(here) if here.deals() == 0 => State::Empty,
        Answer::Here(_) => State::Here,
    });
    let stale = Signal::derive(move || board.asked.stale.get().filter(|_| board.current().is_some()));
    let bar = move || {
        board.asked.here().map(|here| {
            let show = here.query.show.unwrap_or_default();
            totals::bar(&here.totals, here.deals(), show, leaving)
        })
    };
    let here = move || {
        view! {
            <div
                class="flex min-h-0 flex-1 gap-2 overflow-x-auto px-4 pt-1 pb-2 transition-opacity"
                class=("opacity-40", leaving)
                role="group"
                tabindex="-1"
                aria-label=w.deals.board
                aria-busy=move || leaving.get().to_string()
                on:keydown=|event| sideways(&event)
            >
                <For each=move || board.shown() key=Clone::clone let:stage>
                    <Column board address open stage />
                </For>
            </div>
            {bar}
        }
    };
    view! {
        <Stale why=stale on_retry=retry />
        {move || match state.get() {
            State::Waiting => bones().into_any(),
            State::Failed(error) => no_list(w.deals.failed, error, filtered.get(), retry, on_clear),
            State::Empty => view! { <Empty says filtered on_clear /> }.into_any(),
            State::Here => here().into_any(),
        }}
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Waiting,
    Failed(ApiError),
    Empty,
    Here,
}

/// ← and → lead to the card beside, in the next column that has one.
fn sideways(event: &web_sys::KeyboardEvent) {
    let to_right = match event.key().as_str() {
        "ArrowRight" => true,
        "ArrowLeft" => false,
        _ => return,
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let card = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|target| target.closest("[data-item]").ok().flatten());
    let Some(card) = card else { return };
    let number = card.get_attribute("data-item").unwrap_or_default();
    let mut column = card.closest("[data-column]").ok().flatten();
    while let Some(here) = column {
        column = if to_right { here.next_element_sibling() } else { here.previous_element_sibling() };
        let Some(beside) = &column else { return };
        let beside_it = dom::focus_first_in(beside, &format!("[data-item=\"{number}\"] a"));
        if beside_it || dom::focus_first_in(beside, "[data-item] a") {
            event.prevent_default();
            return;
        }
    }
}

fn bones() -> impl IntoView {
    let w = words();
    let card = || {
        view! {
            <div class="mb-2 flex h-21 flex-col justify-center gap-2.5 rounded-card border border-line bg-panel px-3">
                {bone("h-3.5 w-3/4")} {bone("h-3 w-1/2")} {bone("h-3 w-1/3")}
            </div>
        }
    };
    let columns = [4, 3, 5, 2].map(|cards| {
        view! {
            <div class="flex w-72 shrink-0 flex-col rounded-card bg-side p-2">
                <div class="mb-3 flex flex-col gap-2.5 p-1">{bone("h-3.5 w-1/2")} {bone("h-3 w-2/3")}</div>
                {(0..cards).map(|_| card()).collect_view()}
            </div>
        }
        .into_any()
    });
    view! {
        <div class="pulse flex min-h-0 flex-1 gap-2 overflow-hidden px-4 pt-1 pb-2" role="status" aria-busy="true" aria-label=w.frame.loading>
            {columns.into_iter().collect_view()}
        </div>
    }
}
