//! Pages, sweeps and single records, read by id and never by offset.

use crate::answer::{self, RawRow};
use crate::config::OdooConfig;
use crate::hash::{content_hash, silent_hash};
use crate::model::{Model, WRITE_DATE, model_of};
use crate::session::{Readable, Session, named};
use crate::transport::{self, Call, Subject, Transport, TransportError};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use serde_json::{Map, Value, json};
use source::{RawRecord, Sighting, SourceError, Window};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Reads within one session.
pub(crate) struct Reader<'a> {
    pub(crate) transport: &'a dyn Transport,
    pub(crate) config: &'a OdooConfig,
    pub(crate) session: &'a Session,
    pub(crate) sizes: &'a Sizes,
    pub(crate) horizons: &'a Horizons,
}

/// From when on dated records are read.
#[derive(Debug, Default)]
pub(crate) struct Horizons(Mutex<HashMap<Kind, DateTime<Utc>>>);

impl Horizons {
    pub(crate) fn set(&self, kind: Kind, since: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, since);
    }

    fn of(&self, kind: Kind) -> Option<DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&kind).copied()
    }
}

/// How many records of a kind fit in an answer; learnt from answers that were too large.
#[derive(Debug, Default)]
pub(crate) struct Sizes(Mutex<HashMap<Kind, usize>>);

impl Sizes {
    fn cut(&self, kind: Kind, wanted: usize) -> usize {
        let sizes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.get(&kind).map_or(wanted, |size| wanted.min(*size))
    }

    fn too_large(&self, kind: Kind, asked: usize) {
        let half = (asked / 2).max(1);
        tracing::warn!(kind = kind.name(), records = half, "an answer of Odoo is too large, asking for fewer records");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, half);
    }
}

