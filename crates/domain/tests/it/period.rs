//! Periods of the organisation's calendar (docs/numbers.md §3).

use domain::{Period, builders::day};
use shared::figures::PeriodName::{self, *};

fn named(name: PeriodName, today: &str, fiscal_month: u32) -> Option<[String; 2]> {
    Period::named(name, day(today), fiscal_month).map(|period| [period.start().to_string(), period.end().to_string()])
}

fn period(start: &str, end: &str) -> Option<Period> {
    Period::new(day(start), day(end))
}

#[test]
fn months_quarters_and_years_are_those_of_the_fiscal_year() {
    let expected = |start: &str, end: &str| Some([start.to_owned(), end.to_owned()]);
    for (name, today, fiscal_month, start, end) in [
        (ThisMonth, "2026-11-21", 1, "2026-11-01", "2026-12-01"),
        (LastMonth, "2026-01-31", 1, "2025-12-01", "2026-01-01"),
        (ThisQuarter, "2026-11-21", 1, "2026-10-01", "2027-01-01"),
        (LastQuarter, "2026-11-21", 1, "2026-07-01", "2026-10-01"),
        (ThisYear, "2028-02-29", 1, "2028-01-01", "2029-01-01"),
        (LastYear, "2026-11-21", 1, "2025-01-01", "2026-01-01"),
        // From April on.
        (ThisYear, "2026-03-31", 4, "2025-04-01", "2026-04-01"),
        (ThisYear, "2026-04-01", 4, "2026-04-01", "2027-04-01"),
        (ThisQuarter, "2026-03-31", 4, "2026-01-01", "2026-04-01"),
        // From November on, a quarter crosses the calendar year.
        (ThisQuarter, "2027-01-15", 11, "2026-11-01", "2027-02-01"),
        (LastQuarter, "2027-01-15", 11, "2026-08-01", "2026-11-01"),
        (ThisYear, "2026-10-31", 11, "2025-11-01", "2026-11-01"),
    ] {
        assert_eq!(named(name, today, fiscal_month), expected(start, end), "{name:?} {today} {fiscal_month}");
    }
    assert_eq!(named(AllTime, "2026-11-21", 1), None);
}

#[test]
fn a_period_begins_with_its_first_day_and_ends_before_its_last() {
    let november = period("2026-11-01", "2026-12-01").unwrap();
    assert!(november.contains(day("2026-11-01")) && november.contains(day("2026-11-30")));
    assert!(!november.contains(day("2026-10-31")) && !november.contains(day("2026-12-01")));
    assert_eq!(Period::new(day("2026-11-01"), day("2026-11-01")), None);
}

#[test]
fn the_period_before_has_as_many_months_or_else_as_many_days() {
    let before = |start: &str, end: &str| period(start, end).unwrap().before();
    assert_eq!(before("2026-03-01", "2026-04-01"), period("2026-02-01", "2026-03-01"));
    assert_eq!(before("2026-01-01", "2026-04-01"), period("2025-10-01", "2026-01-01"));
    assert_eq!(before("2026-03-10", "2026-03-20"), period("2026-02-28", "2026-03-10"));
}

#[test]
fn elapsed_days_count_today() {
    let november = period("2026-11-01", "2026-12-01").unwrap();
    assert_eq!(november.days(), 30);
    let elapsed = ["2026-10-31", "2026-11-01", "2026-11-21", "2026-12-05"].map(|today| november.elapsed(day(today)));
    assert_eq!(elapsed, [0, 1, 21, 30]);
}

#[test]
fn months_of_a_period_are_cut_to_it() {
    let months: Vec<_> = period("2026-01-15", "2026-03-02").unwrap().by_month().map(Some).collect();
    let expected =
        [period("2026-01-15", "2026-02-01"), period("2026-02-01", "2026-03-01"), period("2026-03-01", "2026-03-02")];
    assert_eq!(months, expected);
}
