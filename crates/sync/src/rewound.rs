//! A source that is older than before: restored from a backup, or only without its newest record.

use crate::{error::Trouble, guard::FREE, run::Run};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use shared::sync::{SyncErrorCode, SyncMode};
use source::Window;
use std::collections::HashSet;
use store::StoreError;

impl Run<'_> {
    /// `newest`: of all records of the kind. A source whose newest record was deleted looks like a restored one; then the
    /// record is missing, nothing else is older than we know it, and the deletion is one for the guard.
    pub(crate) async fn judge_age(
        &mut self,
        kind: Kind,
        cursor: DateTime<Utc>,
        newest: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        if newest.is_some_and(|newest| newest >= cursor - self.overlap) {
            return Ok(());
        }
        let left = self.kept.get(&kind).into_iter().flat_map(|kept| kept.keys());
        let left = left.filter(|id| !self.log.is_refused(kind, **id)).count();
        let missing = left + self.missing.last().filter(|(last, _)| *last == kind).map_or(0, |(_, gone)| gone.len());
        let is_explained = missing > 0 && u64::try_from(missing).is_ok_and(|missing| missing <= FREE);
        if is_explained && !self.has_older_versions(kind).await? {
            return Ok(());
        }
        tracing::warn!(kind = kind.name(), %cursor, ?newest, "the source is older than before: nothing is deleted");
        let message = "the newest record of this kind is older than one that was read before, as if the source had been \
                       restored from a backup; every record is compared, and deletions wait for an admin";
        self.log.error(SyncErrorCode::RestoredFromBackup, message.to_owned(), kind.entities().first().copied());
        self.rewound = true;
        self.mode = SyncMode::Full;
        Ok(())
    }

    /// A record that was written before the version that we had of it.
    async fn has_older_versions(&self, kind: Kind) -> Result<bool, StoreError> {
        let replaced = self.log.all_replaced();
        let versions: Vec<_> = replaced.iter().map(|one| (one.id, one.from)).collect();
        let store = self.loader.store();
        let ours = store.written_at(&self.target.system, self.target.model(kind)?, &versions).await?;
        Ok(replaced.iter().any(|one| one.written_at.zip(ours.get(&one.id)).is_some_and(|(new, old)| new < *old)))
    }

    /// Kinds that were read before the alarm are compared as a whole, too.
    pub(crate) async fn compare_the_rest(&mut self) -> Result<(), StoreError> {
        let deltas = std::mem::take(&mut self.deltas);
        if !self.rewound {
            return Ok(());
        }
        for (kind, read) in deltas {
            match self.compare(kind, read).await {
                Ok(()) => {}
                Err(Trouble::Source(e)) => self.fail(kind, &e),
                Err(Trouble::Store(e)) => return Err(e),
            }
        }
        Ok(())
    }

    async fn compare(&mut self, kind: Kind, mut read: HashSet<SourceId>) -> Result<(), Trouble> {
        let reach = self.read_window(kind, Window::Everything, &mut read).await?;
        self.publication.cursors.extend(reach.cursor().map(|cursor| (kind, cursor)));
        self.publication.again.insert(kind, self.log.again(kind));
        Ok(())
    }
}
