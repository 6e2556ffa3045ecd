//! Days, moments and ages as text. Ages are counted by the caller from the server's clock.

use crate::words::Words;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};

/// `5 Mar 2026`.
pub fn day(day: NaiveDate, w: &Words) -> String {
    let index = usize::try_from(day.month0()).unwrap_or(0);
    let month = w.time.months.get(index).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

fn local(moment: DateTime<Utc>, offset_minutes: i32) -> NaiveDateTime {
    moment.naive_utc().checked_add_signed(Duration::minutes(offset_minutes.into())).unwrap_or(moment.naive_utc())
}

/// The day of a moment, in a time zone that is so many minutes ahead of UTC.
pub fn day_of(moment: DateTime<Utc>, offset_minutes: i32, w: &Words) -> String {
    day(local(moment, offset_minutes).date(), w)
}

/// `14:05`, in a time zone that is so many minutes ahead of UTC.
pub fn clock(moment: DateTime<Utc>, offset_minutes: i32) -> String {
    let local = local(moment, offset_minutes);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `5 Mar 2026, 14:05`.
pub fn moment(moment: DateTime<Utc>, offset_minutes: i32, w: &Words) -> String {
    format!("{}, {}", day(local(moment, offset_minutes).date(), w), clock(moment, offset_minutes))
}

/// How long ago: `just now`, `2 min ago`, `3 h ago`, `5 days ago`. A moment ahead counts as now.
pub fn age(since: Duration, w: &Words) -> String {
    let minutes = since.num_minutes();
    match minutes {
        ..1 => w.time.just_now.to_owned(),
        1..60 => (w.time.minutes_ago)(minutes),
        60..1_440 => (w.time.hours_ago)(minutes / 60),
        _ => (w.time.days_ago)(minutes / 1_440),
    }
}

/// How long it takes until then: `any moment`, `in 2 min`, `in 3 h`, `in 5 days`. A moment that has passed is due.
pub fn ahead(until: Duration, w: &Words) -> String {
    let minutes = until.num_minutes();
    match minutes {
        ..1 => w.time.soon.to_owned(),
        1..60 => (w.time.minutes_ahead)(minutes),
        60..1_440 => (w.time.hours_ahead)(minutes / 60),
        _ => (w.time.days_ahead)(minutes / 1_440),
    }
}

/// How long something took: `0.8 s`, `42 s`, `3 min 5 s`, `1 h 2 min`.
pub fn span(length: Duration, w: &Words) -> String {
    let millis = length.num_milliseconds().max(0);
    let seconds = millis / 1_000;
    match seconds {
        ..10 => format!("{}{}{}\u{a0}s", seconds, w.time.point, millis % 1_000 / 100),
        10..60 => format!("{seconds}\u{a0}s"),
        60..3_600 => format!("{}\u{a0}min {}\u{a0}s", seconds / 60, seconds % 60),
        _ => format!("{}\u{a0}{} {}\u{a0}min", seconds / 3_600, w.time.hour, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_written_out() {
        let day_of_march = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        assert_eq!(day(day_of_march, Lang::English.words()), "5 Mar 2026");
        let day_of_august = NaiveDate::from_ymd_opt(2026, 8, 17).unwrap();
        assert_eq!(day(day_of_august, Lang::Indonesian.words()), "17 Agu 2026");
    }

    #[test]
    fn a_moment_is_shown_in_the_browsers_time_zone() {
        let late = at("2026-12-31T20:30:00Z");
        assert_eq!(moment(late, 420, Lang::English.words()), "1 Jan 2027, 03:30");
        assert_eq!(moment(late, -210, Lang::English.words()), "31 Dec 2026, 17:00");
        assert_eq!(clock(late, 0), "20:30");
        assert_eq!(day_of(late, 420, Lang::English.words()), "1 Jan 2027");
    }

    #[test]
    fn an_age_grows_in_whole_steps() {
        let w = Lang::English.words();
        assert_eq!(age(Duration::seconds(-5), w), "just now");
        assert_eq!(age(Duration::seconds(59), w), "just now");
        assert_eq!(age(Duration::seconds(60), w), "1 min ago");
        assert_eq!(age(Duration::minutes(59), w), "59 min ago");
        assert_eq!(age(Duration::minutes(60), w), "1 h ago");
        assert_eq!(age(Duration::hours(23), w), "23 h ago");
        assert_eq!(age(Duration::hours(24), w), "1 day ago");
        assert_eq!(age(Duration::days(9), w), "9 days ago");
        assert_eq!(age(Duration::minutes(2), Lang::Indonesian.words()), "2 mnt lalu");
    }

    #[test]
    fn what_is_to_come_shrinks_in_whole_steps() {
        let w = Lang::English.words();
        assert_eq!(ahead(Duration::seconds(-5), w), "any moment");
        assert_eq!(ahead(Duration::seconds(59), w), "any moment");
        assert_eq!(ahead(Duration::minutes(59), w), "in 59 min");
        assert_eq!(ahead(Duration::hours(23), w), "in 23 h");
        assert_eq!(ahead(Duration::hours(24), w), "in 1 day");
        assert_eq!(ahead(Duration::hours(50), Lang::Indonesian.words()), "2 hari lagi");
    }

    #[test]
    fn a_span_is_as_fine_as_its_length_deserves() {
        let w = Lang::English.words();
        assert_eq!(span(Duration::milliseconds(840), w), "0.8\u{a0}s");
        assert_eq!(span(Duration::seconds(42), w), "42\u{a0}s");
        assert_eq!(span(Duration::seconds(185), w), "3\u{a0}min 5\u{a0}s");
        assert_eq!(span(Duration::seconds(3_725), w), "1\u{a0}h 2\u{a0}min");
        assert_eq!(span(Duration::seconds(-1), w), "0.0\u{a0}s");
    }
}
