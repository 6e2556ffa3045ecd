//! Goals: whose records count, the actual of each metric, and what follows from it (docs/numbers.md §5).

use super::{FigureParts, Sum, Tally};
use crate::{Moment, Period, canonical::SourceId, facts};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use shared::{
    EntityType,
    auth::UserRole,
    figures::FigureName,
    goals::{GoalCounts, GoalMetric, GoalStatus, MetricKind},
};
use std::{fmt, str::FromStr};

const EVERYBODY: &str = "everybody";
const RATIO_DIGITS: u32 = 4;

/// Whose records count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Assignee {
    User(SourceId),
    /// Records of that team, whoever their salesperson is.
    Team(SourceId),
    /// Records of the users who have it.
    Role(UserRole),
    /// All records, those of nobody too.
    Everybody,
}

impl fmt::Display for Assignee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => f.write_str(&facts::serving_id(EntityType::User, *id)),
            Self::Team(id) => f.write_str(&facts::serving_id(EntityType::Team, *id)),
            Self::Role(role) => f.write_str(role.name()),
            Self::Everybody => f.write_str(EVERYBODY),
        }
    }
}

/// The text names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an id like `odoo_user_7` or `odoo_team_1`, a role, or `everybody`")]
pub struct NoAssignee;

impl FromStr for Assignee {
    type Err = NoAssignee;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, facts::parse_serving_id(text)) {
            (EVERYBODY, _) => Ok(Self::Everybody),
            (_, Some((EntityType::User, id))) => Ok(Self::User(id)),
            (_, Some((EntityType::Team, id))) => Ok(Self::Team(id)),
            (_, Some(_)) => Err(NoAssignee),
            (role, None) => role.parse().map(Self::Role).map_err(|_| NoAssignee),
        }
    }
}

impl TryFrom<String> for Assignee {
    type Error = NoAssignee;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Assignee> for String {
    fn from(assignee: Assignee) -> Self {
        assignee.to_string()
    }
}

/// Where a status ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Least index that is on track.
    pub on_track: Decimal,
    /// Least index that is at risk and not behind.
    pub at_risk: Decimal,
    /// Part of the period that must have passed before a goal is called behind.
    pub early_share: Decimal,
    /// And at least so many days.
    pub early_days: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            on_track: Decimal::from_parts(9, 0, 0, false, 1),
            at_risk: Decimal::from_parts(6, 0, 0, false, 1),
            early_share: Decimal::from_parts(1, 0, 0, false, 1),
            early_days: 3,
        }
    }
}

/// What a metric says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Value(Decimal),
    /// Nothing is left to cover.
    Covered,
    /// A quotient without anything to divide by.
    Nothing,
}

/// A reading with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actual<'a> {
    pub reading: Reading,
    pub records: u64,
    /// Where amounts are left out that have no rate.
    pub sum: Option<&'a Sum>,
}

