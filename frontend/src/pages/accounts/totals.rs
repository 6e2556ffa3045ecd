//! The sums over the whole list, always in sight at its foot.

use super::{
    AccountList,
    table::{COUNTRY, INDUSTRY, SALESPERSON},
};
use crate::{
    components::figure::{Measure, Size, count_figure},
    format,
    listing::{Rows, sum_bar, sum_cell},
    words::words,
};
use leptos::prelude::*;
use shared::accounts::AccountTotals;

/// As the last row of the table. No component: what calls it follows the sums.
pub fn totals_row(list: AccountList) -> AnyView {
    let w = words();
    let cell = "h-9 border-t border-line-strong bg-page px-3";
    let strong = "h-9 border-t border-line-strong bg-page px-3 font-semibold";
    list.totals().map(|(totals, total)| {
        let AccountTotals { pipeline, weighted, won, open_deals } = totals;
        let count = (w.accounts.accounts)(&format::count(total, w.lang), total);
        view! {
            <tr data-totals="">
                <th scope="row" class="sticky left-0 z-[1] h-9 border-t border-line-strong bg-page pr-3 pl-4 text-left text-13 font-semibold">
                    {w.accounts.total}
                    <span class="figures ml-2 text-12 font-normal text-muted">{count}</span>
                </th>
                <td class=format!("{cell} {INDUSTRY}")></td>
                <td class=format!("{cell} {SALESPERSON}")></td>
                <td class=format!("{cell} {COUNTRY}")></td>
                {sum_cell(Measure::Pipeline, &pipeline, None, strong)}
                {sum_cell(Measure::Weighted, &weighted, None, strong)}
                {sum_cell(Measure::Won, &won, None, strong)}
                <td class=format!("{strong} pr-4 text-right")>{count_figure(Measure::OpenDeals, open_deals, Size::Cell)}</td>
            </tr>
        }
    })
    .into_any()
}

/// As a bar under cards and under the phone's list.
pub fn totals_bar(list: AccountList, rows: Rows) -> Callback<(), AnyView> {
    let w = words();
    Callback::new(move |()| {
        let bar = move || {
            list.totals().map(|(totals, _)| {
                let AccountTotals { pipeline, weighted, won, open_deals } = totals;
                let open = view! {
                    <div class="flex flex-col max-md:hidden lg:flex-row lg:items-baseline lg:gap-2">
                        <dt class="text-12 text-muted">{w.accounts.open_deals}</dt>
                        <dd>{count_figure(Measure::OpenDeals, open_deals, Size::Small)}</dd>
                    </div>
                };
                let figures = [
                    (Measure::Pipeline, pipeline, ""),
                    (Measure::Weighted, weighted, "max-md:hidden"),
                    (Measure::Won, won, ""),
                ];
                sum_bar(figures, open.into_any(), rows.leaving)
            })
        };
        bar.into_any()
    })
}
