//! All figures over deals in one pass: the sums, and the ratios and means that follow from them (docs/numbers.md §4).

use super::{DealGroup, DealInput, Sum, Worth};
use crate::{Moment, Period, money::Rates};
use rust_decimal::{Decimal, RoundingStrategy};
use shared::figures::ForecastCategory;

const SECONDS_OF_A_DAY: u64 = 86_400;

/// A number of deals, or of documents, and what they are worth; those without a rate are counted too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub deals: u64,
    pub sum: Sum,
}

impl Tally {
    pub(super) fn add(&mut self, amount: Decimal, code: &str, converted: Option<Decimal>) {
        self.deals += 1;
        self.sum.add(amount, code, converted);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.deals += other.deals;
        self.sum.merge(&other.sum);
    }
}

/// From opportunity to closing, over won deals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cycle {
    pub seconds: i64,
    pub deals: u64,
    /// Closed before they began (imports), or one of the moments is unknown.
    pub left_out: u64,
}

/// What is still to be expected of a period, by how sure it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForecastParts {
    /// Won so far, commit, best case, pipeline and overdue.
    pub total: Tally,
    pub commit: Tally,
    pub best_case: Tally,
    pub pipeline: Tally,
    pub overdue: Tally,
    /// Beside the total, like those without a day.
    pub omitted: Tally,
    pub undated: Tally,
}

impl ForecastParts {
    /// What the group adds to, and whether the total has it.
    fn part(&mut self, group: DealGroup) -> Option<(&mut Tally, bool)> {
        use {DealGroup as G, ForecastCategory as C};
        match group {
            G::Forecast(C::Commit) => Some((&mut self.commit, true)),
            G::Forecast(C::BestCase) => Some((&mut self.best_case, true)),
            G::Forecast(C::Pipeline) => Some((&mut self.pipeline, true)),
            G::Forecast(C::Omitted) => Some((&mut self.omitted, false)),
            G::ForecastOverdue => Some((&mut self.overdue, true)),
            G::Undated => Some((&mut self.undated, false)),
            _ => None,
        }
    }

    fn merge(&mut self, other: &Self) {
        for (tally, more) in [
            (&mut self.total, &other.total),
            (&mut self.commit, &other.commit),
            (&mut self.best_case, &other.best_case),
            (&mut self.pipeline, &other.pipeline),
            (&mut self.overdue, &other.overdue),
            (&mut self.omitted, &other.omitted),
            (&mut self.undated, &other.undated),
        ] {
            tally.merge(more);
        }
    }
}

/// What is summed up for all figures over deals; of all time where there is no period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SalesParts {
    pub open: Tally,
    pub weighted: Sum,
    pub recurring: Tally,
    pub recurring_weighted: Sum,
    pub won: Tally,
    pub recurring_won: Tally,
    pub lost: Tally,
    pub new: Tally,
    pub overdue: Tally,
    pub rotting: Tally,
    pub closing: Tally,
    pub forecast: ForecastParts,
    /// Closed ones whose closing moment is taken from another date.
    pub estimated: u64,
    pub cycle: Cycle,
}

impl SalesParts {
    pub fn add(&mut self, deal: &DealInput<'_>, worth: Worth, moment: &Moment, rates: &Rates, period: Option<Period>) {
        let deal = &DealInput { days: Some(worth.days), ..*deal };
        let code = deal.currency_code;
        let takes = |group: DealGroup| group.takes(deal, moment, period);
        let expected = |tally: &mut Tally| tally.add(deal.expected_revenue, code, worth.expected);
        let converted = |amount| deal.convert(amount, moment, rates);
        if takes(DealGroup::Open) {
            expected(&mut self.open);
            self.weighted.add(deal.weighted_revenue, code, worth.weighted);
            if let Some((monthly, weighted)) = deal.recurring {
                self.recurring.add(monthly, code, converted(monthly));
                self.recurring_weighted.add(weighted, code, converted(weighted));
            }
        }
        if takes(DealGroup::Won) {
            expected(&mut self.won);
            self.cycle.add(deal);
            if let Some((monthly, _)) = deal.recurring {
                self.recurring_won.add(monthly, code, converted(monthly));
            }
        }
        if takes(DealGroup::Lost) {
            expected(&mut self.lost);
        }
        if deal.closed_estimated && (takes(DealGroup::Won) || takes(DealGroup::Lost)) {
            self.estimated += 1;
        }
        if takes(DealGroup::New) {
            expected(&mut self.new);
        }
        if takes(DealGroup::Overdue) {
            expected(&mut self.overdue);
        }
        if takes(DealGroup::Rotting) {
            expected(&mut self.rotting);
        }
        if takes(DealGroup::Closing) {
            expected(&mut self.closing);
        }
        let part = deal.forecast(moment, period).and_then(|group| self.forecast.part(group));
        let is_in_total = part.map_or_else(
            || takes(DealGroup::Won),
            |(tally, is_in_total)| {
                expected(tally);
                is_in_total
            },
        );
        if is_in_total {
            expected(&mut self.forecast.total);
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.open.merge(&other.open);
        self.weighted.merge(&other.weighted);
        self.recurring.merge(&other.recurring);
        self.recurring_weighted.merge(&other.recurring_weighted);
        self.won.merge(&other.won);
        self.recurring_won.merge(&other.recurring_won);
        self.lost.merge(&other.lost);
        self.new.merge(&other.new);
        self.overdue.merge(&other.overdue);
        self.rotting.merge(&other.rotting);
        self.closing.merge(&other.closing);
        self.forecast.merge(&other.forecast);
        self.estimated += other.estimated;
        self.cycle.seconds += other.cycle.seconds;
        self.cycle.deals += other.cycle.deals;
        self.cycle.left_out += other.cycle.left_out;
    }

    /// Won among closed ones, 0 to 1 with four digits; absent while none was closed.
    pub fn win_rate(&self) -> Option<Decimal> {
        ratio(self.won.deals.into(), (self.won.deals + self.lost.deals).into())
    }

    /// The same over expected revenue, of what could be converted.
    pub fn win_rate_by_value(&self) -> Option<Decimal> {
        let (won, lost) = (self.won.sum.total(), self.lost.sum.total());
        ratio(won, won + lost)
    }

    /// Won revenue per won deal, of those that could be converted.
    pub fn average_deal(&self, digits: u32) -> Option<Decimal> {
        let mean = self.won.sum.total().checked_div(self.won.sum.count().into())?;
        Some(crate::money::round(mean, digits))
    }

    /// Mean days from opportunity to won, with one decimal.
    pub fn sales_cycle(&self) -> Option<Decimal> {
        let mean = Decimal::from(self.cycle.seconds).checked_div((self.cycle.deals * SECONDS_OF_A_DAY).into())?;
        Some(crate::money::round(mean, 1))
    }
}

impl Cycle {
    fn add(&mut self, deal: &DealInput<'_>) {
        match deal.cycle_seconds().filter(|seconds| *seconds >= 0) {
            Some(seconds) => {
                self.seconds += seconds;
                self.deals += 1;
            }
            None => self.left_out += 1,
        }
    }
}

fn ratio(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let ratio = part.checked_div(whole)?;
    Some(ratio.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize())
}
