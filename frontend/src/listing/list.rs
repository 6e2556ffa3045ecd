//! The list as far as it is loaded: pages are added at its end, and it is renewed in place after a sync.

use crate::{
    api::{Abort, ApiError, Client, Line},
    state::session::use_client,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{ProblemCode, list::Page};
use std::{collections::HashMap, fmt::Debug, pin::Pin, sync::Arc};

/// Records that one request brings.
const PAGE: u32 = 100;

/// What the records of a list are and how they are asked for.
pub trait Kind: Debug + Clone + Copy + Send + Sync + 'static {
    type Item: Debug + Clone + PartialEq + Send + Sync + 'static;
    type Totals: Debug + Clone + Send + Sync + 'static;
    type Query: Debug + Clone + Default + PartialEq + Send + Sync + 'static;

    fn id(item: &Self::Item) -> &str;

    /// The query for one page: so many records from the cursor on.
    fn page(query: Self::Query, limit: u32, cursor: Option<String>) -> Self::Query;

    fn ask(client: Client, query: Self::Query, line: Line) -> Asking<Self>;
}

pub type Asking<K> = Pin<Box<dyn Future<Output = Result<Chunk<K>, ApiError>>>>;

/// What one request brings.
#[derive(Debug)]
pub struct Chunk<K: Kind> {
    pub page: Page<K::Item>,
    pub totals: K::Totals,
}

/// Rows of one generation, in the list's order.
#[derive(Debug, Clone)]
pub struct Loaded<K: Kind> {
    pub items: Vec<Arc<K::Item>>,
    places: HashMap<String, usize>,
    pub total: u64,
    pub totals: K::Totals,
    /// What was asked for.
    query: K::Query,
    generation: i64,
    next_cursor: Option<String>,
}

impl<K: Kind> Loaded<K> {
    fn new(query: K::Query, chunk: Chunk<K>) -> Self {
        let Chunk { page, totals } = chunk;
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

    fn append(&mut self, chunk: Chunk<K>) {
        self.next_cursor = chunk.page.next_cursor;
        self.push_all(chunk.page.items);
    }

    fn push_all(&mut self, items: Vec<K::Item>) {
        for item in items {
            self.places.insert(K::id(&item).to_owned(), self.items.len());
            self.items.push(Arc::new(item));
        }
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub fn get(&self, id: &str) -> Option<Arc<K::Item>> {
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

#[derive(Debug)]
pub struct List<K: Kind> {
    client: Client,
    pub loaded: RwSignal<Option<Arc<Loaded<K>>>>,
    pub phase: RwSignal<Phase>,
    /// What was asked for last.
    pub query: RwSignal<K::Query>,
    /// The list was begun anew because its generation was gone, and no further page has come since.
    begun_anew: StoredValue<bool>,
    /// Dropping it takes the request back that is under way.
    request: StoredValue<Option<Abort>, LocalStorage>,
}

impl<K: Kind> Clone for List<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Kind> Copy for List<K> {}

impl<K: Kind> List<K> {
    pub fn new() -> Self {
        Self {
            client: use_client(),
            loaded: RwSignal::new(None),
            phase: RwSignal::new(Phase::Loading),
            query: RwSignal::new(K::Query::default()),
            begun_anew: StoredValue::new(false),
            request: StoredValue::new_local(None),
        }
    }

    /// Another list. The old one stays on the screen until the new one is there.
    pub fn show(self, query: K::Query) {
        self.query.set(K::page(query, PAGE, None));
        self.reload(1);
    }

    /// What is loaded answers another question than the one that was asked last.
    pub fn is_other(self) -> bool {
        self.query.with(|query| self.loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| loaded.query != *query)))
    }

    /// The answer to the question that was asked last.
    pub fn current(self) -> Option<Arc<Loaded<K>>> {
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

    /// The record's data, which a sync can change while its row stays.
    pub fn item(self, id: &str) -> Memo<Option<Arc<K::Item>>> {
        let id = id.to_owned();
        Memo::new(move |_| self.loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.get(&id))))
    }

    pub fn totals(self) -> Option<(K::Totals, u64)> {
        self.loaded.with(|loaded| loaded.as_ref().map(|loaded| (loaded.totals.clone(), loaded.total)))
    }

    pub fn more(self) {
        let cursor = self.loaded.with_untracked(|loaded| loaded.as_ref().and_then(|loaded| loaded.next_cursor.clone()));
        let ready = self.phase.with_untracked(|phase| matches!(phase, Phase::Ready | Phase::MoreFailed(_)));
        let (Some(cursor), true) = (cursor, ready) else { return };
        self.phase.set(Phase::More);
        let query = K::page(self.query.get_untracked(), PAGE, Some(cursor));
        let abort = Abort::new();
        let line = abort.line();
        self.request.set_value(Some(abort));
        spawn_local(async move {
            match K::ask(self.client, query, line).await {
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
            let mut fresh: Option<Loaded<K>> = None;
            loop {
                match K::ask(self.client, query.clone(), line.clone()).await {
                    Ok(page) => match fresh.as_mut() {
                        Some(fresh) => fresh.append(page),
                        None => fresh = Some(Loaded::<K>::new(asked.clone(), page)),
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
                    Some(cursor) => query = K::page(query, PAGE, Some(cursor)),
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

    #[derive(Debug, Clone, Copy)]
    struct Letters;

    impl Kind for Letters {
        type Item = String;
        type Totals = ();
        type Query = Option<String>;

        fn id(item: &String) -> &str {
            item
        }

        fn page(_query: Option<String>, _limit: u32, cursor: Option<String>) -> Option<String> {
            cursor
        }

        fn ask(_client: Client, _query: Option<String>, _line: Line) -> Asking<Self> {
            Box::pin(async { Err(ApiError::Offline) })
        }
    }

    fn chunk(ids: &[&str], next: Option<&str>) -> Chunk<Letters> {
        let items = ids.iter().map(|id| (*id).to_owned()).collect();
        Chunk { page: Page { items, total: 3, generation: 7, next_cursor: next.map(ToOwned::to_owned) }, totals: () }
    }

    #[test]
    fn pages_are_added_in_their_order_and_found_by_id() {
        let mut loaded = Loaded::<Letters>::new(None, chunk(&["a", "b"], Some("next")));
        assert!(!loaded.is_whole());
        loaded.append(chunk(&["c"], None));
        assert!(loaded.is_whole());
        assert_eq!(loaded.place("c"), Some(2));
        assert_eq!(loaded.get("b").map(|letter| (*letter).clone()), Some("b".to_owned()));
        assert_eq!(loaded.place("d"), None);
    }
}
