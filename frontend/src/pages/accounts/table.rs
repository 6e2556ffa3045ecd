//! Accounts as a table: sticky head, first column and totals; only the rows in view are in the document.

use super::{AccountList, Address, heads::head, part::part, skeletons, totals::totals_row};
use crate::{
    api::Source,
    components::{
        figure::{Measure, Size, count_figure},
        health::health_mark,
        opens::opens,
        tile::{Shape, tile},
    },
    listing::{LongTable, Rows, opens_record, sum_cell},
    words::words,
};
use leptos::prelude::*;
use shared::accounts::{AccountCard, AccountSort, Named};

/// Those that are there at every width: one more in a span would take room from the rest.
const COLUMNS: usize = 5;
/// The order in which columns without figures give way: country, industry, salesperson.
pub const COUNTRY: &str = "w-11/100 @max-[70rem]:hidden";
pub const INDUSTRY: &str = "w-1/8 @max-[60rem]:hidden";
pub const SALESPERSON: &str = "w-27/200 @max-[52rem]:hidden";

pub fn table(list: AccountList, rows: Rows, address: Memo<Address>) -> impl IntoView {
    let w = words();
    let currency = Signal::derive(move || list.totals().map(|(totals, _)| totals.pipeline.value.currency.clone()));
    let head = Callback::new(move |()| {
        let plain = "border-b border-line bg-page px-3 text-left text-12 font-medium text-muted";
        let (money, count) = (
            "w-3/25 @max-[70rem]:w-34 border-b border-line bg-page p-0",
            "w-9/100 @max-[70rem]:w-24 border-b border-line bg-page p-0 pr-1",
        );
        let none = Signal::stored(None);
        let sorts = move |sort, label, unit, class| head(sort, label, None, address, unit, class);
        view! {
            {sorts(AccountSort::Name, w.accounts.name, none, "sticky left-0 z-10 border-b border-line bg-page p-0 pl-1")}
            <th scope="col" class=format!("{plain} {INDUSTRY}")>{w.accounts.industry}</th>
            <th scope="col" class=format!("{plain} {SALESPERSON}")>{w.accounts.salesperson}</th>
            <th scope="col" class=format!("{plain} {COUNTRY}")>{w.accounts.country}</th>
            {sorts(AccountSort::Pipeline, w.accounts.pipeline, currency, money)}
            {sorts(AccountSort::Weighted, w.accounts.weighted, currency, money)}
            {sorts(AccountSort::Won, w.accounts.won, currency, money)}
            {head(AccountSort::OpenDeals, w.accounts.open_deals, Some(w.accounts.open_short), address, none, count)}
        }
        .into_any()
    });
    view! {
        <LongTable
            rows
            label=w.accounts.title
            least=700_u32
            span=COLUMNS
            head
            row=Callback::new(move |id| view! { <Row list rows id /> }.into_any())
            more=Callback::new(|()| skeletons::table_rows().into_any())
            foot=Callback::new(move |()| totals_row(list))
        />
    }
}

#[component]
fn Row(list: AccountList, rows: Rows, id: String) -> impl IntoView {
    let (card, number, selected) = (list.item(&id), rows.number(&id), rows.is_open(&id));
    let (on_click, path) = (opens_record(rows, &id), id.clone());
    let name = move || card.with(|card| card.as_ref().map(|card| card.name.clone()));
    let cell = "h-9 border-b border-line px-3 group-hover:bg-hover group-data-open:bg-accent-soft";
    view! {
        <tr
            class="group cursor-pointer"
            data-account=id
            data-item=move || number.get().to_string()
            aria-rowindex=move || (number.get() + 2).to_string()
            data-open=move || selected.get().then_some("")
            on:click=on_click
        >
            <th scope="row" class="sticky left-0 z-[1] h-9 border-b border-line bg-page pr-3 pl-4 text-left font-normal group-hover:bg-hover group-data-open:bg-accent-soft">
                <div class="flex min-w-0 items-center gap-1.5">
                <a href=move || rows.path(&path) data-noscroll="" class="flex min-w-0 items-center gap-2.5 rounded-control text-13 font-medium text-ink" title=name aria-current=move || selected.get().then_some("true")>
                    {move || name().map(|name| tile(&name, Shape::Small))}
                    <span dir="auto" class="truncate text-left">{name}</span>
                </a>
                {move || card.with(|card| card.as_ref().and_then(|card| part(&card.figures)))}
                <span class="ml-auto">{move || card.with(|card| card.as_ref().and_then(|card| health_mark(&card.health)))}</span>
                </div>
            </th>
            {move || card.get().map(|card| cells(&card, cell))}
        </tr>
    }
}

fn cells(card: &AccountCard, cell: &'static str) -> impl IntoView + use<> {
    let figures = &card.figures;
    view! {
        {text(card.industry.as_ref(), cell, INDUSTRY)}
        <td class=format!("{cell} {SALESPERSON}")>
            {card.salesperson.as_ref().map_or_else(
                || nothing().into_any(),
                |person| view! {
                    <span class="flex min-w-0 items-center gap-2" title=person.name.clone()>
                        {tile(&person.name, Shape::Person)}
                        <span dir="auto" class="truncate text-left text-13 text-muted">{person.name.clone()}</span>
                    </span>
                }
                .into_any(),
            )}
        </td>
        {text(card.country.as_ref(), cell, COUNTRY)}
        {sum_cell(Measure::Pipeline, &figures.pipeline, of(card, Measure::Pipeline), cell)}
        {sum_cell(Measure::Weighted, &figures.weighted, of(card, Measure::Weighted), cell)}
        {sum_cell(Measure::Won, &figures.won, of(card, Measure::Won), cell)}
        <td class=format!("{cell} pr-4 text-right")>
            {opens(of(card, Measure::OpenDeals), "", count_figure(Measure::OpenDeals, figures.open_deals, Size::Cell).into_any())}
        </td>
    }
}

fn of(card: &AccountCard, measure: Measure) -> Option<Source> {
    Some(Source::of_account(measure.figure(), &card.id))
}

fn nothing() -> impl IntoView {
    view! { <span class="text-13 text-faint">"–"</span> }
}

fn text(named: Option<&Named>, cell: &'static str, column: &'static str) -> impl IntoView + use<> {
    let content = match named {
        Some(named) => {
            let name = named.name.clone();
            view! { <span class="block truncate text-13 text-muted" title=name>{name.clone()}</span> }.into_any()
        }
        None => nothing().into_any(),
    };
    view! { <td class=format!("{cell} {column}")>{content}</td> }
}
