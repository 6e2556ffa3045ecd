//! Invoices, credit notes and drafts of an account, with the sums over all of them at the foot; on a phone a list.

use super::{
    listed::Listed,
    money_table::{CELL, HEAD, TOTAL, amount, sum},
};
use crate::{
    api::{Part, PartRow, Source, Whole},
    components::{figure::Measure, opens::opens},
    format,
    listing::version,
    state::window::use_room,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    Figure,
    around::{Billing, InvoiceRow},
};

const FIRST: &str = "w-full max-w-0 border-t border-line py-2 pl-5 text-left align-top font-normal";

fn day(day: Option<chrono::NaiveDate>, w: &'static Words) -> AnyView {
    let text = day.map_or_else(|| "–".to_owned(), |day| format::day(day, w));
    view! { <span class="figures text-muted">{text}</span> }.into_any()
}

fn state(row: &InvoiceRow, w: &'static Words) -> String {
    let kind = (w.around.credit_note)(row.kind);
    kind.into_iter().chain([(w.around.payment)(row.state, row.payment_state)]).collect::<Vec<_>>().join(" · ")
}

fn name(row: &InvoiceRow, w: &'static Words) -> String {
    row.number.clone().unwrap_or_else(|| w.around.no_number.to_owned())
}

/// The part that should have been paid by now, in words and in the tone of what is bad.
fn overdue(row: &InvoiceRow, w: &'static Words) -> Option<AnyView> {
    let part = row.overdue.as_ref()?;
    let money = part.converted.as_ref().unwrap_or(&part.own);
    let text = (w.around.overdue_part)(&format::money(money, w.lang));
    Some(
        view! { <span class="figures block text-12 text-negative" data-overdue=money.amount.to_string()>{text}</span> }
            .into_any(),
    )
}

pub fn invoices(account: String) -> AnyView {
    let w = words();
    let phone = use_room().phone;
    let id = StoredValue::new(account.clone());
    let listed = Listed::start(account, Signal::stored(Part::Invoices));
    let billing = Memo::new(move |_| match listed.whole.get() {
        Some(Whole::Billing(billing)) => Some(billing),
        _ => None,
    });
    let foot = move || billing.get().map(|billing| id.with_value(|id| foot(&billing, id, w)));
    let content = move || {
        if phone.get() {
            return view! {
                <ul aria-label=w.around.invoices>
                    <For each=move || listed.rows.items.get() key=version let:row>{item(&row, w)}</For>
                </ul>
                <table class="w-full border-separate border-spacing-0 text-13" aria-label=w.account.sum><tbody>{foot}</tbody></table>
            }
            .into_any();
        }
        view! {
            <table class="w-full border-separate border-spacing-0 text-13" aria-label=w.around.invoices>
                <thead>
                    <tr>
                        <th scope="col" class="py-2 pl-5 text-left text-12 font-medium text-muted">{w.around.document}</th>
                        <th scope="col" class=HEAD>{w.around.date}</th>
                        <th scope="col" class=HEAD>{w.around.due}</th>
                        <th scope="col" class=HEAD>{w.around.untaxed}</th>
                        <th scope="col" class=format!("{HEAD} pr-5")>{w.around.residual}</th>
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
    listed.view((w.around.no_invoices, w.around.no_invoices_why), content)
}

fn line(row: &PartRow, w: &'static Words) -> AnyView {
    let PartRow::Invoice(row) = row else { return ().into_any() };
    view! {
        <tr class="hover:bg-hover" data-invoice=row.id.clone()>
            <th scope="row" class=FIRST>
                <span class="block truncate font-medium">{name(row, w)}</span>
                <span class="block truncate text-12 text-muted">{state(row, w)}</span>
            </th>
            <td class=CELL>{day(row.invoice_date, w)}</td>
            <td class=CELL>{day(row.due_on, w)}</td>
            <td class=CELL>{amount(&row.untaxed, w)}</td>
            <td class=format!("{CELL} pr-5")>
                {row.outstanding.as_ref().map_or_else(|| view! { <span class="text-faint">"–"</span> }.into_any(), |part| amount(part, w))}
                {overdue(row, w)}
            </td>
        </tr>
    }
    .into_any()
}

fn item(row: &PartRow, w: &'static Words) -> AnyView {
    let PartRow::Invoice(row) = row else { return ().into_any() };
    let due = row.due_on.map(|day| (w.around.due_on)(&format::day(day, w)));
    view! {
        <li class="flex gap-3 border-b border-line px-5 py-2" data-invoice=row.id.clone()>
            <div class="min-w-0 flex-1">
                <p class="truncate text-14 font-medium">{name(row, w)}</p>
                <p class="truncate text-12 text-muted">{state(row, w)}</p>
                <p class="truncate text-12 text-muted">{due}</p>
            </div>
            <div class="shrink-0 text-right text-13">{amount(&row.untaxed, w)} {overdue(row, w)}</div>
        </li>
    }
    .into_any()
}

fn foot(billing: &Billing, account: &str, w: &'static Words) -> AnyView {
    let sum = |measure: Measure, figure: &Figure, class: &'static str| {
        let source = Source::of_account(measure.figure(), account);
        opens(Some(source), "", sum(measure.name(), figure, class, w))
    };
    let is_some = |figure: &Figure| !figure.value.amount.is_zero() || !figure.not_converted.is_empty();
    let overdue = is_some(&billing.overdue).then(|| {
        view! {
            <span class="block text-12 font-medium text-negative">
                {sum(Measure::Overdue, &billing.overdue, "text-negative")} " " {w.health.overdue}
            </span>
        }
    });
    let in_payment = is_some(&billing.in_payment).then(|| {
        let text = (w.around.in_payment)(&format::money(&billing.in_payment.value, w.lang));
        view! { <span class="figures block text-12 font-normal text-muted" data-total="in_payment" data-amount=billing.in_payment.value.amount.to_string()>{text}</span> }
    });
    view! {
        <tr data-sum="invoices">
            <th scope="row" class="border-t border-line-strong py-2.5 pl-5 text-left align-top font-semibold">
                {w.account.sum} <span class="ml-2 text-11 font-normal text-faint">{billing.invoiced.value.currency.clone()}</span>
            </th>
            <td class=format!("{TOTAL} max-md:hidden")></td>
            <td class=format!("{TOTAL} max-md:hidden")></td>
            <td class=TOTAL>{sum(Measure::Invoiced, &billing.invoiced, "")}</td>
            <td class=format!("{TOTAL} pr-5")>{sum(Measure::Outstanding, &billing.outstanding, "")} {overdue} {in_payment}</td>
        </tr>
    }
    .into_any()
}
