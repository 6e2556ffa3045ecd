//! Pipeline, weighted pipeline, won revenue and the number of open deals (docs/numbers.md §4).

use super::Sum;
use crate::{Moment, canonical::SourceId, money::Rates};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use shared::accounts::DealState;

/// What the figures need of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealInput<'a> {
    pub state: DealState,
    pub currency: Option<SourceId>,
    pub currency_code: &'a str,
    pub company: Option<SourceId>,
    pub expected_revenue: Decimal,
    pub weighted_revenue: Decimal,
    pub closed_at: Option<DateTime<Utc>>,
}

impl DealInput<'_> {
    /// Open deals at the rate of today, closed ones at that of their closing day.
    fn day(&self, moment: &Moment) -> NaiveDate {
        match self.state {
            DealState::Won | DealState::Lost => self.closed_at.map_or(moment.today, |at| moment.day_of(at)),
            DealState::Open | DealState::Archived => moment.today,
        }
    }

    fn convert(&self, amount: Decimal, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        let to = moment.currency.as_ref()?.id;
        rates.convert(amount, self.currency?, to, self.day(moment), self.company)
    }
}

/// Expected revenue in the reporting currency.
pub fn converted(deal: &DealInput<'_>, moment: &Moment, rates: &Rates) -> Option<Decimal> {
    deal.convert(deal.expected_revenue, moment, rates)
}

/// Weighted revenue in the reporting currency.
pub fn converted_weighted(deal: &DealInput<'_>, moment: &Moment, rates: &Rates) -> Option<Decimal> {
    deal.convert(deal.weighted_revenue, moment, rates)
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
    pub fn add(&mut self, deal: &DealInput<'_>, moment: &Moment, rates: &Rates) {
        self.add_converted(deal, converted(deal, moment, rates), converted_weighted(deal, moment, rates));
    }

    /// For who has the results of `converted` and `converted_weighted` at hand already.
    pub fn add_converted(&mut self, deal: &DealInput<'_>, expected: Option<Decimal>, weighted: Option<Decimal>) {
        match deal.state {
            DealState::Open => {
                self.open_deals += 1;
                self.pipeline.add(deal.expected_revenue, deal.currency_code, expected);
                self.weighted.add(deal.weighted_revenue, deal.currency_code, weighted);
            }
            DealState::Won => self.won.add(deal.expected_revenue, deal.currency_code, expected),
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
