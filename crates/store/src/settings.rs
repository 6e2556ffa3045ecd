//! What admins set for the organisation, and keys that are generated once for all processes.

use crate::{
    Result, StoreError,
    collections::{SETTINGS, open},
    secret,
};
use chrono_tz::Tz;
use db::Db;
use mongodb::{
    Collection,
    bson::{self, Binary, Document, doc, spec::BinarySubtype},
    options::ReturnDocument,
};
use serde::{Deserialize, Serialize};

const ORGANISATION: &str = "organisation";
const SYNC_TIMES: &str = "sync_times";

/// Settings that every figure depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Tz>,
    /// ISO 4217 code of the reporting currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// How often and when the sync runs; what is absent was never set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncTimes {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_minutes: Option<u32>,
    /// Full hour in the organisation's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_compare_hour: Option<u32>,
}

#[derive(Debug, Clone)]
pub struct Settings {
    settings: Collection<Document>,
}

impl Settings {
    pub(crate) fn new(db: &Db) -> Self {
        Self { settings: open(db, SETTINGS) }
    }

    pub async fn organisation(&self) -> Result<Organisation> {
        let found = self.settings.clone_with_type::<Organisation>().find_one(doc! { "_id": ORGANISATION }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces both values; `None` goes back to the default. Returns what holds now, with its new version.
    pub async fn set_organisation(&self, time_zone: Option<Tz>, currency: Option<&str>) -> Result<Organisation> {
        let mut set = Document::new();
        let mut unset = Document::new();
        for (field, value) in [("time_zone", time_zone.map(|zone| zone.name())), ("currency", currency)] {
            match value {
                Some(value) => drop(set.insert(field, value)),
                None => drop(unset.insert(field, "")),
            }
        }
        let mut update = doc! { "$inc": { "version": 1_i64 } };
        for (operator, fields) in [("$set", set), ("$unset", unset)] {
            if !fields.is_empty() {
                update.insert(operator, fields);
            }
        }
        self.settings
            .clone_with_type::<Organisation>()
            .find_one_and_update(doc! { "_id": ORGANISATION }, update)
            .upsert(true)
            .return_document(ReturnDocument::After)
            .await?
            .ok_or(StoreError::Shape { collection: SETTINGS })
    }

    pub async fn sync_times(&self) -> Result<SyncTimes> {
        let found = self.settings.clone_with_type::<SyncTimes>().find_one(doc! { "_id": SYNC_TIMES }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the times that have this version (0: none were set).
    pub async fn set_sync_times(&self, version: i64, times: &SyncTimes) -> Result<SyncTimes> {
        let new = SyncTimes { version: version + 1, ..times.clone() };
        let mut row = bson::serialize_to_document(&new).map_err(mongodb::error::Error::from)?;
        row.insert("_id", SYNC_TIMES);
        let done = match version {
            0 => self.settings.insert_one(row).await.map(|_| true),
            _ => {
                let same = doc! { "_id": SYNC_TIMES, "version": version };
                self.settings.replace_one(same, row).await.map(|done| done.matched_count == 1)
            }
        };
        match done.map_err(db::DbError::from) {
            Ok(true) => Ok(new),
            Ok(false) => Err(StoreError::ChangedMeanwhile),
            Err(e) if e.is_duplicate() => Err(StoreError::ChangedMeanwhile),
            Err(e) => Err(e.into()),
        }
    }

    /// 256 random bits under this name, the same for every process and for ever.
    pub(crate) async fn key(&self, name: &str) -> Result<[u8; 32]> {
        let fresh = Binary { subtype: BinarySubtype::Generic, bytes: secret::random_bytes()?.to_vec() };
        let generate = doc! { "$setOnInsert": { "key": fresh } };
        let write = || self.settings.update_one(doc! { "_id": name }, generate.clone()).upsert(true);
        match write().await.map_err(db::DbError::from) {
            Err(e) if !e.is_duplicate() => return Err(e.into()),
            _ => {}
        }
        let stored = self.settings.find_one(doc! { "_id": name }).await?;
        stored
            .as_ref()
            .and_then(|row| row.get_binary_generic("key").ok())
            .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
            .ok_or(StoreError::Shape { collection: SETTINGS })
    }
}
