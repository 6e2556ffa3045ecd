//! Logger: what a run read, changed, refused and held, counted for each kind of record.

use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use shared::{
    EntityType,
    sync::{DeletedRecord, EntityCounts, RecordIssue, SyncError, SyncErrorCode},
};
use source::{Issue, Severity, SourceError, Unknown};
use std::collections::{BTreeMap, BTreeSet};
use store::{Reason, Refusal, Why};

/// Issues that are kept in words for each kind of record; the others are counted.
const MOST_ISSUES: usize = 20;
const MOST_REPLACED: usize = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Log {
    counts: BTreeMap<EntityType, EntityCounts>,
    errors: Vec<SyncError>,
    again: BTreeMap<Kind, BTreeSet<SourceId>>,
    refusals: BTreeMap<Kind, BTreeMap<SourceId, Refusal>>,
    /// By kind: the source's fields that could not be read, though records have values of them.
    carried: BTreeMap<Kind, BTreeSet<&'static str>>,
    /// Of the kind that is being read.
    replaced: Vec<Replaced>,
}

/// A version that took over from the one of the generation `from`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Replaced {
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    pub(crate) written_at: Option<DateTime<Utc>>,
}

impl Log {
    /// From now on the kind appears in the log, if only with zeros.
    pub(crate) fn open(&mut self, kind: Kind) {
        for entity in kind.entities() {
            self.of(*entity);
        }
        self.again.entry(kind).or_default();
        self.replaced.clear();
    }

    /// The first of a kind are remembered.
    pub(crate) fn replaced(&mut self, id: SourceId, from: i64, written_at: Option<DateTime<Utc>>) {
        if self.replaced.len() < MOST_REPLACED {
            self.replaced.push(Replaced { id, from, written_at });
        }
    }

    pub(crate) fn all_replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    pub(crate) fn of(&mut self, entity: EntityType) -> &mut EntityCounts {
        self.counts.entry(entity).or_insert_with(|| EntityCounts {
            entity,
            read: 0,
            inserted: 0,
            updated: 0,
            unchanged: 0,
            deleted: 0,
            revived: 0,
            rejected: 0,
            held: 0,
            issues: Vec::new(),
            deletions: Vec::new(),
        })
    }

    pub(crate) fn issues(&mut self, entity: EntityType, model: &str, id: SourceId, issues: Vec<Issue>) {
        let counts = self.of(entity);
        for issue in issues {
            if counts.issues.len() == MOST_ISSUES {
                break;
            }
            counts.issues.push(RecordIssue {
                record: format!("{model} {id}"),
                field: issue.field.map(str::to_owned),
                message: issue.message,
                rejected: issue.severity == Severity::RecordRejected,
            });
        }
    }

    /// The record goes into quarantine.
    pub(crate) fn refuse(&mut self, kind: Kind, refusal: Refusal) {
        self.refusals.entry(kind).or_default().insert(refusal.id, refusal);
    }

    pub(crate) fn is_refused(&self, kind: Kind, id: SourceId) -> bool {
        self.refusals.get(&kind).is_some_and(|refused| refused.contains_key(&id))
    }

    pub(crate) fn refusals(&self, kind: Kind) -> Vec<Refusal> {
        self.refusals.get(&kind).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    pub(crate) fn deleted(&mut self, entity: EntityType, record: String, name: Option<String>, why: &Why) {
        let counts = self.of(entity);
        counts.deleted += 1;
        if counts.deletions.len() < MOST_ISSUES {
            counts.deletions.push(DeletedRecord { record, name, reason: why.words() });
        }
    }

    /// The record keeps values that the source does not show any more.
    pub(crate) fn carried(&mut self, kind: Kind, fields: Vec<Unknown>) {
        if !fields.is_empty() {
            self.carried.entry(kind).or_default().extend(fields.into_iter().map(|unknown| unknown.field));
        }
    }

    /// The record was refused or lost a value: what was wrong may be right the next time without being written.
    pub(crate) fn ask_again(&mut self, kind: Kind, id: SourceId) {
        self.again.entry(kind).or_default().insert(id);
    }

    pub(crate) fn again(&self, kind: Kind) -> Vec<SourceId> {
        self.again.get(&kind).into_iter().flatten().copied().collect()
    }

    pub(crate) fn source_error(&mut self, kind: Option<Kind>, error: &SourceError) {
        let entity = kind.and_then(|kind| kind.entities().first().copied());
        tracing::warn!(entity = kind.map(Kind::name), code = ?error.code(), error = %error, "the source could not be read");
        self.error(error.code(), error.message.clone(), entity);
    }

    pub(crate) fn error(&mut self, code: SyncErrorCode, message: String, entity: Option<EntityType>) {
        self.errors.push(SyncError { code, message, entity });
    }

    pub(crate) fn records_read(&self) -> u64 {
        self.counts.values().map(|counts| counts.read).sum()
    }

    pub(crate) fn has_complaints(&self) -> bool {
        let complaint = |error: &SyncError| error.code != SyncErrorCode::Information;
        self.errors.iter().any(complaint) || self.counts.values().any(|counts| counts.rejected > 0)
    }

    /// Nothing was left unread.
    pub(crate) fn read_everything(&self) -> bool {
        use SyncErrorCode::{DeletionsHeld, Information, RestoredFromBackup};
        self.errors.iter().all(|error| matches!(error.code, DeletionsHeld | Information | RestoredFromBackup))
    }

    /// In the order in which kinds are read.
    pub(crate) fn into_parts(mut self) -> (Vec<EntityCounts>, Vec<SyncError>) {
        for (kind, fields) in std::mem::take(&mut self.carried) {
            let fields: Vec<_> = fields.into_iter().collect();
            let message = match fields.as_slice() {
                [field] => format!("The field {field} may not be read any more: values stay as they were"),
                fields => {
                    format!("The fields {} may not be read any more: values stay as they were", fields.join(", "))
                }
            };
            self.error(SyncErrorCode::Information, message, kind.entities().first().copied());
        }
        let order = Kind::ALL.iter().flat_map(|kind| kind.entities());
        (order.filter_map(|entity| self.counts.remove(entity)).collect(), self.errors)
    }
}

/// In the words of the list of records in quarantine.
pub(crate) fn reasons(issues: &[Issue]) -> Vec<Reason> {
    let reason = |issue: &Issue| Reason { field: issue.field.map(str::to_owned), message: issue.message.clone() };
    issues.iter().filter(|issue| issue.severity == Severity::RecordRejected).map(reason).collect()
}
