//! The activity log: what people did here and what the sync found changed, cut to the reader's reach.

use crate::{
    Result, Store, StoreError,
    collections::{ACTIVITIES, open},
    keyset::{self, Listed, Page},
    night::first_instant,
    raw,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{Scope, Token};
use futures::{Stream, TryStreamExt};
use mongodb::{
    Collection,
    bson::{self, Document, doc},
};
use serde::{Deserialize, Serialize};
use shared::activities::{LoggedActivity, LoggedDetails, LoggedEntity, LoggedSource, LoggedType};
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

impl Listed for ActivityDoc {
    const TIME: &'static str = "timestamp";

    fn place(&self) -> (bson::DateTime, &str) {
        (self.timestamp, &self.id)
    }
}

impl From<ActivityDoc> for LoggedActivity {
    fn from(row: ActivityDoc) -> Self {
        Self {
            id: row.id,
            activity_type: row.activity_type,
            title: row.title,
            entity_type: row.entity_type,
            entity_id: row.entity_id,
            user_id: row.user_id,
            user_name: row.user_name,
            source: row.source,
            metadata: row.metadata,
            timestamp: raw::instant(row.timestamp),
        }
    }
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    pub activity_type: Option<LoggedType>,
    pub entity_type: Option<LoggedEntity>,
    pub entity_id: Option<String>,
    pub user: Option<String>,
    /// Days in the organisation's time zone.
    pub from: Option<NaiveDate>,
    /// The first day after.
    pub until: Option<NaiveDate>,
    pub source: Option<LoggedSource>,
}

/// Who reads the log: entries of records in reach, and their own.
#[derive(Debug, Clone, Copy)]
pub struct LogReader<'a> {
    pub scope: &'a Scope,
    pub person: Uuid,
    pub time_zone: Tz,
}

/// How many entries there are of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogCounts {
    pub types: Vec<(LoggedType, u64)>,
    /// Id, newest name, count.
    pub people: Vec<(String, String, u64)>,
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

    /// Newest first.
    pub async fn list(
        &self,
        reader: LogReader<'_>,
        filter: &LogFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<LoggedActivity>> {
        let matching = reader.matching(filter);
        Ok(keyset::page(self.rows(), matching, cursor, limit).await?.map(LoggedActivity::from))
    }

    /// All of them, newest first, one by one.
    pub async fn all(
        &self,
        reader: LogReader<'_>,
        filter: &LogFilter,
    ) -> Result<impl Stream<Item = Result<LoggedActivity>> + use<>> {
        let matching = reader.matching(filter);
        let found = self.rows().find(matching).sort(doc! { "timestamp": -1, "_id": -1 }).await?;
        Ok(found.map_ok(LoggedActivity::from).map_err(StoreError::from))
    }

    /// Types in their order, people by name.
    pub async fn counts(&self, reader: LogReader<'_>) -> Result<LogCounts> {
        #[derive(Deserialize)]
        struct OfType {
            #[serde(rename = "_id")]
            activity_type: LoggedType,
            count: i64,
        }
        #[derive(Deserialize)]
        struct OfUser {
            #[serde(rename = "_id")]
            user: String,
            name: Option<String>,
            count: i64,
        }
        let reach = reader.matching(&LogFilter::default());
        let by_type = doc! { "$group": { "_id": "$activity_type", "count": { "$sum": 1_i64 } } };
        let newest = doc! { "at": "$timestamp", "name": "$user_name" };
        let by_user =
            doc! { "$group": { "_id": "$user_id", "newest": { "$max": newest }, "count": { "$sum": 1_i64 } } };
        let named = doc! { "$project": { "name": "$newest.name", "count": 1 } };
        let somebodys = doc! { "$match": { "user_id": { "$gt": "" } } };
        let stages = [doc! { "$match": &reach }, by_type];
        let types = self.rows().aggregate(stages).with_type::<OfType>().await?;
        let mut types: Vec<_> = types.map_ok(|row| (row.activity_type, count(row.count))).try_collect().await?;
        types.sort_unstable();
        let stages = [doc! { "$match": reach }, somebodys, by_user, named];
        let people = self.rows().aggregate(stages).with_type::<OfUser>().await?;
        let mut people: Vec<_> = people
            .map_ok(|row| {
                let name = row.name.unwrap_or_else(|| row.user.clone());
                (row.user, name, count(row.count))
            })
            .try_collect()
            .await?;
        people.sort_by_cached_key(|(id, name, _)| (domain::text::fold(name), id.clone()));
        Ok(LogCounts { types, people })
    }

    /// Removes what is older than the organisation keeps it; returns how many entries that were.
    pub async fn forget_old(&self) -> Result<u64> {
        let days = self.store.settings().activity_log().await?.days();
        let horizon = self.store.db().now().await? - TimeDelta::days(i64::from(days));
        let old = doc! { "timestamp": { "$lt": raw::date(horizon) } };
        Ok(self.rows().delete_many(old).await?.deleted_count)
    }
}

fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
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

impl LogReader<'_> {
    /// Reach first, then what is asked for.
    fn matching(self, filter: &LogFilter) -> Document {
        let mut matching = Document::new();
        if let Some(tokens) = self.scope.tokens() {
            let seen: Vec<_> = tokens.iter().map(Token::to_string).chain([own(self.person)]).collect();
            matching.insert("visible_to", doc! { "$in": seen });
        }
        if let Some(activity_type) = filter.activity_type {
            matching.insert("activity_type", activity_type.name());
        }
        if let Some(entity_type) = filter.entity_type {
            matching.insert("entity_type", entity_type.name());
        }
        if let Some(id) = &filter.entity_id {
            matching.insert("entity_id", id);
        }
        if let Some(user) = &filter.user {
            matching.insert("user_id", user);
        }
        if let Some(source) = filter.source {
            matching.insert("source", source.name());
        }
        let begin = |day: Option<NaiveDate>| first_instant(day?.and_hms_opt(0, 0, 0)?, self.time_zone).map(raw::date);
        let mut time = Document::new();
        if let Some(from) = begin(filter.from) {
            time.insert("$gte", from);
        }
        if let Some(until) = begin(filter.until) {
            time.insert("$lt", until);
        }
        if !time.is_empty() {
            matching.insert("timestamp", time);
        }
        matching
    }
}
