//! Alerts: what is wrong for longer than a run, who was told of it, and what runs know for them. One of each kind at a time, over all processes.

use crate::{
    Result, Store,
    collections::{ALERTS, open},
    raw,
};
use chrono::{DateTime, Utc};
use db::DbError;
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{self, Document, doc},
};
use serde::{Deserialize, Serialize};
use shared::alerts::AlertKind;
use uuid::Uuid;

/// `_id` of what runs say about the credential.
const CREDENTIAL: &str = "known:credential";

/// One alert, from its first notice to the word that it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub kind: AlertKind,
    /// When it was noticed; names this outage among all of its kind.
    pub noticed_at: DateTime<Utc>,
    /// When it began.
    pub since: DateTime<Utc>,
    pub detail: String,
    pub told: Vec<Uuid>,
    /// When everybody had been told.
    pub told_at: Option<DateTime<Utc>>,
    /// Set while people are told that it is over.
    pub over_at: Option<DateTime<Utc>>,
    pub told_over: Vec<Uuid>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AlertDoc {
    #[serde(rename = "_id")]
    kind: AlertKind,
    at: bson::DateTime,
    since: bson::DateTime,
    detail: String,
    told: Vec<String>,
    told_at: Option<bson::DateTime>,
    over_at: Option<bson::DateTime>,
    told_over: Vec<String>,
}

impl AlertDoc {
    fn into_alert(self) -> Alert {
        let people = |ids: Vec<String>| ids.iter().filter_map(|id| id.parse().ok()).collect();
        Alert {
            kind: self.kind,
            noticed_at: raw::instant(self.at),
            since: raw::instant(self.since),
            detail: self.detail,
            told: people(self.told),
            told_at: self.told_at.map(raw::instant),
            over_at: self.over_at.map(raw::instant),
            told_over: people(self.told_over),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct CredentialDoc {
    #[serde(rename = "_id")]
    id: String,
    at: bson::DateTime,
    ends_at: Option<bson::DateTime>,
}

#[derive(Debug, Clone)]
pub struct Alerts {
    store: Store,
}

impl Store {
    pub fn alerts(&self) -> Alerts {
        Alerts { store: self.clone() }
    }
}

impl Alerts {
    fn rows(&self) -> Collection<AlertDoc> {
        open(self.store.db(), ALERTS)
    }

    /// By the time at which they were noticed.
    pub async fn list(&self) -> Result<Vec<Alert>> {
        let alerts = doc! { "told": { "$exists": true } };
        let rows: Vec<_> = self.rows().find(alerts).sort(doc! { "at": 1, "_id": 1 }).await?.try_collect().await?;
        Ok(rows.into_iter().map(AlertDoc::into_alert).collect())
    }

    /// False when there is one of this kind already, whoever noticed it.
    pub async fn notice(&self, kind: AlertKind, since: DateTime<Utc>, detail: &str) -> Result<bool> {
        let row = AlertDoc {
            kind,
            at: raw::date(self.store.db().now().await?),
            since: raw::date(since),
            detail: detail.to_owned(),
            told: Vec::new(),
            told_at: None,
            over_at: None,
            told_over: Vec::new(),
        };
        match self.rows().insert_one(row).await.map_err(DbError::from) {
            Ok(_) => Ok(true),
            Err(error) if error.is_duplicate() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// This person need not be told again, of the alert or of its end.
    pub async fn told(&self, alert: &Alert, person: Uuid) -> Result<()> {
        let field = if alert.over_at.is_some() { "told_over" } else { "told" };
        let person = doc! { "$addToSet": { field: person.to_string() } };
        self.rows().update_one(this(alert), person).await?;
        Ok(())
    }

    pub async fn told_all(&self, alert: &Alert) -> Result<()> {
        let now = raw::date(self.store.db().now().await?);
        self.rows().update_one(this(alert), doc! { "$set": { "told_at": now } }).await?;
        Ok(())
    }

    /// It is over; those who were told of it are to be told that, too.
    pub async fn end(&self, alert: &Alert) -> Result<Alert> {
        let now = self.store.db().now().await?;
        self.rows().update_one(this(alert), doc! { "$set": { "over_at": raw::date(now) } }).await?;
        Ok(Alert { over_at: Some(now), ..alert.clone() })
    }

    /// Room for the next one of its kind.
    pub async fn forget(&self, alert: &Alert) -> Result<()> {
        self.rows().delete_one(this(alert)).await?;
        Ok(())
    }

    /// Runs put down what they hear; `None`: it has no end, or the source does not tell.
    pub async fn credential_ends(&self, ends_at: Option<DateTime<Utc>>) -> Result<()> {
        let at = raw::date(self.store.db().now().await?);
        let row = CredentialDoc { id: CREDENTIAL.into(), at, ends_at: ends_at.map(raw::date) };
        let rows = open::<CredentialDoc>(self.store.db(), ALERTS);
        rows.replace_one(doc! { "_id": CREDENTIAL }, row).upsert(true).await?;
        Ok(())
    }

    pub async fn credential(&self) -> Result<Option<DateTime<Utc>>> {
        let found = open::<CredentialDoc>(self.store.db(), ALERTS).find_one(doc! { "_id": CREDENTIAL }).await?;
        Ok(found.and_then(|row| row.ends_at).map(raw::instant))
    }
}

/// Not a later one of the same kind.
fn this(alert: &Alert) -> Document {
    doc! { "_id": alert.kind.name(), "at": raw::date(alert.noticed_at) }
}
