//! The canonical zone: the platform's own record of each source record, version by version.

use crate::{
    Result,
    collections::{INSTANCE, OPEN_END},
    loader::{RecordChange, Target},
    making::Known,
    version,
};
use domain::canonical::{Kind, Record, RecordRef, SourceId};
use serde::{Deserialize, Serialize};
use shared::EntityType;
use std::borrow::Cow;

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
pub(crate) struct CanonicalDoc<'a> {
    #[serde(rename = "_id")]
    row: String,
    key: String,
    instance: Cow<'a, str>,
    model: Cow<'a, str>,
    pub(crate) id: SourceId,
    from: i64,
    to: i64,
    pub(crate) is_active: bool,
    archived: bool,
    source: SourceDoc<'a>,
    content_hash: Cow<'a, str>,
    silent_hash: Option<Cow<'a, str>>,
    refs: Vec<String>,
    /// What it is a part of, or hangs on: `deal:5`.
    belongs_to: Option<String>,
    pub(crate) record: Cow<'a, Record>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SourceDoc<'a> {
    system: Cow<'a, str>,
    instance: Cow<'a, str>,
    model: Cow<'a, str>,
    id: SourceId,
    url: Option<Cow<'a, str>>,
}

impl CanonicalDoc<'_> {
    pub(crate) fn into_row(self) -> CanonicalRow {
        CanonicalRow {
            id: self.id,
            entity: self.record.entity(self.id),
            from: self.from,
            is_active: self.is_active,
            content_hash: self.content_hash.into_owned(),
            silent_hash: self.silent_hash.map(Cow::into_owned),
            url: self.source.url.map(Cow::into_owned),
            record: self.record.into_owned(),
        }
    }
}

/// As it is written.
pub(crate) fn document<'a>(target: &'a Target, kind: Kind, change: &'a RecordChange) -> Result<CanonicalDoc<'a>> {
    let model = target.model(kind)?;
    let key = version::record_key(model, change.id);
    Ok(CanonicalDoc {
        row: version::row_id(&key, target.generation.number),
        key,
        instance: Cow::from(INSTANCE),
        model: Cow::from(model),
        id: change.id,
        from: target.generation.number,
        to: OPEN_END,
        is_active: change.is_active,
        archived: change.record.archived(),
        source: SourceDoc {
            system: Cow::from(&target.system),
            instance: Cow::from(INSTANCE),
            model: Cow::from(model),
            id: change.id,
            url: change.url.as_ref().map(Cow::from),
        },
        content_hash: Cow::from(&change.content_hash),
        silent_hash: change.silent_hash.as_ref().map(Cow::from),
        refs: refs(&change.record),
        belongs_to: change.record.belongs_to().as_ref().map(RecordRef::to_string),
        record: Cow::Borrowed(&change.record),
    })
}

fn refs(record: &Record) -> Vec<String> {
    let mut refs: Vec<_> = record.references().iter().map(RecordRef::to_string).collect();
    refs.sort_unstable();
    refs.dedup();
    refs
}
