//! The opportunities in the reader's reach, as board or as table, with the one that is open beside them or over the whole page.

mod address;
mod board;
mod column;
mod columns;
mod detail;
mod forecast;
mod kind;
mod look;
mod panel;
mod phone_list;
mod table;
mod toolbar;
mod totals;

pub use kind::DealList;

use crate::{
    format,
    frame::TopBar,
    listing::{Empty, EmptyWords, Phase, Rows, Shown, Stale, no_list, shown},
    route::{OPPORTUNITIES, Page},
    state::{
        switches::Switches,
        window::{Room, use_room},
    },
    words::words,
};
use address::{Address, Filter, Layout};
use board::{Board, BoardView};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use panel::DealPanel;
use shared::deals::DealItem;
use std::sync::Arc;

/// The page's parts that its panel goes through.
#[derive(Debug, Clone, Copy)]
pub struct Behind {
    list: DealList,
    board: RwSignal<Option<Board>>,
}

impl Behind {
    /// The deal so many places further.
    fn neighbour(self, id: &str, step: isize) -> Option<String> {
        if let Some(board) = self.board.get() {
            return board.neighbour(id, step);
        }
        self.list.loaded.with(|loaded| {
            let loaded = loaded.as_ref()?;
            let place = loaded.place(id)?.checked_add_signed(step)?;
            loaded.items.get(place).map(|deal| deal.id.clone())
        })
    }

    fn find(self, id: &str) -> Option<Arc<DealItem>> {
        match self.board.get() {
            Some(board) => board.find(id),
            None => self.list.loaded.with(|loaded| loaded.as_ref().and_then(|loaded| loaded.get(id))),
        }
    }

    /// Of any deal that is there.
    fn first(self) -> Option<Arc<DealItem>> {
        match self.board.get() {
            Some(board) => board.current()?.columns.iter().find_map(|it| it.items.first().cloned().map(Arc::new)),
            None => self.list.current().and_then(|loaded| loaded.items.first().cloned()),
        }
    }

    fn count(self) -> Option<u64> {
        match self.board.get() {
            Some(board) => board.current().map(|here| here.deals()),
            None => self.list.current().map(|loaded| loaded.total),
        }
    }
}

#[component]
pub fn DealsPage() -> impl IntoView {
    let w = words();
    let location = use_location();
    let address = Memo::new(move |_| Address::parse(&location.search.get()));
    let switches = Switches::recall("deals");
    // As the address says, else as the person had it last.
    let room = use_room();
    let layout = Memo::new(move |_| {
        // Much enlarged, a board would have no room for a card.
        let only_list = room.phone.get() && room.short.get();
        let usual = || if switches.is_on("table", false) { Layout::Table } else { Layout::Board };
        if only_list { Layout::Table } else { address.with(Address::layout).unwrap_or_else(usual) }
    });
    let go = go_to(address);
    let on_layout = Callback::new(move |layout: Layout| {
        switches.set("table", layout == Layout::Table);
        go(&|address| address.with_layout(layout));
    });
    let behind = Behind { list: DealList::new(), board: RwSignal::new(None) };
    let path = location.pathname;
    let full = Memo::new(move |_| {
        let path = path.get();
        let id = path.strip_prefix('/')?.strip_prefix(OPPORTUNITIES)?.strip_prefix('/')?;
        (!id.is_empty()).then(|| id.to_owned())
    });
    let open = Memo::new(move |_| full.get().or_else(|| address.with(|address| address.open().map(ToOwned::to_owned))));
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    // What lies under the open deal is out of the keyboard's way.
    let phone = room.phone;
    let covered = Memo::new(move |_| is_open.get() && (phone.get() || full.with(Option::is_some)));
    let count = Memo::new(move |_| behind.count());
    let account = Memo::new(move |_| {
        let asked = address.with(|address| address.filter(Filter::Account).map(ToOwned::to_owned))?;
        behind.first()?.account.clone().filter(|account| account.id == asked).map(|account| account.name)
    });
    let columns = Switches::recall("deal columns");
    view! {
        <TopBar listed=true title=w.deals.title count=Signal::derive(move || count.get().map(|count| format::count(count, w.lang))) />
        <main id="main" tabindex="-1" class="relative flex min-h-0 flex-1 flex-col">
            <div class="flex min-h-0 flex-1 flex-col" inert=covered>
                <toolbar::Toolbar address layout on_layout columns account count />
                <Content address layout behind open columns />
            </div>
            {move || is_open.get().then(|| view! { <DealPanel address behind open full=Signal::derive(move || full.with(Option::is_some)) /> })}
        </main>
    }
}

