//! The table on a phone: a list with the two figures that matter.

use super::{
    Address, DealList,
    look::{closing, stage_age, worth},
    totals,
};
use crate::{
    components::skeleton::bone,
    format,
    listing::{Rows, Scrolled, Shape},
    words::words,
};
use leptos::prelude::*;
use shared::deals::DealItem;

pub fn phone_list(list: DealList, rows: Rows, address: Memo<Address>) -> AnyView {
    let shape = Shape {
        label: words().deals.title,
        row_height: 72,
        gap: 0,
        columns: |_| 1,
        box_class: "",
        list_class: "",
        item: Callback::new(move |id| item(list, rows, id)),
        more: || (0..2).map(|_| bone_item()).collect_view().into_any(),
        foot: Callback::new(move |()| {
            let bar = move || {
                let show = address.with(Address::show);
                list.totals().map(|(sums, total)| totals::bar(&sums, total, show, rows.leaving))
            };
            bar.into_any()
        }),
    };
    view! { <Scrolled rows shape /> }.into_any()
}

fn item(list: DealList, rows: Rows, id: String) -> AnyView {
    let (deal, number) = (list.item(&id), rows.number(&id));
    let path = id.clone();
    view! {
        <li data-deal=id data-item=move || number.get().to_string() class="h-18 border-b border-line">
            <a href=move || rows.path(&path) data-noscroll="" class="flex h-full items-center gap-3 px-4 focus-inset">
                {move || deal.get().map(|deal| content(&deal))}
            </a>
        </li>
    }
    .into_any()
}

fn content(deal: &DealItem) -> AnyView {
    let w = words();
    let account = deal.account.as_ref().map(|account| account.name.clone()).or_else(|| deal.lead_company.clone());
    let stage = deal.stage.as_ref().map(|stage| stage.name.clone());
    let weighted = deal.weighted.as_ref().map(|money| format::amount(&money.amount, w.lang));
    let late = if deal.is_rotting && !deal.is_overdue { stage_age(deal, true) } else { closing(deal, false) };
    view! {
        <span class="flex min-w-0 flex-1 flex-col text-12 text-muted">
            <span dir="auto" class="truncate text-left text-14 font-medium text-ink">{deal.name.clone()}</span>
            <span class="truncate">{account.into_iter().chain(stage).collect::<Vec<_>>().join(" · ")}</span>
            <span class="flex min-w-0">{late}</span>
        </span>
        <span class="flex shrink-0 flex-col items-end">
            <span class="leading-5">{worth(deal, "text-13 font-medium")}</span>
            {weighted.map(|weighted| view! { <span class="figures text-12 leading-4 text-faint">{w.accounts.weighted} " " {weighted}</span> })}
        </span>
    }
    .into_any()
}

pub fn bone_item() -> AnyView {
    view! {
        <li class="flex h-18 items-center gap-3 border-b border-line px-4" aria-hidden="true">
            <span class="flex flex-1 flex-col gap-2">{bone("h-3.5 w-2/3")} {bone("h-3 w-2/5")}</span>
            {bone("h-3.5 w-20")}
        </li>
    }
    .into_any()
}
