//! The raw zone: what the source sent, as it came, version by version. Nothing in here changes or removes a row; retention and the erasure of a person do.

use crate::{
    Result, Store, StoreError,
    collections::{self, INSTANCE, open},
    loader::Target,
    schema::{self, Indexes},
    version,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, Bson, Document, doc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use source::RawRecord;
use std::borrow::Cow;

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
pub(crate) struct RawRow<'a, Payload = Document> {
    #[serde(rename = "_id")]
    row: String,
    source: Cow<'a, str>,
    instance: Cow<'a, str>,
    model: Cow<'a, str>,
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    pub(crate) run: Cow<'a, str>,
    pub(crate) fetched_at: bson::DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gone: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_hash: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silent_hash: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) written_at: Option<bson::DateTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<Payload>,
}

impl RawRow<'_> {
    pub(crate) fn name(&self) -> &str {
        &self.row
    }
}

/// As it is written.
pub(crate) fn row<'a>(target: &'a Target, kind: Kind, id: SourceId, seen: &'a Seen) -> Result<RawRow<'a, Fields<'a>>> {
    let model = target.model(kind)?;
    let (record, why) = match seen {
        Seen::Record(record) => (Some(record), None),
        Seen::Gone(why) => (None, Some(why.clone())),
    };
    Ok(RawRow {
        row: version::row_id(&version::record_key(model, id), target.generation.number),
        source: Cow::from(&target.system),
        instance: Cow::from(INSTANCE),
        model: Cow::from(model),
        id,
        from: target.generation.number,
        run: Cow::from(&target.generation.run),
        fetched_at: date(target.generation.stamped_at),
        gone: record.is_none().then_some(true),
        why,
        content_hash: record.map(|record| Cow::from(&record.content_hash)),
        silent_hash: record.and_then(|record| record.silent_hash.as_ref()).map(Cow::from),
        written_at: record.and_then(|record| record.written_at).map(date),
        payload: record.map(|record| Fields(&record.payload)),
    })
}

impl Store {
    /// Creates the raw collection of a model and its indexes, whichever of them are missing.
    pub async fn prepare_raw(&self, system: &str, model: &str) -> Result<()> {
        schema::prepare_one(self.db(), &collections::raw(system, model), None, Indexes::All).await
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
        let rows = open::<RawRow<'static>>(self.db(), &collections::raw(system, model));
        let filter = doc! {
            "source": system, "instance": INSTANCE, "model": model, "from": generation, "id": { "$gt": after },
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found: Vec<_> = rows.find(filter).sort(doc! { "id": 1 }).limit(limit).await?.try_collect().await?;
        found.into_iter().map(version_of).collect()
    }
}

pub(crate) fn version_of(row: RawRow<'_>) -> Result<RawVersion> {
    if row.gone == Some(true) {
        return Ok(RawVersion { id: row.id, seen: Seen::Gone(row.why.unwrap_or_default()) });
    }
    let shape = StoreError::Shape { collection: "raw" };
    let (Some(payload), Some(content_hash)) = (row.payload, row.content_hash) else { return Err(shape) };
    let record = RawRecord {
        id: row.id,
        written_at: row.written_at.map(instant),
        payload: from_document(payload),
        content_hash: content_hash.into_owned(),
        silent_hash: row.silent_hash.map(Cow::into_owned),
    };
    Ok(RawVersion { id: row.id, seen: Seen::Record(record) })
}

pub(crate) fn date(instant: DateTime<Utc>) -> bson::DateTime {
    bson::DateTime::from_millis(instant.timestamp_millis())
}

pub(crate) fn instant(date: bson::DateTime) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(date.timestamp_millis()).unwrap_or_default()
}

/// A payload on its way into BSON, without a tree in between.
pub(crate) struct Fields<'a>(&'a Map<String, Value>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, value)| (field, Field(value))))
    }
}

struct Field<'a>(&'a Value);

impl Serialize for Field<'_> {
    /// Numbers keep their kind: integers stay integers, floats keep every bit.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => match number.as_i64() {
                Some(integer) => serializer.serialize_i64(integer),
                None => serializer.serialize_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Field)),
            Value::Object(fields) => Fields(fields).serialize(serializer),
        }
    }
}

fn from_document(payload: Document) -> Map<String, Value> {
    payload.into_iter().map(|(field, value)| (field, from_bson(value))).collect()
}

/// Only what `Field` writes comes back.
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
        let written = bson::serialize_to_raw_document_buf(&Fields(&fields)).unwrap();
        assert_eq!(from_document(written.try_into().unwrap()), fields);
    }
}
