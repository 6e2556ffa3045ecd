//! The server's time: a start that comes from outside, plus what has passed since, plus a shift that tests may set.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// Microseconds since 1970, the precision of PostgreSQL.
pub(crate) type Stamp = i64;

#[derive(Debug)]
struct Inner {
    start: Stamp,
    since: Instant,
    shift: AtomicI64,
    frozen: AtomicBool,
}

/// Shared by all of one server. Two readings are never equal: each transaction has its own stamp.
#[derive(Debug, Clone)]
pub struct Clock {
    inner: Arc<Inner>,
    last: Arc<AtomicI64>,
}

impl Clock {
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        let start = start.timestamp_micros();
        let inner = Inner { start, since: Instant::now(), shift: AtomicI64::new(0), frozen: AtomicBool::new(false) };
        Self { inner: Arc::new(inner), last: Arc::new(AtomicI64::new(start)) }
    }

    pub(crate) fn now(&self) -> Stamp {
        let passed = if self.inner.frozen.load(Ordering::Relaxed) {
            0
        } else {
            i64::try_from(self.inner.since.elapsed().as_micros()).unwrap_or(i64::MAX)
        };
        let now = self.inner.start.saturating_add(passed).saturating_add(self.inner.shift.load(Ordering::Relaxed));
        let before = self.last.load(Ordering::Relaxed);
        let now = if now == before { now + 1 } else { now };
        self.last.store(now, Ordering::Relaxed);
        now
    }

    /// Moves the clock by so many microseconds, on top of earlier shifts; backwards is allowed.
    pub fn shift(&self, micros: i64) {
        self.inner.shift.fetch_add(micros, Ordering::Relaxed);
    }

    /// From now on the clock moves only when it is shifted.
    pub fn freeze(&self) {
        let now = self.now();
        self.inner.shift.store(now.saturating_sub(self.inner.start), Ordering::Relaxed);
        self.inner.frozen.store(true, Ordering::Relaxed);
    }
}

pub(crate) fn at(stamp: Stamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(stamp).unwrap_or_default()
}

/// `YYYY-MM-DD HH:MM:SS`, the fraction cut off as Odoo does.
pub(crate) fn format_seconds(stamp: Stamp) -> String {
    at(stamp).format("%Y-%m-%d %H:%M:%S").to_string()
}

pub(crate) fn format_date(stamp: Stamp) -> String {
    at(stamp).format("%Y-%m-%d").to_string()
}

/// What a domain accepts: a fraction, a `T`, a trailing `Z`, a date alone (midnight); an offset is ignored.
pub(crate) fn parse_lenient(text: &str) -> Option<Stamp> {
    let text = text.trim().trim_end_matches('Z').replace('T', " ");
    let text = match text.get(19..).and_then(|tail| tail.find(['+', '-'])) {
        Some(offset) => text.get(..19 + offset).unwrap_or(&text).to_owned(),
        None => text,
    };
    let moment = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M"))
        .ok()
        .or_else(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    Some(moment.and_utc().timestamp_micros())
}

/// Whether a moment names a zone: a `Z` or an offset.
pub(crate) fn has_zone(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(['Z', 'z']) || text.get(19..).is_some_and(|tail| tail.contains(['+', '-']))
}

pub(crate) fn whole_second(stamp: Stamp) -> Stamp {
    stamp.div_euclid(1_000_000) * 1_000_000
}

/// What a write accepts: exactly `YYYY-MM-DD HH:MM:SS`, or a date alone.
pub(crate) fn parse_strict(text: &str) -> Option<Stamp> {
    let moment = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S")
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    Some(moment.and_utc().timestamp_micros())
}
