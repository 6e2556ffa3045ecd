//! Answers that were given lately, in memory: the same question about the same facts is not worked out twice.

use actix_web::{http::header::EntityTag, web::Bytes};
use moka::{policy::EvictionPolicy, sync::Cache};
use std::{fmt, time::Duration};

/// Nobody comes back to most of them.
const LONGEST: Duration = Duration::from_secs(60);

/// By the tag that names everything an answer depends on, its reader too.
#[derive(Clone)]
pub(crate) struct Answers(Cache<String, Bytes>);

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers({})", self.0.entry_count())
    }
}

impl Answers {
    /// `most`: bytes of all answers together.
    pub(crate) fn new(most: u64) -> Self {
        let weight = |tag: &String, answer: &Bytes| u32::try_from(tag.len() + answer.len()).unwrap_or(u32::MAX);
        // What was asked for often is mostly of a generation that is over: that must not keep new answers out.
        let oldest_goes = EvictionPolicy::lru();
        let cache = Cache::builder().max_capacity(most).weigher(weight).time_to_live(LONGEST);
        Self(cache.eviction_policy(oldest_goes).build())
    }

    pub(super) fn find(&self, tag: &EntityTag) -> Option<Bytes> {
        self.0.get(tag.tag())
    }

    pub(super) fn keep(&self, tag: &EntityTag, answer: Bytes) {
        self.0.insert(tag.tag().to_owned(), answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_answer_takes_the_place_of_the_one_that_was_wanted_longest_ago() {
        let answers = Answers::new(1_000);
        let tag = |name: &str| EntityTag::new_strong(name.to_owned());
        let keep = |name: &str| {
            answers.keep(&tag(name), Bytes::from(vec![0; 400]));
            answers.0.run_pending_tasks();
        };
        let is_kept = |name: &str| answers.find(&tag(name)).is_some();
        keep("first");
        keep("second");
        for _ in 0..20 {
            assert!(is_kept("first") && is_kept("second"));
            answers.0.run_pending_tasks();
        }
        keep("new");
        assert_eq!(["first", "second", "new"].map(is_kept), [false, true, true]);
    }
}