impl FigureParts {
    /// `won_target`: of a coverage, the won revenue that is to be covered. `digits`: of the reporting currency.
    pub fn actual(&self, metric: GoalMetric, won_target: Option<Decimal>, digits: u32) -> Actual<'_> {
        use GoalMetric as M;
        let sales = &self.sales;
        let ratio = |value: Option<Decimal>, of: u64| Actual {
            reading: value.map_or(Reading::Nothing, Reading::Value),
            records: of,
            sum: None,
        };
        let closed = sales.won.deals + sales.lost.deals;
        match metric {
            M::Won => amount(&sales.won),
            M::RecurringWon => amount(&sales.recurring_won),
            M::Lost => amount(&sales.lost),
            M::Pipeline => amount(&sales.open),
            M::Weighted => of_sum(&sales.weighted, sales.open.deals),
            M::Invoiced => amount(&self.invoices.invoiced),
            M::Outstanding => amount(&self.invoices.outstanding),
            M::OverdueAmount => amount(&self.invoices.overdue),
            M::WonDeals => number(&sales.won),
            M::NewDeals => number(&sales.new),
            M::OverdueDeals => number(&sales.overdue),
            M::RottingDeals => number(&sales.rotting),
            M::ActivitiesDone => Actual {
                reading: Reading::Value(self.activities.done.into()),
                records: self.activities.done,
                sum: None,
            },
            M::WinRate => ratio(sales.win_rate(), closed),
            M::WinRateByValue => ratio(sales.win_rate_by_value(), closed),
            M::AverageDeal => ratio(sales.average_deal(digits), sales.won.sum.count()),
            M::SalesCycle => ratio(sales.sales_cycle(), sales.cycle.deals),
            M::Coverage => Actual {
                reading: self.coverage(won_target),
                records: sales.closing.deals,
                sum: Some(&sales.closing.sum),
            },
        }
    }

    /// What is still to be won for a target; absent when it is reached.
    pub fn left(&self, won_target: Decimal) -> Option<Decimal> {
        Some(won_target - self.sales.won.sum.total()).filter(|left| *left > Decimal::ZERO)
    }

    fn coverage(&self, won_target: Option<Decimal>) -> Reading {
        let Some(target) = won_target else { return Reading::Nothing };
        let Some(left) = self.left(target) else { return Reading::Covered };
        let times = self.sales.closing.sum.total().checked_div(left);
        times.map_or(Reading::Nothing, |times| Reading::Value(four(times)))
    }
}

fn of_sum(sum: &Sum, records: u64) -> Actual<'_> {
    Actual { reading: Reading::Value(sum.total()), records, sum: Some(sum) }
}

fn amount(tally: &Tally) -> Actual<'_> {
    of_sum(&tally.sum, tally.deals)
}

fn number(tally: &Tally) -> Actual<'_> {
    Actual { reading: Reading::Value(tally.deals.into()), records: tally.deals, sum: None }
}

/// The figure whose rows a metric is made of: of a coverage, the deals that cover.
pub fn figure(metric: GoalMetric) -> FigureName {
    use {FigureName as F, GoalMetric as M};
    match metric {
        M::Won => F::Won,
        M::WonDeals => F::WonDeals,
        M::NewDeals => F::NewDeals,
        M::RecurringWon => F::RecurringWon,
        M::Lost => F::Lost,
        M::Pipeline => F::Pipeline,
        M::Weighted => F::Weighted,
        M::OverdueDeals => F::OverdueDeals,
        M::RottingDeals => F::RottingDeals,
        M::WinRate => F::WinRate,
        M::WinRateByValue => F::WinRateByValue,
        M::AverageDeal => F::AverageDeal,
        M::SalesCycle => F::SalesCycle,
        M::Invoiced => F::Invoiced,
        M::Outstanding => F::Outstanding,
        M::OverdueAmount => F::Overdue,
        M::Coverage => F::Closing,
        M::ActivitiesDone => F::ActivitiesDone,
    }
}

/// How a goal stands. Ratios have four digits; statuses are decided on the exact ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status: GoalStatus,
    pub achievement: Option<Decimal>,
    /// Of flows that are running.
    pub pace: Option<Decimal>,
    pub index: Option<Decimal>,
}

impl Standing {
    fn bare(status: GoalStatus) -> Self {
        Self { status, achievement: None, pace: None, index: None }
    }

    pub const NO_DATA: Self = Self { status: GoalStatus::NoData, achievement: None, pace: None, index: None };
}

/// Compared by multiplying, so that no rounding decides.
#[derive(Debug, Clone, Copy)]
struct Quotient {
    part: Decimal,
    whole: Decimal,
}

impl Quotient {
    const ONE: Self = Self { part: Decimal::ONE, whole: Decimal::ONE };

    fn is_at_least(self, limit: Decimal) -> bool {
        self.whole.checked_mul(limit).is_some_and(|least| self.part >= least)
    }

    fn shown(self) -> Option<Decimal> {
        self.part.checked_div(self.whole).map(four)
    }
}