impl Reader<'_> {
    /// An answer shorter than asked for is believed to be the end only when Odoo has nothing beyond its last id.
    pub(crate) async fn page(
        &self,
        kind: Kind,
        window: Window,
        mut after: SourceId,
    ) -> Result<Vec<RawRecord>, SourceError> {
        let readable = self.session.readable(kind)?;
        let wanted = self.config.limits().page;
        let mut records = Vec::new();
        while records.len() < wanted {
            let limit = self.sizes.cut(kind, wanted - records.len());
            let domain = self.domain(kind, readable, window, Some(after));
            let named = self.named(json!({"fields": readable.fields, "limit": limit, "order": "id", "load": ""}));
            let call = Call { model: readable.model, method: "search_read", subject: Subject::Domain(domain), named };
            match self.rows(&call, after, limit).await {
                Ok(rows) => match rows.last() {
                    None => break,
                    Some((last, _)) => {
                        after = *last;
                        records.extend(rows.into_iter().map(|row| raw_record(kind, readable, row)));
                    }
                },
                Err(TransportError::TooLarge) if limit > 1 => self.sizes.too_large(kind, limit),
                Err(error) => return Err(self.told(error, "reading", readable)),
            }
        }
        Ok(records)
    }

    pub(crate) async fn count(&self, kind: Kind, window: Window) -> Result<u64, SourceError> {
        let readable = self.session.readable(kind)?;
        let domain = self.domain(kind, readable, window, None);
        let named = self.named(json!({}));
        let call = Call { model: readable.model, method: "search_count", subject: Subject::Domain(domain), named };
        let counted = transport::call(self.transport, &call).await.and_then(|answer| answer::count(&answer));
        counted.map_err(|error| self.told(error, "counting", readable))
    }

    pub(crate) async fn sweep(&self, kind: Kind, after: SourceId) -> Result<Vec<Sighting>, SourceError> {
        let readable = self.session.readable(kind)?;
        let swept = match model_of(kind).silent {
            Some(field) => self.sweep_with(kind, field, readable, after).await,
            None => self.sweep_ids(kind, readable, after).await,
        };
        swept.map_err(|error| self.told(error, "listing the ids of", readable))
    }

    async fn sweep_ids(
        &self,
        kind: Kind,
        readable: &Readable,
        after: SourceId,
    ) -> Result<Vec<Sighting>, TransportError> {
        let limit = self.config.limits().sweep;
        let named = self.named(json!({"limit": limit, "order": "id"}));
        let domain = self.domain(kind, readable, Window::Everything, Some(after));
        let call = Call { model: readable.model, method: "search", subject: Subject::Domain(domain), named };
        let ids = answer::ids(transport::call(self.transport, &call).await?, after, limit)?;
        Ok(ids.into_iter().map(|id| Sighting { id, silent_hash: None }).collect())
    }

    async fn sweep_with(
        &self,
        kind: Kind,
        field: &str,
        readable: &Readable,
        mut after: SourceId,
    ) -> Result<Vec<Sighting>, TransportError> {
        let limits = self.config.limits();
        let mut sightings = Vec::new();
        while sightings.len() < limits.sweep {
            let limit = limits.deal_sweep.min(limits.sweep - sightings.len());
            let named = self.named(json!({"fields": [field], "limit": limit, "order": "id", "load": ""}));
            let domain = self.domain(kind, readable, Window::Everything, Some(after));
            let call = Call { model: readable.model, method: "search_read", subject: Subject::Domain(domain), named };
            let rows = self.rows(&call, after, limit).await?;
            let ended = rows.len() < limit;
            after = rows.last().map_or(after, |(id, _)| *id);
            sightings
                .extend(rows.iter().map(|(id, row)| Sighting { id: *id, silent_hash: Some(silent_hash(field, row)) }));
            if ended {
                break;
            }
        }
        Ok(sightings)
    }

    /// With `read` and not `search_read`: a record that exists and may not be read is an error there, and would look
    /// deleted here. Ids that are missing are asked for twice.
    pub(crate) async fn fetch(&self, kind: Kind, ids: &[SourceId]) -> Result<Vec<RawRecord>, SourceError> {
        let readable = self.session.readable(kind)?;
        let mut wanted = ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut rows = self.read(kind, readable, &wanted).await?;
        let missing: Vec<_> =
            wanted.into_iter().filter(|id| rows.binary_search_by_key(id, |(found, _)| *found).is_err()).collect();
        rows.extend(self.read(kind, readable, &missing).await?);
        rows.sort_unstable_by_key(|(id, _)| *id);
        let rows = self.without_strangers(kind, readable, rows).await?;
        Ok(rows.into_iter().map(|row| raw_record(kind, readable, row)).collect())
    }

    /// Leaves out rows of the model that are none of the kind: `read` asks for ids, whatever they are.
    async fn without_strangers(
        &self,
        kind: Kind,
        readable: &Readable,
        mut rows: Vec<RawRow>,
    ) -> Result<Vec<RawRow>, SourceError> {
        let model = model_of(kind);
        if model.filter.is_none() || rows.is_empty() {
            return Ok(rows);
        }
        let found: Vec<_> = rows.iter().map(|(id, _)| *id).collect();
        let domain = std::iter::once(json!(["id", "in", found])).chain(of_the_kind(model)).collect();
        let named = self.named(json!({"limit": found.len(), "order": "id"}));
        let call = Call { model: readable.model, method: "search", subject: Subject::Domain(domain), named };
        let answer = transport::call(self.transport, &call).await;
        let ours = answer.and_then(|answer| answer::ids(answer, 0, found.len()));
        let ours = ours.map_err(|error| self.told(error, "reading single records of", readable))?;
        rows.retain(|(id, _)| ours.binary_search(id).is_ok());
        Ok(rows)
    }

    async fn read(&self, kind: Kind, readable: &Readable, ids: &[SourceId]) -> Result<Vec<RawRow>, SourceError> {
        let mut rows = Vec::new();
        let mut rest = ids;
        while !rest.is_empty() {
            let size = self.sizes.cut(kind, self.config.limits().page).min(rest.len());
            let (asked, later) = rest.split_at(size);
            let named = self.named(json!({"fields": readable.fields, "load": ""}));
            let call = Call { model: readable.model, method: "read", subject: Subject::Ids(asked.to_vec()), named };
            match self.rows(&call, 0, size).await {
                Ok(found) if found.iter().all(|(id, _)| asked.binary_search(id).is_ok()) => {
                    rows.extend(found);
                    rest = later;
                }
                Ok(_) => {
                    let error = TransportError::BadAnswer("there are rows that were not asked for");
                    return Err(self.told(error, "reading single records of", readable));
                }
                Err(TransportError::TooLarge) if size > 1 => self.sizes.too_large(kind, size),
                Err(error) => return Err(self.told(error, "reading single records of", readable)),
            }
        }
        Ok(rows)
    }

    async fn rows(&self, call: &Call, after: SourceId, limit: usize) -> Result<Vec<RawRow>, TransportError> {
        answer::rows(transport::call(self.transport, call).await?, after, limit)
    }

    fn domain(&self, kind: Kind, readable: &Readable, window: Window, after: Option<SourceId>) -> Value {
        let model = model_of(kind);
        let since = match window {
            Window::ChangedSince(moment) if readable.by_change => {
                Some(json!([WRITE_DATE, ">=", answer::written(moment)]))
            }
            Window::ChangedSince(_) | Window::Everything => None,
        };
        let dated = model.dated.zip(self.horizons.of(kind));
        let dated = dated.map(|(field, horizon)| json!([field, ">=", answer::written(horizon)]));
        let after = after.map(|id| json!(["id", ">", id]));
        since.into_iter().chain(dated).chain(after).chain(of_the_kind(model)).collect()
    }

    fn named(&self, arguments: Value) -> Map<String, Value> {
        let mut arguments = named(arguments);
        arguments.insert("context".to_owned(), Value::Object(self.session.context().clone()));
        arguments
    }

    fn told(&self, error: TransportError, doing: &str, readable: &Readable) -> SourceError {
        error.told(self.config.url().as_str(), format_args!("{doing} {}", readable.model))
    }
}

/// The model's own conditions.
fn of_the_kind(model: &Model) -> Vec<Value> {
    match model.filter.map(|filter| filter()) {
        Some(Value::Array(conditions)) => conditions,
        Some(_) | None => Vec::new(),
    }
}

/// Cuts a row to the fields that were asked for. One that Odoo left out becomes `null`, which Odoo never sends.
fn raw_record(kind: Kind, readable: &Readable, (id, mut row): RawRow) -> RawRecord {
    let payload: Map<String, Value> =
        readable.fields.iter().map(|field| ((*field).to_owned(), row.remove(*field).unwrap_or(Value::Null))).collect();
    RawRecord {
        id,
        written_at: payload.get(WRITE_DATE).and_then(Value::as_str).and_then(answer::moment),
        content_hash: content_hash(&payload),
        silent_hash: model_of(kind).silent.map(|field| silent_hash(field, &payload)),
        payload,
    }
}
