//! Which deals count where, and what they are worth (docs/numbers.md §4).

use super::Sum;
use crate::{Moment, Period, canonical::SourceId, money::Rates};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use shared::{accounts::DealState, figures::ForecastCategory};

/// What the figures need of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealInput<'a> {
    pub id: SourceId,
    pub state: DealState,
    pub stage: Option<SourceId>,
    pub currency: Option<SourceId>,
    pub currency_code: &'a str,
    pub company: Option<SourceId>,
    pub expected_revenue: Decimal,
    pub weighted_revenue: Decimal,
    /// Per month, and times the probability; beside the one-time revenue.
    pub recurring: Option<(Decimal, Decimal)>,
    /// Expected closing day.
    pub close_on: Option<NaiveDate>,
    pub closed_at: Option<DateTime<Utc>>,
    /// `closed_at` was not recorded and is taken from another date.
    pub closed_estimated: bool,
    pub became_opportunity_at: Option<DateTime<Utc>>,
    pub stage_changed_at: Option<DateTime<Utc>>,
    /// Of the three moments above, where somebody has worked them out already.
    pub days: Option<DealDays>,
}

/// The organisation's days of a deal's moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealDays {
    closed_on: Option<NaiveDate>,
    became_opportunity_on: Option<NaiveDate>,
    stage_changed_on: Option<NaiveDate>,
}

impl DealDays {
    pub fn closed_on(&self) -> Option<NaiveDate> {
        self.closed_on
    }
}

/// Deals that a figure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DealGroup {
    Open,
    /// Closed in the period.
    Won,
    Lost,
    /// Became opportunities in the period.
    New,
    /// Open, and their closing day is over.
    Overdue,
    /// Open, and longer in their stage than its limit.
    Rotting,
    /// Open, and expected to close in the period; of all time, those that have an expected day.
    Closing,
    /// Open and not overdue, expected to close in the period, with this category: the deal's own, or its stage's.
    Forecast(ForecastCategory),
    /// Overdue, where today is in the period.
    ForecastOverdue,
    /// Open, without an expected day.
    Undated,
}

/// What is added up of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DealAmount {
    Expected,
    Weighted,
    Recurring,
    RecurringWeighted,
}

/// What a deal is worth in the reporting currency; absent where there is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    pub expected: Option<Decimal>,
    pub weighted: Option<Decimal>,
    pub days: DealDays,
}

