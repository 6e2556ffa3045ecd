//! The sums over all deals that are shown: which of them tell something depends on which deals are asked for.

use super::address::is_closed;
use crate::{components::figure::Measure, format, listing::sum_bar, words::words};
use leptos::prelude::*;
use shared::{
    Figure,
    deals::{DealShow, DealTotals},
};

/// In their order.
pub fn figures(totals: &DealTotals, show: DealShow) -> Vec<(Measure, Figure)> {
    let DealTotals { pipeline, weighted, won, lost, .. } = totals.clone();
    let (pipeline, weighted) = ((Measure::Pipeline, pipeline), (Measure::Weighted, weighted));
    let (won, lost) = ((Measure::Won, won), (Measure::Lost, lost));
    match show {
        DealShow::Won => vec![won],
        DealShow::Lost => vec![lost],
        DealShow::All | DealShow::New => vec![pipeline, weighted, won, lost],
        _ => vec![pipeline, weighted],
    }
}

/// Every deal counts in the same sum: it can stand below the column of its amounts.
pub fn is_one_sum(show: DealShow) -> bool {
    is_closed(show) || !matches!(show, DealShow::All | DealShow::New | DealShow::Archived)
}

pub fn bar(totals: &DealTotals, count: u64, show: DealShow, leaving: Signal<bool>) -> AnyView {
    let w = words();
    let figures = figures(totals, show).into_iter().enumerate().map(|(place, (measure, figure))| {
        // A phone has room for two.
        (measure, figure, if place > 1 { "max-md:hidden" } else { "" })
    });
    let deals = view! {
        <div class="flex flex-col max-md:hidden lg:flex-row lg:items-baseline lg:gap-2">
            <dt class="text-12 text-muted">{w.accounts.total}</dt>
            <dd class="figures text-13 font-medium">{(w.accounts.deals)(&format::count(count, w.lang), count)}</dd>
        </div>
    };
    sum_bar(figures, deals.into_any(), leaving)
}
