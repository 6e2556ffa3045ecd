//! History of one record: what was received, mapped as it is mapped now, version against version.

use crate::{fields, normalize, validate};
use domain::canonical::{Kind, Record, SourceId};
use shared::explorer::{ChangeKind, RecordVersion};
use source::{Source, Unknown};
use store::{PastVersion, Seen, Store, StoreError};

/// Versions read at a time while the one before a page is looked for.
const AT_ONCE: usize = 20;

/// A page of the versions of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPast {
    /// Newest first.
    pub versions: Vec<RecordVersion>,
    /// The generation that the next page begins before; absent on the last page.
    pub next: Option<i64>,
}

/// Versions of a record older than the generation `before`, at most `limit`. Refused versions are left out: they never
/// showed. Pure reading: needs no connection to the source.
pub async fn record_history(
    source: &dyn Source,
    store: &Store,
    kind: Kind,
    id: SourceId,
    before: Option<i64>,
    limit: usize,
) -> Result<RecordPast, StoreError> {
    let Some(system) = store.lake().await?.system else { return Ok(RecordPast { versions: Vec::new(), next: None }) };
    let reading = Reading { source, store, system, kind, id };
    let mut steps = Vec::new();
    let mut next = before;
    // One more than asked for tells whether there is another page; and the oldest needs a record to compare with.
    loop {
        let page = reading.page(next).await?;
        let ended = page.len() < AT_ONCE;
        next = page.last().map(|version| version.from);
        steps.extend(page.into_iter().filter_map(|version| reading.step(version)));
        if ended || (steps.len() > limit && steps.iter().skip(limit).any(|step| step.record.is_some())) {
            break;
        }
    }
    let has_more = steps.len() > limit;
    let versions: Vec<_> = steps
        .iter()
        .enumerate()
        .take(limit)
        .map(|(at, step)| step.told(steps.get(at + 1..).unwrap_or_default()))
        .collect();
    let next = versions.last().filter(|_| has_more).map(|last| last.generation);
    Ok(RecordPast { versions, next })
}

struct Reading<'a> {
    source: &'a dyn Source,
    store: &'a Store,
    system: String,
    kind: Kind,
    id: SourceId,
}

impl Reading<'_> {
    async fn page(&self, before: Option<i64>) -> Result<Vec<PastVersion>, StoreError> {
        self.store.past_versions(&self.system, self.source.model(self.kind), self.id, before, AT_ONCE).await
    }

    /// `None` where the version was refused.
    fn step(&self, version: PastVersion) -> Option<Step> {
        let (record, unknown, reason) = match &version.seen {
            Seen::Gone(why) => (None, Vec::new(), Some(why.words())),
            Seen::Record(raw) => {
                let validated = validate(self.id, self.source.map(self.kind, raw));
                (Some(normalize(validated.record?)), validated.unknown, None)
            }
        };
        Some(Step { version, record, unknown, reason })
    }
}

struct Step {
    version: PastVersion,
    /// Absent where it was found to be gone.
    record: Option<Record>,
    unknown: Vec<Unknown>,
    reason: Option<String>,
}

impl Step {
    /// As the lake had it: with what stayed from the version before.
    fn whole(&self, older: &[Self]) -> Option<Record> {
        let record = self.record.clone()?;
        let before = older.split_first().filter(|_| !self.unknown.is_empty());
        Some(match before.and_then(|(step, rest)| step.whole(rest)) {
            Some(before) => fields::carry(&before, record, &self.unknown).0,
            None => record,
        })
    }

    /// `older`: all before it, newest first.
    fn told(&self, older: &[Self]) -> RecordVersion {
        let base = older.iter().position(|step| step.record.is_some());
        let base = base.and_then(|at| older.get(at..)?.split_first()).and_then(|(step, rest)| step.whole(rest));
        let change = match (&self.record, older.first()) {
            (None, _) => ChangeKind::Deleted,
            (Some(_), None) => ChangeKind::Inserted,
            (Some(_), Some(before)) if before.record.is_none() => ChangeKind::Revived,
            (Some(_), Some(_)) => ChangeKind::Updated,
        };
        RecordVersion {
            generation: self.version.from,
            run: self.version.run.clone(),
            at: self.version.fetched_at,
            change,
            fields: self.whole(older).map(|record| fields::changes(base.as_ref(), &record)).unwrap_or_default(),
            reason: self.reason.clone(),
        }
    }
}
