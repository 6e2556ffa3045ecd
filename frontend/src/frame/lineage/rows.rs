//! The deals, invoices, orders or activities behind a figure, loaded as one scrolls.

use crate::{
    components::{
        Icon,
        button::{Button, Weight},
        note::explain,
        skeleton::bone,
    },
    dom, format,
    pages::account::Tab,
    route::Page,
    state::paged::{Paged, Phase},
    words::{Words, words},
};
use leptos::{html, prelude::*};
use shared::figures::{ExplainedRow, Explanation, FigureName, RowKind, Subject};

/// Distance from the end, in px, at which the next page is asked for.
const AHEAD: i32 = 1_200;

pub fn more_near(scroller: NodeRef<html::Div>, rows: Paged<ExplainedRow>) {
    let Some(scroller) = scroller.get_untracked() else { return };
    let left = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
    if left < AHEAD && rows.phase.with_untracked(|phase| *phase == Phase::Ready) {
        rows.more();
    }
}

pub fn table(explanation: &Explanation, rows: Paged<ExplainedRow>) -> AnyView {
    let w = words();
    let n = w.numbers;
    let in_days = explanation.figure == FigureName::SalesCycle;
    let (all, one, day) = match explanation.figure.subject() {
        Subject::Deals => (w.account.deals, w.account.deal, w.account.closed),
        Subject::Invoices => (w.around.invoices, w.around.document, w.around.date),
        Subject::Orders => (w.around.orders, w.around.order, w.around.date),
        Subject::Activities => (w.around.activities, w.around.activity, w.around.date),
    };
    // An activity has no amount.
    let with_amounts = explanation.figure.subject() != Subject::Activities;
    let head = "sticky top-0 z-[1] border-b border-line bg-panel py-2 pl-3 text-right text-12 font-medium whitespace-nowrap text-muted";
    let currency = explanation.currency.clone();
    view! {
        <table class="w-full border-separate border-spacing-0 text-13" aria-label=all aria-rowcount=(explanation.rows.total + 1).to_string()>
            <thead>
                <tr>
                    <th scope="col" class="sticky top-0 z-[1] border-b border-line bg-panel py-2 pl-5 text-left text-12 font-medium text-muted">{one}</th>
                    {if with_amounts {
                        view! {
                            <th scope="col" class=format!("{head} max-md:hidden")>{day}</th>
                            <th scope="col" class=format!("{head} max-md:hidden")>{n.amount}</th>
                            <th scope="col" class=format!("{head} pr-5")>{n.value} " " <span class="text-11 font-normal text-faint">{currency}</span></th>
                        }
                        .into_any()
                    } else {
                        view! { <th scope="col" class=format!("{head} pr-5")>{day}</th> }.into_any()
                    }}
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.items.get() key=|row| (row.id.clone(), row.value.clone()) let:record>{row(&record, in_days, w)}</For>
            </tbody>
        </table>
        {move || match rows.phase.get() {
            Phase::MoreFailed(error) => Some(view! {
                <div role="alert" class="flex items-center justify-center gap-3 py-4 text-13 text-muted">
                    <span>{w.accounts.more_failed} " " {explain(&error, w)}</span>
                    <Button weight=Weight::Plain label=w.failure.retry on_press=move || rows.more() />
                </div>
            }
            .into_any()),
            _ if rows.has_more() => Some(view! { <div class="pulse px-5 py-3" aria-hidden="true">{bone("h-3.5 w-1/2")}</div> }.into_any()),
            _ => None,
        }}
    }
    .into_any()
}

