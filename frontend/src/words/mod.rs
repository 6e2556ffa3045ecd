//! All words of the app. A language is complete or does not compile.

mod catalogue;
mod en;
mod id;

pub use catalogue::Words;

use leptos::prelude::use_context;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    English,
    Indonesian,
}

impl Lang {
    /// From a BCP 47 tag; English for all languages that are not spoken here.
    pub fn from_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next().map(str::to_ascii_lowercase).as_deref() {
            Some("id" | "in") => Self::Indonesian,
            _ => Self::English,
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Indonesian => "id",
        }
    }

    pub fn words(self) -> &'static Words {
        match self {
            Self::English => &en::WORDS,
            Self::Indonesian => &id::WORDS,
        }
    }
}

/// Of the language that the tree around is drawn in. Only while a component is being built.
pub fn words() -> &'static Words {
    use_context::<Lang>().unwrap_or_default().words()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_comes_from_the_browsers_tag() {
        assert_eq!(Lang::from_tag("id-ID"), Lang::Indonesian);
        assert_eq!(Lang::from_tag("in"), Lang::Indonesian);
        assert_eq!(Lang::from_tag("en-GB"), Lang::English);
        assert_eq!(Lang::from_tag("de"), Lang::English);
        assert_eq!(Lang::from_tag(""), Lang::English);
    }

    #[test]
    fn numbers_decide_between_one_and_many() {
        assert_eq!((Lang::English.words().accounts.deals)("1", 1), "1 deal");
        assert_eq!((Lang::English.words().accounts.deals)("1,204", 1_204), "1,204 deals");
    }
}
