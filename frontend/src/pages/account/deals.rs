//! The rows behind the figures: open and won deals, each with its sum.

use super::{Moves, sum::sum};
use crate::{
    components::{Icon, figure::not_converted, note::Note},
    dom, format,
    route::{Page, Query},
    words::{Words, words},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{
    Money,
    accounts::{AccountDetail, DealRow, DealState},
};
use std::sync::Arc;

/// Parameter of the address: which rows are shown.
pub const ROWS: &str = "rows";
const OPEN: &str = "open";
const WON: &str = "won";

fn of<'a>(detail: &'a AccountDetail, state: DealState) -> impl Iterator<Item = &'a DealRow> + Clone + use<'a> {
    detail.deals.iter().filter(move |deal| deal.state == state)
}

#[component]
pub fn Deals(detail: Arc<AccountDetail>, moves: Moves) -> impl IntoView {
    let w = words();
    let search = use_location().search;
    let open_first = of(&detail, DealState::Open).next().is_some() || of(&detail, DealState::Won).next().is_none();
    let state = Memo::new(move |_| match Query::parse(&search.get()).get(ROWS) {
        Some(WON) => DealState::Won,
        Some(OPEN) => DealState::Open,
        _ if open_first => DealState::Open,
        _ => DealState::Won,
    });
    let count = |state| format::count(u64::try_from(of(&detail, state).count()).unwrap_or(u64::MAX), w.lang);
    let tab = move |value: DealState, name: &'static str, label: &'static str, count: String| {
        view! {
            <button
                type="button"
                role="tab"
                id=format!("tab-{name}")
                aria-selected=move || (state.get() == value).to_string()
                aria-controls="deals"
                class="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent text-13 font-medium text-muted hover:text-ink aria-selected:border-accent aria-selected:text-ink"
                on:click=move |_| moves.set(ROWS, Some(name))
            >
                {label}
                <span class="figures text-12 font-normal text-faint">{count}</span>
            </button>
        }
    };
    let (open_count, won_count) = (count(DealState::Open), count(DealState::Won));
    view! {
        <div role="tablist" aria-label=w.account.deals class="mt-2 flex gap-5 border-b border-line px-5">
            {tab(DealState::Open, OPEN, w.account.open, open_count)}
            {tab(DealState::Won, WON, w.account.won, won_count)}
        </div>
        <div id="deals" role="tabpanel" aria-labelledby=move || if state.get() == DealState::Won { "tab-won" } else { "tab-open" }>
            {move || table(&detail, state.get(), w)}
        </div>
    }
}