fn row(record: &ExplainedRow, in_days: bool, w: &'static Words) -> AnyView {
    let Some(amount) = &record.amount else { return activity(record, w) };
    let own = format::money(amount, w.lang);
    let day = (record.state != RowKind::Open).then(|| format::day(record.day, w));
    let exact = record.closed_at.map(|at| format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w));
    let value = match &record.value {
        Some(value) => view! { <span class="figures" title=format::money(value, w.lang)>{format::amount(&value.amount, w.lang)}</span> }.into_any(),
        None => view! {
            <span class="text-warning" title=w.figure.no_rate>"–"</span>
            <span class="block text-11 whitespace-nowrap text-warning">{w.figure.no_rate_short}</span>
        }
        .into_any(),
    };
    let days = record.days.as_ref().filter(|_| in_days).map(|days| (w.numbers.days)(&format::amount(days, w.lang)));
    // Plain words: a second link this near to the first could not be hit.
    let account = match &record.account {
        Some(named) => view! { <span dir="auto">{named.name.clone()}</span> }.into_any(),
        None => view! { <span class="text-faint">{w.deals.no_account}</span> }.into_any(),
    };
    let person = record.salesperson.as_ref().map(|named| format!(" · {}", named.name));
    let state = (w.numbers.state)(record.state);
    let link = link(record);
    let due = due(record, w);
    let cell = "border-b border-line py-2 pl-3 text-right align-top";
    view! {
        <tr class="hover:bg-hover" data-row=record.id.clone() data-value=record.value.as_ref().map(|value| value.amount.to_string())>
            <th scope="row" class="w-full max-w-0 border-b border-line py-2 pl-5 text-left align-top font-normal">
                {link}
                <span class="block truncate text-12 text-muted">{account} {person}</span>
                {due}
            </th>
            <td class=format!("{cell} figures max-md:hidden") title=exact>
                {match day {
                    Some(day) => view! { <span class="text-muted">{day}</span> }.into_any(),
                    None => view! { <span class="text-faint" title=state>"–"</span> }.into_any(),
                }}
                {record.closed_estimated.then(|| view! {
                    <span class="flex items-center justify-end gap-1 text-11 text-warning">{Icon::Info.sized("size-3 shrink-0")} {w.numbers.estimated}</span>
                })}
            </td>
            <td class=format!("{cell} figures max-md:hidden")>{own.clone()}</td>
            <td class=format!("{cell} pr-5")>
                {value}
                {days.map(|days| view! { <span class="figures block text-12 text-muted">{days}</span> })}
                <span class="figures block text-12 text-muted md:hidden">{own}</span>
            </td>
        </tr>
    }
    .into_any()
}

/// What it was, on which record, who did it and when.
fn activity(record: &ExplainedRow, w: &'static Words) -> AnyView {
    let on = record.on.as_ref();
    let name = record.name.clone();
    let path = match (on.filter(|on| on.id.starts_with("odoo_opportunity_")), &record.account) {
        (Some(deal), _) => Some(Page::Opportunity(&deal.id).path()),
        (None, Some(account)) => Some(Tab::Activities.path(&account.id)),
        (None, None) => None,
    };
    let title = match path {
        Some(path) => view! {
            <a dir="auto" href=path class="block truncate rounded-control text-left font-medium hover:underline" title=name.clone()>{name.clone()}</a>
        }
        .into_any(),
        None => view! { <span dir="auto" class="block truncate font-medium" title=name.clone()>{name.clone()}</span> }.into_any(),
    };
    let below = [Some((w.numbers.state)(record.state).to_owned()), on.map(|on| on.name.clone())];
    let below: Vec<_> =
        below.into_iter().flatten().chain(record.salesperson.iter().map(|by| by.name.clone())).collect();
    view! {
        <tr class="hover:bg-hover" data-row=record.id.clone()>
            <th scope="row" class="w-full max-w-0 border-b border-line py-2 pl-5 text-left align-top font-normal">
                {title}
                <span class="block truncate text-12 text-muted">{below.join(" · ")}</span>
            </th>
            <td class="figures border-b border-line py-2 pr-5 pl-3 text-right align-top whitespace-nowrap text-muted">{format::day(record.day, w)}</td>
        </tr>
    }
    .into_any()
}

/// To the deal itself; an invoice or an order is found with its account.
fn link(record: &ExplainedRow) -> AnyView {
    let name = record.name.clone();
    let path = match (record.state, &record.account) {
        (RowKind::Invoice | RowKind::CreditNote, Some(account)) => Tab::Invoices.path(&account.id),
        (RowKind::Order | RowKind::Quotation, Some(account)) => Tab::Orders.path(&account.id),
        (RowKind::Invoice | RowKind::CreditNote | RowKind::Order | RowKind::Quotation, None) => {
            return plain(name);
        }
        // There is nothing to open any more.
        (RowKind::Removed | RowKind::HandedOver, _) => return plain(name),
        _ => Page::Opportunity(&record.id).path(),
    };
    view! {
        <a dir="auto" href=path class="block truncate rounded-control text-left font-medium hover:underline" title=name.clone()>{name.clone()}</a>
    }
    .into_any()
}

fn plain(name: String) -> AnyView {
    view! { <span dir="auto" class="block truncate font-medium" title=name.clone()>{name.clone()}</span> }.into_any()
}

/// When an invoice is or was to be paid, and whether in parts.
fn due(record: &ExplainedRow, w: &'static Words) -> Option<AnyView> {
    let day = (w.around.due_on)(&format::day(record.due_on?, w));
    let parts = (record.instalments > 1).then(|| format!(" · {}", (w.numbers.instalments)(record.instalments)));
    Some(view! { <span class="figures block truncate text-12 text-muted">{day} {parts}</span> }.into_any())
}
