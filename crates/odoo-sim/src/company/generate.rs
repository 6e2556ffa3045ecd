//! A company made up from a seed: the order of the work, and the small tools that all parts share.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value as Json;

use super::{accounts, deals, own};
use crate::options::Scale;
use crate::orm::Tables;

/// The rows so far.
#[derive(Debug, Default)]
pub(super) struct Book {
    tables: Tables,
    countries: BTreeMap<String, i64>,
}

impl Book {
    fn new() -> Self {
        let reference: BTreeMap<String, Vec<Json>> =
            serde_json::from_str(include_str!("reference.json")).unwrap_or_default();
        let rows = reference.get("res.country").into_iter().flatten();
        let countries = rows.filter_map(|row| Some((row.get("code")?.as_str()?.to_owned(), row.get("id")?.as_i64()?)));
        Self { tables: Tables::new(), countries: countries.collect() }
    }

    pub(super) fn add(&mut self, model: &str, row: Json) {
        if let Json::Object(row) = row {
            self.tables.entry(model.to_owned()).or_default().push(row);
        }
    }

    /// The country's id, or false.
    pub(super) fn country(&self, code: &str) -> Json {
        self.countries.get(code).map_or(Json::Bool(false), |id| Json::from(*id))
    }
}

pub(super) fn company(seed: u64, scale: Scale, start: DateTime<Utc>) -> Tables {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let today = start.date_naive().and_time(NaiveTime::MIN).and_utc();
    let mut book = Book::new();
    let sellers = own::build(&mut book, &mut rng, today);
    let accounts = accounts::build(&mut book, &mut rng, today, scale.partners, &sellers);
    deals::build(&mut book, &mut rng, today, scale.deals, &accounts, &sellers);
    book.tables
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

/// Somewhere within so many days before a moment, to the microsecond.
pub(super) fn before(rng: &mut ChaCha8Rng, moment: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    moment - chrono::Duration::microseconds(rng.random_range(1..=days.max(1) * 86_400_000_000))
}
