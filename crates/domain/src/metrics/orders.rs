//! Orders and quotations, summed up (docs/numbers.md §4): by the day of the order, without tax.

use super::Tally;
use crate::{Moment, Period, facts::OrderFact, money::Rates};

/// What a document of sales is: an order, or a quotation that may become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderGroup {
    Orders,
    Quotations,
}

impl OrderGroup {
    /// Cancelled ones are neither.
    pub fn of(order: &OrderFact) -> Option<Self> {
        match order.state {
            state if state.is_order() => Some(Self::Orders),
            state if state.is_quotation() => Some(Self::Quotations),
            _ => None,
        }
    }

    /// What was never ordered on a day is in no period, and in all time.
    pub fn takes(self, order: &OrderFact, moment: &Moment, period: Option<Period>) -> bool {
        let day = order.ordered_at.map(|at| moment.day_of(at));
        Self::of(order) == Some(self) && period.is_none_or(|period| day.is_some_and(|day| period.contains(day)))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderParts {
    pub orders: Tally,
    pub quotations: Tally,
}

impl OrderParts {
    pub fn add(&mut self, order: &OrderFact, moment: &Moment, rates: &Rates, period: Option<Period>) {
        for (group, tally) in [(OrderGroup::Orders, &mut self.orders), (OrderGroup::Quotations, &mut self.quotations)] {
            if group.takes(order, moment, period) {
                tally.add(order.untaxed, &order.currency_code, order.converted(moment, rates));
            }
        }
    }
}
