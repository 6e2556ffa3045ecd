//! The one room where values become text: amounts, counts, percents, days, ages.

mod number;
mod time;

pub use number::{amount, count, money, parts, percent};
pub use time::{age, clock, day, moment, span};

/// Up to two letters that stand for a name: the first of its first and of its last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).take(2).collect()
}

/// One of eight hues, the same for the same name on every screen.
pub fn hue(name: &str) -> u32 {
    name.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619)) % 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Acme Trading Company"), "AC");
        assert_eq!(initials("acme"), "A");
        assert_eq!(initials("株式会社 みどり"), "株み");
        assert_eq!(initials("- (Öresund) \"Beta\""), "ÖB");
        assert_eq!(initials("  "), "");
    }

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue("Acme"), hue("Acme"));
        assert!((0..8).contains(&hue("Globex")));
    }
}
