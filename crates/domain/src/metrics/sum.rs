//! A sum of money over records: each is converted and rounded first, then added.

use rust_decimal::Decimal;
use shared::{Figure, Money};
use std::collections::BTreeMap;

/// What is added up for one figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    total: Decimal,
    count: u64,
    /// Code of the currency → sum of what has no rate.
    not_converted: BTreeMap<String, Decimal>,
}

/// Of what is counted and worth nothing.
pub(super) static NOTHING: Sum = Sum::EMPTY;

impl Sum {
    pub(super) const EMPTY: Self = Self { total: Decimal::ZERO, count: 0, not_converted: BTreeMap::new() };

    /// `converted` is the amount in the reporting currency, absent when there was no rate.
    pub fn add(&mut self, amount: Decimal, code: &str, converted: Option<Decimal>) {
        match converted {
            Some(value) => {
                self.total += value;
                self.count += 1;
            }
            None => match self.not_converted.get_mut(code) {
                Some(sum) => *sum += amount,
                None => drop(self.not_converted.insert(code.to_owned(), amount)),
            },
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.total += other.total;
        self.count += other.count;
        for (code, amount) in &other.not_converted {
            *self.not_converted.entry(code.clone()).or_default() += *amount;
        }
    }

    pub fn total(&self) -> Decimal {
        self.total
    }

    /// What has no rate on or before its day, by currency.
    pub fn not_converted(&self) -> impl Iterator<Item = Money> {
        self.not_converted.iter().map(|(code, amount)| Money::new(*amount, code.clone()))
    }

    /// Records in the total.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// As it is shown: always with the currency's digits.
    pub fn figure(&self, currency: &str, digits: u32) -> Figure {
        let mut total = self.total;
        total.rescale(digits);
        Figure { value: Money::new(total, currency), count: self.count, not_converted: self.not_converted().collect() }
    }
}
