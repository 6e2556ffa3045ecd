//! A company made up from a seed: the order of the work, and the small tools that all parts share.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value as Json};

use super::history::Records;
use super::{accounts, deals, history, invoices, orders, own, staff};
use crate::options::Scale;
use crate::orm::LoadError;

/// Takes the rows of a model, one by one.
pub(crate) type Sink<'a> = dyn FnMut(&str, Map<String, Json>) -> Result<(), LoadError> + 'a;

/// Where the rows go as they are made.
pub(super) struct Book<'a> {
    sink: &'a mut Sink<'a>,
    refused: Option<LoadError>,
    countries: BTreeMap<String, i64>,
}

impl<'a> Book<'a> {
    fn new(sink: &'a mut Sink<'a>) -> Self {
        let reference: BTreeMap<String, Vec<Json>> =
            serde_json::from_str(include_str!("reference.json")).unwrap_or_default();
        let rows = reference.get("res.country").into_iter().flatten();
        let countries = rows.filter_map(|row| Some((row.get("code")?.as_str()?.to_owned(), row.get("id")?.as_i64()?)));
        Self { sink, refused: None, countries: countries.collect() }
    }

    pub(super) fn add(&mut self, model: &str, row: Json) {
        if let (Json::Object(row), None) = (row, &self.refused) {
            self.refused = (self.sink)(model, row).err();
        }
    }

    /// The country's id, or false.
    pub(super) fn country(&self, code: &str) -> Json {
        self.countries.get(code).map_or(Json::Bool(false), |id| Json::from(*id))
    }
}

/// Each part has a stream of its own: more of one leaves the others as they are.
fn stream(seed: u64, part: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(part);
    rng
}

pub(super) fn company<'a>(
    seed: u64,
    scale: Scale,
    start: DateTime<Utc>,
    sink: &'a mut Sink<'a>,
) -> Result<(), LoadError> {
    let mut rng = stream(seed, 0);
    let today = start.date_naive().and_time(NaiveTime::MIN).and_utc();
    let mut book = Book::new(sink);
    let sellers = own::build(&mut book, &mut rng, today);
    staff::build(&mut book, today);
    let accounts = accounts::build(&mut book, &mut rng, today, scale.partners, &sellers);
    let deals = deals::build(&mut book, &mut rng, today, scale.deals, &accounts, &sellers);
    let orders = orders::build(&mut book, &mut stream(seed, 1), today, &deals, &accounts);
    let made = (deals.as_slice(), orders.as_slice(), accounts.as_slice());
    let invoices = invoices::build(&mut book, &mut stream(seed, 2), today, scale.invoices, made);
    let records = Records { deals: &deals, accounts: &accounts, orders: &orders, invoices: &invoices };
    history::activities(&mut book, &mut stream(seed, 3), today, &records);
    history::meetings(&mut book, &mut stream(seed, 4), today, &records);
    history::messages(&mut book, &mut stream(seed, 5), today, scale.messages, &records);
    book.refused.map_or(Ok(()), Err)
}

/// The same choice as `weighted`, made often among many.
pub(super) struct Weights {
    sums: Vec<u32>,
}

impl Weights {
    pub(super) fn new<T>(items: &[T], weight: impl Fn(&T) -> u32) -> Self {
        let sums = items.iter().scan(0, |sum, item| {
            *sum += weight(item);
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    pub(super) fn pick<'a, T>(&self, rng: &mut ChaCha8Rng, items: &'a [T]) -> Option<&'a T> {
        let left = rng.random_range(0..self.sums.last().copied().unwrap_or(0).max(1));
        items.get(self.sums.partition_point(|sum| *sum <= left)).or_else(|| items.last())
    }
}

pub(super) fn pick<'a>(rng: &mut ChaCha8Rng, list: &[&'a str]) -> &'a str {
    list.choose(rng).copied().unwrap_or_default()
}

/// True in so many of a hundred cases.
pub(super) fn chance(rng: &mut ChaCha8Rng, percent: f64) -> bool {
    rng.random_range(0.0..100.0) < percent
}

/// One of the items, each as often as its weight says.
pub(super) fn weighted<'a, T>(rng: &mut ChaCha8Rng, items: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
    let total: u32 = items.iter().map(&weight).sum();
    let mut left = rng.random_range(0..total.max(1));
    for item in items {
        let own = weight(item);
        if left < own {
            return Some(item);
        }
        left -= own;
    }
    items.last()
}

/// The bell curve with mean 0 and deviation 1.
pub(super) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (one, other): (f64, f64) = (rng.random_range(f64::EPSILON..1.0), rng.random_range(0.0..1.0));
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
}

/// A moment with its microseconds, as the database holds it.
pub(super) fn stamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

/// A moment as a value that people set: without a fraction.
pub(super) fn seconds(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Somewhere within so many days before a moment, to the microsecond.
pub(super) fn before(rng: &mut ChaCha8Rng, moment: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    moment - chrono::Duration::microseconds(rng.random_range(1..=days.max(1) * 86_400_000_000))
}
