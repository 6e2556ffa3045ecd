//! Deals as a table: chosen columns, order by their heads, the sums at its foot.

use super::{
    Address, DealList,
    columns::{self, Column},
    go_to, totals,
};
use crate::{
    components::{figure::Measure, skeleton::bone},
    format,
    listing::{LongTable, Rows, SortHead, opens_record, sum_cell},
    state::switches::Switches,
    words::words,
};
use leptos::prelude::*;
use shared::{
    deals::{DealShow, DealSort},
    list::Direction,
};

/// Least of the deal's name, in px.
const NAME: u32 = 180;
const HEAD: &str = "border-b border-line bg-page p-0";

pub fn table(list: DealList, rows: Rows, address: Memo<Address>, switches: Switches) -> AnyView {
    let w = words();
    let chosen = columns::chosen(switches);
    let show = Memo::new(move |_| address.with(Address::show));
    let currency = Signal::derive(move || list.totals().map(|(totals, _)| totals.pipeline.value.currency.clone()));
    let least = Signal::derive(move || {
        chosen.with(|columns| columns.iter().map(|column| column.width().0).sum::<u32>()).saturating_add(NAME)
    });
    let head = Callback::new(move |()| {
        let show = show.get();
        let columns = chosen.get().into_iter().map(|column| head(column, show, address, currency)).collect_view();
        view! { {sorting(DealSort::Name, w.account.deal, None, address, None, Signal::stored(None), false, format!("sticky left-0 z-10 {HEAD} pl-1"))} {columns} }
            .into_any()
    });
    let bones = Callback::new(move |()| (0..3).map(|_| bone_row(chosen.get().len())).collect_view().into_any());
    let foot = Callback::new(move |()| {
        let one = list.totals().filter(|_| totals::is_one_sum(show.get()));
        one.map(|(sums, total)| {
            let figures = totals::figures(&sums, show.get());
            let cells = chosen.get().into_iter().map(|column| {
                let figure = figures.iter().find(|(measure, _)| match column {
                    Column::Expected => *measure != Measure::Weighted,
                    Column::Weighted => *measure == Measure::Weighted,
                    _ => false,
                });
                let class = "h-9 border-t border-line-strong bg-page px-3 font-semibold";
                match figure {
                    Some((measure, figure)) => sum_cell(*measure, figure, None, class),
                    None => view! { <td class=class></td> }.into_any(),
                }
            });
            let count = (w.accounts.deals)(&format::count(total, w.lang), total);
            view! {
                <tr data-totals="">
                    <th scope="row" class="sticky left-0 z-[1] h-9 border-t border-line-strong bg-page pr-3 pl-4 text-left text-13 font-semibold">
                        {w.accounts.total}
                        <span class="figures ml-2 text-12 font-normal text-muted">{count}</span>
                    </th>
                    {cells.collect_view()}
                </tr>
            }
        })
        .into_any()
    });
    let bar = move || {
        let mixed = list.totals().filter(|_| !totals::is_one_sum(show.get()));
        mixed.map(|(sums, total)| totals::bar(&sums, total, show.get(), rows.leaving))
    };
    view! {
        <LongTable
            rows
            label=w.deals.title
            least
            span=Signal::derive(move || chosen.with(Vec::len).saturating_add(1))
            head
            row=Callback::new(move |id| row(list, rows, chosen, id))
            more=bones
            foot
        />
        {bar}
    }
    .into_any()
}

fn head(column: Column, show: DealShow, address: Memo<Address>, currency: Signal<Option<String>>) -> AnyView {
    let w = words();
    let (label, short, width) = (column.label(show, w), column.short(w), column.width().1);
    let unit = if matches!(column, Column::Expected | Column::Weighted) { currency } else { Signal::stored(None) };
    match column.sort(show) {
        Some(sort) => {
            sorting(sort, label, short, address, Some(column), unit, column.is_right(), format!("{width} {HEAD}"))
        }
        None => {
            let side = if column.is_right() { "text-right" } else { "text-left" };
            let class = format!("{width} border-b border-line bg-page px-3 text-12 font-medium text-muted {side}");
            view! { <th scope="col" class=class>{label}</th> }.into_any()
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a head is all of this, and is made in two places only")]
fn sorting(
    sort: DealSort,
    label: &'static str,
    short: Option<&'static str>,
    address: Memo<Address>,
    column: Option<Column>,
    unit: Signal<Option<String>>,
    right: bool,
    class: String,
) -> AnyView {
    let go = go_to(address);
    let direction = Signal::derive(move || {
        let direction: Option<Direction> = address.with(|a| (a.sort() == sort).then(|| a.direction()));
        direction.map(|direction| column.map_or(direction, |column| column.spoken(direction)))
    });
    let on_press = Callback::new(move |()| go(&move |address| address.clicked(sort)));
    match short {
        Some(short) => view! { <SortHead label short direction on_press unit right class /> }.into_any(),
        None => view! { <SortHead label direction on_press unit right class /> }.into_any(),
    }
}

fn row(list: DealList, rows: Rows, chosen: Memo<Vec<Column>>, id: String) -> AnyView {
    let w = words();
    let (deal, number, selected) = (list.item(&id), rows.number(&id), rows.is_open(&id));
    let (on_click, path) = (opens_record(rows, &id), id.clone());
    let name = move || deal.with(|deal| deal.as_ref().map(|deal| deal.name.clone()));
    let cells = move || {
        let deal = deal.get()?;
        let cells = chosen.get().into_iter().map(|column| {
            let side = if column.is_right() { "text-right" } else { "text-left" };
            view! {
                <td class=format!("h-9 border-b border-line px-3 text-13 group-hover:bg-hover group-data-open:bg-accent-soft {side}") data-column=column.name()>
                    {column.cell(&deal, w)}
                </td>
            }
            .into_any()
        });
        Some(cells.collect_view())
    };
    view! {
        <tr
            class="group cursor-pointer"
            data-deal=id
            data-item=move || number.get().to_string()
            aria-rowindex=move || (number.get() + 2).to_string()
            data-open=move || selected.get().then_some("")
            on:click=on_click
        >
            <th scope="row" class="sticky left-0 z-[1] h-9 border-b border-line bg-page pr-3 pl-4 text-left font-normal group-hover:bg-hover group-data-open:bg-accent-soft">
                <a href=move || rows.path(&path) data-noscroll="" dir="auto" class="block truncate rounded-control text-left text-13 font-medium text-ink" title=name aria-current=move || selected.get().then_some("true")>
                    {name}
                </a>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// Stands for a row that is not loaded yet.
pub fn bone_row(columns: usize) -> AnyView {
    let cells =
        (0..columns).map(|_| view! { <td class="border-b border-line px-3">{bone("h-3 w-3/4")}</td> }.into_any());
    view! {
        <tr aria-hidden="true">
            <td class="h-9 border-b border-line px-4">{bone("h-3 w-2/3")}</td>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
