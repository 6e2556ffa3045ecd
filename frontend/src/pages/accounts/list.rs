//! The list as far as it is loaded: pages are added at its end, and it is renewed in place after a sync.

use crate::{
    api::{Abort, ApiError, Client},
    state::session::use_client,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    ProblemCode,
    accounts::{AccountCard, AccountPage, AccountQuery, AccountTotals},
};
use std::{collections::HashMap, sync::Arc};

/// Records that one request brings.
const PAGE: u32 = 100;

/// Rows of one generation, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub items: Vec<Arc<AccountCard>>,
    places: HashMap<String, usize>,
    pub total: u64,
    pub totals: AccountTotals,
    /// What was asked for.
    query: AccountQuery,
    generation: i64,
    next_cursor: Option<String>,
}

impl Loaded {
    pub fn new(query: AccountQuery, page: AccountPage) -> Self {
        let AccountPage { page, totals } = page;
        let mut loaded = Self {
            items: Vec::new(),
            places: HashMap::new(),
            total: page.total,
            totals,
            query,
            generation: page.generation,
            next_cursor: page.next_cursor,
        };
        loaded.push_all(page.items);
        loaded
    }

    pub fn append(&mut self, page: AccountPage) {
        self.next_cursor = page.page.next_cursor;
        self.push_all(page.page.items);
    }

    fn push_all(&mut self, cards: Vec<AccountCard>) {
        for card in cards {
            self.places.insert(card.id.clone(), self.items.len());
            self.items.push(Arc::new(card));
        }
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub fn get(&self, id: &str) -> Option<Arc<AccountCard>> {
        self.items.get(self.place(id)?).cloned()
    }

    pub fn is_whole(&self) -> bool {
        self.next_cursor.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Ready,
    /// Another list, or the same one anew: what is there stays until it comes.
    Loading,
    /// The next page is under way.
    More,
    Failed(ApiError),
    MoreFailed(ApiError),
}

#[derive(Debug, Clone, Copy)]
pub struct AccountList {
    client: Client,
    pub loaded: RwSignal<Option<Arc<Loaded>>>,
    pub phase: RwSignal<Phase>,
    query: RwSignal<AccountQuery>,
    /// The list was begun anew because its generation was gone, and no further page has come since.
    begun_anew: StoredValue<bool>,
    /// Dropping it takes the request back that is under way.
    request: StoredValue<Option<Abort>, LocalStorage>,
}

impl AccountList {
    pub fn new() -> Self {
        Self {
            client: use_client(),
            loaded: RwSignal::new(None),
            phase: RwSignal::new(Phase::Loading),
            query: RwSignal::new(AccountQuery::default()),
            begun_anew: StoredValue::new(false),
            request: StoredValue::new_local(None),
        }
    }

    /// Another list. The old one stays on the screen until the new one is there.
    pub fn show(self, query: AccountQuery) {
        self.query.set(AccountQuery { limit: Some(PAGE), cursor: None, ..query });
        self.reload(1);
    }

    /// What is loaded answers another question than the one that was asked last.
    pub fn is_other(self) -> bool {
        self.query.with(|query| self.loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.query != *query)))
    }

    /// The answer to the question that was asked last.
    pub fn current(self) -> Option<Arc<Loaded>> {
        if self.is_other() { None } else { self.loaded.get() }
    }

    pub fn retry(self) {
        self.reload(1);
    }

