//! Which deals are shown, their order on the board, and the switch between board and table.

use super::{
    Address, Layout,
    address::{Filter, has_period},
    columns::Chooser,
    go_to,
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
        switches::Switches,
        sync::use_sync,
        window::{Room, use_room},
    },
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    deals::{DealFilters, DealOption, DealShow, DealSort},
    figures::PeriodName,
};

#[component]
pub fn Toolbar(
    address: Memo<Address>,
    layout: Memo<Layout>,
    on_layout: Callback<Layout>,
    columns: Switches,
    /// Name of the account that a link has led to, where the list knows it.
    #[prop(into)]
    account: Signal<Option<String>>,
    #[prop(into)] count: Signal<Option<u64>>,
) -> impl IntoView {
    let w = words();
    let Room { phone, short, .. } = use_room();
    let (client, renewals) = (use_client(), use_sync().renewals());
    // Without them the chips are empty, and the list's own failure says why.
    let filters = Asked::start(move |line| async move { client.deal_filters(&line).await }, move || renewals.get());
    let clear = go_to(address);
    let table = Memo::new(move |_| layout.get() == Layout::Table);
    let with_period = Memo::new(move |_| address.with(|address| has_period(address.show())));
    let pick = move |filter: Filter| {
        let go = go_to(address);
        let choices = Signal::derive(move || match (filter, filters.here()) {
            (Filter::Account, _) => {
                let id = address.with(|address| address.filter(filter).map(ToOwned::to_owned));
                id.zip(account.get()).map(|(id, name)| Choice { id, name, hint: None }).into_iter().collect()
            }
            (_, Some(filters)) => options(&filters, filter, w),
            (_, None) => Vec::new(),
        });
        let chosen = Signal::derive(move || address.with(|address| address.filter(filter).map(ToOwned::to_owned)));
        let choose = move |id: Option<String>| go(&|address| address.with_filter(filter, id.as_deref()));
        view! { <Picker label=label(filter, w) choices chosen clearable=true on_choose=choose /> }.into_any()
    };
    let has_account = Memo::new(move |_| address.with(|address| address.filter(Filter::Account).is_some()));
    let found = move || count.get().map(|count| (w.deals.found)(&format::count(count, w.lang), count));
    view! {
        <div class="flex shrink-0 flex-col gap-2 px-4 py-2 short:py-1 short:max-md:flex-row short:max-md:overflow-x-auto">
            {move || phone.get().then(|| view! {
                <div class="flex shrink-0 items-center gap-2 short:w-48">
                    <div class="min-w-0 flex-1"><SearchField /></div>
                    {move || (!short.get()).then(|| switch(layout, on_layout))}
                </div>
            })}
            <div class="flex min-h-8 items-center gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1 short:max-md:mx-0 short:max-md:overflow-visible short:max-md:px-0">
                <div class="flex flex-1 items-center gap-1.5 md:min-w-0" role="group" aria-label=w.accounts.filters>
                    {showing(address)}
                    {move || with_period.get().then(|| closed_in(address))}
                    {pick(Filter::Salesperson)}
                    {pick(Filter::Team)}
                    {move || table.get().then(|| pick(Filter::Stage))}
                    {move || has_account.get().then(|| pick(Filter::Account))}
                    {move || {
                        let clear = clear.clone();
                        address
                            .with(Address::is_filtered)
                            .then(|| view! { <Button weight=Weight::Quiet label=w.accounts.clear on_press=move || clear(&Address::without_filters) /> })
                    }}
                </div>
                {move || (!table.get() || phone.get()).then(|| order(address))}
                {move || (table.get() && !phone.get()).then(|| {
                    let show = Signal::derive(move || address.with(Address::show));
                    view! { <Chooser switches=columns show /> }
                })}
                {move || (!phone.get()).then(|| switch(layout, on_layout))}
            </div>
            <p role="status" class="sr-only">{found}</p>
        </div>
    }
}

fn switch(layout: Memo<Layout>, on_layout: Callback<Layout>) -> AnyView {
    let w = words();
    let view = |value: Layout, icon: Icon, label: &'static str| View {
        icon,
        label,
        on: Signal::derive(move || layout.get() == value),
        choose: Callback::new(move |()| on_layout.run(value)),
    };
    let views =
        [view(Layout::Board, Icon::SquareKanban, w.deals.board), view(Layout::Table, Icon::Table2, w.accounts.table)];
    view! { <ViewSwitch views /> }.into_any()
}