fn four(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(RATIO_DIGITS, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// A goal's period seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub elapsed: u64,
    pub days: u64,
}

impl Stretch {
    pub fn new(period: Period, moment: &Moment) -> Self {
        Self { elapsed: period.elapsed(moment.today), days: period.days() }
    }

    /// Too little has passed to call a goal behind.
    fn is_early(self, thresholds: &Thresholds) -> bool {
        let share = Decimal::from(self.days) * thresholds.early_share;
        Decimal::from(self.elapsed) < share.max(thresholds.early_days.into())
    }
}

/// `target`: above 0. `digits`: of the unit, for the pace.
pub fn standing(
    metric: GoalMetric,
    reading: Reading,
    target: Decimal,
    period: Period,
    moment: &Moment,
    (thresholds, digits): (&Thresholds, u32),
) -> Standing {
    if moment.today < period.start() {
        return Standing::bare(GoalStatus::NotStarted);
    }
    let (actual, is_met) = match reading {
        Reading::Nothing => return Standing::NO_DATA,
        // A limit that nothing was taken of, and what has nothing left to cover.
        Reading::Value(actual) => (actual, metric.is_limit() && actual <= Decimal::ZERO),
        Reading::Covered => (Decimal::ZERO, true),
    };
    let stretch = Stretch::new(period, moment);
    let (elapsed, days) = (Decimal::from(stretch.elapsed), Decimal::from(stretch.days));
    let times = |a: Decimal, b: Decimal| a.checked_mul(b).unwrap_or(Decimal::MAX);
    let is_flow = metric.kind() == MetricKind::Flow;
    let achievement = match metric.is_limit() {
        _ if is_met => Quotient::ONE,
        true => Quotient { part: target, whole: actual },
        false => Quotient { part: actual, whole: target },
    };
    let index = match (is_flow, metric.is_limit()) {
        _ if is_met => Quotient::ONE,
        (false, _) => achievement,
        (true, false) => Quotient { part: times(actual, days), whole: times(target, elapsed) },
        (true, true) => Quotient { part: times(target, elapsed), whole: times(actual, days) },
    };
    let is_over = moment.today >= period.end();
    let is_reached = achievement.is_at_least(Decimal::ONE);
    let status = match () {
        () if is_over && is_reached => GoalStatus::Achieved,
        () if is_over => GoalStatus::Missed,
        // What adds up is reached when it is reached; all else is judged on the last day.
        () if is_flow && !metric.is_limit() && is_reached => GoalStatus::Achieved,
        () if index.is_at_least(thresholds.on_track) => GoalStatus::OnTrack,
        () if stretch.is_early(thresholds) => GoalStatus::Early,
        () if index.is_at_least(thresholds.at_risk) => GoalStatus::AtRisk,
        () => GoalStatus::Behind,
    };
    let pace = || crate::money::round(times(target, elapsed).checked_div(days)?, digits).into();
    Standing {
        status,
        achievement: achievement.shown(),
        pace: if is_flow && !is_over { pace() } else { None },
        index: index.shown(),
    }
}

/// Goals of a board, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    pub counts: GoalCounts,
    achievements: Decimal,
    measured: u64,
}

impl Board {
    pub fn add(&mut self, standing: &Standing) {
        let counts = &mut self.counts;
        counts.total += 1;
        *match standing.status {
            GoalStatus::NotStarted => &mut counts.not_started,
            GoalStatus::NoData => &mut counts.no_data,
            GoalStatus::Achieved => &mut counts.achieved,
            GoalStatus::Early => &mut counts.early,
            GoalStatus::OnTrack => &mut counts.on_track,
            GoalStatus::AtRisk => &mut counts.at_risk,
            GoalStatus::Behind => &mut counts.behind,
            GoalStatus::Missed => &mut counts.missed,
        } += 1;
        if let Some(achievement) = standing.achievement {
            self.achievements += achievement;
            self.measured += 1;
        }
    }

    pub fn on_track(&self) -> u64 {
        self.counts.on_track + self.counts.early + self.counts.achieved
    }

    pub fn at_risk(&self) -> u64 {
        self.counts.at_risk + self.counts.behind
    }

    /// Of the achievements as they are shown; goals that have not begun or cannot be measured have none.
    pub fn average_achievement(&self) -> Option<Decimal> {
        self.achievements.checked_div(self.measured.into()).map(four)
    }
}
