//! What the rows add up to, and how the figure follows from it.

use crate::{
    components::{
        figure::{Size, not_converted},
        value::value_figure,
    },
    format,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::figures::{Explanation, FigureName, FigureValue, RowKind, Subject};

pub fn foot(explanation: &Explanation) -> AnyView {
    let w = words();
    let sums = explanation.sums.iter().map(|group| {
        let number = format::count(group.rows, w.lang);
        let count = match explanation.figure.subject() {
            Subject::Deals => (w.accounts.deals)(&number, group.rows),
            Subject::Invoices | Subject::Orders => (w.numbers.documents)(&number, group.rows),
            Subject::Activities => (w.numbers.activities)(&number, group.rows),
        };
        // Activities are worth nothing.
        let sum = (explanation.figure.subject() != Subject::Activities).then(|| format::money(&group.sum.value, w.lang));
        view! {
            <tr data-sum=(w.numbers.state)(group.state) data-rows=group.rows.to_string() data-amount=group.sum.value.amount.to_string()>
                <th scope="row" class="py-0.5 text-left font-normal">
                    {(w.numbers.state)(group.state)} <span class="figures ml-2 text-12 text-muted">{count}</span>
                </th>
                <td class="figures py-0.5 text-right align-top">
                    {sum}
                    {not_converted(&group.sum.not_converted, true)}
                </td>
            </tr>
        }
        .into_any()
    });
    let figure = explanation.figure;
    let way =
        way(explanation, w).map(|way| view! { <span class="figures ml-2 text-12 font-normal text-muted">{way}</span> });
    view! {
        <div class="shrink-0 border-t border-line-strong bg-page px-5 py-2">
        <table class="w-full text-13" aria-label=w.account.sum data-foot="">
            <tbody>
                {sums.collect_view()}
                <tr>
                    <th scope="row" class="py-0.5 text-left font-semibold">"= " {(w.numbers.name)(figure)} " " {way}</th>
                    <td class="py-0.5 text-right align-top">{value_figure(figure, &explanation.value, Size::Strip, w)}</td>
                </tr>
            </tbody>
        </table>
        </div>
    }
    .into_any()
}

/// From the sums to the figure, where it is not the sum itself.
fn way(explanation: &Explanation, w: &Words) -> Option<String> {
    let of_state = |state| explanation.sums.iter().find(|group| group.state == state);
    let won = of_state(RowKind::Won);
    let count = |count: u64| format::count(count, w.lang);
    match &explanation.value {
        FigureValue::Ratio { ratio: Some(_), .. } if explanation.figure == FigureName::WinRateByValue => {
            let amount = |state| of_state(state).map(|group| group.sum.value.clone());
            let all = match (amount(RowKind::Won), amount(RowKind::Lost)) {
                (Some(won), Some(lost)) => won.plus(&lost)?,
                (won, lost) => won.or(lost)?,
            };
            let won = won.map_or_else(|| "0".to_owned(), |group| format::amount(&group.sum.value.amount, w.lang));
            Some(format!("{won} ÷ {}", format::amount(&all.amount, w.lang)))
        }
        FigureValue::Ratio { ratio: Some(_), of } => {
            Some(format!("{} ÷ {}", count(won.map_or(0, |group| group.rows)), count(*of)))
        }
        FigureValue::Mean { amount: Some(_), of } => {
            Some(format!("{} ÷ {}", format::amount(&won?.sum.value.amount, w.lang), count(*of)))
        }
        FigureValue::Days { of, left_out, .. } => {
            let mean = (w.numbers.mean_of)(&count(*of), *of);
            Some(if *left_out > 0 { format!("{mean}, {}", (w.numbers.left_out)(&count(*left_out))) } else { mean })
        }
        _ => None,
    }
}
