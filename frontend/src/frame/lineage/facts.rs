//! Under which conditions a figure was computed: definition, period, filter, currency and rates, and from which data.

use crate::{
    api::Source,
    dom, format,
    state::{paged::Paged, session::use_client, sync::use_sync},
    words::{Words, words},
};
use chrono::{DateTime, Utc};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    Money,
    deals::{DealFilters, DealOption},
    figures::{ExplainedRow, Explanation, Span, Subject},
};

/// Rates that are named; the rest is counted.
const RATES: usize = 4;

/// `1 Oct 2026 – 31 Dec 2026`: the last day is part of it.
pub fn span_words(span: Span, w: &Words) -> String {
    let last = span.until.pred_opt().unwrap_or(span.until);
    format!("{} – {}", format::day(span.from, w), format::day(last, w))
}

pub fn facts(explanation: &Explanation, source: &Source, rows: Paged<ExplainedRow>) -> AnyView {
    let w = words();
    let n = w.numbers;
    let at = |at: DateTime<Utc>| format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w);
    let period = match explanation.period {
        _ if explanation.between.is_some() => {
            explanation.between.map(|both| format!("{} – {}", at(both.from), at(both.to))).unwrap_or_default()
        }
        _ if !explanation.figure.has_period() => (n.now)(&format::day(explanation.today, w)),
        Some(span) => span_words(span, w),
        None => (n.period_name)(shared::figures::PeriodName::AllTime).to_owned(),
    };
    let line = |label: &'static str, value: AnyView| {
        view! {
            <dt class="text-muted">{label}</dt>
            <dd class="min-w-0 text-pretty">{value}</dd>
        }
        .into_any()
    };
    let text = |label, text: String| line(label, text.into_any());
    let unconverted = left_out(explanation);
    let unconverted = (!unconverted.is_empty()).then(|| {
        let sums: Vec<_> = unconverted.iter().map(|sum| format::money(sum, w.lang)).collect();
        line(n.not_converted, view! { <span class="text-warning">{sums.join(", ")}</span> }.into_any())
    });
    let estimated = (explanation.estimated > 0).then(|| {
        text(n.estimated, (n.estimated_why)(&format::count(explanation.estimated, w.lang), explanation.estimated))
    });
    view! {
        <div class="border-b border-line px-5 py-4 text-13">
            <p class="text-pretty">{(n.definition)(explanation.figure)}</p>
            <dl class="mt-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-12" data-facts="">
                {text(w.deals.period, period)}
                {line(n.filter, conditions(source, rows, w))}
                {text(n.time_zone, explanation.time_zone.clone())}
                {explanation.currency.clone().map(|currency| text(n.currency, currency))}
                {rates(explanation, w).map(|rates| text(n.rates, rates))}
                {unconverted}
                {estimated}
                {line(n.data, data(explanation, w))}
            </dl>
        </div>
    }
    .into_any()
}

/// Of all kinds of rows together, one sum for each currency.
fn left_out(explanation: &Explanation) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for sum in explanation.sums.iter().flat_map(|sum| &sum.sum.not_converted) {
        match sums.iter_mut().find_map(|total| total.plus(sum).map(|plus| (total, plus))) {
            Some((total, plus)) => *total = plus,
            None => sums.push(sum.clone()),
        }
    }
    sums
}

fn rates(explanation: &Explanation, w: &Words) -> Option<String> {
    let to = explanation.currency.clone()?;
    let mut named: Vec<_> = explanation
        .rates
        .iter()
        .take(RATES)
        .map(|used| {
            let rate = format::amount(&used.rate.normalize(), w.lang);
            format!("1\u{a0}{} = {rate}\u{a0}{to} ({})", used.currency, format::day(used.day, w))
        })
        .collect();
    let more = explanation.rates.len().saturating_sub(RATES);
    if more > 0 {
        named.push((w.numbers.other_rates)(more));
    }
    (!named.is_empty()).then(|| named.join(", "))
}

fn data(explanation: &Explanation, w: &'static Words) -> AnyView {
    let sync = use_sync();
    let at = explanation.synced_at;
    let exact = at.map(|at| format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w));
    let age = move || {
        let (at, now) = (at?, sync.now()?);
        Some((w.sync.synced)(&format::age(now - at, w)))
    };
    let run = explanation.run.as_ref().map(|run| format!(" · {}", (w.numbers.run)(run)));
    view! {
        <span title=exact>{age}</span> <span class="break-all">{run}</span> " · " {(w.numbers.definition_of)(explanation.version)}
    }
    .into_any()
}

/// The filters by the names of what they leave in.
fn conditions(source: &Source, rows: Paged<ExplainedRow>, w: &'static Words) -> AnyView {
    let n = w.numbers;
    let of = |name: &str| source.get(name).map(ToOwned::to_owned);
    let (account, person, team, stage) = (of("account"), of("salesperson"), of("team"), of("stage"));
    if [&account, &person, &team, &stage].into_iter().all(Option::is_none) {
        return match source.figure.subject() {
            Subject::Deals => n.all_deals,
            Subject::Invoices => n.all_invoices,
            Subject::Activities => n.all_activities,
            Subject::Orders => n.all_orders,
        }
        .into_any();
    }
    let below = source.get("below") == Some("true");
    let filters = RwSignal::new(None::<DealFilters>);
    if person.is_some() || team.is_some() || stage.is_some() {
        let client = use_client();
        spawn_local(async move {
            // Without them the ids stand there.
            if let Ok(fresh) = client.deal_filters(&crate::api::Line::unbroken()).await {
                filters.try_set(Some(fresh));
            }
        });
    }
    let option = move |list: fn(&DealFilters) -> &[DealOption], id: &str, none: &'static str| {
        if id == "none" {
            return none.to_owned();
        }
        let name = filters.with(|filters| {
            list(filters.as_ref()?).iter().find(|option| option.id == id).and_then(|option| option.name.clone())
        });
        name.unwrap_or_else(|| id.to_owned())
    };
    (move || {
        let account = account.as_ref().map(|id| {
            let named = rows.items.with(|items| {
                items.iter().find_map(|row| {
                    row.account.as_ref().filter(|named| named.id == *id).map(|named| named.name.clone())
                })
            });
            let name = if id == "none" { w.deals.no_account.to_owned() } else { named.unwrap_or_else(|| id.clone()) };
            let name = if below { format!("{name} {}", w.numbers.and_below) } else { name };
            (w.accounts.name, name)
        });
        let person = person.as_ref().map(|ids| {
            let names = ids.split(',').map(|id| option(|filters| &filters.salespeople, id, w.accounts.nobody));
            (w.accounts.salesperson, names.collect::<Vec<_>>().join(", "))
        });
        let team = team.as_ref().map(|id| (w.deals.team, option(|filters| &filters.teams, id, w.deals.no_team)));
        let stage = stage.as_ref().map(|id| (w.deals.stage, option(|filters| &filters.stages, id, w.deals.no_stage)));
        let parts = [account, person, team, stage].into_iter().flatten();
        parts.map(|(label, name)| format!("{label}: {name}")).collect::<Vec<_>>().join(" · ")
    })
    .into_any()
}
