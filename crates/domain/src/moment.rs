//! The point from which a read looks at the facts: a generation, a day, a currency, the organisation's rules.

use crate::{canonical::SourceId, period::Period, rules::Rules};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use shared::figures::PeriodName;
use std::sync::Arc;

/// Everything that a figure depends on besides the facts and the reader. One per request: all its figures agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Which published generation of the lake.
    pub generation: i64,
    /// How often the lake was made again from its raw records: the same generation may then hold other rows.
    pub epoch: i64,
    pub now: DateTime<Utc>,
    /// The calendar day of `now` in `time_zone`.
    pub today: NaiveDate,
    /// Of the organisation.
    pub time_zone: Tz,
    /// Reporting currency; absent while the lake knows no company.
    pub currency: Option<ReportingCurrency>,
    pub rules: Arc<Rules>,
    /// Grows with each change of what admins set for the organisation.
    pub settings_version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportingCurrency {
    pub id: SourceId,
    pub code: String,
    pub digits: u32,
}

impl Moment {
    pub fn new(generation: i64, now: DateTime<Utc>, time_zone: Tz, currency: Option<ReportingCurrency>) -> Self {
        let today = day_in(now, time_zone);
        let rules = Arc::default();
        Self { generation, epoch: 0, now, today, time_zone, currency, rules, settings_version: 0 }
    }

    /// The calendar day on which an instant falls for the organisation.
    pub fn day_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        day_in(instant, self.time_zone)
    }

    /// Calendar days since an instant.
    pub fn days_since(&self, instant: DateTime<Utc>) -> i64 {
        (self.today - self.day_of(instant)).num_days()
    }

    /// `None`: all time.
    pub fn period(&self, name: PeriodName) -> Option<Period> {
        Period::named(name, self.today, self.rules.fiscal_month)
    }
}

fn day_in(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}
