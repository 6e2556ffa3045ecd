//! How goals look wherever they are shown: values in their unit, status, bar.

use crate::{
    components::{Icon, bars::percent, value::hundredfold},
    dom, format,
    words::Words,
};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use shared::{
    Money,
    goals::{Assignee, AssigneeKind, Goal, GoalMetric, GoalPeriod, GoalSpan, GoalStatus, GoalUnit, Progress},
};

/// In the unit of the metric.
pub fn value(metric: GoalMetric, value: Decimal, currency: Option<&str>, w: &Words) -> String {
    match (metric.unit(), currency) {
        (GoalUnit::Money, Some(currency)) => format::money(&Money::new(value, currency), w.lang),
        (GoalUnit::Share, _) => share(value, w),
        (GoalUnit::Days, _) => (w.numbers.days)(&format::amount(&value.normalize(), w.lang)),
        (GoalUnit::Times, _) => format!("{}\u{a0}×", format::amount(&value.normalize(), w.lang)),
        (GoalUnit::Money | GoalUnit::Count, _) => format::amount(&value.normalize(), w.lang),
    }
}

/// `0.6667` as `66.67 %`.
pub fn share(value: Decimal, w: &Words) -> String {
    format::percent(&hundredfold(value), w.lang)
}

pub fn assignee(assignee: &Assignee, w: &Words) -> String {
    match (&assignee.name, assignee.kind) {
        (Some(name), _) => name.clone(),
        (None, AssigneeKind::Everybody) => w.goals.everybody.to_owned(),
        (None, AssigneeKind::Role) => {
            assignee.id.parse().map_or_else(|_| assignee.id.clone(), |role| (w.auth.role)(role).to_owned())
        }
        (None, _) => assignee.id.clone(),
    }
}

/// `Nov 2026`, `1 Oct 2026 – 31 Dec 2026`.
pub fn period(period: &GoalPeriod, w: &Words) -> String {
    use chrono::Datelike;
    let month = || {
        let name = w.time.months.get(usize::try_from(period.from.month0()).ok()?)?;
        Some(format!("{name} {}", period.from.year()))
    };
    let last = period.until.pred_opt().unwrap_or(period.until);
    let days = || format!("{} – {}", format::day(period.from, w), format::day(last, w));
    if period.span == GoalSpan::Month { month().unwrap_or_else(days) } else { days() }
}

fn icon_and_ink(status: GoalStatus) -> (Icon, &'static str, &'static str) {
    match status {
        GoalStatus::Achieved | GoalStatus::OnTrack => (Icon::CircleCheck, "text-positive", "fill-positive"),
        GoalStatus::Early | GoalStatus::NotStarted => (Icon::Hourglass, "text-muted", "fill-data"),
        GoalStatus::NoData => (Icon::CircleDot, "text-muted", "fill-data"),
        GoalStatus::AtRisk => (Icon::TriangleAlert, "text-warning", "fill-warning"),
        GoalStatus::Behind | GoalStatus::Missed => (Icon::CircleX, "text-negative", "fill-negative"),
    }
}

/// Icon and word in one colour.
pub fn chip(status: GoalStatus, w: &Words) -> AnyView {
    let (icon, ink, _) = icon_and_ink(status);
    view! {
        <span class=format!("inline-flex shrink-0 items-center gap-1 text-12 font-medium whitespace-nowrap {ink}")>
            {icon.sized("size-3.5 shrink-0")} {(w.goals.status)(status)}
        </span>
    }
    .into_any()
}

/// Hundredths of a per cent of the target, at most all of it.
fn part(value: Decimal, target: Decimal) -> i64 {
    let (value, target) = (value.to_f64().unwrap_or(0.0), target.to_f64().unwrap_or(0.0));
    let part = if target > 0.0 { value / target * 10_000.0 } else { 0.0 };
    dom::whole(part.round()).clamp(0, 10_000)
}

/// How much of the target is there, and as a thin line how much should be by today.
pub fn bar(progress: &Progress, target: Decimal) -> AnyView {
    let (_, _, fill) = icon_and_ink(progress.status);
    let filled = if progress.covered { 10_000 } else { progress.actual.map_or(0, |actual| part(actual, target)) };
    let pace = progress.pace.map(|pace| percent(part(pace, target)));
    view! {
        <svg class="block h-2 w-full overflow-visible" aria-hidden="true" focusable="false">
            <rect class="fill-pressed" width="100%" height="100%" rx="3" />
            <rect class=fill width=percent(filled) height="100%" rx="3" />
            {pace.map(|at| view! { <line class="stroke-ink" x1=at.clone() x2=at y1="-2" y2="10" data-pace="" /> })}
        </svg>
    }
    .into_any()
}

/// Of what it is called, or what it is about.
pub fn title(goal: &Goal, w: &Words) -> String {
    goal.name.clone().unwrap_or_else(|| (w.goals.metric)(goal.metric).to_owned())
}

/// `of 20,000.00 USD`; of a limit `of at most 5`.
pub fn of_target(metric: GoalMetric, target: Decimal, currency: Option<&str>, w: &Words) -> String {
    let text = value(metric, target, currency, w);
    if metric.is_limit() { (w.goals.at_most)(&text) } else { (w.goals.of)(&text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_value_is_written_in_the_unit_of_its_metric() {
        let w = Lang::English.words();
        for (metric, number, text) in [
            (GoalMetric::Won, "13640.00", "13,640.00\u{a0}USD"),
            (GoalMetric::WonDeals, "1200", "1,200"),
            (GoalMetric::WinRate, "0.6667", "66.67\u{a0}%"),
            (GoalMetric::WinRate, "0.8", "80\u{a0}%"),
            (GoalMetric::SalesCycle, "14.50", "14.5 days"),
            (GoalMetric::Coverage, "2.50", "2.5\u{a0}×"),
        ] {
            assert_eq!(value(metric, decimal(number), Some("USD"), w), text);
        }
        assert_eq!(of_target(GoalMetric::RottingDeals, decimal("5"), None, w), "of at most 5");
    }

    #[test]
    fn a_bar_is_never_longer_than_its_room() {
        assert_eq!(part(decimal("250"), decimal("1000")), 2_500);
        assert_eq!(part(decimal("5000"), decimal("1000")), 10_000);
        assert_eq!(part(decimal("-5"), decimal("1000")), 0);
        assert_eq!(part(decimal("5"), decimal("0")), 0);
    }
}
