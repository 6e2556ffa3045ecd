//! How far goals are: their records are added up once for all goals of an answer, and each is set against its target.

use super::{
    sight::Sight,
    wanted::{self, Chosen, Wanted},
};
use crate::features::figures::Links;
use domain::{
    Moment, Period,
    metrics::goal::{Actual, Assignee, Reading, Standing, Stretch, Thresholds, figure, standing},
};
use rust_decimal::Decimal;
use shared::{
    figures::ExplainQuery,
    goals::{Beyond, GoalMetric, GoalUnit, MetricKind, NoData, Progress},
};
use std::collections::BTreeMap;
use store::{
    Store, StoreError,
    figures::{Attributed, Attribution, Whose},
};

/// Where the reporting currency is not known yet.
pub(super) const DIGITS: u32 = 2;
/// Of a pace that counts something.
const PARTS_OF_ONE: u32 = 1;

#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub(super) wanted: Wanted,
    pub(super) standing: Standing,
    pub(super) progress: Progress,
}

/// From where a goal is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum From {
    Now,
    /// A stock whose period is over: from the end of the day before.
    Before(chrono::NaiveDate),
    /// Not at all.
    Nowhere,
}

fn from(wanted: &Wanted, period: Period, moment: &Moment) -> From {
    match wanted.aim.metric.kind() {
        _ if moment.today < period.start() || is_foreign(wanted, moment) => From::Nowhere,
        MetricKind::Stock if moment.today >= period.end() => From::Before(period.end()),
        _ => From::Now,
    }
}

/// The target is written in a currency that is not reported in (any more).
pub(super) fn is_foreign(wanted: &Wanted, moment: &Moment) -> bool {
    let reported = moment.currency.as_ref().map(|currency| currency.code.as_str());
    wanted.aim.currency.is_some() && wanted.aim.currency.as_deref() != reported
}

/// Those that the caller may see and a query leaves in, whatever their status.
pub(super) async fn chosen(
    store: &Store,
    sight: &Sight,
    moment: &Moment,
    chosen: &Chosen,
) -> Result<Vec<Measured>, StoreError> {
    let mut wanted = wanted::all(store, sight).await?;
    wanted.retain(|wanted| chosen.admits(wanted));
    measure(store, sight, moment, wanted).await
}

/// In the order of `wanted`.
pub(super) async fn measure(
    store: &Store,
    sight: &Sight,
    moment: &Moment,
    wanted: Vec<Wanted>,
) -> Result<Vec<Measured>, StoreError> {
    let thresholds = store.settings().goal_thresholds().await?.in_force();
    let mut asked: BTreeMap<From, BTreeMap<Attribution, Attributed>> = BTreeMap::new();
    for one in &wanted {
        let period = one.aim.period()?;
        let attribution = attribution(one, period);
        asked.entry(from(one, period, moment)).or_default().insert(attribution, Attributed::default());
    }
    let mut moments = BTreeMap::new();
    for (from, asked) in &mut asked {
        let seen_from = match from {
            From::Now => Some(moment.clone()),
            From::Before(day) => store.moment_before(*day).await?,
            From::Nowhere => None,
        };
        let Some(seen_from) = seen_from else { continue };
        let questions: Vec<_> = asked.keys().cloned().collect();
        let answers = store.figures().attributed(&sight.scope, &seen_from, &questions).await?;
        *asked = questions.into_iter().zip(answers).collect();
        moments.insert(*from, seen_from);
    }
    let mut measured = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let period = wanted.aim.period()?;
        let from = from(&wanted, period, moment);
        let asked_for = attribution(&wanted, period);
        let answer = moments.contains_key(&from).then(|| asked.get(&from)?.get(&asked_for)).flatten();
        let judge = Judge { wanted: &wanted, period, moment, thresholds: &thresholds };
        let (standing, progress) = judge.judge(answer, from);
        measured.push(Measured { wanted, standing, progress });
    }
    Ok(measured)
}

fn attribution(wanted: &Wanted, period: Period) -> Attribution {
    let activities = wanted.aim.metric == GoalMetric::ActivitiesDone;
    Attribution { whose: wanted.whose.clone(), period, activities }
}

