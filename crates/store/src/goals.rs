//! What somebody is to reach: goals of people, teams and all, and targets of whole roles. Progress is never stored.

use crate::{
    Result, StoreError,
    collections::{GOALS, TARGETS, open},
    raw,
};
use chrono::{DateTime, NaiveDate, Utc};
use db::Db;
use domain::{Period, metrics::goal::Assignee};
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{self, Document, doc, serialize_to_document},
    options::ReturnDocument,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    auth::UserRole,
    goals::{GoalMetric, GoalSpan},
};
use uuid::Uuid;

/// What is to be reached, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    pub metric: GoalMetric,
    pub target: Decimal,
    /// Code of the currency in which a target in money is written.
    pub currency: Option<String>,
    /// Of a coverage: the won revenue that is to be covered.
    pub won_target: Option<Decimal>,
    pub span: GoalSpan,
    pub from: NaiveDate,
    /// The first day after the period.
    pub until: NaiveDate,
}

impl Aim {
    pub fn period(&self) -> Result<Period> {
        Period::new(self.from, self.until).ok_or(StoreError::Shape { collection: GOALS })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalSet {
    pub name: Option<String>,
    pub assignee: Assignee,
    #[serde(flatten)]
    pub aim: Aim,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSet {
    pub role: UserRole,
    #[serde(flatten)]
    pub aim: Aim,
}

/// A goal or a target with what is known of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    pub id: Uuid,
    /// Raised by each change.
    pub version: i64,
    pub set: T,
    pub created_by: Uuid,
    pub created_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Row<T> {
    #[serde(rename = "_id", with = "uuid::serde::hyphenated")]
    id: Uuid,
    version: i64,
    #[serde(flatten)]
    set: T,
    #[serde(with = "uuid::serde::hyphenated")]
    created_by: Uuid,
    created_at: bson::DateTime,
}

impl<T> From<Row<T>> for Kept<T> {
    fn from(row: Row<T>) -> Self {
        let created_at = raw::instant(row.created_at);
        Self { id: row.id, version: row.version, set: row.set, created_by: row.created_by, created_at }
    }
}

#[derive(Debug, Clone)]
pub struct Goals {
    db: Db,
    goals: Collection<Document>,
    targets: Collection<Document>,
}

impl Goals {
    pub(crate) fn new(db: &Db) -> Self {
        Self { db: db.clone(), goals: open(db, GOALS), targets: open(db, TARGETS) }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// All of them, by the first day of their period.
    pub async fn list(&self) -> Result<Vec<Kept<GoalSet>>> {
        list(&self.goals).await
    }

    pub async fn count(&self) -> Result<u64> {
        Ok(self.goals.estimated_document_count().await?)
    }

    pub async fn find(&self, id: Uuid) -> Result<Option<Kept<GoalSet>>> {
        find(&self.goals, id).await
    }

    pub async fn create(&self, set: GoalSet, by: Uuid) -> Result<Kept<GoalSet>> {
        create(&self.db, &self.goals, set, by).await
    }

    /// Replaces what the goal of this version asks for.
    pub async fn change(&self, id: Uuid, version: i64, set: &GoalSet) -> Result<Kept<GoalSet>> {
        let mut fields = serialize_to_document(set).map_err(|_| StoreError::Shape { collection: GOALS })?;
        fields.insert("version", version + 1);
        let same = doc! { "_id": id.to_string(), "version": version };
        let rows = self.goals.clone_with_type::<Row<GoalSet>>();
        let changed = rows.find_one_and_update(same, doc! { "$set": fields }).return_document(ReturnDocument::After);
        changed.await?.map(Kept::from).ok_or(StoreError::ChangedMeanwhile)
    }

    pub async fn delete(&self, id: Uuid, version: i64) -> Result<()> {
        delete(&self.goals, id, version).await
    }

    /// Targets of roles, by the first day of their period.
    pub async fn targets(&self) -> Result<Vec<Kept<TargetSet>>> {
        list(&self.targets).await
    }

    pub async fn count_targets(&self) -> Result<u64> {
        Ok(self.targets.estimated_document_count().await?)
    }

    pub async fn find_target(&self, id: Uuid) -> Result<Option<Kept<TargetSet>>> {
        find(&self.targets, id).await
    }

    /// `Exists`: the role has a target of this metric and period.
    pub async fn create_target(&self, set: TargetSet, by: Uuid) -> Result<Kept<TargetSet>> {
        create(&self.db, &self.targets, set, by).await
    }

    pub async fn delete_target(&self, id: Uuid, version: i64) -> Result<()> {
        delete(&self.targets, id, version).await
    }
}

async fn list<T: DeserializeOwned + Send + Sync>(rows: &Collection<Document>) -> Result<Vec<Kept<T>>> {
    let found = rows.clone_with_type::<Row<T>>().find(doc! {}).sort(doc! { "from": 1, "_id": 1 }).await?;
    Ok(found.map_ok(Kept::from).try_collect().await?)
}

async fn find<T: DeserializeOwned + Send + Sync>(rows: &Collection<Document>, id: Uuid) -> Result<Option<Kept<T>>> {
    let found = rows.clone_with_type::<Row<T>>().find_one(doc! { "_id": id.to_string() }).await?;
    Ok(found.map(Kept::from))
}

async fn create<T: Serialize + Clone>(db: &Db, rows: &Collection<Document>, set: T, by: Uuid) -> Result<Kept<T>> {
    let created_at = raw::date(db.now().await?);
    let row = Row { id: Uuid::new_v4(), version: 1, set, created_by: by, created_at };
    let document = serialize_to_document(&row).map_err(mongodb::error::Error::from)?;
    match rows.insert_one(document).await.map_err(db::DbError::from) {
        Ok(_) => Ok(row.into()),
        Err(e) if e.is_duplicate() => Err(StoreError::Exists),
        Err(e) => Err(e.into()),
    }
}

async fn delete(rows: &Collection<Document>, id: Uuid, version: i64) -> Result<()> {
    let done = rows.delete_one(doc! { "_id": id.to_string(), "version": version }).await?;
    if done.deleted_count == 1 { Ok(()) } else { Err(StoreError::ChangedMeanwhile) }
}
