//! Filters, order, and the switch between cards and table.

use super::{
    AccountList, Address,
    address::{Filter, Layout, SORTS},
    go_to,
    heads::sort_label,
};
use crate::{
    api::{name_of, named},
    components::{
        Icon,
        button::{Button, Weight},
        picker::{Choice, Picker},
    },
    format,
    frame::SearchField,
    listing::{Order, View, ViewSwitch},
    state::{
        asked::Asked,
        session::use_client,
        sync::use_sync,
        window::{Room, use_room},
    },
    words::{Words, words},
};
use leptos::prelude::*;
use shared::accounts::{AccountFilters, FilterOption};

#[component]
pub fn Toolbar(address: Memo<Address>, list: AccountList) -> impl IntoView {
    let w = words();
    let Room { phone, short, .. } = use_room();
    let (client, renewals) = (use_client(), use_sync().renewals());
    // Without them the chips are empty, and the list's own failure says why.
    let filters = Asked::start(move |line| async move { client.account_filters(&line).await }, move || renewals.get());
    let layout = Memo::new(move |_| address.with(Address::layout));
    let go = go_to(address);
    let clear = go.clone();
    let pickers = Filter::ALL.into_iter().map(move |filter| {
        let go = go_to(address);
        let choices =
            Memo::new(move |_| filters.here().map(|filters| options(&filters, filter, w)).unwrap_or_default());
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
                    {move || (!short.get()).then(|| view! { <Switch address /> })}
                </div>
            })}
            <div class="flex min-h-8 items-center gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1 short:max-md:mx-0 short:max-md:overflow-visible short:max-md:px-0">
                {move || phone.get().then(|| view! { <CardOrder address /> })}
                <div class="flex flex-1 items-center gap-1.5 md:min-w-0" role="group" aria-label=w.accounts.filters>
                    {pickers.collect_view()}
                    {move || {
                        let clear = clear.clone();
                        address
                            .with(Address::is_filtered)
                            .then(|| view! { <Button weight=Weight::Quiet label=w.accounts.clear on_press=move || clear(&Address::without_filters) /> })
                    }}
                </div>
                {move || (layout.get() == Layout::Cards && !phone.get()).then(|| view! { <CardOrder address /> })}
                {move || (!phone.get()).then(|| view! { <Switch address /> })}
            </div>
            <p role="status" class="sr-only">{shown}</p>
        </div>
    }
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
fn CardOrder(address: Memo<Address>) -> impl IntoView {
    let w = words();
    let go = go_to(address);
    let turn = go.clone();
    let choices: Vec<_> = SORTS
        .into_iter()
        .map(|sort| Choice { id: name_of(sort), name: sort_label(sort, w).to_owned(), hint: None })
        .collect();
    let chosen = Signal::derive(move || address.with(|address| Some(name_of(address.sort()))));
    let direction = Signal::derive(move || address.with(Address::direction));
    let on_choose = Callback::new(move |id: String| {
        let sort = named(&id).unwrap_or_default();
        go(&|address| address.sorted_by(sort));
    });
    let on_turn = Callback::new(move |()| turn(&Address::turned));
    view! { <Order choices chosen direction on_choose on_turn /> }
}

#[component]
fn Switch(address: Memo<Address>) -> impl IntoView {
    let w = words();
    let view = move |value: Layout, icon: Icon, label: &'static str| {
        let go = go_to(address);
        View {
            icon,
            label,
            on: Signal::derive(move || address.with(|address| address.layout() == value)),
            choose: Callback::new(move |()| go(&|address| address.with_layout(value))),
        }
    };
    let views =
        [view(Layout::Cards, Icon::LayoutGrid, w.accounts.cards), view(Layout::Table, Icon::Table2, w.accounts.table)];
    view! { <ViewSwitch views /> }
}
