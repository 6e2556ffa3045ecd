//! What hangs on the account: what was invoiced, what is not paid of it, what is planned and what was done.

use super::Tab;
use crate::{
    api::Source,
    components::{
        figure::{Measure, Size, money_figure, not_converted},
        opens::opens,
    },
    format,
    words::words,
};
use leptos::prelude::*;
use shared::{
    Figure,
    around::Around,
    figures::{ExplainQuery, FigureName},
};

/// Nothing where there is nothing: an account without invoices owes nothing.
pub fn business(around: &Around) -> impl IntoView + use<> {
    let w = words();
    let (business, billing) = (&around.account.business, &around.billing);
    let count = |value: u64| format::count(value, w.lang);
    let part = |label: &'static str, value: AnyView, below: AnyView, tone: &'static str| {
        view! {
            <div class="min-w-0 px-5 py-3">
                <dt class="text-12 text-muted">{label}</dt>
                <dd class=format!("truncate text-13 leading-6 font-medium tabular-nums {tone}")>{value}</dd>
                <dd class="text-12 leading-6 text-pretty text-muted">{below}</dd>
            </div>
        }
    };
    let money = |measure: Measure, figure: &Figure| {
        let source = Source::of_account(measure.figure(), &around.account.card.id);
        let shown = money_figure(measure, figure, Size::Strip).into_any();
        view! { {opens(Some(source), "max-w-full truncate leading-6", shown)} {not_converted(&figure.not_converted, true)} }.into_any()
    };
    let has_invoices = business.invoices + business.draft_invoices > 0;
    let has_activity = business.planned_activities + business.touches > 0;
    // Figures in words below the large ones open too.
    let told = |source: Source, text: String| opens(Some(source), "max-w-full text-left leading-6", text.into_any());
    let year = (w.around.this_year)(&format::money(&billing.invoiced_this_year.value, w.lang));
    let year = match billing.fiscal_year {
        Some(span) => {
            let (from, until) = (Some(span.from), Some(span.until));
            let account = Some(around.account.card.id.clone());
            let query = ExplainQuery { account, from, until, ..ExplainQuery::default() };
            told(Source::new(FigureName::Invoiced, &query), year)
        }
        None => year.into_any(),
    };
    let flowing = &billing.in_payment.value;
    let flowing = (!flowing.amount.is_zero()).then(|| {
        let text = (w.around.in_payment)(&format::money(flowing, w.lang));
        told(Source::of_account(FigureName::InPayment, &around.account.card.id), text)
    });
    let invoices = (w.account.invoices)(&count(business.invoices), business.invoices);
    let late = billing.overdue.value.amount > rust_decimal::Decimal::ZERO;
    let drafts = (w.account.drafts)(&count(business.draft_invoices), business.draft_invoices);
    let drafts = if business.draft_invoices > 0 { drafts } else { String::new() };
    // Its rows are the list itself.
    let touches = view! {
        <a href=Tab::Activities.path(&around.account.card.id) class="rounded-control hover:underline">{count(business.touches)}</a>
    }
    .into_any();
    let planned = (w.account.planned)(&count(business.planned_activities));
    (has_invoices || has_activity).then(|| {
        view! {
            <dl class="grid grid-cols-2 border-b border-line md:grid-cols-4">
                {has_invoices.then(|| part(w.account.invoiced, money(Measure::Invoiced, &billing.invoiced), year, ""))}
                {has_invoices.then(|| part(w.account.outstanding, money(Measure::Outstanding, &billing.outstanding), flowing.unwrap_or_else(|| drafts.into_any()), ""))}
                {has_invoices.then(|| part(w.health.overdue, money(Measure::Overdue, &billing.overdue), invoices.into_any(), if late { "text-negative" } else { "" }))}
                {has_activity.then(|| part(w.account.touches, touches, planned.into_any(), ""))}
            </dl>
        }
    })
}
