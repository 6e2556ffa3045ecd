//! The activity feed: what people did here, what the sync found changed, and Odoo's own activities, cut to the reader's reach.

mod due;
mod feed;
mod people;
mod told;

pub use due::Due;
pub use feed::{FeedFilter, FeedPage, FeedReader};

use crate::{
    Result, Store,
    collections::{ACTIVITIES, open},
    raw,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::Token;
use mongodb::{
    Collection,
    bson::{self, doc},
};
use serde::{Deserialize, Serialize};
use shared::activities::{LoggedDetails, LoggedEntity, LoggedSource, LoggedType};
use std::fmt;
use uuid::Uuid;

/// What is to be put down of something that a person did here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub activity_type: LoggedType,
    pub title: String,
    pub entity_type: LoggedEntity,
    pub entity_id: String,
    pub by: (Uuid, String),
    pub details: LoggedDetails,
    pub sight: Sight,
    /// The same person, deed and record stand once in an hour.
    pub hourly: bool,
}

/// Who sees an entry, besides admins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Who did it.
    Own,
    /// Whoever sees the record.
    Record(Vec<Token>),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ActivityDoc {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) activity_type: LoggedType,
    pub(crate) title: String,
    pub(crate) entity_type: LoggedEntity,
    pub(crate) entity_id: String,
    pub(crate) user_id: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) source: LoggedSource,
    pub(crate) metadata: LoggedDetails,
    pub(crate) timestamp: bson::DateTime,
    pub(crate) visible_to: Vec<String>,
}

#[derive(Clone)]
pub struct Activities {
    store: Store,
}

impl fmt::Debug for Activities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Activities")
    }
}

impl Activities {
    pub(crate) fn new(store: &Store) -> Self {
        Self { store: store.clone() }
    }

    fn rows(&self) -> Collection<ActivityDoc> {
        open(self.store.db(), ACTIVITIES)
    }

    /// Puts down what a person has just done.
    pub async fn note(&self, deed: Deed) -> Result<()> {
        let at = self.store.db().now().await?;
        let row = document(deed, at);
        match self.rows().insert_one(row).await.map_err(db::DbError::from) {
            Err(e) if !e.is_duplicate() => Err(e.into()),
            _ => Ok(()),
        }
    }

    /// Removes what is older than the organisation keeps it; returns how many entries that were.
    pub async fn forget_old(&self) -> Result<u64> {
        let days = self.store.settings().activity_log().await?.days();
        let horizon = self.store.db().now().await? - TimeDelta::days(i64::from(days));
        let old = doc! { "timestamp": { "$lt": raw::date(horizon) } };
        Ok(self.rows().delete_many(old).await?.deleted_count)
    }
}

fn own(person: Uuid) -> String {
    format!("p:{person}")
}

/// The same for the same words.
pub(crate) fn stable_id(words: &str) -> String {
    let mut bytes = [0; 16];
    blake3::Hasher::new().update(words.as_bytes()).finalize_xof().fill(&mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

fn document(deed: Deed, at: DateTime<Utc>) -> ActivityDoc {
    let (person, name) = deed.by;
    let id = match deed.hourly {
        true => {
            let hour = at.timestamp().div_euclid(3_600);
            stable_id(&format!("{person} {} {} {hour}", deed.activity_type.name(), deed.entity_id))
        }
        false => Uuid::new_v4().to_string(),
    };
    let visible_to = match deed.sight {
        Sight::Own => vec![own(person)],
        Sight::Record(tokens) => tokens.iter().map(Token::to_string).collect(),
    };
    ActivityDoc {
        id,
        activity_type: deed.activity_type,
        title: deed.title,
        entity_type: deed.entity_type,
        entity_id: deed.entity_id,
        user_id: Some(person.to_string()),
        user_name: Some(name),
        source: LoggedSource::App,
        metadata: deed.details,
        timestamp: raw::date(at),
        visible_to,
    }
}
