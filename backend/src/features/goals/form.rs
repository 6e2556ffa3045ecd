//! What a goal or a target must look like; every wrong field is named at once.

use crate::features::choices::{Asked, YEARS};
use chrono::{Datelike, NaiveDate};
use domain::{Moment, Period};
use rust_decimal::Decimal;
use shared::{
    figures::PeriodName,
    goals::{GoalForm, GoalMetric, GoalSpan, GoalUnit, LONGEST_NAME, TargetCreate},
};
use store::goals::Aim;

/// Above any sum of deals, below what decimals hold.
const MOST: i64 = 1_000_000_000_000_000;

/// What goals and targets have in common.
#[derive(Debug, Clone)]
pub(in crate::features) struct AimForm {
    pub(super) metric: GoalMetric,
    pub(super) target: String,
    pub(super) won_target: Option<String>,
    pub(super) span: GoalSpan,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
}

impl From<&GoalForm> for AimForm {
    fn from(form: &GoalForm) -> Self {
        Self {
            metric: form.metric,
            target: form.target.clone(),
            won_target: form.won_target.clone(),
            span: form.span,
            from: form.from,
            until: form.until,
        }
    }
}

impl From<&TargetCreate> for AimForm {
    fn from(form: &TargetCreate) -> Self {
        Self {
            metric: form.metric,
            target: form.target.clone(),
            won_target: form.won_target.clone(),
            span: form.span,
            from: form.from,
            until: form.until,
        }
    }
}

/// `None` where something was wrong.
pub(in crate::features) fn aim(wrong: &mut Asked, form: &AimForm, moment: &Moment) -> Option<Aim> {
    let target = target(wrong, "target", &form.target, form.metric.unit(), moment);
    let won_target = match (form.metric, &form.won_target) {
        (GoalMetric::Coverage, Some(text)) => Some(self::target(wrong, "won_target", text, GoalUnit::Money, moment)),
        (GoalMetric::Coverage, None) => {
            wrong.wrong("won_target", "is needed: the won revenue that is to be covered".into());
            Some(None)
        }
        (_, Some(_)) => {
            wrong.wrong("won_target", "belongs to the metric `coverage` only".into());
            Some(None)
        }
        (_, None) => None,
    };
    let period = period(wrong, form, moment);
    let in_money = form.metric.unit() == GoalUnit::Money || form.metric == GoalMetric::Coverage;
    let currency = moment.currency.as_ref().filter(|_| in_money).map(|currency| currency.code.clone());
    if in_money && currency.is_none() {
        wrong.wrong("target", "has no currency yet: the first sync brings it".into());
        return None;
    }
    let won_target = match won_target {
        Some(None) => return None,
        Some(some) => some,
        None => None,
    };
    let (target, period) = (target?, period?);
    Some(Aim {
        metric: form.metric,
        target,
        currency,
        won_target,
        span: form.span,
        from: period.start(),
        until: period.end(),
    })
}

/// `metric`'s unit says how many digits and how much there may be.
fn target(wrong: &mut Asked, field: &str, text: &str, unit: GoalUnit, moment: &Moment) -> Option<Decimal> {
    let digits = match unit {
        GoalUnit::Money => moment.currency.as_ref().map_or(2, |currency| currency.digits),
        GoalUnit::Count => 0,
        GoalUnit::Share => 4,
        GoalUnit::Days => 1,
        GoalUnit::Times => 2,
    };
    let most = if unit == GoalUnit::Share { Decimal::ONE } else { MOST.into() };
    let found = Decimal::from_str_exact(text.trim()).ok().map(|value| value.normalize());
    let good = found.filter(|value| *value > Decimal::ZERO && *value <= most && value.scale() <= digits);
    if good.is_none() {
        let of_digits = match digits {
            0 => "a whole number".to_owned(),
            1 => "a number with at most one digit after the point".to_owned(),
            more => format!("a number with at most {more} digits after the point"),
        };
        wrong.wrong(field, format!("must be {of_digits}, above 0 and at most {most}"));
    }
    good
}

fn period(wrong: &mut Asked, form: &AimForm, moment: &Moment) -> Option<Period> {
    let is_near = |day: NaiveDate| YEARS.contains(&day.year());
    if !is_near(form.from) {
        wrong.wrong("from", "must be in the years 1900 to 2200".into());
        return None;
    }
    let of = |name| Period::named(name, form.from, moment.rules.fiscal_month);
    let period = match (form.span, form.until) {
        (GoalSpan::Days, Some(until)) if is_near(until) => Period::new(form.from, until),
        (GoalSpan::Days, _) => None,
        (_, Some(_)) => {
            wrong.wrong("until", "belongs to the span `days` only".into());
            return None;
        }
        (GoalSpan::Month, None) => of(PeriodName::ThisMonth),
        (GoalSpan::Quarter, None) => of(PeriodName::ThisQuarter),
        (GoalSpan::Year, None) => of(PeriodName::ThisYear),
    };
    if period.is_none() {
        wrong.wrong("until", "must be after `from`, at most in the year 2200".into());
    }
    period
}

/// `None` for a goal that is called after its metric.
pub(super) fn name(wrong: &mut Asked, text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        wrong.wrong("name", format!("must be at most {LONGEST_NAME} characters in one line"));
    }
    Some(text.to_owned())
}
