//! Orders and quotations of an account, with the sums of both at the foot.

use super::{
    listed::Listed,
    money_table::{CELL, HEAD, TOTAL, amount, sum},
};
use crate::{
    api::{Part, PartRow, Source, Whole},
    components::opens::opens,
    dom, format,
    listing::version,
    route::Page,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::figures::FigureName;

pub fn orders(account: String) -> AnyView {
    let w = words();
    let of = StoredValue::new(account.clone());
    let listed = Listed::start(account, Signal::stored(Part::Orders));
    let sums = Memo::new(move |_| match listed.whole.get() {
        Some(Whole::Orders(sums)) => Some(sums),
        _ => None,
    });
    let foot = move || {
        sums.get().map(|sums| {
            let (orders, quotations) = *sums;
            let line = |label: &'static str, (name, measure): (&'static str, FigureName), figure: &shared::Figure| {
                let source = of.try_get_value().map(|account| Source::of_account(measure, &account));
                view! {
                    <tr data-sum=name>
                        <th scope="row" class="border-t border-line-strong py-2 pl-5 text-left align-top font-semibold">
                            {label} <span class="ml-2 text-11 font-normal text-faint">{figure.value.currency.clone()}</span>
                        </th>
                        <td class=format!("{TOTAL} max-md:hidden")></td>
                        <td class=format!("{TOTAL} pr-5")>{opens(source, "font-semibold", sum(name, figure, "", w))}</td>
                    </tr>
                }
            };
            view! { {line(w.around.orders, ("orders", FigureName::Orders), &orders)} {line(w.around.quotations, ("quotations", FigureName::Quotations), &quotations)} }
        })
    };
    let content = move || {
        view! {
            <table class="w-full border-separate border-spacing-0 text-13" aria-label=w.around.orders>
                <thead>
                    <tr>
                        <th scope="col" class="py-2 pl-5 text-left text-12 font-medium text-muted">{w.around.order}</th>
                        <th scope="col" class=format!("{HEAD} max-md:hidden")>{w.around.date}</th>
                        <th scope="col" class=format!("{HEAD} pr-5")>{w.around.untaxed}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || listed.rows.items.get() key=version let:row>{line(&row, w)}</For>
                </tbody>
                <tfoot>{foot}</tfoot>
            </table>
        }
        .into_any()
    };
    listed.view((w.around.no_orders, w.around.no_orders_why), content)
}

fn line(row: &PartRow, w: &'static Words) -> AnyView {
    let PartRow::Order(row) = row else { return ().into_any() };
    let day = row.ordered_at.map(|at| format::day_of(at, dom::utc_offset_minutes(at.timestamp_millis()), w));
    let person = row.salesperson.as_ref().map(|person| format!(" · {}", person.name));
    let deal = row.deal.as_ref().map(|deal| {
        view! { " · " <a href=Page::Opportunity(deal).path() class="rounded-control text-accent underline">{w.account.deal}</a> }
    });
    view! {
        <tr class="hover:bg-hover" data-order=row.id.clone()>
            <th scope="row" class="w-full max-w-0 border-t border-line py-2 pl-5 text-left align-top font-normal">
                <span class="block truncate font-medium">{row.name.clone()}</span>
                <span class="block truncate text-12 text-muted">
                    {(w.around.order_state)(row.state)} {person} {deal}
                    <span class="md:hidden">{day.clone().map(|day| format!(" · {day}"))}</span>
                </span>
            </th>
            <td class=format!("{CELL} figures max-md:hidden")><span class="text-muted">{day.unwrap_or_else(|| "–".to_owned())}</span></td>
            <td class=format!("{CELL} pr-5")>{amount(&row.untaxed, w)}</td>
        </tr>
    }
    .into_any()
}
