//! Browser sessions: a random secret for the person, its hash here, ended by the database's clock.

use crate::{
    Result, SecretToken,
    collections::{SESSIONS, open},
    secret,
};
use db::Db;
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{DateTime, Document, doc},
};
use serde::Deserialize;
use std::time::Duration;
use uuid::Uuid;

const IDLE: Duration = Duration::from_secs(14 * 24 * 60 * 60);
const ABSOLUTE: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A session's last use is written at most this often.
const TOUCH: Duration = Duration::from_secs(60);
/// Longer ones are cut.
const MOST_OF_USER_AGENT: usize = 200;

/// A session that is good now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    #[serde(with = "uuid::serde::hyphenated")]
    pub person: Uuid,
    started_at: DateTime,
}

impl Session {
    pub fn started_at(&self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::from_timestamp_millis(self.started_at.timestamp_millis()).unwrap_or_default()
    }
}

#[derive(Debug, Deserialize)]
struct Found {
    #[serde(flatten)]
    session: Session,
    is_stale: bool,
}

#[derive(Debug, Clone)]
pub struct Sessions {
    sessions: Collection<Document>,
}

impl Sessions {
    pub(crate) fn new(db: &Db) -> Self {
        Self { sessions: open(db, SESSIONS) }
    }

    pub async fn start(&self, person: Uuid, user_agent: Option<&str>) -> Result<SecretToken> {
        let token = SecretToken::random()?;
        let agent = user_agent.map(|agent| agent.chars().take(MOST_OF_USER_AGENT).collect::<String>());
        // A pipeline, because only there the database's clock can be written.
        let session = doc! { "$set": {
            "person": person.to_string(),
            "user_agent": { "$literal": agent },
            "started_at": "$$NOW",
            "used_at": "$$NOW",
            "ends_at": after("$$NOW", ABSOLUTE),
        } };
        self.sessions.update_one(doc! { "_id": token.hash() }, vec![session]).upsert(true).await?;
        Ok(token)
    }

    /// The session of a secret, unless it ended, was idle too long, or was revoked. Counts as a use of it.
    pub async fn find(&self, token: &str) -> Result<Option<Session>> {
        let Some(found) = self.good(token).await? else { return Ok(None) };
        if found.is_stale {
            // No upsert: a session that was revoked meanwhile must not come back.
            let id = secret::hash(token);
            self.sessions.update_one(doc! { "_id": &id }, vec![doc! { "$set": { "used_at": "$$NOW" } }]).await?;
        }
        Ok(Some(found.session))
    }

    /// The same for a connection that is left open, which is no use of the session.
    pub async fn look(&self, token: &str) -> Result<Option<Session>> {
        Ok(self.good(token).await?.map(|found| found.session))
    }

    async fn good(&self, token: &str) -> Result<Option<Found>> {
        let good = doc! { "_id": secret::hash(token), "$expr": { "$and": [
            { "$gt": ["$ends_at", "$$NOW"] },
            { "$gt": [after("$used_at", IDLE), "$$NOW"] },
        ] } };
        let shown = doc! {
            "person": 1,
            "started_at": 1,
            "is_stale": { "$lte": [after("$used_at", TOUCH), "$$NOW"] },
        };
        let looked = self.sessions.aggregate([doc! { "$match": good }, doc! { "$project": shown }]);
        Ok(looked.with_type::<Found>().await?.try_next().await?)
    }

    pub async fn revoke(&self, token: &str) -> Result<()> {
        self.sessions.delete_one(doc! { "_id": secret::hash(token) }).await?;
        Ok(())
    }

    /// Signs the person out everywhere; returns from how many places.
    pub async fn revoke_all(&self, person: Uuid) -> Result<u64> {
        Ok(self.sessions.delete_many(doc! { "person": person.to_string() }).await?.deleted_count)
    }
}

/// An expression: this long after a moment.
pub(crate) fn after(moment: &str, time: Duration) -> Document {
    let amount = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    doc! { "$dateAdd": { "startDate": moment, "unit": "millisecond", "amount": amount } }
}
