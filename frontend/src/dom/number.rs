//! JavaScript's numbers as whole numbers.

/// Rounded towards zero; what is no number is 0.
#[expect(clippy::as_conversions, reason = "there is no other way from f64; `as` saturates and maps NaN to 0")]
pub fn whole(number: f64) -> i64 {
    number as i64
}

/// Exact up to 2^53, far beyond any time in milliseconds.
#[expect(clippy::as_conversions, reason = "there is no other way to f64")]
pub fn float(number: i64) -> f64 {
    number as f64
}