    /// The same list of a newer generation, as far down as the reader has scrolled.
    pub fn renew(self, generation: i64, seen: usize) {
        let older =
            self.loaded.with_untracked(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.generation != generation));
        if older && self.phase.with_untracked(|phase| *phase != Phase::Loading) {
            self.reload(seen);
        }
    }

    /// The same generation, which has become something else: another day, other settings.
    pub fn renew_same(self, seen: usize) {
        if self.loaded.with_untracked(Option::is_some) {
            self.reload(seen);
        }
    }

    pub fn more(self) {
        let cursor = self.loaded.with_untracked(|loaded| loaded.as_ref().and_then(|loaded| loaded.next_cursor.clone()));
        let ready = self.phase.with_untracked(|phase| matches!(phase, Phase::Ready | Phase::MoreFailed(_)));
        let (Some(cursor), true) = (cursor, ready) else { return };
        self.phase.set(Phase::More);
        let query = AccountQuery { cursor: Some(cursor), ..self.query.get_untracked() };
        let abort = Abort::new();
        let line = abort.line();
        self.request.set_value(Some(abort));
        spawn_local(async move {
            match self.client.accounts(&query, &line).await {
                Ok(page) => {
                    self.loaded.try_update(|loaded| {
                        if let Some(loaded) = loaded {
                            Arc::make_mut(loaded).append(page);
                        }
                    });
                    self.begun_anew.try_set_value(false);
                    self.phase.try_set(Phase::Ready);
                }
                Err(error) if error.is_aborted() => {}
                // The generation of this list is not kept any more: begin anew, without a word, but not for ever.
                Err(error) if error.code() == Some(ProblemCode::SnapshotExpired) && !self.began_anew() => {
                    let seen =
                        self.loaded.try_with_untracked(|loaded| loaded.as_ref().map_or(1, |loaded| loaded.items.len()));
                    if let Some(seen) = seen {
                        self.reload(seen);
                    }
                }
                Err(error) => {
                    self.phase.try_set(Phase::MoreFailed(error));
                }
            }
        });
    }

    fn began_anew(self) -> bool {
        self.begun_anew.try_update_value(|begun| std::mem::replace(begun, true)).unwrap_or(true)
    }

    /// Loads pages until there are at least so many rows, then shows them all at once.
    fn reload(self, at_least: usize) {
        self.phase.set(Phase::Loading);
        let abort = Abort::new();
        let line = abort.line();
        self.request.set_value(Some(abort));
        let asked = self.query.get_untracked();
        let mut query = asked.clone();
        spawn_local(async move {
            let mut fresh: Option<Loaded> = None;
            loop {
                match self.client.accounts(&query, &line).await {
                    Ok(page) => match fresh.as_mut() {
                        Some(fresh) => fresh.append(page),
                        None => fresh = Some(Loaded::new(asked.clone(), page)),
                    },
                    Err(error) if error.is_aborted() => return,
                    // Another run has published in between; what came so far is whole in itself.
                    Err(error) if fresh.is_some() && error.code() == Some(ProblemCode::SnapshotExpired) => break,
                    Err(error) => {
                        self.phase.try_set(Phase::Failed(error));
                        return;
                    }
                }
                let next = fresh.as_ref().filter(|fresh| fresh.items.len() < at_least);
                match next.and_then(|fresh| fresh.next_cursor.clone()) {
                    Some(cursor) => query.cursor = Some(cursor),
                    None => break,
                }
            }
            self.loaded.try_set(fresh.map(Arc::new));
            self.phase.try_set(Phase::Ready);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{Figure, Money, accounts::AccountFigures, list::Page};

    fn figure() -> Figure {
        Figure { value: Money::new("0.00".parse().unwrap(), "EUR"), count: 0, not_converted: Vec::new() }
    }

    fn page(ids: &[&str], next: Option<&str>) -> AccountPage {
        let card = |id: &&str| AccountCard {
            id: (*id).to_owned(),
            name: (*id).to_owned(),
            archived: false,
            industry: None,
            salesperson: None,
            country: None,
            city: None,
            figures: AccountFigures {
                pipeline: figure(),
                weighted: figure(),
                won: figure(),
                open_deals: 0,
                your_deals_only: false,
            },
        };
        AccountPage {
            page: Page {
                items: ids.iter().map(card).collect(),
                total: 3,
                generation: 7,
                next_cursor: next.map(ToOwned::to_owned),
            },
            totals: AccountTotals { pipeline: figure(), weighted: figure(), won: figure(), open_deals: 0 },
        }
    }

    #[test]
    fn pages_are_added_in_their_order_and_found_by_id() {
        let mut loaded = Loaded::new(AccountQuery::default(), page(&["a", "b"], Some("next")));
        assert!(!loaded.is_whole());
        loaded.append(page(&["c"], None));
        assert!(loaded.is_whole());
        assert_eq!(loaded.place("c"), Some(2));
        assert_eq!(loaded.get("b").map(|card| card.id.clone()), Some("b".to_owned()));
        assert_eq!(loaded.place("d"), None);
    }
}
