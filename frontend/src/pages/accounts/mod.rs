//! The accounts in the reader's reach, as cards or as a table, with the account that is open beside them.

mod address;
mod cards;
mod heads;
mod list;
mod part;
mod phone_list;
mod rows;
mod scrolled;
mod skeletons;
mod table;
mod toolbar;
mod totals;

pub use address::{Address, FULL};
pub use list::AccountList;

use crate::{
    components::{
        Icon,
        button::{Button, Weight},
        note::{Failed, Note, explain},
        nothing::Nothing,
    },
    format,
    frame::TopBar,
    route::Page,
    state::{
        session::use_me,
        window::{Room, use_room},
    },
    words::words,
};
use address::Layout;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};
use list::Phase;
use rows::Rows;
use shared::ProblemCode;
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
        <TopBar title=w.accounts.title count />
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Waiting,
    Failed,
    Empty,
    Cards,
    Table,
    PhoneList,
}

#[component]
fn Content(address: Memo<Address>, list: AccountList) -> impl IntoView {
    let Room { phone, short, .. } = use_room();
    let layout = Memo::new(move |_| address.with(Address::layout));
    let shown = Memo::new(move |_| {
        let empty = list.loaded.with(|loaded| loaded.as_ref().map(|loaded| loaded.items.is_empty()));
        let other = list.is_other();
        match (empty, layout.get(), phone.get()) {
            _ if (other || empty.is_none()) && list.phase.with(|phase| matches!(phase, Phase::Failed(_))) => {
                Shown::Failed
            }
            (None, ..) => Shown::Waiting,
            (Some(true), ..) if other => Shown::Waiting,
            (Some(true), ..) => Shown::Empty,
            // Much enlarged, a card would not fit on the screen.
            (_, Layout::Cards, true) if short.get() => Shown::PhoneList,
            (_, Layout::Cards, _) => Shown::Cards,
            (_, Layout::Table, false) => Shown::Table,
            (_, Layout::Table, true) => Shown::PhoneList,
        }
    });
    view! {
        <Stale list />
        {move || match shown.get() {
            Shown::Waiting => skeletons::waiting(layout.get(), phone.get()).into_any(),
            Shown::Failed => view! { <NoList list address /> }.into_any(),
            Shown::Empty => view! { <Empty address /> }.into_any(),
            Shown::Cards => cards::cards(Rows::of(list, address)).into_any(),
            Shown::Table => table::table(Rows::of(list, address)).into_any(),
            Shown::PhoneList => phone_list::phone_list(Rows::of(list, address)).into_any(),
        }}
    }
}

/// The list is there but could not be renewed: it stays readable, and says that it is not new.
#[component]
fn Stale(list: AccountList) -> impl IntoView {
    let w = words();
    move || {
        let Phase::Failed(error) = list.phase.get() else { return None };
        list.current().is_some().then(|| {
            view! {
                <div role="alert" class="flex items-center gap-3 border-b border-warning-line bg-warning-soft px-4 py-1 text-13 text-warning">
                    {Icon::TriangleAlert.small()}
                    <span class="min-w-0 flex-1 truncate">{w.accounts.not_renewed} " " {explain(&error, w)}</span>
                    <Button weight=Weight::Quiet label=w.failure.retry on_press=move || list.retry() />
                </div>
            }
        })
    }
}

#[component]
fn NoList(list: AccountList, address: Memo<Address>) -> impl IntoView {
    let w = words();
    let go = go_to(address);
    move || match list.phase.get() {
        Phase::Failed(error) => {
            let refused = error.code() == Some(ProblemCode::InvalidFields) && address.with(Address::is_filtered);
            let go = go.clone();
            Some(view! {
                <Failed title=w.accounts.failed error on_retry=move || list.retry()>
                    {refused.then(|| view! {
                        <Button label=w.accounts.clear_filters on_press=move || go(&Address::without_filters) />
                    })}
                </Failed>
            })
        }
        _ => None,
    }
}

#[component]
fn Empty(address: Memo<Address>) -> impl IntoView {
    let w = words();
    let go = go_to(address);
    let linked = use_me().no_reach.is_none();
    move || {
        if linked && address.with(Address::is_filtered) {
            let go = go.clone();
            return view! {
                <Note icon=Icon::SearchX title=w.accounts.no_match text=w.accounts.no_match_why>
                    <Button label=w.accounts.clear_filters on_press=move || go(&Address::without_filters) />
                </Note>
            }
            .into_any();
        }
        let a = &w.accounts;
        view! { <Nothing title=a.none text=a.none_why title_yet=a.none_yet text_yet=a.none_yet_why /> }.into_any()
    }
}
