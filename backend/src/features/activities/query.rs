//! Checks what the log is asked for.

use crate::{
    features::choices::{Asked, YEARS},
    http::Failure,
};
use chrono::Datelike;
use shared::activities::LogQuery;
use store::activities::LogFilter;

const LONGEST_ID: usize = 100;

/// The filter, and how many entries make a page.
pub(super) fn read(asked: &LogQuery) -> Result<(LogFilter, usize), Failure> {
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    for (field, id) in [("entity_id", &asked.entity_id), ("user", &asked.user)] {
        if id.as_ref().is_some_and(|id| id.is_empty() || id.len() > LONGEST_ID) {
            wrong.wrong(field, format!("must have from 1 to {LONGEST_ID} characters"));
        }
    }
    for (field, day) in [("from", asked.from), ("until", asked.until)] {
        if day.is_some_and(|day| !YEARS.contains(&day.year())) {
            wrong.wrong(field, "must be in the years 1900 to 2200".into());
        }
    }
    if asked.from.zip(asked.until).is_some_and(|(from, until)| from >= until) {
        wrong.wrong("until", "must be after `from`".into());
    }
    wrong.end()?;
    let filter = LogFilter {
        activity_type: asked.activity_type,
        entity_type: asked.entity_type,
        entity_id: asked.entity_id.clone(),
        user: asked.user.clone(),
        from: asked.from,
        until: asked.until,
        source: asked.source,
    };
    Ok((filter, limit))
}
