//! Pipeline flow: from what was open at the beginning of the period to what is open at its end, in one sentence and step by step.

use super::{
    Shown,
    twin::{TwinRow, table, twin},
};
use crate::{
    api::{ApiError, Source, name_of},
    components::{
        Icon,
        answered::{Panel, answered},
        bars::{Bar, Scale, percent},
        button::Button,
        figure::{Measure, Size},
        note::Note,
        value::{beside, value_figure},
    },
    dom, format,
    state::{asked::Asked, lineage::use_lineage, session::use_client},
    words::Words,
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use leptos::prelude::*;
use rust_decimal::Decimal;
use shared::{
    Figure,
    dashboard::{Overview, OverviewQuery},
    figures::{FigureName, FigureValue, Flow, FlowPart, FlowQuery},
};
use std::sync::Arc;

/// Before any lake: all time begins when the history does, which the answer tells.
const ALL_TIME: &str = "1900-01-01";

#[derive(Debug, Clone, Copy)]
pub struct FlowPanel {
    asked: Asked<Flow>,
    /// Where the history begins within the period: of which period, and when.
    since: RwSignal<Option<(Option<NaiveDate>, DateTime<Utc>)>>,
    /// The first day of the period that is shown.
    begins: Memo<Option<NaiveDate>>,
    as_table: RwSignal<bool>,
}

impl FlowPanel {
    /// Of the dashboard's period, once that is known, and anew with its data.
    pub fn start(overview: Asked<Shown>) -> Self {
        let client = use_client();
        let since = RwSignal::new(None::<(Option<NaiveDate>, DateTime<Utc>)>);
        let begins = Memo::new(move |_| overview.here().and_then(|shown| shown.1.period.map(|period| period.from)));
        let question = Memo::new(move |_| {
            let (OverviewQuery { salesperson, team, .. }, overview) = &*overview.here()?;
            let first = overview.period.map(|period| period.from);
            let moment = since
                .get()
                .filter(|(of, _)| *of == first)
                .map(|(_, at)| at.to_rfc3339_opts(SecondsFormat::Millis, true));
            let from = moment.or_else(|| first.map(|day| day.to_string())).unwrap_or_else(|| ALL_TIME.to_owned());
            let to = overview.period.map(|period| period.until.to_string());
            let query = FlowQuery { from: Some(from), to, salesperson: salesperson.clone(), team: team.clone() };
            has_begun(overview).then_some((query, overview.generation))
        });
        let asked = Asked::start(
            move |line| async move {
                let (query, _) = question.try_get_untracked().flatten().ok_or(ApiError::Aborted)?;
                client.flow(&query, &line).await
            },
            move || question.get(),
        );
        Self { asked, since, begins, as_table: RwSignal::new(false) }
    }

    pub fn view(self, w: &'static Words) -> AnyView {
        let shown = move |told: fn(&Flow, &'static Words) -> AnyView| {
            let here = move |flow: Arc<Flow>| match flow.parts {
                Some(_) => told(&flow, w),
                None => self.no_history(&flow, w),
            };
            answered(self.asked, w.numbers.no_flow, here).into_any()
        };
        // What is not told is no table either.
        let is_told = Memo::new(move |_| self.asked.here().is_some_and(|flow| flow.parts.is_some()));
        let panel = move || {
            if is_told.get() {
                twin(w.numbers.flow, self.as_table, move || shown(steps), move || shown(rows), w)
            } else {
                view! { <Panel title=w.numbers.flow>{shown(steps)}</Panel> }.into_any()
            }
        };
        view! { <div class="shrink-0">{panel}</div> }.into_any()
    }

    fn no_history(self, flow: &Flow, w: &'static Words) -> AnyView {
        let n = w.numbers;
        let Some(before) = flow.no_history_before.filter(|before| *before < flow.between.to) else {
            return view! { <Note icon=Icon::History title=n.no_flow text=n.no_history_why /> }.into_any();
        };
        let show = move || self.since.set(Some((self.begins.get_untracked(), before)));
        view! {
            <Note icon=Icon::History title=(n.no_history)(&moment(before, w)) text=n.no_history_why>
                <Button label=n.since_then on_press=show />
            </Note>
        }
        .into_any()
    }
}

/// What is still to come has no flow.
pub fn has_begun(overview: &Overview) -> bool {
    overview.period.is_none_or(|period| period.from <= overview.today)
}

fn moment(at: DateTime<Utc>, w: &Words) -> String {
    format::moment(at, dom::utc_offset_minutes(at.timestamp_millis()), w)
}

/// With its sign on the way from the beginning to the end.
fn signed(part: &FlowPart) -> Figure {
    let mut figure = part.value.clone();
    if part.figure.is_outflow() {
        figure.value.amount = -figure.value.amount;
        figure.not_converted.iter_mut().for_each(|money| money.amount = -money.amount);
    }
    figure
}

fn is_end(part: &FlowPart) -> bool {
    matches!(part.figure, FigureName::FlowOpening | FigureName::FlowClosing)
}

fn rows(flow: &Flow, w: &'static Words) -> AnyView {
    let row = |part: &FlowPart| TwinRow {
        name: (w.numbers.name)(part.figure).to_owned(),
        deals: part.deals,
        figures: vec![(Measure::Pipeline, signed(part))],
        target: None,
        explain: part.explain.clone(),
    };
    table(w.numbers.flow_part, flow.parts.iter().flatten().map(row).collect(), w)
}

fn steps(flow: &Flow, w: &'static Words) -> AnyView {
    let parts: Vec<_> = flow.parts.iter().flatten().collect();
    let mut level = Decimal::ZERO;
    let places: Vec<_> = parts
        .iter()
        .map(|part| {
            let begin = if is_end(part) { Decimal::ZERO } else { level };
            level = begin + signed(part).value.amount;
            (begin, level)
        })
        .collect();
    let scale = Scale::of(places.iter().map(|(_, end)| end));
    let rows = parts.iter().zip(&places).filter(|(part, _)| is_end(part) || part.deals > 0);
    let rows = rows.map(|(part, (begin, end))| step(part, scale.between(begin, end), w)).collect_view();
    let between = format!("{} – {}", moment(flow.between.from, w), moment(flow.between.to, w));
    view! {
        <p class="figures px-4 pt-2 text-12 text-muted">{between}</p>
        <p class="figures px-4 pb-1 text-13 text-pretty" data-flow-sentence="">{sentence(&parts, w)}</p>
        <ul class="grid grid-cols-1 gap-x-4 pb-1">{rows}</ul>
    }
    .into_any()
}

fn step(part: &FlowPart, bar: Bar, w: &'static Words) -> AnyView {
    let lineage = use_lineage();
    let source = Source::parse(&part.explain);
    let key = source.clone().map(|source| source.newest().text());
    let count = (w.accounts.deals)(&format::count(part.deals, w.lang), part.deals);
    let is_less = signed(part).value.amount < Decimal::ZERO;
    let (fill, sign) = match (is_end(part), is_less) {
        (true, _) => ("fill-data", ""),
        (false, false) => ("fill-positive", "+"),
        (false, true) => ("fill-negative", "−"),
    };
    let mut shown = part.value.clone();
    if !is_end(part) {
        shown.value.amount = shown.value.amount.abs();
    }
    let value = FigureValue::Money(shown);
    view! {
        <li data-flow=name_of(part.figure) data-signed=signed(part).value.amount.to_string() data-deals=part.deals.to_string()>
            <button
                type="button"
                class="flex w-full flex-col gap-1 px-4 py-1.5 text-left focus-inset hover:bg-hover"
                data-explain=key
                on:click=move |_| {
                    if let Some(source) = source.clone() {
                        lineage.open(source);
                    }
                }
            >
                <span class="flex w-full items-baseline gap-2">
                    <span class="min-w-0 truncate text-13 font-medium">{(w.numbers.name)(part.figure)}</span>
                    <span class="figures flex-1 text-12 text-muted">{count}</span>
                    <span class="figures text-13 font-medium">{sign}</span>
                    {value_figure(part.figure, &value, Size::Strip, w)}
                </span>
                <svg class="block h-2.5 w-full" aria-hidden="true" focusable="false">
                    <rect class=fill x=percent(bar.from) width=percent(bar.length) height="100%" rx="2" />
                </svg>
                {beside(&FigureValue::Money(signed(part)), false)}
            </button>
        </li>
    }
    .into_any()
}

/// How the pipeline moved, what came in, what went out, what the rates did.
fn sentence(parts: &[&FlowPart], w: &Words) -> String {
    let n = w.numbers;
    let of = |name: FigureName| parts.iter().find(|part| part.figure == name).map(|part| &part.value.value);
    let (Some(opening), Some(closing)) = (of(FigureName::FlowOpening), of(FigureName::FlowClosing)) else {
        return String::new();
    };
    let by = shared::Money { amount: (closing.amount - opening.amount).abs(), ..closing.clone() };
    let moved = (n.flow_moved)(
        closing.amount.cmp(&opening.amount),
        &format::money(&by, w.lang),
        &format::money(closing, w.lang),
    );
    let list = |outflow: bool| {
        let is_step = |part: &&&FlowPart| {
            !is_end(part) && part.figure != FigureName::FlowExchange && !part.value.value.amount.is_zero()
        };
        let of_way = parts.iter().filter(is_step).filter(|part| part.figure.is_outflow() == outflow);
        let word = |part: &&FlowPart| {
            let name = (n.name)(part.figure).to_lowercase();
            format!("{} {name}", format::amount(&part.value.value.amount, w.lang))
        };
        joined(&of_way.map(word).collect::<Vec<_>>(), n.and)
    };
    let rates = of(FigureName::FlowExchange)
        .filter(|money| !money.amount.is_zero())
        .map(|money| (n.flow_rates)(money.amount.cmp(&Decimal::ZERO), &format::amount(&money.amount.abs(), w.lang)));
    let clauses = [list(false).map(|came| (n.flow_came)(&came)), list(true).map(|went| (n.flow_went)(&went)), rates];
    let clauses: Vec<_> = clauses.into_iter().flatten().collect();
    if clauses.is_empty() { format!("{moved}.") } else { format!("{moved}: {}.", clauses.join("; ")) }
}

/// `a, b and c`
fn joined(parts: &[String], and: &str) -> Option<String> {
    let (last, first) = parts.split_last()?;
    Some(if first.is_empty() { last.clone() } else { format!("{} {and} {last}", first.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use shared::Money;

    fn part(figure: FigureName, amount: &str) -> FlowPart {
        let value = Money::new(amount.parse().unwrap(), "USD");
        FlowPart {
            figure,
            deals: 1,
            value: Figure { value, count: 1, not_converted: Vec::new() },
            explain: String::new(),
        }
    }

    fn said(parts: &[(FigureName, &str)], lang: Lang) -> String {
        let parts: Vec<_> = parts.iter().map(|(figure, amount)| part(*figure, amount)).collect();
        sentence(&parts.iter().collect::<Vec<_>>(), lang.words())
    }

    #[test]
    fn what_came_and_went_is_one_sentence() {
        use FigureName as F;
        let parts = [
            (F::FlowOpening, "1000.00"),
            (F::FlowNew, "300.00"),
            (F::FlowReopened, "20.00"),
            (F::FlowRaised, "5.00"),
            (F::FlowWon, "400.00"),
            (F::FlowLost, "0.00"),
            (F::FlowExchange, "-12.50"),
            (F::FlowClosing, "912.50"),
        ];
        assert_eq!(
            said(&parts, Lang::English),
            "The pipeline shrank by 87.50\u{a0}USD to 912.50\u{a0}USD: 300.00 new, 20.00 reopened and 5.00 raised came in; 400.00 won went out; exchange rates took 12.50."
        );
        assert_eq!(
            said(&parts, Lang::Indonesian),
            "Pipeline turun 87,50\u{a0}USD menjadi 912,50\u{a0}USD: masuk 300,00 baru, 20,00 dibuka lagi dan 5,00 naik nilai; keluar 400,00 menang; kurs mengurangi 12,50."
        );
    }

    #[test]
    fn where_nothing_changed_it_says_so() {
        use FigureName as F;
        let parts = [(F::FlowOpening, "1000.00"), (F::FlowNew, "0.00"), (F::FlowClosing, "1000.00")];
        assert_eq!(said(&parts, Lang::English), "The pipeline stands at 1,000.00\u{a0}USD, as before.");
    }
}
