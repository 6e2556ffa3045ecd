//! Text as people search and sort it: case, accents and width do not count.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Compatibility-decomposed, without combining marks, in lower case: `Ünïcode Ｃｏ` → `unicode co`.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// How well a text fits what is looked for; better ones are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    Whole,
    Start,
    /// Each word that is looked for begins one of the text.
    Words,
    /// Some of them stand inside a word: the only fit in scripts that do not part words.
    Inside,
}

/// Words that are looked for in folded texts, whose first line is what people call it.
#[derive(Debug, Clone)]
pub struct Needle {
    whole: String,
    words: Vec<String>,
}

impl Needle {
    /// Absent when there is nothing to look for.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<_> = fold(text).split_whitespace().map(ToOwned::to_owned).collect();
        (!words.is_empty()).then(|| Self { whole: words.join(" "), words })
    }

    /// Absent: a word is missing.
    pub fn matches(&self, folded: &str) -> Option<Match> {
        match folded.strip_prefix(self.whole.as_str()) {
            Some(rest) if rest.is_empty() || rest.starts_with('\n') => Some(Match::Whole),
            Some(_) => Some(Match::Start),
            None => self.words.iter().try_fold(Match::Words, |worst, word| Some(worst.max(fit(word, folded)?))),
        }
    }
}

fn fit(word: &str, folded: &str) -> Option<Match> {
    // Most texts do not have it, which this tells much faster than looking for where it stands.
    if !folded.contains(word) {
        return None;
    }
    let begins = |at: usize| folded.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    let is_begin = folded.match_indices(word).any(|(at, _)| begins(at));
    Some(if is_begin { Match::Words } else { Match::Inside })
}
