//! All words of the app. A language is complete or does not compile.

mod admin;
mod around;
mod catalogue;
mod deals;
mod en;
mod feed;
mod goals;
mod health;
mod id;
mod numbers;
mod settings;

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
    use shared::ProblemCode;

    #[test]
    fn the_language_comes_from_the_browsers_tag() {
        assert_eq!(Lang::from_tag("id-ID"), Lang::Indonesian);
        assert_eq!(Lang::from_tag("in"), Lang::Indonesian);
        assert_eq!(Lang::from_tag("en-GB"), Lang::English);
        assert_eq!(Lang::from_tag("de"), Lang::English);
        assert_eq!(Lang::from_tag(""), Lang::English);
    }

    /// The codes one after the other: without an arm for a new one this does not compile.
    fn next(code: ProblemCode) -> Option<ProblemCode> {
        Some(match code {
            ProblemCode::Unauthenticated => ProblemCode::WrongCredentials,
            ProblemCode::WrongCredentials => ProblemCode::Forbidden,
            ProblemCode::Forbidden => ProblemCode::PendingApproval,
            ProblemCode::PendingApproval => ProblemCode::CrossSite,
            ProblemCode::CrossSite => ProblemCode::NotFound,
            ProblemCode::NotFound => ProblemCode::MethodNotAllowed,
            ProblemCode::MethodNotAllowed => ProblemCode::Conflict,
            ProblemCode::Conflict => ProblemCode::ChangedMeanwhile,
            ProblemCode::ChangedMeanwhile => ProblemCode::VersionRequired,
            ProblemCode::VersionRequired => ProblemCode::SnapshotExpired,
            ProblemCode::SnapshotExpired => ProblemCode::TooSlow,
            ProblemCode::TooSlow => ProblemCode::TooLarge,
            ProblemCode::TooLarge => ProblemCode::UnsupportedMediaType,
            ProblemCode::UnsupportedMediaType => ProblemCode::WrongHost,
            ProblemCode::WrongHost => ProblemCode::MalformedBody,
            ProblemCode::MalformedBody => ProblemCode::InvalidFields,
            ProblemCode::InvalidFields => ProblemCode::TooManyRequests,
            ProblemCode::TooManyRequests => ProblemCode::Internal,
            ProblemCode::Internal => ProblemCode::Unavailable,
            ProblemCode::Unavailable => return None,
        })
    }

    #[test]
    fn every_problem_has_words_of_its_own_in_each_language() {
        let codes: Vec<_> = std::iter::successors(Some(ProblemCode::Unauthenticated), |code| next(*code)).collect();
        assert_eq!(codes.len(), 20);
        let said = |lang: Lang| codes.iter().map(|code| (lang.words().failure.problem)(*code)).collect::<Vec<_>>();
        let (english, indonesian) = (said(Lang::English), said(Lang::Indonesian));
        for words in [&english, &indonesian] {
            let different: std::collections::BTreeSet<_> = words.iter().copied().collect();
            assert_eq!(different.len(), codes.len(), "two problems share their words");
            assert!(words.iter().all(|words| words.ends_with('.') && words.len() > 10));
        }
        assert!(english.iter().zip(&indonesian).all(|(english, indonesian)| english != indonesian));
        assert_eq!(
            (Lang::English.words().failure.problem)(ProblemCode::TooSlow),
            "The connection is too slow: the request did not arrive in time. Try again."
        );
    }

    #[test]
    fn numbers_decide_between_one_and_many() {
        assert_eq!((Lang::English.words().accounts.deals)("1", 1), "1 deal");
        assert_eq!((Lang::English.words().accounts.deals)("1,204", 1_204), "1,204 deals");
    }
}
