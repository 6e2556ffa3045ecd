//! The organisation's night, in which everything is compared.

use crate::{Result, Store};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Until an admin sets another hour.
pub const FULL_COMPARE_HOUR: u32 = 2;

impl Store {
    /// The last time before `now` at which the organisation's clock showed the hour of the full compare.
    pub async fn last_night(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let hour = self.settings().sync_times().await?.full_compare_hour.unwrap_or(FULL_COMPARE_HOUR);
        Ok(last_night(now, self.time_zone().await?, hour))
    }
}

/// Where a day skips that hour, the first moment after the gap; where it has it twice, the first.
fn last_night(now: DateTime<Utc>, zone: Tz, hour: u32) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let hour = NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or_default();
    let mut days = (0..3).filter_map(|back| today.checked_sub_days(Days::new(back)));
    days.find_map(|day| first_instant(day.and_time(hour), zone).filter(|night| *night <= now)).unwrap_or(now)
}

/// When a day begins there.
pub fn begin_of(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    first_instant(day.and_time(NaiveTime::MIN), zone)
}

/// When a clock first shows this time there, or the first moment after the gap that skips it.
pub fn first_instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    // No gap of a time zone is longer than a day.
    (0..24 * 4).find_map(|quarter| {
        let found = (local + TimeDelta::minutes(15 * quarter)).and_local_timezone(zone).earliest();
        found.map(|instant| instant.with_timezone(&Utc))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night(now: &str, zone: Tz) -> String {
        last_night(now.parse().unwrap(), zone, 2).to_rfc3339()
    }

    #[test]
    fn the_night_is_the_organisations() {
        assert_eq!(night("2026-11-21T12:00:00Z", Tz::UTC), "2026-11-21T02:00:00+00:00");
        assert_eq!(night("2026-11-21T01:59:59Z", Tz::UTC), "2026-11-20T02:00:00+00:00");
        // 02:00 in Jakarta is 19:00 UTC of the day before.
        assert_eq!(night("2026-11-21T12:00:00Z", Tz::Asia__Jakarta), "2026-11-20T19:00:00+00:00");
        assert_eq!(night("2026-11-21T19:00:00Z", Tz::Asia__Jakarta), "2026-11-21T19:00:00+00:00");
    }

    #[test]
    fn a_night_without_that_hour_begins_after_the_gap_and_one_with_two_at_the_first() {
        // On 29 March 2026 clocks in Vienna go from 02:00 to 03:00, which is 01:00 UTC; on 25 October 03:00 becomes 02:00.
        assert_eq!(night("2026-03-29T12:00:00Z", Tz::Europe__Vienna), "2026-03-29T01:00:00+00:00");
        assert_eq!(night("2026-10-25T12:00:00Z", Tz::Europe__Vienna), "2026-10-25T00:00:00+00:00");
    }
}
