//! Odoo's floats as exact decimals.

use rust_decimal::Decimal;
use serde_json::Number;
use std::str::FromStr;

/// At and above this a double no longer holds cents for sure.
const TOO_LARGE: f64 = 1e15;

/// The shortest decimal that reads back as the same float; absent when out of range.
pub(crate) fn decimal(number: &Number) -> Option<Decimal> {
    let float = number.as_f64().filter(|float| float.is_finite() && float.abs() < TOO_LARGE)?;
    if float == 0.0 {
        return Some(Decimal::ZERO);
    }
    // `Display` of a float writes the shortest digits, and never an exponent.
    Decimal::from_str(&float.to_string()).ok().map(|decimal| decimal.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<String> {
        let number: Number = serde_json::from_str(json).unwrap();
        decimal(&number).map(|decimal| decimal.to_string())
    }

    #[test]
    fn a_float_becomes_its_shortest_decimal() {
        assert_eq!(of("0.1").unwrap(), "0.1");
        assert_eq!(of("0.30000000000000004").unwrap(), "0.30000000000000004");
        assert_eq!(of("40000.0").unwrap(), "40000");
        assert_eq!(of("-1234.56").unwrap(), "-1234.56");
        assert_eq!(of("12").unwrap(), "12");
        assert_eq!(of("0.0").unwrap(), "0");
        assert_eq!(of("-0.0").unwrap(), "0");
    }

    #[test]
    fn exponents_are_written_out() {
        assert_eq!(of("1e3").unwrap(), "1000");
        assert_eq!(of("1.5e-7").unwrap(), "0.00000015");
        assert_eq!(of("9.99999999999999e14").unwrap(), "999999999999999");
    }

    #[test]
    fn numbers_out_of_range_are_no_decimals() {
        assert_eq!(of("1e15"), None);
        assert_eq!(of("-1e15"), None);
        assert_eq!(of("1e300"), None);
        assert_eq!(of("18446744073709551615"), None);
    }
}
