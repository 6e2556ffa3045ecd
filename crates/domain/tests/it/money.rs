//! Rounding and conversion (docs/numbers.md §3).

use domain::{
    builders::{amount, company, currency, day, rate},
    canonical::{Company, Record},
    facts::References,
    money::{Rates, round},
};

const USD: i64 = 1;
const EUR: i64 = 2;
const JPY: i64 = 3;
const OMR: i64 = 4;
const MAIN: i64 = 10;
const EUROPE: i64 = 20;
const EUROPE_BRANCH: i64 = 21;
const MUSCAT: i64 = 30;

fn rates() -> Rates {
    Rates::new(
        [(USD, currency("USD", 2)), (EUR, currency("EUR", 2)), (JPY, currency("JPY", 0)), (OMR, currency("OMR", 3))],
        [
            (MAIN, company(MAIN, USD)),
            (EUROPE, company(EUROPE, EUR)),
            (EUROPE_BRANCH, Company { parent: Some(EUROPE), ..company(EUROPE_BRANCH, JPY) }),
            (MUSCAT, company(MUSCAT, OMR)),
        ],
        [
            rate(EUR, Some(MAIN), "2026-01-01", "0.80"),
            rate(EUR, None, "2026-02-01", "0.50"),
            rate(USD, Some(EUROPE), "2026-03-01", "1.25"),
            rate(USD, Some(EUROPE), "2026-06-01", "1.20"),
            rate(JPY, None, "2026-01-01", "160"),
        ],
    )
}

#[test]
fn halves_are_rounded_away_from_zero() {
    assert_eq!(round(amount("0.125"), 2), amount("0.13"));
    assert_eq!(round(amount("-0.125"), 2), amount("-0.13"));
    assert_eq!(round(amount("123456789.995"), 2), amount("123456790.00"));
    assert_eq!(round(amount("12000.0005"), 3), amount("12000.001"));
    assert_eq!(round(amount("1000000.5"), 0), amount("1000001"));
    assert_eq!(round(amount("0.30000000000000004"), 2), amount("0.30"));
}

#[test]
fn a_rounded_amount_is_written_with_all_digits_of_its_currency() {
    assert_eq!(round(amount("5"), 3).to_string(), "5.000");
    assert_eq!(round(amount("7.10"), 0).to_string(), "7");
}

#[test]
fn the_same_currency_is_never_converted() {
    let converted = rates().convert(amount("10.005"), OMR, OMR, day("1999-01-01"), Some(MUSCAT));
    assert_eq!(converted, Some(amount("10.005")));
}

#[test]
fn a_companys_own_currency_is_one_by_definition() {
    // 100 USD at 0.80 EUR for a dollar
    let converted = rates().convert(amount("100"), USD, EUR, day("2026-01-15"), Some(MAIN));
    assert_eq!(converted, Some(amount("80.00")));
}

#[test]
fn a_row_of_the_company_wins_over_a_newer_shared_one() {
    let converted = rates().convert(amount("100"), USD, EUR, day("2026-02-15"), Some(MAIN));
    assert_eq!(converted, Some(amount("80.00")));
}

#[test]
fn the_newest_row_on_or_before_the_day_counts() {
    let rates = rates();
    let eur = |on| rates.convert(amount("100"), EUR, USD, day(on), Some(EUROPE));
    assert_eq!(eur("2026-01-31"), None);
    assert_eq!(eur("2026-02-28"), Some(amount("200.00")), "the shared row says 0.50 EUR for a dollar");
    assert_eq!(eur("2026-03-01"), Some(amount("125.00")));
    assert_eq!(eur("2026-05-31"), Some(amount("125.00")));
    assert_eq!(eur("2026-06-01"), Some(amount("120.00")));
}

