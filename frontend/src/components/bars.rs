//! How long bars are: all from one zero, in hundredths of a per cent of the room.

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// From the lowest to the highest value, with zero between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    room: f64,
}

/// Begin and length of a bar, from the scale's low end, as parts of 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub from: i64,
    pub length: i64,
}

impl Scale {
    pub fn of<'a>(values: impl Iterator<Item = &'a Decimal> + Clone) -> Self {
        let number = |value: &Decimal| value.to_f64().unwrap_or(0.0);
        let low = values.clone().map(number).fold(0.0, f64::min);
        let high = values.map(number).fold(0.0, f64::max);
        Self { low, room: high - low }
    }

    pub fn bar(self, value: &Decimal) -> Bar {
        self.between(&Decimal::ZERO, value)
    }

    /// From one value to another, in either direction.
    pub fn between(self, from: &Decimal, to: &Decimal) -> Bar {
        let number = |value: &Decimal| value.to_f64().unwrap_or(0.0);
        let (low, high) = (number(from.min(to)), number(from.max(to)));
        let at = |number: f64| {
            let part = if self.room > 0.0 { (number - self.low) / self.room * 10_000.0 } else { 0.0 };
            crate::dom::whole(part.round())
        };
        let is_nothing = from == to;
        let (from, to) = (at(low), at(high));
        // What is not nothing can be seen.
        let length = if is_nothing { 0 } else { (to - from).max(50) };
        Bar { from: from.min(10_000 - length), length }
    }
}

/// `1234` as `12.34%`.
pub fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(values: &[&str]) -> Vec<(i64, i64)> {
        let values: Vec<Decimal> = values.iter().map(|value| value.parse().unwrap()).collect();
        let scale = Scale::of(values.iter());
        values.iter().map(|value| scale.bar(value)).map(|bar| (bar.from, bar.length)).collect()
    }

    #[test]
    fn bars_begin_at_zero_and_the_largest_takes_all_the_room() {
        assert_eq!(bars(&["200.00", "50.00", "0.00"]), [(0, 10_000), (0, 2_500), (0, 0)]);
    }

    #[test]
    fn a_negative_value_lies_on_the_other_side_of_zero() {
        assert_eq!(bars(&["300", "-100"]), [(2_500, 7_500), (0, 2_500)]);
    }

    #[test]
    fn a_step_lies_between_two_values_whichever_is_the_larger() {
        let values: Vec<Decimal> = ["400", "300"].iter().map(|value| value.parse().unwrap()).collect();
        let scale = Scale::of(values.iter());
        let (down, up) = (scale.between(&values[0], &values[1]), scale.between(&values[1], &values[0]));
        assert_eq!((down.from, down.length), (7_500, 2_500));
        assert_eq!(down, up);
        assert_eq!(scale.between(&values[1], &values[1]).length, 0);
    }

    #[test]
    fn a_little_can_be_seen_and_nothing_cannot() {
        assert_eq!(bars(&["1000000", "1"]), [(0, 10_000), (0, 50)]);
        assert_eq!(bars(&["0.00", "0"]), [(0, 0), (0, 0)]);
        assert_eq!(percent(2_505), "25.05%");
    }
}
