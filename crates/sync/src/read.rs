//! Reading of one kind: what changed since the last run, then all ids.

use crate::{
    apply::Apply,
    connector::{self, Pages},
    error::Trouble,
    run::Run,
    sweep::{self, Differences, Expected},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::canonical::{Kind, SourceId};
use shared::sync::SyncMode;
use source::{RawRecord, Window};
use std::{collections::HashSet, time::Duration};
use store::{RawVersion, Seen, Side, StoreError};
use tokio::time::Instant;

/// A reading that takes longer than this moves the cursor back by its length: its first pages are that old at its end.
const LONG: Duration = Duration::from_secs(60);

impl Run<'_> {
    /// Loads one kind and notes what is missing; cursor and list of refusals are kept for the publication.
    pub(crate) async fn read_kind(&mut self, kind: Kind) -> Result<(), Trouble> {
        self.log.open(kind);
        let system = self.target.system.clone();
        self.loader.store().prepare_raw(&system, self.target.model(kind)?).await?;
        let mut read = HashSet::new();
        let cursor = self.lake.cursor(kind).filter(|_| self.lake.is_complete(kind) && self.mode == SyncMode::Delta);
        let window = cursor.map_or(Window::Everything, |cursor| Window::ChangedSince(cursor - self.overlap));
        let mut newest = self.read_window(kind, window, &mut read).await?;
        if let Some(cursor) = cursor.filter(|cursor| newest.is_none_or(|newest| newest < *cursor)) {
            // The record that set the cursor is always in the window, unless it was deleted or the source went back.
            tracing::info!(entity = kind.name(), %cursor, "nothing is as new as the cursor, so every record is compared");
            newest = self.read_window(kind, Window::Everything, &mut read).await?;
        }
        self.sweep(kind, &mut read).await?;
        self.publication.cursors.extend(newest.map(|newest| (kind, newest)));
        self.publication.again.insert(kind, self.log.again(kind));
        self.publication.complete.push(kind);
        Ok(())
    }

    /// Returns the cursor that follows from what was read.
    async fn read_window(
        &mut self,
        kind: Kind,
        window: Window,
        read: &mut HashSet<SourceId>,
    ) -> Result<Option<DateTime<Utc>>, Trouble> {
        let started = Instant::now();
        let mut newest = None;
        let mut pages = Pages::open(self.source, kind, window).await?;
        self.progress.start(kind, pages.expected()).await;
        while let Some(page) = pages.next().await? {
            newest = newest.max(page.iter().filter_map(|record| record.written_at).max());
            let count = page.len();
            self.take(kind, page, read).await?;
            self.progress.read(count).await;
        }
        let took = started.elapsed();
        let back = if took > LONG { TimeDelta::from_std(took).unwrap_or_default() } else { TimeDelta::zero() };
        Ok(newest.map(|newest| newest - back))
    }

    async fn sweep(&mut self, kind: Kind, read: &mut HashSet<SourceId>) -> Result<(), Trouble> {
        let store = self.loader.store().clone();
        let held = store.held_ids(kind).await?;
        let making = store.making(Side::Live);
        let expected = Expected { making, read, held: &held, again: self.lake.again(kind) };
        let Differences { fetch, mut missing, back } = sweep::sweep(self.source, kind, &expected).await?;
        for ids in fetch.chunks(self.source.page_size().max(1)) {
            let found = connector::fetch(self.source, kind, ids).await?;
            self.take(kind, found.into_values().collect(), read).await?;
        }
        // Once more by id: a record that a page of the sweep left out is not gone.
        let ids: Vec<_> = missing.iter().map(|known| known.id).collect();
        let mut living = HashSet::new();
        for ids in ids.chunks(self.source.page_size().max(1)) {
            let found = connector::fetch(self.source, kind, ids).await?;
            living.extend(found.keys().copied());
            self.take(kind, found.into_values().collect(), read).await?;
        }
        missing.retain(|known| !living.contains(&known.id));
        let back: Vec<_> = back.into_iter().chain(living).filter(|id| held.contains(id)).collect();
        self.loader.unhold(&self.target, kind, &back).await?;
        self.missing.push((kind, missing));
        Ok(())
    }

    /// Loads records that were not read before in this run.
    async fn take(
        &mut self,
        kind: Kind,
        records: Vec<RawRecord>,
        read: &mut HashSet<SourceId>,
    ) -> Result<(), StoreError> {
        let fresh = self.is_first();
        let records = records.into_iter().filter(|record| read.insert(record.id));
        let versions = records.map(|record| RawVersion { id: record.id, seen: Seen::Record(record) }).collect();
        let apply = Apply { source: self.source, target: &self.target, fresh };
        apply.apply(self.loader, kind, versions, &mut self.changes, &mut self.log).await
    }
}