fn table(detail: &AccountDetail, state: DealState, w: &'static Words) -> AnyView {
    let rows = of(detail, state);
    let count = rows.clone().count();
    if count == 0 {
        let title = if state == DealState::Won { w.account.no_won } else { w.account.no_open };
        return view! { <Note icon=Icon::Inbox title /> }.into_any();
    }
    let open = state == DealState::Open;
    let figures = &detail.card.figures;
    let currency = figures.pipeline.value.currency.clone();
    let beside = not_converted(if open { &figures.pipeline.not_converted } else { &figures.won.not_converted }, true);
    let weighted_beside = not_converted(&figures.weighted.not_converted, true);
    let converted = sum(rows.clone(), |deal| deal.converted.as_ref());
    let weighted = sum(rows.clone(), |deal| deal.weighted.as_ref());
    let head = "py-2 pl-3 text-right text-12 font-medium whitespace-nowrap text-muted";
    let total = "border-t border-line-strong py-2.5 pl-3 text-right align-top font-semibold";
    let money =
        move |money: Option<Money>| money.map_or_else(|| "–".to_owned(), |money| format::amount(&money.amount, w.lang));
    let number = u64::try_from(count).unwrap_or(u64::MAX);
    let in_currency = currency.clone();
    view! {
        <table class="w-full border-separate border-spacing-0 text-13">
            <thead>
                <tr>
                    <th scope="col" class="py-2 pl-5 text-left text-12 font-medium text-muted">{w.account.deal}</th>
                    <th scope="col" class=format!("{head} max-md:hidden")>{if open { w.account.closes } else { w.account.closed }}</th>
                    <th scope="col" class=format!("{head} max-md:hidden")>{w.account.expected}</th>
                    {open.then(|| view! { <th scope="col" class=format!("{head} max-md:hidden")>{w.account.weighted} " " <span class="text-11 font-normal text-faint">{currency}</span></th> })}
                    <th scope="col" class=format!("{head} pr-5")>{if open { w.accounts.pipeline } else { w.accounts.won }} " " <span class="text-11 font-normal text-faint">{in_currency}</span></th>
                </tr>
            </thead>
            <tbody>{rows.map(|deal| row(deal, open, w)).collect_view()}</tbody>
            <tfoot>
                <tr data-sum=if open { "pipeline" } else { "won" }>
                    <th scope="row" class="border-t border-line-strong py-2.5 pl-5 text-left align-top font-semibold">
                        {w.account.sum} <span class="ml-2 text-12 font-normal text-muted">{(w.accounts.deals)(&format::count(number, w.lang), number)}</span>
                    </th>
                    <td class=format!("{total} max-md:hidden")></td>
                    <td class=format!("{total} max-md:hidden")></td>
                    {open.then(|| view! {
                        <td class=format!("{total} figures max-md:hidden") data-sum-of="weighted" data-amount=weighted.as_ref().map(|sum| sum.amount.to_string())>{money(weighted.clone())} {weighted_beside}</td>
                    })}
                    <td
                        class=format!("{total} figures pr-5")
                        data-sum-of=if open { "pipeline" } else { "won" }
                        data-amount=converted.as_ref().map(|sum| sum.amount.to_string())
                    >
                        {money(converted.clone())} {beside}
                    </td>
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}

fn row(deal: &DealRow, open: bool, w: &'static Words) -> impl IntoView + use<> {
    let below: Vec<_> = [deal.stage.as_ref(), deal.salesperson.as_ref()]
        .into_iter()
        .flatten()
        .map(|named| named.name.clone())
        .collect();
    let day = if open {
        deal.close_on.map(|day| format::day(day, w))
    } else {
        deal.closed_at.map(|at| format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w))
    };
    let no_day = if open { w.account.no_date } else { w.account.no_closing };
    let cell = "border-t border-line py-2 pl-3 text-right align-top";
    let own = format::money(&deal.expected_revenue, w.lang);
    let amount = |money: Option<&Money>, class: &'static str| match money {
        Some(money) => view! {
            <span class="figures" title=format::money(money, w.lang)>{format::amount(&money.amount, w.lang)}</span>
        }
        .into_any(),
        None => view! { <span class=class title=w.figure.no_rate>"–"</span> }.into_any(),
    };
    let probability = open.then(|| format::percent(&deal.probability, w.lang));
    view! {
        <tr
            data-deal=deal.id.clone()
            data-amount=deal.converted.as_ref().map(|money| money.amount.to_string())
            class="hover:bg-hover"
        >
            <th scope="row" class="max-w-0 w-full border-t border-line py-2 pl-5 text-left align-top font-normal">
                <a href=Page::Opportunity(&deal.id).path() dir="auto" class="block truncate rounded-control text-left font-medium hover:underline" title=deal.name.clone()>{deal.name.clone()}</a>
                <span class="block truncate text-12 text-muted">{below.join(" · ")}</span>
            </th>
            <td class=format!("{cell} figures max-md:hidden")>
                {match day {
                    Some(day) => view! { <span class="text-muted">{day}</span> }.into_any(),
                    None => view! { <span class="text-faint" title=no_day>"–"</span> }.into_any(),
                }}
            </td>
            <td class=format!("{cell} figures max-md:hidden")>{own.clone()}</td>
            {open.then(|| view! {
                <td class=format!("{cell} max-md:hidden")>
                    {amount(deal.weighted.as_ref(), "text-warning")}
                    <span class="figures block text-12 text-muted">{probability}</span>
                </td>
            })}
            <td class=format!("{cell} pr-5")>
                {amount(deal.converted.as_ref(), "text-warning")}
                {deal.converted.is_none().then(|| view! { <span class="block text-11 whitespace-nowrap text-warning">{w.figure.no_rate_short}</span> })}
                <span class="figures block text-12 text-muted md:hidden">{own}</span>
            </td>
        </tr>
    }
}