#[test]
fn a_branch_uses_the_rates_of_its_root_company() {
    // 160 JPY and 0.50 EUR for a dollar are 320 JPY for a euro, which the company counts as 1.20 USD.
    let converted = rates().convert(amount("16000"), JPY, USD, day("2026-07-01"), Some(EUROPE_BRANCH));
    assert_eq!(converted, Some(amount("60.00")));
}

#[test]
fn shared_rows_are_set_against_the_shared_rate_of_the_companys_own_currency() {
    let (gbp, britain) = (5, 50);
    let rates = Rates::new(
        [(EUR, currency("EUR", 2)), (gbp, currency("GBP", 2)), (JPY, currency("JPY", 0)), (OMR, currency("OMR", 3))],
        [(MAIN, company(MAIN, EUR)), (britain, company(britain, gbp)), (MUSCAT, company(MUSCAT, OMR))],
        [rate(gbp, None, "2026-01-01", "0.80"), rate(JPY, None, "2026-01-01", "160")],
    );
    let on = day("2026-11-21");
    assert_eq!(rates.convert(amount("100"), gbp, EUR, on, Some(britain)), Some(amount("125.00")));
    assert_eq!(rates.convert(amount("100"), EUR, gbp, on, Some(britain)), Some(amount("80.00")));
    assert_eq!(rates.convert(amount("100"), gbp, JPY, on, Some(britain)), Some(amount("20000")));
    assert_eq!(
        rates.convert(amount("100"), OMR, EUR, on, Some(MUSCAT)),
        None,
        "a company's own currency without a row is not worth one unit of the main company's"
    );
}

#[test]
fn without_a_rate_nothing_is_converted_and_never_at_one() {
    let rates = rates();
    assert_eq!(rates.convert(amount("5"), OMR, USD, day("2026-07-01"), Some(MUSCAT)), None);
    assert_eq!(rates.convert(amount("5"), EUR, USD, day("2025-12-31"), Some(MAIN)), None);
    assert_eq!(rates.convert(amount("5"), 99, USD, day("2026-07-01"), Some(MAIN)), None);
}

#[test]
fn a_record_without_company_is_the_main_companys() {
    let rates = rates();
    assert_eq!(rates.main_company(), Some(MAIN));
    assert_eq!(rates.company_currency(None), Some(USD));
    assert_eq!(rates.company_currency(Some(EUROPE_BRANCH)), Some(JPY));
    assert_eq!(rates.convert(amount("100"), USD, EUR, day("2026-01-15"), None), Some(amount("80.00")));
}

#[test]
fn conversion_rounds_once_at_the_end() {
    // 1,500,000 × 1.10 / 165.25 = 9984.8714…
    let rates = Rates::new(
        [(USD, currency("USD", 2)), (JPY, currency("JPY", 0)), (EUR, currency("EUR", 2))],
        [(EUROPE, company(EUROPE, EUR))],
        [rate(USD, Some(EUROPE), "2026-10-01", "1.10"), rate(JPY, Some(EUROPE), "2026-06-01", "165.25")],
    );
    let converted = rates.convert(amount("1500000"), JPY, USD, day("2026-11-21"), Some(EUROPE));
    assert_eq!(converted, Some(amount("9984.87")));
}

#[test]
fn of_two_rates_for_one_day_the_later_record_counts() {
    let twice = [(8, rate(EUR, None, "2026-01-01", "0.80")), (9, rate(EUR, None, "2026-01-01", "0.50"))];
    for _ in 0..20 {
        let mut refs = References::default();
        refs.insert(USD, Record::Currency(currency("USD", 2)));
        refs.insert(EUR, Record::Currency(currency("EUR", 2)));
        refs.insert(MAIN, Record::Company(company(MAIN, USD)));
        for (id, rate) in twice.clone() {
            refs.insert(id, Record::CurrencyRate(rate));
        }
        let converted = refs.rates().convert(amount("100"), USD, EUR, day("2026-11-21"), Some(MAIN));
        assert_eq!(converted, Some(amount("50.00")));
    }
}
