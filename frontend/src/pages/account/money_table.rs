//! What the tables of invoices and orders have in common: cells, amounts in two currencies, sums.

use crate::{components::figure::not_converted, format, words::Words};
use leptos::prelude::*;
use shared::{Figure, around::ConvertedMoney};

pub const HEAD: &str = "py-2 pl-3 text-right text-12 font-medium whitespace-nowrap text-muted";
pub const CELL: &str = "border-t border-line py-2 pl-3 text-right align-top";
pub const TOTAL: &str = "border-t border-line-strong py-2.5 pl-3 text-right align-top font-semibold";

/// In the reporting currency where it is known, and below it as it stands in the books.
pub fn amount(money: &ConvertedMoney, w: &'static Words) -> AnyView {
    let own = format::money(&money.own, w.lang);
    match &money.converted {
        Some(converted) if converted.currency == money.own.currency => {
            view! { <span class="figures" title=own>{format::amount(&converted.amount, w.lang)}</span> }.into_any()
        }
        Some(converted) => view! {
            <span class="figures" title=format::money(converted, w.lang)>{format::amount(&converted.amount, w.lang)}</span>
            <span class="figures block text-12 text-muted">{own}</span>
        }
        .into_any(),
        None => view! { <span class="figures text-muted">{own}</span> }.into_any(),
    }
}

pub fn sum(name: &'static str, figure: &Figure, class: &str, w: &'static Words) -> AnyView {
    view! {
        <span class=format!("figures {class}") title=format::money(&figure.value, w.lang) data-total=name data-amount=figure.value.amount.to_string()>
            {format::amount(&figure.value.amount, w.lang)}
        </span>
        {not_converted(&figure.not_converted, true)}
    }
    .into_any()
}
