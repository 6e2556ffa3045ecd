//! Account health: 0 to 100 with reasons that add up to it exactly (docs/numbers.md §6).

use super::{BusinessParts, DealInput};
use crate::Moment;
use chrono::{DateTime, Months, NaiveDate, Utc};
use rust_decimal::Decimal;
use shared::{
    accounts::DealState,
    health_score::{HealthReason, HealthState, ReasonKind},
};
use std::collections::BTreeMap;

/// What every score begins with.
const START: i32 = 50;
const HEALTHY: i32 = 70;
const WATCH: i32 = 40;
/// Without anything won or invoiced for so long, and without an open deal, there is no business.
const MONTHS_OF_BUSINESS: Months = Months::new(24);
const DAYS_OF_SUCCESS: i64 = 180;
/// Overdue above this part of what was invoiced lately weighs more.
const MUCH: Decimal = Decimal::from_parts(25, 0, 0, false, 2);

/// What can be weighed, in the order of the definition, with the points where nothing is set.
const USUAL: [(ReasonKind, i32); 10] = [
    (ReasonKind::TouchedLately, 15),
    (ReasonKind::TouchedThisMonth, 5),
    (ReasonKind::LongUntouched, -15),
    (ReasonKind::NeverTouched, -20),
    (ReasonKind::NextActivity, 10),
    (ReasonKind::OpenPipeline, 10),
    (ReasonKind::WonLately, 15),
    (ReasonKind::AllRotting, -15),
    (ReasonKind::Overdue, -10),
    (ReasonKind::MuchOverdue, -20),
];

/// Points of each reason, as the organisation has set them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights([(ReasonKind, i32); 10]);

impl Default for Weights {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl Weights {
    /// With these points instead of the usual ones.
    pub fn set(points: &BTreeMap<ReasonKind, i32>) -> Self {
        Self(USUAL.map(|(kind, usual)| (kind, points.get(&kind).copied().unwrap_or(usual))))
    }

    pub fn all(self) -> impl Iterator<Item = (ReasonKind, i32)> {
        self.0.into_iter()
    }

    fn of(&self, kind: ReasonKind) -> i32 {
        self.0.iter().find(|(one, _)| *one == kind).map_or(0, |(_, points)| *points)
    }
}

/// What health needs of an account's deals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthParts {
    open: u64,
    /// An open deal is worth something.
    has_pipeline: bool,
    rotting: u64,
    last_won: Option<DateTime<Utc>>,
}

/// A score with its reasons; no score where there is no business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    pub state: HealthState,
    pub score: Option<i32>,
    /// In the order of the definition; their points and 50 are the score.
    pub reasons: Vec<HealthReason>,
}

impl HealthParts {
    pub fn add(&mut self, deal: &DealInput<'_>, moment: &Moment) {
        match deal.state {
            DealState::Open => {
                self.open += 1;
                self.has_pipeline |= deal.expected_revenue > Decimal::ZERO;
                self.rotting += u64::from(deal.is_rotting(moment));
            }
            DealState::Won => self.last_won = self.last_won.max(deal.closed_at),
            DealState::Lost | DealState::Archived => {}
        }
    }

    pub fn health(&self, business: &BusinessParts, moment: &Moment) -> Health {
        if !self.has_business(business, moment) {
            return Health { state: HealthState::NoBusiness, score: None, reasons: Vec::new() };
        }
        let mut reasons = Vec::new();
        let mut when = |is_so: bool, kind| {
            let points = moment.rules.health.of(kind);
            if is_so && points != 0 {
                reasons.push(HealthReason { kind, points });
            }
        };
        if let Some(kind) = touched(business, moment) {
            when(true, kind);
        }
        when(business.planned > 0, ReasonKind::NextActivity);
        when(self.has_pipeline, ReasonKind::OpenPipeline);
        let days = self.last_won.map(|at| moment.days_since(at));
        when(days.is_some_and(|days| days <= DAYS_OF_SUCCESS), ReasonKind::WonLately);
        when(self.open > 0 && self.rotting == self.open, ReasonKind::AllRotting);
        let overdue = business.overdue.total();
        let much = overdue > business.invoiced_lately.total().max(Decimal::ZERO) * MUCH;
        when(overdue > Decimal::ZERO && !much, ReasonKind::Overdue);
        when(much, ReasonKind::MuchOverdue);
        let sum = START + reasons.iter().map(|reason| reason.points).sum::<i32>();
        let score = sum.clamp(0, 100);
        if score != sum {
            reasons.push(HealthReason { kind: ReasonKind::Limit, points: score - sum });
        }
        let state = match score {
            HEALTHY.. => HealthState::Healthy,
            WATCH.. => HealthState::Watch,
            _ => HealthState::AtRisk,
        };
        Health { state, score: Some(score), reasons }
    }

    fn has_business(&self, business: &BusinessParts, moment: &Moment) -> bool {
        let since = moment.today.checked_sub_months(MONTHS_OF_BUSINESS).unwrap_or(NaiveDate::MIN);
        let won = self.last_won.is_some_and(|at| moment.day_of(at) >= since);
        self.open > 0 || won || business.last_invoice.is_some_and(|day| day >= since)
    }
}

/// Between 30 and 60 days a touch says nothing.
fn touched(business: &BusinessParts, moment: &Moment) -> Option<ReasonKind> {
    match business.last_touch.map(|at| moment.days_since(at)) {
        None => Some(ReasonKind::NeverTouched),
        Some(..=14) => Some(ReasonKind::TouchedLately),
        Some(..=30) => Some(ReasonKind::TouchedThisMonth),
        Some(..=60) => None,
        Some(_) => Some(ReasonKind::LongUntouched),
    }
}
