//! What happened in Odoo as a reader may see it, newest first, by an index whatever is asked for.

use super::{Gate, Published};
use crate::{Result, collections::INSTANCE, raw};
use chrono::{DateTime, Utc};
use domain::{Scope, Token, canonical::SourceId, facts::Fact};
use futures::TryStreamExt;
use mongodb::{
    bson::{self, Document, doc},
    options::Hint,
};
use serde::Deserialize;
use shared::{EntityType, activities::LoggedType};
use std::cmp::Reverse;

/// So many ranges of an index MongoDB merges by their order; of more it would sort all that is in them.
const MOST_RANGES: usize = 200;
const TOUCHES: [EntityType; 3] = [EntityType::Activity, EntityType::Message, EntityType::Event];

/// Which of it.
#[derive(Debug, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) kinds: &'a [LoggedType],
    /// Users and partners.
    pub(crate) by: Option<&'a [String]>,
    /// Serving id of a record.
    pub(crate) on: Option<&'a str>,
    pub(crate) account: Option<SourceId>,
    /// Conditions on `feed.at` and `serving_id`.
    pub(crate) when: Document,
    pub(crate) limit: usize,
}

/// Something that happened.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    pub(crate) serving_id: String,
    pub(crate) feed: Moment,
    pub(crate) data: Fact,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Moment {
    #[serde(rename = "type")]
    pub(crate) kind: LoggedType,
    pub(crate) at: bson::DateTime,
}

impl Told {
    pub(crate) fn at(&self) -> DateTime<Utc> {
        raw::instant(self.feed.at)
    }

    fn place(&self) -> (bson::DateTime, &str) {
        (self.feed.at, &self.serving_id)
    }
}

impl Gate<'_> {
    /// Newest first, of the same moment by their serving ids, from the last letter on.
    pub(crate) async fn happened(&self, scope: &Scope, generation: i64, wanted: &Wanted<'_>) -> Result<Vec<Told>> {
        // Before the first publication there are no rows, nor indexes to find them by.
        if wanted.kinds.is_empty() || generation == 0 {
            return Ok(Vec::new());
        }
        let published = Published::read(self.db).await?;
        let kinds: Vec<_> = wanted.kinds.iter().map(|kind| kind.name()).collect();
        let mut filter = doc! {
            "instance": INSTANCE,
            "is_active": true,
            "from": { "$lte": generation },
            "feed.type": { "$in": &kinds },
        };
        filter.extend(Self::still_open(generation, published));
        filter.extend(wanted.when.clone());
        if let Some(by) = wanted.by {
            filter.insert("feed.by", doc! { "$in": by });
        }
        if let Some(on) = wanted.on {
            filter.insert("feed.on", on);
        }
        if let Some(account) = wanted.account {
            filter.insert("entity_type", doc! { "$in": TOUCHES.map(EntityType::name).to_vec() });
            filter.insert("data.account.id", account);
        }
        let tokens: Option<Vec<_>> = scope.tokens().map(|tokens| tokens.iter().map(Token::to_string).collect());
        let index = match (wanted.account, wanted.on, wanted.by, &tokens) {
            (Some(_), ..) => "of_account",
            (_, Some(_), ..) => "feed_on",
            (_, _, Some(_), _) => "feed_by",
            (_, _, _, Some(_)) => "feed_reached",
            _ => "feed",
        };
        let at_once = match (index, &tokens) {
            ("feed_reached", _) => (MOST_RANGES / kinds.len()).max(1),
            (_, Some(tokens)) => tokens.len().max(1),
            _ => 1,
        };
        let Some(tokens) = tokens else { return self.told(filter, index, wanted.limit).await };
        let mut found = Vec::new();
        for some in tokens.chunks(at_once) {
            filter.insert("visible_to", doc! { "$in": some });
            found.extend(self.told(filter.clone(), index, wanted.limit).await?);
        }
        // What two of them see was found twice.
        found.sort_by(|a, b| Reverse(a.place()).cmp(&Reverse(b.place())));
        found.dedup_by(|a, b| a.serving_id == b.serving_id);
        found.truncate(wanted.limit);
        Ok(found)
    }

    async fn told(&self, filter: Document, index: &str, limit: usize) -> Result<Vec<Told>> {
        let shown = doc! { "_id": 0, "serving_id": 1, "feed": 1, "data": 1 };
        let newest_first = doc! { "feed.at": -1, "serving_id": -1 };
        let rows = self.serving.clone_with_type::<Told>();
        let found = rows.find(filter).sort(newest_first).limit(i64::try_from(limit).unwrap_or(i64::MAX));
        Ok(found.projection(shown).hint(Hint::Name(index.to_owned())).await?.try_collect().await?)
    }
}
