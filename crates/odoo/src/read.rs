//! Pages, sweeps and single records, read by id and never by offset.

use crate::ahead::{Ahead, LISTED};
use crate::answer::{self, RawRow};
use crate::config::OdooConfig;
use crate::hash::{content_hash, silent_hash};
use crate::horizon::Horizons;
use crate::model::{Model, WRITE_DATE, model_of};
use crate::session::{Readable, Session, named};
use crate::sizes::{Shape, Sizes};
use crate::transport::{Call, Link, Subject, TRIES, TransportError, pause};
use domain::canonical::{Kind, SourceId};
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value, json};
use source::{RawRecord, Sighting, SourceError, Window};
use tokio::time::Instant;

/// Answers that are asked for at the same time.
const AT_ONCE: usize = 2;
/// Rows that may have come into a range since its bounds were looked up.
const SPARE: usize = 16;

/// Reads within one session.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) link: Link<'a>,
    pub(crate) config: &'a OdooConfig,
    pub(crate) session: &'a Session,
    pub(crate) sizes: &'a Sizes,
    pub(crate) horizons: &'a Horizons,
    pub(crate) ahead: &'a Ahead,
}

/// Ids above `after`, up to and with `upto`.
#[derive(Debug, Clone, Copy)]
struct Range {
    after: SourceId,
    upto: Option<SourceId>,
}

