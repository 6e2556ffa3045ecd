//! Answers that were given lately, in memory: the same question about the same facts is not worked out twice.

use actix_web::{http::header::EntityTag, web::Bytes};
use moka::sync::Cache;
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
        Self(Cache::builder().max_capacity(most).weigher(weight).time_to_live(LONGEST).build())
    }

    pub(super) fn find(&self, tag: &EntityTag) -> Option<Bytes> {
        self.0.get(tag.tag())
    }

    pub(super) fn keep(&self, tag: &EntityTag, answer: Bytes) {
        self.0.insert(tag.tag().to_owned(), answer);
    }
}
