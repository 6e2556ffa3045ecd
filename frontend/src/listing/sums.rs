//! The sums over a whole list: the cells of a table's foot, and the bar under cards, board and phone's list.

use crate::{
    api::Source,
    components::{
        figure::{Measure, Size, money_figure, not_converted},
        opens::opens,
    },
    words::words,
};
use leptos::prelude::*;
use shared::Figure;

/// Value, and in the same 36 px what could not be converted.
/// A figure that has a `source` opens to what it is made of.
pub fn sum_cell(measure: Measure, figure: &Figure, source: Option<Source>, class: &str) -> AnyView {
    view! {
        <td class=format!("{class} text-right leading-none")>
            <span class="block leading-4">{opens(source, "", money_figure(measure, figure, Size::Cell).into_any())}</span>
            {not_converted(&figure.not_converted, true)}
        </td>
    }
    .into_any()
}

/// `aside` comes after the figures.
pub fn sum_bar(
    figures: impl IntoIterator<Item = (Measure, Figure, &'static str)>,
    aside: AnyView,
    leaving: Signal<bool>,
) -> AnyView {
    let w = words();
    let figures: Vec<_> = figures.into_iter().collect();
    // Many of them keep what is not converted below their values.
    let beside = if figures.len() > 3 { "" } else { "lg:flex-row lg:items-baseline lg:gap-1.5" };
    let figures = figures
        .into_iter()
        .map(|(measure, figure, class)| {
            view! {
                <div class=format!("flex min-w-0 flex-col lg:flex-row lg:items-baseline lg:gap-2 {class}")>
                    <dt class="text-12 text-muted">{measure.label(w)}</dt>
                    <dd class=format!("flex min-w-0 flex-col {beside}")>
                        {money_figure(measure, &figure, Size::Strip)}
                        {not_converted(&figure.not_converted, true)}
                    </dd>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <dl data-totals="" aria-label=w.accounts.total class="z-10 flex min-h-10 shrink-0 gap-x-6 border-t border-line bg-page px-4 py-1 lg:items-center lg:gap-x-8"
            class=("opacity-40", leaving)
        >
            {figures}
            {aside}
        </dl>
    }
    .into_any()
}
