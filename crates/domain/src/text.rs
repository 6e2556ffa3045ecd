//! Text as people search and sort it: case, accents and width do not count.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Compatibility-decomposed, without combining marks, in lower case: `Ünïcode Ｃｏ` → `unicode co`.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
