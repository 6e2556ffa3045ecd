//! The one room where values become text: amounts, counts, percents, days, ages.

mod number;
mod time;

pub use number::{Parts, amount, count, money, parts, percent, short};
pub use time::{age, ahead, clock, day, day_of, moment, span};

/// Legal forms in small letters without dots, as [`initials`] compares them; those in scripts without spaces stand at an
/// end of a word.
const LEGAL_FORMS: &[&str] = &[
    // German, Dutch, Nordic
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "gbr",
    "eg",
    "ek",
    "bv",
    "nv",
    "vof",
    "bvba",
    "ab",
    "abp",
    "hb",
    "as",
    "a/s",
    "aps",
    "asa",
    "oy",
    "oyj",
    "hf",
    "ehf", // English, Asian
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "corp",
    "co",
    "plc",
    "pty",
    "pte",
    "pvt",
    "pt",
    "tbk",
    "cv",
    "ud",
    "sdn",
    "bhd",
    "kk", // Romance
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "snc",
    "srl",
    "spa",
    "sl",
    "slu",
    "lda",
    "ltda", // Central and Eastern Europe
    "se",
    "sro",
    "spol",
    "s",
    "ro",
    "sp",
    "z",
    "oo",
    "doo",
    "dd",
    "kft",
    "zrt",
    "nyrt",
    "ood",
    "eood",
    "ooo",
    "oü",
    "sia",
    "uab",
    "ооо",
    "оао",
    "зао",
    "пао",
    "ао",
    "тоо",
    "şti",
    "aş", // Middle East, Thailand
    "בע\"מ",
    "בעמ",
    "ذمم",
    "شمم",
    "شركة",
    "บริษัท",
    "จำกัด",
    "株式会社",
    "有限会社",
    "合同会社",
    "有限公司",
    "&",
];

fn is_legal_form(word: &str) -> bool {
    let plain: String = word.chars().filter(|sign| !matches!(sign, '.' | ',')).flat_map(char::to_lowercase).collect();
    LEGAL_FORMS.contains(&plain.as_str())
}

/// `東京精密株式会社` is one word: the form is taken off its ends.
fn without_attached_form(word: &str) -> &str {
    let attached = LEGAL_FORMS.iter().filter(|form| form.starts_with(|letter| letter > '\u{3000}'));
    attached.fold(word, |word, form| {
        let rest = word.strip_prefix(form).or_else(|| word.strip_suffix(form)).unwrap_or(word);
        if rest.is_empty() { word } else { rest }
    })
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
    let telling: Vec<_> =
        plain.split_whitespace().filter(|word| !is_legal_form(word)).map(without_attached_form).collect();
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
        assert_eq!(initials("Silvertown Instruments s.r.o."), "SI");
        assert_eq!(initials("Novák Optika, spol. s r.o."), "NO");
        assert_eq!(initials("Iris Foods Ltd."), "IF");
        assert_eq!(initials("ООО Ромашка"), "Р");
        assert_eq!(initials("株式会社 みどり"), "み");
        assert_eq!(initials("東京精密株式会社"), "東");
        assert_eq!(initials("株式会社山田"), "山");
        assert_eq!(initials("บริษัท ดอยทอง จำกัด"), "ด");
        assert_eq!(initials("AG"), "A");
        assert_eq!(initials("株式会社"), "株");
        assert_eq!(initials("(Archive)"), "A");
    }

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue("Acme"), hue("Acme"));
        assert!((0..8).contains(&hue("Globex")));
    }
}
