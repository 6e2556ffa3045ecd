//! What cards, table and phone list share: rows in view, opening one, loading more, renewing after a sync.

use super::{
    AccountList, Address,
    list::{Loaded, Phase},
};
use crate::{
    api::ApiError,
    components::virtual_rows::VirtualRows,
    dom::Size,
    route::{ACCOUNTS, Page},
    state::sync::{Edition, use_sync},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::accounts::AccountCard;
use std::sync::Arc;

/// Rows from the end at which the next page is asked for.
const AHEAD: usize = 40;

#[derive(Debug, Clone, Copy)]
pub struct Rows {
    pub list: AccountList,
    pub address: Memo<Address>,
    /// Id of the account that is open beside the list.
    pub open: Memo<Option<String>>,
}

impl Rows {
    pub fn of(list: AccountList, address: Memo<Address>) -> Self {
        let path = use_location().pathname;
        let open = Memo::new(move |_| {
            let path = path.get();
            path.strip_prefix('/')?.strip_prefix(ACCOUNTS)?.strip_prefix('/').map(ToOwned::to_owned)
        });
        Self { list, address, open }
    }

    /// Rows of that height that scroll in their own box, tied to loading and renewing.
    pub fn scrolling(
        self,
        covered: (i32, i32),
        row_height: i32,
        columns: impl Fn(Size) -> usize + Send + Sync + 'static,
    ) -> VirtualRows {
        let list = self.list;
        let count =
            Signal::derive(move || list.loaded.with(|loaded| loaded.as_ref().map_or(0, |loaded| loaded.items.len())));
        let rows = VirtualRows::new(count, covered, Signal::stored(row_height), columns);
        let items = rows.items();
        Effect::new(move |_| {
            let near = items.get().end + AHEAD >= count.get();
            let ready = list.phase.with(|phase| *phase == Phase::Ready);
            if near && ready && count.get_untracked() > 0 {
                list.more();
            }
        });
        let edition = use_sync().edition();
        Effect::new(move |before: Option<u32>| {
            let Edition { generation, turn } = edition.get();
            let seen = items.get_untracked().end;
            if before.is_some_and(|before| before != turn) {
                list.renew_same(seen);
            } else if let Some(generation) = generation {
                list.renew(generation, seen);
            }
            turn
        });
        // Another list starts at its start; a newer generation of the same one does not move.
        let request = Memo::new(move |_| self.address.with(Address::request));
        Effect::new(move |before: Option<_>| {
            let request = request.get();
            if before.is_some_and(|before| before != request) {
                rows.rewind();
            }
            request
        });
        rows
    }

    /// Ids in view.
    pub fn in_view(self, rows: VirtualRows) -> Memo<Vec<String>> {
        let items = rows.items();
        Memo::new(move |_| {
            let range = items.get();
            self.list.loaded.with(|loaded| {
                let cards = loaded.as_ref().and_then(|loaded| loaded.items.get(range)).unwrap_or_default();
                cards.iter().map(|card| card.id.clone()).collect()
            })
        })
    }

    /// The row's number in the list, which another order or filter changes while the row stays.
    pub fn number(self, id: &str) -> Memo<usize> {
        let id = id.to_owned();
        Memo::new(move |_| {
            self.list.loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.place(&id)).unwrap_or_default())
        })
    }

    /// The row's data, which a sync can change while the row stays.
    pub fn card(self, id: &str) -> Memo<Option<Arc<AccountCard>>> {
        let id = id.to_owned();
        Memo::new(move |_| self.list.loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.get(&id))))
    }

    pub fn loaded(self) -> Option<Arc<Loaded>> {
        self.list.loaded.get()
    }

    pub fn is_open(self, id: &str) -> bool {
        self.open.with(|open| open.as_deref() == Some(id))
    }

    /// Another list is under way and this one is about to go.
    pub fn is_leaving(self) -> bool {
        self.list.is_other()
    }

    pub fn is_loading(self) -> bool {
        self.list.phase.with(|phase| *phase == Phase::Loading)
    }

    pub fn path(self, id: &str) -> String {
        self.address.with(|address| Page::Account(id).with(&address.text()))
    }

    /// Opens an account where its row is pressed outside of its link.
    pub fn opener(self) -> impl Fn(&str) + Clone {
        let navigate = use_navigate();
        move |id| {
            let path = self.address.with_untracked(|address| Page::Account(id).with(&address.text()));
            navigate(&path, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    }

    pub fn more_failed(self) -> Option<ApiError> {
        self.list.phase.with(|phase| match phase {
            Phase::MoreFailed(error) => Some(error.clone()),
            _ => None,
        })
    }

    /// There are rows that are not loaded yet.
    pub fn has_more(self) -> bool {
        self.list.loaded.with(|loaded| loaded.as_ref().is_some_and(|loaded| !loaded.is_whole()))
    }
}
