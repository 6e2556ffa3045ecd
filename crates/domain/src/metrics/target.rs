//! What is to be won in a period, by the goals on won revenue (docs/numbers.md §4, *Target*).

use super::goal::Assignee;
use crate::{Period, money};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Heals what a division cut off, so that thirds of a goal add up to it before the one rounding.
const EXACT: u32 = 12;

/// A goal on won revenue, in the reporting currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WonGoal {
    pub whose: Assignee,
    pub period: Period,
    pub target: Decimal,
    pub set_at: DateTime<Utc>,
}

impl WonGoal {
    /// Of two goals of the same assignee on one day, the one that is for just this period counts, else the one of the
    /// shorter period; of equal ones the one that was set later, else the first of them.
    fn is_nearer_than(&self, other: &Self, period: Period) -> bool {
        let nearness = |goal: &Self| (goal.period == period, Reverse(goal.period.days()), goal.set_at);
        nearness(self) > nearness(other)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub amount: Decimal,
    /// Goals that have a part in it.
    pub goals: u64,
}

/// A goal's place: its layer, and where it lies in it.
type Place = (usize, usize);

/// `layers`: the whole first, then its parts; on each day the first layer that has a goal counts, and of it the goals of
/// all assignees together. `None` where a day of the period has no goal. `digits`: of the reporting currency.
pub fn won_target(layers: &[Vec<WonGoal>], period: Period, digits: u32) -> Option<Target> {
    let mut bounds = BTreeSet::from([period.start(), period.end()]);
    let days = layers.iter().flatten().flat_map(|goal| [goal.period.start(), goal.period.end()]);
    bounds.extend(days.filter(|day| period.contains(*day)));
    // By the days of the goals' periods: divided once each.
    let mut shares: BTreeMap<u64, Decimal> = BTreeMap::new();
    let mut places: BTreeSet<Place> = BTreeSet::new();
    for (from, until) in bounds.iter().zip(bounds.iter().skip(1)) {
        let days = Period::new(*from, *until)?.days();
        let (layer, found) = layers
            .iter()
            .map(|layer| in_force(layer, *from, period))
            .enumerate()
            .find(|(_, found)| !found.is_empty())?;
        for (at, goal) in found {
            let share = shares.entry(goal.period.days()).or_default();
            *share = share.checked_add(goal.target.checked_mul(days.into())?)?;
            places.insert((layer, at));
        }
    }
    let mut amount = Decimal::ZERO;
    for (days, share) in shares {
        amount = amount.checked_add(share.checked_div(days.into())?)?;
    }
    let goals = u64::try_from(places.len()).unwrap_or_default();
    Some(Target { amount: money::round(money::round(amount, EXACT), digits), goals })
}

/// The goal of each assignee that counts on this day, and where it lies.
fn in_force(layer: &[WonGoal], day: NaiveDate, period: Period) -> Vec<(usize, &WonGoal)> {
    let mut found: BTreeMap<Assignee, (usize, &WonGoal)> = BTreeMap::new();
    for (at, goal) in layer.iter().enumerate().filter(|(_, goal)| goal.period.contains(day)) {
        if found.get(&goal.whose).is_none_or(|(_, known)| goal.is_nearer_than(known, period)) {
            found.insert(goal.whose, (at, goal));
        }
    }
    found.into_values().collect()
}
