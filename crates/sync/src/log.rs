//! Logger: what a run read, changed, refused and held, counted for each kind of record.

use domain::canonical::{Kind, SourceId};
use shared::{
    EntityType,
    sync::{EntityCounts, RecordIssue, SyncError, SyncErrorCode},
};
use source::{Issue, Severity, SourceError};
use std::collections::{BTreeMap, BTreeSet};

/// Issues that are kept in words for each kind of record; the others are counted.
const MOST_ISSUES: usize = 20;

#[derive(Debug, Default)]
pub(crate) struct Log {
    counts: BTreeMap<EntityType, EntityCounts>,
    errors: Vec<SyncError>,
    again: BTreeMap<Kind, BTreeSet<SourceId>>,
}

impl Log {
    /// From now on the kind appears in the log, if only with zeros.
    pub(crate) fn open(&mut self, kind: Kind) {
        for entity in kind.entities() {
            self.of(*entity);
        }
        self.again.entry(kind).or_default();
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
        let harmless = [SyncErrorCode::DeletionsHeld, SyncErrorCode::Information];
        self.errors.iter().all(|error| harmless.contains(&error.code))
    }

    /// In the order in which kinds are read.
    pub(crate) fn into_parts(mut self) -> (Vec<EntityCounts>, Vec<SyncError>) {
        let order = Kind::ALL.iter().flat_map(|kind| kind.entities());
        (order.filter_map(|entity| self.counts.remove(entity)).collect(), self.errors)
    }
}