impl DealInput<'_> {
    pub fn days(&self, moment: &Moment) -> DealDays {
        let day = |at: Option<DateTime<Utc>>| at.map(|at| moment.day_of(at));
        self.days.unwrap_or_else(|| DealDays {
            closed_on: day(self.closed_at),
            became_opportunity_on: day(self.became_opportunity_at),
            stage_changed_on: day(self.stage_changed_at),
        })
    }

    /// Open deals at the rate of today, closed ones at that of their closing day.
    pub fn rate_day(&self, moment: &Moment) -> NaiveDate {
        match self.state {
            DealState::Won | DealState::Lost => self.closed_on(moment).unwrap_or(moment.today),
            DealState::Open | DealState::Archived => moment.today,
        }
    }

    /// The organisation's day of the closing moment.
    pub fn closed_on(&self, moment: &Moment) -> Option<NaiveDate> {
        self.days(moment).closed_on
    }

    /// Calendar days in its stage.
    pub fn stage_age(&self, moment: &Moment) -> Option<i64> {
        self.days(moment).stage_changed_on.map(|day| (moment.today - day).num_days())
    }

    pub fn is_overdue(&self, moment: &Moment) -> bool {
        self.state == DealState::Open && self.close_on.is_some_and(|day| day < moment.today)
    }

    /// Where it stands in a forecast; nowhere when it is expected in another period.
    pub fn forecast(&self, moment: &Moment, period: Option<Period>) -> Option<DealGroup> {
        let is_in = |day| period.is_none_or(|period| period.contains(day));
        match self.close_on {
            _ if self.state != DealState::Open => None,
            None => Some(DealGroup::Undated),
            Some(day) if day < moment.today => is_in(moment.today).then_some(DealGroup::ForecastOverdue),
            Some(day) => is_in(day).then(|| DealGroup::Forecast(moment.rules.forecast(self.id, self.stage))),
        }
    }

    pub fn is_rotting(&self, moment: &Moment) -> bool {
        let limit = i64::from(moment.rules.rotting_days(self.stage));
        self.state == DealState::Open && self.stage_age(moment).is_some_and(|age| age > limit)
    }

    pub fn worth(&self, moment: &Moment, rates: &Rates) -> Worth {
        let days = self.days(moment);
        let deal = Self { days: Some(days), ..*self };
        let value = |amount| deal.convert(amount, moment, rates);
        Worth { expected: value(self.expected_revenue), weighted: value(self.weighted_revenue), days }
    }

    /// In the deal's own currency; absent where the deal has none of it.
    pub fn amount(&self, amount: DealAmount) -> Option<Decimal> {
        match amount {
            DealAmount::Expected => Some(self.expected_revenue),
            DealAmount::Weighted => Some(self.weighted_revenue),
            DealAmount::Recurring => self.recurring.map(|(monthly, _)| monthly),
            DealAmount::RecurringWeighted => self.recurring.map(|(_, weighted)| weighted),
        }
    }

    pub fn convert(&self, amount: Decimal, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        let to = moment.currency.as_ref()?.id;
        rates.convert(amount, self.currency?, to, self.rate_day(moment), self.company)
    }

    /// From opportunity to closing; absent while a moment is missing, negative for imports that were closed before.
    pub fn cycle_seconds(&self) -> Option<i64> {
        Some((self.closed_at? - self.became_opportunity_at?).num_seconds())
    }
}

impl DealGroup {
    /// `period`: absent for all time. Of what is open now there is no period.
    pub fn takes(self, deal: &DealInput<'_>, moment: &Moment, period: Option<Period>) -> bool {
        let within = |day: fn(DealDays) -> Option<NaiveDate>| {
            period.is_none_or(|period| day(deal.days(moment)).is_some_and(|day| period.contains(day)))
        };
        match self {
            Self::Open => deal.state == DealState::Open,
            Self::Won => deal.state == DealState::Won && within(|days| days.closed_on),
            Self::Lost => deal.state == DealState::Lost && within(|days| days.closed_on),
            Self::New => deal.state != DealState::Archived && within(|days| days.became_opportunity_on),
            Self::Overdue => deal.is_overdue(moment),
            Self::Rotting => deal.is_rotting(moment),
            Self::Closing => {
                let is_in = |day| period.is_none_or(|period| period.contains(day));
                deal.state == DealState::Open && deal.close_on.is_some_and(is_in)
            }
            Self::Forecast(_) | Self::ForecastOverdue | Self::Undated => deal.forecast(moment, period) == Some(self),
        }
    }
}

/// The figures of an account card, summed over opportunities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountParts {
    pub pipeline: Sum,
    pub weighted: Sum,
    /// All time.
    pub won: Sum,
    pub open_deals: u64,
}

impl AccountParts {
    pub fn add(&mut self, deal: &DealInput<'_>, worth: Worth) {
        match deal.state {
            DealState::Open => {
                self.open_deals += 1;
                self.pipeline.add(deal.expected_revenue, deal.currency_code, worth.expected);
                self.weighted.add(deal.weighted_revenue, deal.currency_code, worth.weighted);
            }
            DealState::Won => self.won.add(deal.expected_revenue, deal.currency_code, worth.expected),
            DealState::Lost | DealState::Archived => {}
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.pipeline.merge(&other.pipeline);
        self.weighted.merge(&other.weighted);
        self.won.merge(&other.won);
        self.open_deals += other.open_deals;
    }
}
