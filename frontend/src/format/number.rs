//! Exact numbers as text: nothing is rounded here, digits are shown as they were sent.

use crate::words::{Lang, Words};
use rust_decimal::Decimal;
use shared::Money;

/// An amount in two parts, so that the digits after the point can be quieter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// With sign and thousands marks.
    pub whole: String,
    /// With its point; empty where there are no digits after it.
    pub fraction: String,
}

fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::English => (',', '.'),
        Lang::Indonesian => ('.', ','),
    }
}

fn grouped(digits: &str, mark: char) -> String {
    let length = digits.chars().count();
    let mut out = String::with_capacity(length + length / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

pub fn parts(value: &Decimal, lang: Lang) -> Parts {
    let (group, point) = marks(lang);
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // U+2212, as wide as a digit; a zero has no sign.
    let sign = if value.is_sign_negative() && !value.is_zero() { "−" } else { "" };
    Parts {
        whole: format!("{sign}{}", grouped(whole, group)),
        fraction: if fraction.is_empty() { String::new() } else { format!("{point}{fraction}") },
    }
}

/// `1250.50` as `1,250.50`: as many digits after the point as were sent.
pub fn amount(value: &Decimal, lang: Lang) -> String {
    let Parts { whole, fraction } = parts(value, lang);
    whole + &fraction
}

/// With the currency's code behind a no-break space.
pub fn money(money: &Money, lang: Lang) -> String {
    format!("{}\u{a0}{}", amount(&money.amount, lang), money.currency)
}

pub fn count(value: u64, lang: Lang) -> String {
    grouped(&value.to_string(), marks(lang).0)
}

/// `1234567.00` as `1.2M`, for places where the exact value stands near: three digits at most, cut off, not rounded.
pub fn short(value: &Decimal, w: &Words) -> String {
    let digits = value.abs().trunc().to_string();
    let thousands = digits.len().saturating_sub(1) / 3;
    let Some(unit) = thousands.checked_sub(1).and_then(|at| w.numbers.thousands.get(at)) else { return digits };
    let (whole, rest) = digits.split_at(digits.len() - thousands * 3);
    let tenth = rest.chars().next().filter(|digit| whole.len() == 1 && *digit != '0');
    let sign = if value.is_sign_negative() { "−" } else { "" };
    match tenth {
        Some(tenth) => format!("{sign}{whole}{}{tenth}{unit}", marks(w.lang).1),
        None => format!("{sign}{whole}{unit}"),
    }
}

/// `40.00` as `40 %`: digits after the point only where they say something.
pub fn percent(value: &Decimal, lang: Lang) -> String {
    format!("{}\u{a0}%", amount(&value.normalize(), lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn digits_are_grouped_and_none_is_lost() {
        assert_eq!(amount(&decimal("1250.50"), Lang::English), "1,250.50");
        assert_eq!(amount(&decimal("1234567890123.4500"), Lang::English), "1,234,567,890,123.4500");
        assert_eq!(amount(&decimal("12000.000"), Lang::English), "12,000.000");
        assert_eq!(amount(&decimal("100"), Lang::English), "100");
        assert_eq!(amount(&decimal("1000"), Lang::English), "1,000");
        assert_eq!(amount(&decimal("0.00"), Lang::English), "0.00");
    }

    #[test]
    fn indonesian_marks_are_the_other_way_round() {
        assert_eq!(amount(&decimal("1250.50"), Lang::Indonesian), "1.250,50");
        assert_eq!(count(1_204, Lang::Indonesian), "1.204");
    }

    #[test]
    fn a_negative_amount_has_a_minus_as_wide_as_a_digit_and_zero_has_none() {
        assert_eq!(amount(&decimal("-1250.50"), Lang::English), "−1,250.50");
        assert_eq!(amount(&decimal("-0.00"), Lang::English), "0.00");
    }

    #[test]
    fn money_names_its_currency() {
        assert_eq!(money(&Money::new(decimal("12000.000"), "OMR"), Lang::English), "12,000.000\u{a0}OMR");
    }

    #[test]
    fn a_percent_shows_only_digits_that_say_something() {
        assert_eq!(percent(&decimal("40.00"), Lang::English), "40\u{a0}%");
        assert_eq!(percent(&decimal("33.33"), Lang::English), "33.33\u{a0}%");
        assert_eq!(percent(&decimal("100"), Lang::English), "100\u{a0}%");
    }

    #[test]
    fn a_short_amount_has_three_digits_at_most() {
        let english = |text| short(&decimal(text), Lang::English.words());
        assert_eq!(english("0.30"), "0");
        assert_eq!(english("999.99"), "999");
        assert_eq!(english("8640.00"), "8.6k");
        assert_eq!(english("-15000.00"), "−15k");
        assert_eq!(english("123459290.50"), "123M");
        assert_eq!(english("1050000"), "1M");
        assert_eq!(short(&decimal("2500000"), Lang::Indonesian.words()), "2,5\u{a0}jt");
    }

    #[test]
    fn an_amount_comes_in_a_loud_and_a_quiet_part() {
        let expected = Parts { whole: "−1,250".to_owned(), fraction: ".50".to_owned() };
        assert_eq!(parts(&decimal("-1250.50"), Lang::English), expected);
        assert_eq!(parts(&decimal("7"), Lang::English).fraction, "");
    }
}
