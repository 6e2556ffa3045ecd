//! What people, or the clock in their name, did to the lake: appended, never changed.

use crate::{
    Result, Store,
    collections::{AUDIT, open},
    keyset::{self, Listed, Page},
    raw,
};
use chrono::{DateTime, Utc};
use mongodb::bson::{self, doc, oid::ObjectId};
use serde::{Deserialize, Serialize};

/// Who of the platform itself did something: the clock.
pub const BY_ITSELF: &str = "system";

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: DateTime<Utc>,
    /// A person's id, or [`BY_ITSELF`].
    pub actor: String,
    /// A stable word: `deletions_released`.
    pub action: String,
    /// What it was done to, in words for admins; no value of a record.
    pub subject: String,
    /// How many records it was done to.
    pub records: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AuditDoc {
    #[serde(rename = "_id")]
    id: String,
    at: bson::DateTime,
    actor: String,
    action: String,
    subject: String,
    records: i64,
}

impl AuditDoc {
    pub(crate) fn new(at: DateTime<Utc>, actor: &str, action: &str, subject: &str, records: u64) -> Self {
        Self {
            id: ObjectId::new().to_hex(),
            at: raw::date(at),
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            records: i64::try_from(records).unwrap_or(i64::MAX),
        }
    }
}

impl Listed for AuditDoc {
    const TIME: &'static str = "at";

    fn place(&self) -> (bson::DateTime, &str) {
        (self.at, &self.id)
    }
}

impl Store {
    /// Newest first.
    pub async fn audit(&self, cursor: Option<&str>, limit: usize) -> Result<Page<AuditEntry>> {
        let found = keyset::page(open::<AuditDoc>(self.db(), AUDIT), doc! {}, cursor, limit).await?;
        Ok(found.map(|row| AuditEntry {
            at: raw::instant(row.at),
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            records: u64::try_from(row.records).unwrap_or_default(),
        }))
    }

    /// Puts down a deed that is no version of the lake.
    pub async fn note_deed(&self, actor: &str, action: &str, subject: &str, records: u64) -> Result<()> {
        let row = AuditDoc::new(self.db().now().await?, actor, action, subject, records);
        open::<AuditDoc>(self.db(), AUDIT).insert_one(row).await?;
        Ok(())
    }
}
