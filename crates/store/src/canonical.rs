//! The canonical zone: the platform's own record of each source record, version by version.

use crate::{
    Result,
    collections::{INSTANCE, OPEN_END},
    loader::{RecordChange, Target},
    making::Known,
    version,
};
use domain::canonical::{Kind, Record, RecordRef, SourceId};
use mongodb::bson::{self, Document};
use serde::{Deserialize, Serialize};
use shared::EntityType;

/// A version of a record as it is looked up while loading.
#[derive(Debug, Clone, PartialEq)]
pub struct CanonicalRow {
    pub id: SourceId,
    pub entity: EntityType,
    pub from: i64,
    /// False once it is gone in the source.
    pub is_active: bool,
    pub content_hash: String,
    pub silent_hash: Option<String>,
    pub url: Option<String>,
    pub record: Record,
}

impl CanonicalRow {
    pub fn known(&self) -> Known {
        Known {
            id: self.id,
            entity: self.entity,
            from: self.from,
            is_active: self.is_active,
            silent_hash: self.silent_hash.clone(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CanonicalDoc {
    #[serde(rename = "_id")]
    row: String,
    key: String,
    instance: String,
    model: String,
    pub(crate) id: SourceId,
    from: i64,
    to: i64,
    pub(crate) is_active: bool,
    archived: bool,
    source: SourceDoc,
    content_hash: String,
    silent_hash: Option<String>,
    refs: Vec<String>,
    /// What it is a part of, or hangs on: `deal:5`.
    belongs_to: Option<String>,
    pub(crate) record: Record,
}

#[derive(Debug, Serialize, Deserialize)]
struct SourceDoc {
    system: String,
    instance: String,
    model: String,
    id: SourceId,
    url: Option<String>,
}

impl CanonicalDoc {
    pub(crate) fn into_row(self) -> CanonicalRow {
        CanonicalRow {
            id: self.id,
            entity: self.record.entity(self.id),
            from: self.from,
            is_active: self.is_active,
            content_hash: self.content_hash,
            silent_hash: self.silent_hash,
            url: self.source.url,
            record: self.record,
        }
    }
}

pub(crate) fn document(target: &Target, kind: Kind, change: &RecordChange) -> Result<Document> {
    let model = target.model(kind)?;
    let key = version::record_key(model, change.id);
    let document = CanonicalDoc {
        row: version::row_id(&key, target.generation.number),
        key,
        instance: INSTANCE.to_owned(),
        model: model.to_owned(),
        id: change.id,
        from: target.generation.number,
        to: OPEN_END,
        is_active: change.is_active,
        archived: change.record.archived(),
        source: SourceDoc {
            system: target.system.clone(),
            instance: INSTANCE.to_owned(),
            model: model.to_owned(),
            id: change.id,
            url: change.url.clone(),
        },
        content_hash: change.content_hash.clone(),
        silent_hash: change.silent_hash.clone(),
        refs: refs(&change.record),
        belongs_to: change.record.belongs_to().as_ref().map(RecordRef::to_string),
        record: change.record.clone(),
    };
    Ok(bson::serialize_to_document(&document).map_err(mongodb::error::Error::from)?)
}

fn refs(record: &Record) -> Vec<String> {
    let mut refs: Vec<_> = record.references().iter().map(RecordRef::to_string).collect();
    refs.sort_unstable();
    refs.dedup();
    refs
}
