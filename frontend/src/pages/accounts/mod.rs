//! The accounts in the reader's reach, as cards or as a table, with the account that is open beside them.

mod address;
mod cards;
mod heads;
mod kind;
mod part;
mod phone_list;
mod skeletons;
mod table;
mod toolbar;
mod totals;

pub use address::{Address, FULL};
pub use kind::AccountList;

use crate::{
    format,
    frame::TopBar,
    listing::{Empty, EmptyWords, Phase, Rows, Shown, Stale, no_list, shown},
    route::{ACCOUNTS, Page},
    state::window::{Room, use_room},
    words::words,
};
use address::Layout;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};
use toolbar::Toolbar;

#[component]
pub fn AccountsPage() -> impl IntoView {
    let w = words();
    let location = use_location();
    let address = Memo::new(move |_| Address::parse(&location.search.get()));
    let list = AccountList::new();
    provide_context(list);
    provide_context(address);
    let request = Memo::new(move |_| address.with(Address::request));
    Effect::new(move |_| list.show(request.get()));
    let count = Signal::derive(move || list.current().map(|loaded| format::count(loaded.total, w.lang)));
    // What lies under the open account is out of the keyboard's way.
    let phone = use_room().phone;
    let covered = Memo::new(move |_| {
        let open = location.pathname.with(|path| path.trim_end_matches('/') != Page::Accounts.path());
        open && (phone.get() || address.with(Address::is_full))
    });
    view! {
        <TopBar listed=true title=w.accounts.title count />
        <main id="main" tabindex="-1" class="relative flex min-h-0 flex-1 flex-col">
            <div class="flex min-h-0 flex-1 flex-col" inert=covered>
                <Toolbar address list />
                <Content address list />
            </div>
            <Outlet />
        </main>
    }
}

/// Changes the address's query and stays on the page that is open.
pub fn go_to(address: Memo<Address>) -> impl Fn(&dyn Fn(Address) -> Address) + Clone + Send + Sync {
    let navigate = StoredValue::new_local(use_navigate());
    move |change| {
        let query = change(address.get_untracked()).text();
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&Page::Accounts.with(&query), options));
    }
}

#[component]
fn Content(address: Memo<Address>, list: AccountList) -> impl IntoView {
    let w = words();
    let Room { phone, short, .. } = use_room();
    let layout = Memo::new(move |_| address.with(Address::layout));
    let go = go_to(address);
    let clear = Callback::new(move |()| go(&Address::without_filters));
    let retry = Callback::new(move |()| list.retry());
    let path = use_location().pathname;
    let open = Memo::new(move |_| {
        let path = path.get();
        path.strip_prefix('/')?.strip_prefix(ACCOUNTS)?.strip_prefix('/').map(ToOwned::to_owned)
    });
    let link = Callback::new(move |id: String| address.with(|address| Page::Account(&id).with(&address.text())));
    let failed = move || match list.phase.get() {
        Phase::Failed(error) => Some(error),
        _ => None,
    };
    let shown = shown(list);
    // Much enlarged, a card would not fit on the screen.
    let as_list = Memo::new(move |_| phone.get() && (layout.get() == Layout::Table || short.get()));
    let here = move || {
        let rows = Rows::of(list, open, link);
        match layout.get() {
            _ if as_list.get() => phone_list::phone_list(list, rows).into_any(),
            Layout::Cards => cards::cards(list, rows).into_any(),
            Layout::Table => table::table(list, rows, address).into_any(),
        }
    };
    let says = EmptyWords {
        no_match: w.accounts.no_match,
        no_match_why: w.accounts.no_match_why,
        none: w.accounts.none,
        none_why: w.accounts.none_why,
        none_yet: w.accounts.none_yet,
        none_yet_why: w.accounts.none_yet_why,
    };
    let filtered = Signal::derive(move || address.with(Address::is_filtered));
    view! {
        <Stale why=Signal::derive(move || failed().filter(|_| list.current().is_some())) on_retry=retry />
        {move || match shown.get() {
            Shown::Waiting => skeletons::waiting(layout.get(), phone.get()).into_any(),
            Shown::Failed => {
                failed().map(|error| no_list(w.accounts.failed, error, filtered.get(), retry, clear)).into_any()
            }
            Shown::Empty => view! { <Empty says filtered on_clear=clear /> }.into_any(),
            Shown::Here => here().into_any(),
        }}
    }
}
