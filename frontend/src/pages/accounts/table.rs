//! Accounts as a table: sticky head, first column and totals; only the rows in view are in the document.

use super::{heads::SortHead, part::part, rows::Rows, skeletons, totals::TotalsRow};
use crate::{
    api::Source,
    components::{
        figure::{Measure, Size, count_figure, money_figure, not_converted},
        health::health_mark,
        opens::opens,
        tile::{Shape, tile},
    },
    words::words,
};
use leptos::prelude::*;
use shared::{
    Figure,
    accounts::{AccountCard, AccountSort, Named},
};
use wasm_bindgen::JsCast;

const ROW: i32 = 36;
/// Head and totals.
const COVERED: (i32, i32) = (37, 37);
/// Those that are there at every width: one more in a span would take room from the rest.
const COLUMNS: &str = "5";
/// The order in which columns without figures give way: country, industry, salesperson.
pub const COUNTRY: &str = "w-11/100 @max-[70rem]:hidden";
pub const INDUSTRY: &str = "w-1/8 @max-[60rem]:hidden";
pub const SALESPERSON: &str = "w-27/200 @max-[52rem]:hidden";

pub fn table(rows: Rows) -> impl IntoView {
    let w = words();
    let address = rows.address;
    let virtual_rows = rows.scrolling(COVERED, ROW, |_| 1);
    let (spacers, in_view) = (virtual_rows.spacers(), rows.in_view(virtual_rows));
    let currency = Signal::derive(move || rows.loaded().map(|loaded| loaded.totals.pipeline.value.currency.clone()));
    let total = move || rows.loaded().map(|loaded| (loaded.total + 1).to_string());
    let plain = "border-b border-line bg-page px-3 text-left text-12 font-medium text-muted";
    let (money, count) = (
        "w-3/25 @max-[70rem]:w-34 border-b border-line bg-page p-0",
        "w-9/100 @max-[70rem]:w-24 border-b border-line bg-page p-0 pr-1",
    );
    view! {
        <div
            node_ref=virtual_rows.container
            class="@container min-h-0 flex-1 overflow-auto transition-opacity"
            class=("opacity-40", move || rows.is_leaving())
            on:scroll=move |_| virtual_rows.on_scroll()
            on:keydown=move |event| virtual_rows.on_key(&event)
        >
            <table
                class="w-full min-w-175 table-fixed border-separate border-spacing-0"
                aria-label=w.accounts.title
                aria-rowcount=total
                aria-busy=move || rows.is_loading().to_string()
            >
                <thead class="sticky top-0 z-10">
                    <tr>
                        <SortHead sort=AccountSort::Name label=w.accounts.name address right=false class="sticky left-0 z-10 border-b border-line bg-page p-0 pl-1" />
                        <th scope="col" class=format!("{plain} {INDUSTRY}")>{w.accounts.industry}</th>
                        <th scope="col" class=format!("{plain} {SALESPERSON}")>{w.accounts.salesperson}</th>
                        <th scope="col" class=format!("{plain} {COUNTRY}")>{w.accounts.country}</th>
                        <SortHead sort=AccountSort::Pipeline label=w.accounts.pipeline unit=currency address right=true class=money />
                        <SortHead sort=AccountSort::Weighted label=w.accounts.weighted unit=currency address right=true class=money />
                        <SortHead sort=AccountSort::Won label=w.accounts.won unit=currency address right=true class=money />
                        <SortHead sort=AccountSort::OpenDeals label=w.accounts.open_deals short=w.accounts.open_short address right=true class=count />
                    </tr>
                </thead>
                <tbody>
                    <Spacer height=Signal::derive(move || spacers.get().0) />
                    <For each=move || in_view.get() key=Clone::clone let:id>
                        <Row rows id />
                    </For>
                    <Spacer height=Signal::derive(move || spacers.get().1) />
                    {move || rows.has_more().then(skeletons::table_rows)}
                    {move || rows.more_failed().map(|error| view! {
                        <tr><td colspan=COLUMNS>{skeletons::more_failed(rows.list, &error)}</td></tr>
                    })}
                </tbody>
                <tfoot class="sticky bottom-0 z-10"><TotalsRow rows /></tfoot>
            </table>
        </div>
    }
}

/// Stands for rows that are not in view.
#[component]
fn Spacer(height: Signal<i32>) -> impl IntoView {
    move || {
        (height.get() > 0).then(|| {
            view! {
                <tr aria-hidden="true"><td class="p-0" style:height=format!("{}px", height.get())></td></tr>
            }
        })
    }
}

#[component]
fn Row(rows: Rows, id: String) -> impl IntoView {
    let (card, number) = (rows.card(&id), rows.number(&id));
    let open = rows.opener();
    let (selected, path) = (id.clone(), id.clone());
    let selected = Memo::new(move |_| rows.is_open(&selected));
    let on_click = {
        let id = id.clone();
        move |event: web_sys::MouseEvent| {
            // A link opens itself, in a new tab too, and a figure what it is made of; text that is being selected is not a click.
            let on_link = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|target| target.closest("a, button").ok().flatten().is_some());
            if !on_link {
                open(&id);
            }
        }
    };
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
        {money(card, Measure::Pipeline, &figures.pipeline, cell)}
        {money(card, Measure::Weighted, &figures.weighted, cell)}
        {money(card, Measure::Won, &figures.won, cell)}
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

/// Value, and in the same 36 px what could not be converted.
fn money(card: &AccountCard, measure: Measure, figure: &Figure, cell: &'static str) -> impl IntoView + use<> {
    view! {
        <td class=format!("{cell} text-right leading-none")>
            <span class="block leading-4">{opens(of(card, measure), "", money_figure(measure, figure, Size::Cell).into_any())}</span>
            {not_converted(&figure.not_converted, true)}
        </td>
    }
}