/// Changes the address's query and stays on the page that is open.
fn go_to(address: Memo<Address>) -> impl Fn(&dyn Fn(Address) -> Address) + Clone + Send + Sync {
    let navigate = StoredValue::new_local(use_navigate());
    move |change| {
        let query = change(address.get_untracked()).text();
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&Page::Opportunities.with(&query), options));
    }
}

#[component]
fn Content(
    address: Memo<Address>,
    layout: Memo<Layout>,
    behind: Behind,
    open: Memo<Option<String>>,
    columns: Switches,
) -> impl IntoView {
    let w = words();
    let list = behind.list;
    let request = Memo::new(move |_| {
        (layout.get() == Layout::Table).then(|| address.with(|address| address.request(Layout::Table)))
    });
    Effect::new(move |_| {
        if let Some(request) = request.get() {
            list.show(request);
        }
    });
    let go = go_to(address);
    let clear = Callback::new(move |()| go(&Address::without_filters));
    let folded = Switches::recall("folded stages");
    let says = EmptyWords {
        no_match: w.deals.no_match,
        no_match_why: w.deals.no_match_why,
        none: w.deals.none,
        none_why: w.deals.none_why,
        none_yet: w.deals.none_yet,
        none_yet_why: w.deals.none_yet_why,
    };
    move || match layout.get() {
        Layout::Board => {
            view! { <BoardView address switches=folded open shown=behind.board says on_clear=clear /> }.into_any()
        }
        Layout::Table => view! { <Table address list open columns says on_clear=clear /> }.into_any(),
    }
}

#[component]
fn Table(
    address: Memo<Address>,
    list: DealList,
    open: Memo<Option<String>>,
    columns: Switches,
    says: EmptyWords,
    on_clear: Callback<()>,
) -> impl IntoView {
    let w = words();
    let Room { phone, .. } = use_room();
    let retry = Callback::new(move |()| list.retry());
    let link = Callback::new(move |id: String| {
        address.with(|address| Page::Opportunities.with(&address.clone().with_open(Some(&id)).text()))
    });
    let failed = move || match list.phase.get() {
        Phase::Failed(error) => Some(error),
        _ => None,
    };
    let shown = shown(list);
    let filtered = Signal::derive(move || address.with(Address::is_filtered));
    view! {
        <Stale why=Signal::derive(move || failed().filter(|_| list.current().is_some())) on_retry=retry />
        {move || match shown.get() {
            Shown::Waiting => waiting(phone.get()),
            Shown::Failed => failed().map(|error| no_list(w.deals.failed, error, filtered.get(), retry, on_clear)).into_any(),
            Shown::Empty => view! { <Empty says filtered on_clear /> }.into_any(),
            Shown::Here => {
                let rows = Rows::of(list, open, link);
                if phone.get() {
                    phone_list::phone_list(list, rows, address)
                } else {
                    table::table(list, rows, address, columns)
                }
            }
        }}
    }
}

fn waiting(phone: bool) -> AnyView {
    let w = words();
    let content = if phone {
        view! { <ul>{(0..10).map(|_| phone_list::bone_item()).collect_view()}</ul> }.into_any()
    } else {
        view! { <table class="w-full table-fixed"><tbody>{(0..28).map(|_| table::bone_row(7)).collect_view()}</tbody></table> }
            .into_any()
    };
    view! { <div class="pulse min-h-0 flex-1 overflow-hidden" aria-busy="true" role="status" aria-label=w.frame.loading>{content}</div> }
        .into_any()
}
