//! Checks what the feed is asked for.

use crate::{
    features::choices::{Asked, YEARS},
    http::Failure,
};
use chrono::Datelike;
use domain::facts::parse_serving_id;
use shared::{
    EntityType,
    activities::{LogQuery, LoggedTypes},
};
use store::activities::FeedFilter;

const LONGEST_ID: usize = 100;

/// The filter, and how many entries make a page.
pub(super) fn read(asked: &LogQuery) -> Result<(FeedFilter, usize), Failure> {
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    let types = asked.activity_type.as_deref().and_then(|text| wrong.parsed::<LoggedTypes>("type", text));
    for (field, id) in [("entity_id", &asked.entity_id), ("user", &asked.user)] {
        if id.as_ref().is_some_and(|id| id.is_empty() || id.len() > LONGEST_ID) {
            wrong.wrong(field, format!("must have from 1 to {LONGEST_ID} characters"));
        }
    }
    let account = asked.account.as_deref().and_then(parse_serving_id);
    let account = account.filter(|(entity, _)| *entity == EntityType::Account).map(|(_, id)| id);
    if asked.account.is_some() && account.is_none() {
        wrong.wrong("account", "must be an id like `odoo_account_14`".into());
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
    let filter = FeedFilter {
        types: types.unwrap_or_default().0,
        entity_id: asked.entity_id.clone(),
        account,
        user: asked.user.clone(),
        from: asked.from,
        until: asked.until,
        source: asked.source,
    };
    Ok((filter, limit))
}
