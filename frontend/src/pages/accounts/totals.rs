//! The sums over the whole list, always in sight at its foot.

use super::{
    rows::Rows,
    table::{COUNTRY, INDUSTRY, SALESPERSON},
};
use crate::{
    components::figure::{Measure, Size, count_figure, money_figure, not_converted},
    format,
    words::words,
};
use leptos::prelude::*;
use shared::{Figure, accounts::AccountTotals};

/// As the last row of the table.
#[component]
pub fn TotalsRow(rows: Rows) -> impl IntoView {
    let w = words();
    let cell = "h-9 border-t border-line-strong bg-page px-3";
    let money = move |measure, figure: &Figure| {
        view! {
            <td class=format!("{cell} text-right leading-none")>
                <span class="block font-semibold leading-4">{money_figure(measure, figure, Size::Cell)}</span>
                {not_converted(&figure.not_converted, true)}
            </td>
        }
    };
    move || {
        rows.loaded().map(|loaded| {
            let AccountTotals { pipeline, weighted, won, open_deals } = &loaded.totals;
            let count = (w.accounts.accounts)(&format::count(loaded.total, w.lang), loaded.total);
            view! {
                <tr data-totals="">
                    <th scope="row" class="sticky left-0 z-[1] h-9 border-t border-line-strong bg-page pr-3 pl-4 text-left text-13 font-semibold">
                        {w.accounts.total}
                        <span class="figures ml-2 text-12 font-normal text-muted">{count}</span>
                    </th>
                    <td class=format!("{cell} {INDUSTRY}")></td>
                    <td class=format!("{cell} {SALESPERSON}")></td>
                    <td class=format!("{cell} {COUNTRY}")></td>
                    {money(Measure::Pipeline, pipeline)}
                    {money(Measure::Weighted, weighted)}
                    {money(Measure::Won, won)}
                    <td class=format!("{cell} pr-4 text-right font-semibold")>{count_figure(Measure::OpenDeals, *open_deals, Size::Cell)}</td>
                </tr>
            }
        })
    }
}

/// As a bar under cards and under the phone's list.
#[component]
pub fn TotalsBar(rows: Rows) -> impl IntoView {
    let w = words();
    let money = move |measure: Measure, figure: &Figure, class: &'static str| {
        view! {
            <div class=format!("flex min-w-0 flex-col lg:flex-row lg:items-baseline lg:gap-2 {class}")>
                <dt class="text-12 text-muted">{measure.label(w)}</dt>
                <dd class="flex min-w-0 flex-col lg:flex-row lg:items-baseline lg:gap-1.5">
                    {money_figure(measure, figure, Size::Strip)}
                    {not_converted(&figure.not_converted, true)}
                </dd>
            </div>
        }
    };
    move || {
        rows.loaded().map(|loaded| {
            let AccountTotals { pipeline, weighted, won, open_deals } = &loaded.totals;
            view! {
                <dl data-totals="" aria-label=w.accounts.total class="z-10 flex min-h-10 shrink-0 gap-x-6 border-t border-line bg-page px-4 py-1 lg:items-center lg:gap-x-8"
                    class=("opacity-40", move || rows.is_leaving())
                >
                    {money(Measure::Pipeline, pipeline, "")}
                    {money(Measure::Weighted, weighted, "max-md:hidden")}
                    {money(Measure::Won, won, "")}
                    <div class="flex flex-col max-md:hidden lg:flex-row lg:items-baseline lg:gap-2">
                        <dt class="text-12 text-muted">{w.accounts.open_deals}</dt>
                        <dd>{count_figure(Measure::OpenDeals, *open_deals, Size::Small)}</dd>
                    </div>
                </dl>
            }
        })
    }
}
