//! The one room where values become text: amounts, counts, percents, days, ages.

mod number;
mod time;

pub use number::{amount, count, money, parts, percent};
pub use time::{age, clock, day, moment, span};

/// Legal forms in small letters without dots, as [`initials`] compares them.
const LEGAL_FORMS: [&str; 41] = [
    "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "se", "ltd", "limited", "inc", "llc", "llp", "lp", "corp", "co",
    "plc", "sa", "sas", "sarl", "srl", "spa", "sl", "ab", "as", "a/s", "aps", "asa", "bv", "nv", "oy", "oyj", "kk",
    "sp", "z", "oo", "pt", "tbk", "pty", "pte", "&",
];

fn is_legal_form(word: &str) -> bool {
    let plain: String = word.chars().filter(|sign| !matches!(sign, '.' | ',')).flat_map(char::to_lowercase).collect();
    LEGAL_FORMS.contains(&plain.as_str())
}

/// The name without what stands in brackets.
fn outside_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    name.chars()
        .filter(|sign| match sign {
            '(' | '[' | '（' => {
                depth = depth.saturating_add(1);
                false
            }
            ')' | ']' | '）' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Up to two letters that stand for a name: the first of its first and of its last word, legal forms and brackets
/// left out unless nothing else is there.
pub fn initials(name: &str) -> String {
    let plain = outside_brackets(name);
    let telling: Vec<_> = plain.split_whitespace().filter(|word| !is_legal_form(word)).collect();
    let short = of_words(telling.into_iter());
    if short.is_empty() { of_words(name.split_whitespace()) } else { short }
}

fn of_words<'a>(words: impl DoubleEndedIterator<Item = &'a str>) -> String {
    let mut words = words.filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
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
        assert_eq!(initials("- Öresund \"Beta\""), "ÖB");
        assert_eq!(initials("  "), "");
    }

    #[test]
    fn legal_forms_and_brackets_do_not_stand_for_a_name() {
        assert_eq!(initials("Alpenglow Optik GmbH"), "AO");
        assert_eq!(initials("Alpenglow Optik GmbH & Co. KG"), "AO");
        assert_eq!(initials("Bellavista S.p.A."), "B");
        assert_eq!(initials("Nordlys A/S (Copenhagen office)"), "N");
        assert_eq!(initials("Kowalski Meble Sp. z o.o."), "KM");
        assert_eq!(initials("PT Sumber Rejeki Tbk"), "SR");
        assert_eq!(initials("Midori KK"), "M");
        assert_eq!(initials("AG"), "A");
        assert_eq!(initials("(Archive)"), "A");
    }

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue("Acme"), hue("Acme"));
        assert!((0..8).contains(&hue("Globex")));
    }
}
