//! A list as its cards, its table and its phone list need it, whatever its records are: rows in view, more of them, the one that is open.

use super::{Kind, List, list::Phase};
use crate::{
    api::ApiError,
    components::virtual_rows::VirtualRows,
    dom::Size,
    state::sync::{Edition, use_sync},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::ops::Range;

/// Rows from the end at which the next page is asked for.
const AHEAD: usize = 40;

#[derive(Debug, Clone, Copy)]
pub struct Rows {
    count: Signal<usize>,
    pub total: Signal<u64>,
    /// Another list is under way and this one is about to go.
    pub leaving: Signal<bool>,
    pub loading: Signal<bool>,
    ready: Signal<bool>,
    /// There are rows that are not loaded yet.
    pub has_more: Signal<bool>,
    pub more_failed: Signal<Option<ApiError>>,
    /// Grows with each question.
    asked: Memo<u32>,
    pub more: Callback<()>,
    /// To a newer generation, or to another turn of the same one, as far as the reader has come.
    renew: Callback<(Option<i64>, usize)>,
    ids: Callback<Range<usize>, Vec<String>>,
    place: Callback<String, usize>,
    /// Id of the record that is open beside the list.
    pub open: Memo<Option<String>>,
    path: Callback<String, String>,
}

impl Rows {
    pub fn of<K: Kind>(list: List<K>, open: Memo<Option<String>>, path: Callback<String, String>) -> Self {
        let loaded = list.loaded;
        let is = move |wanted: fn(&Phase) -> bool| Signal::derive(move || list.phase.with(wanted));
        Self {
            count: Signal::derive(move || loaded.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.items.len()))),
            total: Signal::derive(move || loaded.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.total))),
            leaving: Signal::derive(move || list.is_other()),
            loading: is(|phase| *phase == Phase::Loading),
            ready: is(|phase| *phase == Phase::Ready),
            has_more: Signal::derive(move || {
                loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| !loaded.is_whole()))
            }),
            more_failed: Signal::derive(move || {
                list.phase.with(|phase| match phase {
                    Phase::MoreFailed(error) => Some(error.clone()),
                    _ => None,
                })
            }),
            asked: {
                let query = Memo::new(move |_| list.query.get());
                Memo::new(move |before: Option<&u32>| {
                    query.track();
                    before.map_or(0, |before| before.wrapping_add(1))
                })
            },
            more: Callback::new(move |()| list.more()),
            renew: Callback::new(move |(generation, seen)| match generation {
                Some(generation) => list.renew(generation, seen),
                None => list.renew_same(seen),
            }),
            ids: Callback::new(move |range: Range<usize>| {
                loaded.with(|loaded| {
                    let items = loaded.as_ref().and_then(|loaded| loaded.items.get(range)).unwrap_or_default();
                    items.iter().map(|item| K::id(item).to_owned()).collect()
                })
            }),
            place: Callback::new(move |id: String| {
                loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.place(&id)).unwrap_or_default())
            }),
            open,
            path,
        }
    }

    /// Rows of that height that scroll in their own box, tied to loading and renewing.
    pub fn scrolling(
        self,
        covered: (i32, i32),
        row_height: i32,
        columns: impl Fn(Size) -> usize + Send + Sync + 'static,
    ) -> VirtualRows {
        let rows = VirtualRows::new(self.count, covered, Signal::stored(row_height), columns);
        let items = rows.items();
        Effect::new(move |_| {
            let near = items.get().end + AHEAD >= self.count.get();
            if near && self.ready.get() && self.count.get_untracked() > 0 {
                self.more.run(());
            }
        });
        let edition = use_sync().edition();
        Effect::new(move |before: Option<u32>| {
            let Edition { generation, turn } = edition.get();
            let seen = items.get_untracked().end;
            if before.is_some_and(|before| before != turn) {
                self.renew.run((None, seen));
            } else if generation.is_some() {
                self.renew.run((generation, seen));
            }
            turn
        });
        // Another list starts at its start; a newer generation of the same one does not move.
        Effect::new(move |before: Option<u32>| {
            let asked = self.asked.get();
            if before.is_some_and(|before| before != asked) {
                rows.rewind();
            }
            asked
        });
        rows
    }

    /// Ids in view.
    pub fn in_view(self, rows: VirtualRows) -> Memo<Vec<String>> {
        let items = rows.items();
        Memo::new(move |_| self.ids.run(items.get()))
    }

    /// The row's number in the list, which another order or filter changes while the row stays.
    pub fn number(self, id: &str) -> Memo<usize> {
        let id = id.to_owned();
        Memo::new(move |_| self.place.run(id.clone()))
    }

    pub fn is_open(self, id: &str) -> Memo<bool> {
        let id = id.to_owned();
        Memo::new(move |_| self.open.with(|open| open.as_deref() == Some(id.as_str())))
    }

    pub fn path(self, id: &str) -> String {
        self.path.run(id.to_owned())
    }

    /// Opens a record where its row is pressed outside of its link.
    pub fn opener(self) -> impl Fn(&str) + Clone {
        let navigate = use_navigate();
        move |id| {
            let path = untrack(|| self.path(id));
            navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    }
}
