//! The raw zone: what the source sent, as it came, version by version. Nothing in here changes or removes a row; retention and the erasure of a person do.

use crate::{
    Result, Store, StoreError,
    collections::{self, INSTANCE, open},
    loader::Target,
    schema, version,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, Bson, Document, doc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use source::RawRecord;

/// What the source said of one record: how it is, or that it is gone.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    Record(RawRecord),
    Gone(Why),
}

/// Why a record was taken for gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// A sweep missed it, and so did the question for its id.
    #[default]
    Missed,
    /// It was held, and a later sweep agreed.
    Agreed,
    /// It was held, and an admin released it.
    Released { by: String },
}

impl Why {
    /// For admins.
    pub fn words(&self) -> String {
        match self {
            Self::Missed => {
                "it is gone in the source: the sweep of all ids missed it, and so did the question for its id"
            }
            Self::Agreed => "it is gone in the source: its deletion was held, and a later sweep agreed",
            Self::Released { .. } => "it is gone in the source: its deletion was held, and an admin released it",
        }
        .to_owned()
    }
}

/// A raw row without what its keys say.
#[derive(Debug, Clone, PartialEq)]
pub struct RawVersion {
    pub id: SourceId,
    pub seen: Seen,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RawRow {
    #[serde(rename = "_id")]
    row: String,
    source: String,
    instance: String,
    model: String,
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    pub(crate) run: String,
    pub(crate) fetched_at: bson::DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gone: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silent_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) written_at: Option<bson::DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<Document>,
}

impl RawRow {
    pub(crate) fn name(&self) -> &str {
        &self.row
    }
}

pub(crate) fn document(target: &Target, kind: Kind, id: SourceId, seen: &Seen) -> Result<Document> {
    let model = target.model(kind)?;
    let (record, why) = match seen {
        Seen::Record(record) => (Some(record), None),
        Seen::Gone(why) => (None, Some(why.clone())),
    };
    let row = RawRow {
        row: version::row_id(&version::record_key(model, id), target.generation.number),
        source: target.system.clone(),
        instance: INSTANCE.to_owned(),
        model: model.to_owned(),
        id,
        from: target.generation.number,
        run: target.generation.run.clone(),
        fetched_at: date(target.generation.stamped_at),
        gone: record.is_none().then_some(true),
        why,
        content_hash: record.map(|record| record.content_hash.clone()),
        silent_hash: record.and_then(|record| record.silent_hash.clone()),
        written_at: record.and_then(|record| record.written_at).map(date),
        payload: record.map(|record| to_document(&record.payload)),
    };
    Ok(bson::serialize_to_document(&row).map_err(mongodb::error::Error::from)?)
}

impl Store {
    /// Creates the raw collection of a model with its indexes, where it is missing.
    pub async fn prepare_raw(&self, system: &str, model: &str) -> Result<()> {
        let name = collections::raw(system, model);
        let present = self.db().database().list_collection_names().filter(doc! { "name": &name }).await?;
        match present.is_empty() {
            true => schema::prepare_one(self.db(), &name, None).await,
            false => Ok(()),
        }
    }

    /// Raw rows of a model that a generation wrote, ascending by id, above `after`, at most `limit`.
    pub async fn raw_of_generation(
        &self,
        system: &str,
        model: &str,
        generation: i64,
        after: SourceId,
        limit: usize,
    ) -> Result<Vec<RawVersion>> {
        let rows = open::<RawRow>(self.db(), &collections::raw(system, model));
        let filter = doc! {
            "source": system, "instance": INSTANCE, "model": model, "from": generation, "id": { "$gt": after },
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found: Vec<_> = rows.find(filter).sort(doc! { "id": 1 }).limit(limit).await?.try_collect().await?;
        found.into_iter().map(version_of).collect()
    }
}

pub(crate) fn version_of(row: RawRow) -> Result<RawVersion> {
    if row.gone == Some(true) {
        return Ok(RawVersion { id: row.id, seen: Seen::Gone(row.why.unwrap_or_default()) });
    }
    let shape = StoreError::Shape { collection: "raw" };
    let (Some(payload), Some(content_hash)) = (row.payload, row.content_hash) else { return Err(shape) };
    let record = RawRecord {
        id: row.id,
        written_at: row.written_at.map(instant),
        payload: from_document(payload),
        content_hash,
        silent_hash: row.silent_hash,
    };
    Ok(RawVersion { id: row.id, seen: Seen::Record(record) })
}

pub(crate) fn date(instant: DateTime<Utc>) -> bson::DateTime {
    bson::DateTime::from_millis(instant.timestamp_millis())
}

pub(crate) fn instant(date: bson::DateTime) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(date.timestamp_millis()).unwrap_or_default()
}

fn to_document(payload: &Map<String, Value>) -> Document {
    payload.iter().map(|(field, value)| (field.clone(), to_bson(value))).collect()
}

/// Numbers keep their kind: integers stay integers, floats keep every bit.
fn to_bson(value: &Value) -> Bson {
    match value {
        Value::Null => Bson::Null,
        Value::Bool(value) => Bson::Boolean(*value),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Bson::Int64(integer),
            None => Bson::Double(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Bson::String(text.clone()),
        Value::Array(items) => Bson::Array(items.iter().map(to_bson).collect()),
        Value::Object(fields) => Bson::Document(to_document(fields)),
    }
}

fn from_document(payload: Document) -> Map<String, Value> {
    payload.into_iter().map(|(field, value)| (field, from_bson(value))).collect()
}

/// Only what `to_bson` writes comes back.
fn from_bson(value: Bson) -> Value {
    match value {
        Bson::Boolean(value) => Value::Bool(value),
        Bson::Int64(integer) => Value::from(integer),
        Bson::Double(float) => Value::from(float),
        Bson::String(text) => Value::String(text),
        Bson::Array(items) => Value::Array(items.into_iter().map(from_bson).collect()),
        Bson::Document(fields) => Value::Object(from_document(fields)),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_payload_comes_back_as_it_was() {
        let payload = json!({
            "id": 42, "name": "Ünïcode \u{0}\u{1} text", "revenue": 1250.1, "whole": 1.0, "big": 9_007_199_254_740_993_i64,
            "partner_id": [7, "Label"], "none": false, "unknown": null, "nested": { "a": [1, 2.5, "x", []] },
        });
        let Value::Object(fields) = payload else { panic!("an object") };
        assert_eq!(from_document(to_document(&fields)), fields);
    }
}
