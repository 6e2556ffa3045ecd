//! Filters, order, and the switch between cards and table.

use super::{
    AccountList, Address,
    address::{Filter, Layout, SORTS},
    go_to,
    heads::{sort_id, sort_label, sort_of},
};
use crate::{
    api::Abort,
    components::{
        Icon,
        button::{Button, IconButton, Weight},
        picker::{Choice, Picker},
    },
    format,
    frame::SearchField,
    state::{
        session::use_client,
        sync::{Edition, use_sync},
        window::{Room, use_room},
    },
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    accounts::{AccountFilters, FilterOption},
    list::Direction,
};

#[component]
pub fn Toolbar(address: Memo<Address>, list: AccountList) -> impl IntoView {
    let w = words();
    let Room { phone, short, .. } = use_room();
    let filters = load_filters();
    let layout = Memo::new(move |_| address.with(Address::layout));
    let go = go_to(address);
    let clear = go.clone();
    let pickers = Filter::ALL.into_iter().map(move |filter| {
        let go = go_to(address);
        let choices = Memo::new(move |_| {
            filters.with(|filters| filters.as_ref().map(|filters| options(filters, filter, w)).unwrap_or_default())
        });
        let chosen = Memo::new(move |_| address.with(|address| address.filter(filter).map(ToOwned::to_owned)));
        let choose = move |id: Option<String>| go(&|address| address.with_filter(filter, id.as_deref()));
        view! {
            <Picker
                label=label(filter, w)
                choices
                chosen
                clearable=true
                on_choose=choose
            />
        }
    });
    let shown =
        move || list.current().map(|loaded| (w.accounts.found)(&format::count(loaded.total, w.lang), loaded.total));
    view! {
        <div class="flex shrink-0 flex-col gap-2 px-4 py-2 short:py-1 short:max-md:flex-row short:max-md:overflow-x-auto">
            {move || phone.get().then(|| view! {
                <div class="flex shrink-0 items-center gap-2 short:w-48">
                    <div class="min-w-0 flex-1"><SearchField /></div>
                    {move || (!short.get()).then(|| view! { <ViewSwitch layout address /> })}
                </div>
            })}
            <div class="flex min-h-8 items-center gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1 short:max-md:mx-0 short:max-md:overflow-visible short:max-md:px-0">
                {move || phone.get().then(|| view! { <Order address /> })}
                <div class="flex flex-1 items-center gap-1.5 md:min-w-0" role="group" aria-label=w.accounts.filters>
                    {pickers.collect_view()}
                    {move || {
                        let clear = clear.clone();
                        address
                            .with(Address::is_filtered)
                            .then(|| view! { <Button weight=Weight::Quiet label=w.accounts.clear on_press=move || clear(&Address::without_filters) /> })
                    }}
                </div>
                {move || (layout.get() == Layout::Cards && !phone.get()).then(|| view! { <Order address /> })}
                {move || (!phone.get()).then(|| view! { <ViewSwitch layout address /> })}
            </div>
            <p role="status" class="sr-only">{shown}</p>
        </div>
    }
}

/// Asked for once, and again after each sync: names and counts change with the data.
fn load_filters() -> RwSignal<Option<AccountFilters>> {
    let client = use_client();
    let filters = RwSignal::new(None);
    let edition = use_sync().edition();
    let request = StoredValue::new_local(None);
    Effect::new(move |before: Option<Edition>| {
        let now = edition.get();
        // The first generation that is heard of is the one that was just asked for.
        if before.is_some_and(|before| before.generation.is_none() && before.turn == now.turn) {
            return now;
        }
        let abort = Abort::new();
        let line = abort.line();
        request.set_value(Some(abort));
        spawn_local(async move {
            // Without them the chips are empty, and the list's own failure says why.
            if let Ok(fresh) = client.account_filters(&line).await {
                filters.try_set(Some(fresh));
            }
        });
        now
    });
    filters
}

fn label(filter: Filter, w: &Words) -> &'static str {
    match filter {
        Filter::Industry => w.accounts.industry,
        Filter::Salesperson => w.accounts.salesperson,
        Filter::Country => w.accounts.country,
    }
}

fn options(filters: &AccountFilters, filter: Filter, w: &Words) -> Vec<Choice> {
    let (options, none): (&[FilterOption], _) = match filter {
        Filter::Industry => (&filters.industries, w.accounts.no_industry),
        Filter::Salesperson => (&filters.salespeople, w.accounts.nobody),
        Filter::Country => (&filters.countries, w.accounts.no_country),
    };
    options
        .iter()
        .map(|option| Choice {
            id: option.id.clone(),
            name: option.name.clone().unwrap_or_else(|| none.to_owned()),
            hint: Some(format::count(option.accounts, w.lang)),
        })
        .collect()
}

/// The order of cards, which have no heads to click.
#[component]
fn Order(address: Memo<Address>) -> impl IntoView {
    let w = words();
    let go = go_to(address);
    let turn = go.clone();
    let choices: Vec<_> = SORTS
        .into_iter()
        .map(|sort| Choice { id: sort_id(sort).to_owned(), name: sort_label(sort, w).to_owned(), hint: None })
        .collect();
    let chosen = Memo::new(move |_| address.with(|address| Some(sort_id(address.sort()).to_owned())));
    let direction = Memo::new(move |_| address.with(Address::direction));
    let choose = move |id: Option<String>| {
        let sort = sort_of(&id.unwrap_or_default());
        go(&|address| address.sorted_by(sort));
    };
    view! {
        <div class="flex shrink-0 items-center">
            <Picker
                label=w.accounts.order
                choices=Signal::stored(choices)
                chosen
                on_choose=choose
            />
            {move || {
                let turn = turn.clone();
                let (icon, label) = match direction.get() {
                    Direction::Asc => (Icon::ArrowUp, w.accounts.ascending),
                    Direction::Desc => (Icon::ArrowDown, w.accounts.descending),
                };
                view! { <IconButton icon label=label on_press=move || turn(&Address::turned) /> }
            }}
        </div>
    }
}

#[component]
fn ViewSwitch(layout: Memo<Layout>, address: Memo<Address>) -> impl IntoView {
    let w = words();
    let button = move |value: Layout, icon: Icon, label: &'static str| {
        let go = go_to(address);
        view! {
            <button
                type="button"
                class="inline-flex h-6 w-8 items-center justify-center rounded-control text-muted hover:text-ink aria-pressed:bg-panel aria-pressed:text-ink aria-pressed:shadow-card"
                aria-pressed=move || (layout.get() == value).to_string()
                aria-label=label
                title=label
                on:click=move |_| go(&|address| address.with_layout(value))
            >
                {icon.small()}
            </button>
        }
    };
    view! {
        <div role="group" aria-label=w.accounts.view class="flex shrink-0 rounded-control bg-pressed p-0.5">
            {button(Layout::Cards, Icon::LayoutGrid, w.accounts.cards)}
            {button(Layout::Table, Icon::Table2, w.accounts.table)}
        </div>
    }
}