fn choice(id: String, name: &str) -> Choice {
    Choice { id, name: name.to_owned(), hint: None }
}

/// Which deals: there is always one answer.
fn showing(address: Memo<Address>) -> AnyView {
    let w = words();
    let go = go_to(address);
    let all = [
        (DealShow::Open, w.deals.open),
        (DealShow::Won, w.deals.won),
        (DealShow::Lost, w.deals.lost),
        (DealShow::New, w.deals.new),
        (DealShow::Overdue, w.deals.overdue),
        (DealShow::Rotting, w.deals.rotting),
        (DealShow::Attention, w.numbers.attention),
        (DealShow::All, w.deals.all),
    ];
    let choices = all.iter().map(|(value, name)| choice(name_of(*value), name)).collect::<Vec<_>>();
    let chosen = Signal::derive(move || address.with(|address| Some(name_of(address.show()))));
    let choose = move |id: Option<String>| {
        let chosen = id.as_deref().and_then(named).unwrap_or_default();
        go(&|address| address.with_show(chosen));
    };
    view! { <Picker label=w.deals.show choices=Signal::stored(choices) chosen on_choose=choose /> }.into_any()
}

/// The time in which they were won, lost, or became deals.
fn closed_in(address: Memo<Address>) -> AnyView {
    let w = words();
    let go = go_to(address);
    let choices: Vec<_> =
        PeriodName::ALL.iter().map(|period| choice(name_of(*period), (w.numbers.period_name)(*period))).collect();
    let chosen = Signal::derive(move || address.with(|address| address.period().map(name_of)));
    let choose = move |id: Option<String>| {
        let chosen = id.as_deref().and_then(named).unwrap_or(PeriodName::AllTime);
        go(&|address| address.with_period(chosen));
    };
    view! { <Picker label=w.deals.period choices=Signal::stored(choices) chosen on_choose=choose /> }.into_any()
}

fn order(address: Memo<Address>) -> AnyView {
    let w = words();
    let (go, turn) = (go_to(address), go_to(address));
    let all = [
        (DealSort::CloseOn, w.deals.closes),
        (DealSort::ClosedAt, w.deals.closed),
        (DealSort::Name, w.account.deal),
        (DealSort::Account, w.deals.account),
        (DealSort::Expected, w.deals.expected),
        (DealSort::Weighted, w.accounts.weighted),
        (DealSort::Probability, w.deals.probability),
        (DealSort::StageChangedAt, w.deals.stage_days),
    ];
    let choices = all.iter().map(|(value, name)| choice(name_of(*value), name)).collect();
    let chosen = Signal::derive(move || address.with(|address| Some(name_of(address.sort()))));
    let direction = Signal::derive(move || address.with(Address::direction));
    let on_choose = Callback::new(move |id: String| {
        let sort = named(&id).unwrap_or_default();
        go(&|address| address.sorted_by(sort));
    });
    let on_turn = Callback::new(move |()| turn(&Address::turned));
    view! { <Order choices chosen direction on_choose on_turn /> }.into_any()
}

fn label(filter: Filter, w: &Words) -> &'static str {
    match filter {
        Filter::Salesperson => w.accounts.salesperson,
        Filter::Team => w.deals.team,
        Filter::Stage => w.deals.stage,
        Filter::Account => w.deals.account,
    }
}

fn options(filters: &DealFilters, filter: Filter, w: &Words) -> Vec<Choice> {
    let (options, none): (&[DealOption], _) = match filter {
        Filter::Salesperson => (&filters.salespeople, w.accounts.nobody),
        Filter::Team => (&filters.teams, w.deals.no_team),
        Filter::Stage => (&filters.stages, w.deals.no_stage),
        Filter::Account => (&[], w.deals.no_account),
    };
    options
        .iter()
        .map(|option| Choice {
            id: option.id.clone(),
            name: option.name.clone().unwrap_or_else(|| none.to_owned()),
            hint: Some(format::count(option.deals, w.lang)),
        })
        .collect()
}