struct Judge<'a> {
    wanted: &'a Wanted,
    period: Period,
    moment: &'a Moment,
    thresholds: &'a Thresholds,
}

impl Judge<'_> {
    fn metric(&self) -> GoalMetric {
        self.wanted.aim.metric
    }

    fn digits(&self) -> u32 {
        self.moment.currency.as_ref().map_or(DIGITS, |currency| currency.digits)
    }

    fn actual<'b>(&self, parts: &'b domain::metrics::FigureParts) -> Actual<'b> {
        parts.actual(self.metric(), self.wanted.aim.won_target, self.digits())
    }

    fn judge(&self, answer: Option<&Attributed>, from: From) -> (Standing, Progress) {
        let whole = answer.map(|answer| self.actual(&answer.whole));
        let reading = whole.map_or(Reading::Nothing, |whole| whole.reading);
        let digits = if self.metric().unit() == GoalUnit::Money { self.digits() } else { PARTS_OF_ONE };
        let standing = standing(
            self.metric(),
            reading,
            self.wanted.aim.target,
            self.period,
            self.moment,
            (self.thresholds, digits),
        );
        let no_data = match (standing == Standing::NO_DATA, from) {
            (false, _) => None,
            (true, From::Nowhere) => Some(NoData::OtherCurrency),
            (true, From::Before(_)) if answer.is_none() => Some(NoData::NoHistory),
            (true, _) => Some(NoData::NothingClosed),
        };
        let stretch = Stretch::new(self.period, self.moment);
        let progress = Progress {
            status: standing.status,
            no_data,
            actual: value(reading).map(|actual| self.written(actual)),
            covered: reading == Reading::Covered,
            records: whole.map_or(0, |whole| whole.records),
            not_converted: whole
                .and_then(|whole| whole.sum)
                .map(|sum| sum.not_converted().collect())
                .unwrap_or_default(),
            achievement: standing.achievement,
            pace: standing.pace,
            index: standing.index,
            elapsed: stretch.elapsed,
            days: stretch.days,
            explain: (from == From::Now).then(|| self.explain()).flatten(),
            beyond: answer.and_then(|answer| self.beyond(answer)),
        };
        (standing, progress)
    }

    /// Money always has its currency's digits.
    fn written(&self, mut amount: Decimal) -> Decimal {
        if self.metric().unit() == GoalUnit::Money {
            amount.rescale(self.digits());
        }
        amount
    }

    fn beyond(&self, answer: &Attributed) -> Option<Beyond> {
        let (whole, seen) = (self.actual(&answer.whole), self.actual(&answer.seen));
        let records = whole.records.saturating_sub(seen.records);
        let adds_up = matches!(self.metric().unit(), GoalUnit::Money | GoalUnit::Count);
        let adds_up = adds_up && self.metric().kind() != MetricKind::Ratio;
        let amount = value(whole.reading).zip(value(seen.reading)).filter(|_| adds_up);
        (records > 0).then(|| Beyond { records, amount: amount.map(|(whole, seen)| self.written(whole - seen)) })
    }

    /// Where the figure has the same filter.
    fn explain(&self) -> Option<String> {
        let name = figure(self.metric());
        let mut query =
            ExplainQuery { from: Some(self.period.start()), until: Some(self.period.end()), ..ExplainQuery::default() };
        match &self.wanted.whose {
            // Of a role that nobody has there are no records.
            Whose::Users(users) if users.is_empty() => return None,
            Whose::Users(users) => {
                let ids: Vec<_> = users.iter().map(|user| Assignee::User(*user).to_string()).collect();
                query.salesperson = Some(ids.join(","));
            }
            Whose::Team(team) => query.team = Some(Assignee::Team(*team).to_string()),
            Whose::Everybody => {}
        }
        Some(Links::new(self.moment, query).to(name))
    }
}

fn value(reading: Reading) -> Option<Decimal> {
    match reading {
        Reading::Value(value) => Some(value),
        Reading::Covered | Reading::Nothing => None,
    }
}