impl Reader<'_> {
    /// An answer shorter than asked for is believed to be the end only when Odoo has nothing beyond its last id. Where one
    /// answer is not enough, the bounds of the next ones are looked up, and they are read side by side.
    pub(crate) async fn page(
        &self,
        kind: Kind,
        window: Window,
        mut after: SourceId,
    ) -> Result<Vec<RawRecord>, SourceError> {
        let readable = self.session.readable(kind)?;
        let wanted = self.config.limits().page;
        let mut rows: Vec<RawRow> = Vec::new();
        // What came before was full.
        let mut is_long = after > 0;
        while rows.len() < wanted {
            let room = wanted - rows.len();
            let size = self.sizes.cut(kind, Shape::Whole, room.min(self.config.limits().answer));
            let found = match is_long && room > size {
                true => self.side_by_side(kind, readable, window, (after, room), size).await,
                false => self.rows(kind, readable, window, Range { after, upto: None }, size).await.map(|found| {
                    let last = found.last().map(|(last, _)| *last)?;
                    is_long = found.len() >= size;
                    Some((found, last))
                }),
            };
            let found = found.map_err(|error| self.told(error, "reading", readable))?;
            let Some((found, upto)) = found else { break };
            after = upto;
            rows.extend(found);
        }
        rows.truncate(wanted);
        Ok(rows.into_iter().map(|row| raw_record(kind, readable, row)).collect())
    }

    /// About `room` rows above `after`, `size` in an answer, and up to which id. None: there are no more. Some may have gone
    /// since they were listed, or all.
    async fn side_by_side(
        &self,
        kind: Kind,
        readable: &Readable,
        window: Window,
        (after, room): (SourceId, usize),
        size: usize,
    ) -> Result<Option<(Vec<RawRow>, SourceId)>, TransportError> {
        let ids = match self.ahead.take(kind, window, after, room) {
            Some(ids) => ids,
            None => {
                let ids = self.list(kind, readable, window, after, LISTED.max(room)).await?;
                self.ahead.split(kind, window, ids, room)
            }
        };
        let Some(last) = ids.last().copied() else { return Ok(None) };
        let mut ranges = Vec::new();
        let mut below = after;
        for ids in ids.chunks(size.max(1)) {
            let Some(upto) = ids.last().copied() else { continue };
            ranges.push((Range { after: below, upto: Some(upto) }, ids.len()));
            below = upto;
        }
        let read = ranges.into_iter().map(|(range, expected)| self.range(kind, readable, window, range, expected));
        let rows: Vec<_> = stream::iter(read).buffered(AT_ONCE).try_concat().await?;
        Ok(Some((rows, last)))
    }

    async fn list(
        &self,
        kind: Kind,
        readable: &Readable,
        window: Window,
        after: SourceId,
        limit: usize,
    ) -> Result<Vec<SourceId>, TransportError> {
        let named = self.named(json!({"limit": limit, "order": "id"}));
        let subject = Subject::Domain(self.domain(kind, readable, window, Some(Range { after, upto: None })));
        let call = Call { model: readable.model, method: "search", subject, named };
        answer::ids(self.link.call(&call).await?, after, limit)
    }

    /// All rows of a range that held `expected` of them a moment ago.
    async fn range(
        &self,
        kind: Kind,
        readable: &Readable,
        window: Window,
        mut range: Range,
        expected: usize,
    ) -> Result<Vec<RawRow>, TransportError> {
        let mut rows: Vec<RawRow> = Vec::new();
        loop {
            let limit = expected.saturating_sub(rows.len()) + SPARE;
            let asked = self.sizes.cut(kind, Shape::Whole, limit);
            let found = self.rows(kind, readable, window, range, asked).await?;
            let Some((last, _)) = found.last() else { return Ok(rows) };
            range.after = *last;
            let is_full = found.len() >= asked;
            rows.extend(found);
            if range.upto == Some(range.after) || (!is_full && rows.len() >= expected) {
                return Ok(rows);
            }
        }
    }

    async fn rows(
        &self,
        kind: Kind,
        readable: &Readable,
        window: Window,
        range: Range,
        size: usize,
    ) -> Result<Vec<RawRow>, TransportError> {
        let domain = self.domain(kind, readable, window, Some(range));
        let asking = |limit: usize| {
            let named = self.named(json!({"fields": readable.fields, "limit": limit, "order": "id", "load": ""}));
            Call { model: readable.model, method: "search_read", subject: Subject::Domain(domain.clone()), named }
        };
        let (rows, _) = self.fitting(kind, Shape::Whole, size, range.after, asking).await?;
        match rows.last() {
            Some((last, _)) if range.upto.is_some_and(|upto| *last > upto) => {
                Err(TransportError::BadAnswer("there are rows that were not asked for"))
            }
            _ => Ok(rows),
        }
    }

    /// One answer, asked for with fewer rows when it is too large, and tried again with fewer when it does not come.
    /// Gives the rows, and how many were asked for in the end.
    async fn fitting(
        &self,
        kind: Kind,
        shape: Shape,
        wanted: usize,
        after: SourceId,
        asking: impl Fn(usize) -> Call,
    ) -> Result<(Vec<RawRow>, usize), TransportError> {
        let mut tries = 1;
        loop {
            let asked = self.sizes.cut(kind, shape, wanted);
            let started = Instant::now();
            let error = match self.link.once(&asking(asked)).await {
                Ok(value) => {
                    let rows = answer::rows(value, after, asked)?;
                    self.sizes.answered(kind, shape, asked, started.elapsed());
                    return Ok((rows, asked));
                }
                Err(TransportError::TooLarge) if asked > 1 => {
                    self.sizes.too_large(kind, shape, asked);
                    continue;
                }
                Err(error) => error,
            };
            let can_shrink = error.is_about_size() && asked > 1;
            if tries >= TRIES || !(error.is_passing() || can_shrink) {
                return Err(error);
            }
            if can_shrink {
                self.sizes.too_slow(kind, shape, asked);
            }
            tracing::warn!(error = ?error, model = kind.name(), tries, "a page of Odoo failed and is tried again");
            tokio::time::sleep(pause(tries)).await;
            tries += 1;
        }
    }

    pub(crate) async fn count(&self, kind: Kind, window: Window) -> Result<u64, SourceError> {
        let readable = self.session.readable(kind)?;
        let domain = self.domain(kind, readable, window, None);
        let named = self.named(json!({}));
        let call = Call { model: readable.model, method: "search_count", subject: Subject::Domain(domain), named };
        let counted = self.link.call(&call).await.and_then(|answer| answer::count(&answer));
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
        let ids = self.list(kind, readable, Window::Everything, after, self.config.limits().sweep).await?;
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
            let domain = self.domain(kind, readable, Window::Everything, Some(Range { after, upto: None }));
            let asking = |limit: usize| {
                let named = self.named(json!({"fields": [field], "limit": limit, "order": "id", "load": ""}));
                Call { model: readable.model, method: "search_read", subject: Subject::Domain(domain.clone()), named }
            };
            let size = limits.deal_sweep.min(limits.sweep - sightings.len());
            let (rows, asked) = self.fitting(kind, Shape::Swept, size, after, asking).await?;
            let ended = rows.len() < asked;
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
        let answer = self.link.call(&call).await;
        let ours = answer.and_then(|answer| answer::ids(answer, 0, found.len()));
        let ours = ours.map_err(|error| self.told(error, "reading single records of", readable))?;
        rows.retain(|(id, _)| ours.binary_search(id).is_ok());
        Ok(rows)
    }

    async fn read(&self, kind: Kind, readable: &Readable, ids: &[SourceId]) -> Result<Vec<RawRow>, SourceError> {
        let mut rows = Vec::new();
        let mut rest = ids;
        while !rest.is_empty() {
            let asking = |size: usize| {
                let named = self.named(json!({"fields": readable.fields, "load": ""}));
                let subject = Subject::Ids(rest.iter().take(size).copied().collect());
                Call { model: readable.model, method: "read", subject, named }
            };
            let size = self.config.limits().answer.min(rest.len());
            let read = self.fitting(kind, Shape::Whole, size, 0, asking).await;
            let (found, size) = read.map_err(|error| self.told(error, "reading single records of", readable))?;
            let (asked, later) = rest.split_at(size);
            if !found.iter().all(|(id, _)| asked.binary_search(id).is_ok()) {
                let error = TransportError::BadAnswer("there are rows that were not asked for");
                return Err(self.told(error, "reading single records of", readable));
            }
            rows.extend(found);
            rest = later;
        }
        Ok(rows)
    }

    fn domain(&self, kind: Kind, readable: &Readable, window: Window, range: Option<Range>) -> Value {
        let model = model_of(kind);
        let since = match window {
            Window::ChangedSince(moment) if readable.by_change => {
                Some(json!([WRITE_DATE, ">=", answer::written(moment)]))
            }
            Window::ChangedSince(_) | Window::Everything => None,
        };
        let dated = model.dated.zip(self.horizons.of(kind));
        let dated = dated.map(|(field, horizon)| json!([field, ">=", answer::written(horizon)]));
        let after = range.map(|range| json!(["id", ">", range.after]));
        let upto = range.and_then(|range| range.upto).map(|upto| json!(["id", "<=", upto]));
        since.into_iter().chain(dated).chain(after).chain(upto).chain(of_the_kind(model)).collect()
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
    row.retain(|field, _| readable.fields.contains(&field.as_str()));
    if row.len() < readable.fields.len() {
        for field in &readable.fields {
            row.entry(*field).or_insert(Value::Null);
        }
    }
    RawRecord {
        id,
        written_at: row.get(WRITE_DATE).and_then(Value::as_str).and_then(answer::moment),
        content_hash: content_hash(&row),
        silent_hash: model_of(kind).silent.map(|field| silent_hash(field, &row)),
        payload: row,
    }
}
