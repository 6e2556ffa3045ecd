//! Reading of one kind: what changed since the last run, then all ids.

use crate::{
    apply::Apply,
    connector::{self, Opened, Pages, Sightings},
    error::Trouble,
    run::Run,
    sweep::{self, Differences, Expected},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::canonical::{Kind, SourceId};
use shared::sync::SyncMode;
use source::{RawRecord, SourceError, Window};
use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};
use store::{Known, RawVersion, Seen, Side, StoreError};
use tokio::time::Instant;

/// A reading that takes longer than this moves the cursor back by its length: its first pages are that old at its end.
const LONG: Duration = Duration::from_secs(60);

/// The newest time of writing of what was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    newest: Option<DateTime<Utc>>,
    /// Our own clock when the run began.
    began: DateTime<Utc>,
    back: TimeDelta,
}

impl Reach {
    pub(crate) fn cursor(self) -> Option<DateTime<Utc>> {
        // A clock that ran ahead for a while would hide everything that is written until then.
        self.newest.map(|newest| newest.min(self.began) - self.back)
    }
}

impl<'a> Run<'a> {
    /// The first answers about a kind. What it gives does not hold on to the run, so that they can be on their way while
    /// the run is busy with another kind.
    pub(crate) fn opening(&self, kind: Kind) -> impl Future<Output = Result<Opened<'a>, SourceError>> + use<'a> {
        let cursor = self.known(kind).filter(|_| self.mode != SyncMode::Full);
        let window = cursor.map_or(Window::Everything, |cursor| Window::ChangedSince(cursor - self.overlap));
        Opened::open(self.source, kind, window)
    }

    /// Cursor of a kind that was read as a whole before.
    fn known(&self, kind: Kind) -> Option<DateTime<Utc>> {
        self.lake.cursor(kind).filter(|_| self.lake.is_complete(kind))
    }

    /// Loads one kind and notes what is missing; cursor and list of refusals are kept for the publication.
    pub(crate) async fn read_kind(&mut self, kind: Kind, opened: Opened<'_>) -> Result<(), Trouble> {
        self.begin_kind(kind).await?;
        let Opened { mut window, pages, sightings } = opened;
        let mut read = HashSet::new();
        let known = self.known(kind);
        let cursor = known.filter(|_| window != Window::Everything);
        let mut reach = self.read_pages(kind, pages, &mut read).await?;
        if let Some(cursor) = cursor.filter(|cursor| reach.newest.is_none_or(|newest| newest < *cursor)) {
            // The record that set the cursor is always in the window, unless it was deleted or the source went back.
            tracing::info!(entity = kind.name(), %cursor, "nothing is as new as the cursor, so every record is compared");
            window = Window::Everything;
            reach = self.read_window(kind, window, &mut read).await?;
        }
        self.sweep(kind, sightings, &mut read).await?;
        self.publication.cursors.extend(reach.cursor().map(|cursor| (kind, cursor)));
        self.publication.again.insert(kind, self.log.again(kind));
        self.publication.complete.push(kind);
        match (window, known) {
            (Window::ChangedSince(_), _) => self.deltas.push((kind, read)),
            (Window::Everything, Some(cursor)) => self.judge_age(kind, cursor, reach.newest).await?,
            (Window::Everything, None) => {}
        }
        Ok(())
    }

    pub(crate) async fn begin_kind(&mut self, kind: Kind) -> Result<(), StoreError> {
        self.log.open(kind);
        let system = self.target.system.clone();
        let store = self.loader.store().clone();
        store.prepare_raw(&system, self.target.model(kind)?).await?;
        self.kept.insert(kind, store.refused(kind).await?);
        Ok(())
    }

    pub(crate) async fn read_window(
        &mut self,
        kind: Kind,
        window: Window,
        read: &mut HashSet<SourceId>,
    ) -> Result<Reach, Trouble> {
        let pages = Pages::open(self.source, kind, window).await?;
        self.read_pages(kind, pages, read).await
    }

    async fn read_pages(
        &mut self,
        kind: Kind,
        mut pages: Pages<'_>,
        read: &mut HashSet<SourceId>,
    ) -> Result<Reach, Trouble> {
        let started = Instant::now();
        let mut newest = None;
        self.progress.start(kind, pages.expected()).await;
        let mut next = pages.next().await?;
        while let Some(page) = next {
            newest = newest.max(page.iter().filter_map(|record| record.written_at).max());
            let count = page.len();
            // The source answers while we write.
            let (taken, ahead) = tokio::join!(self.take(kind, page, read), pages.next());
            taken?;
            self.progress.read(count).await;
            next = ahead?;
        }
        let took = started.elapsed();
        let back = if took > LONG { TimeDelta::from_std(took).unwrap_or_default() } else { TimeDelta::zero() };
        Ok(Reach { newest, began: self.loader.stamped_at(), back })
    }

    async fn sweep(
        &mut self,
        kind: Kind,
        sightings: Sightings<'_>,
        read: &mut HashSet<SourceId>,
    ) -> Result<(), Trouble> {
        let store = self.loader.store().clone();
        let held = store.held_of(kind).await?;
        let asked = self.asks.records.get(&kind).into_iter().flatten();
        let again: Vec<_> = self.lake.again(kind).iter().chain(asked).copied().collect();
        let making = store.making(Side::Live);
        let expected = Expected { making, read, held: &held, again: &again };
        let Differences { fetch, missing, back } = sweep::sweep(sightings, kind, &expected).await?;
        self.fetch(kind, fetch, read).await?;
        // Those in quarantine that the sweep has not met: a page that left them out is no reason to forget them.
        let refused = self.kept.get(&kind).into_iter().flat_map(|kept| kept.keys()).copied();
        let unmet = refused.filter(|id| !read.contains(id)).collect();
        self.fetch(kind, unmet, read).await?;
        let before: HashSet<_> = missing.iter().map(|known| known.id).collect();
        let missing = self.look_again(kind, missing, read).await?;
        let living = before.into_iter().filter(|id| !missing.iter().any(|known| known.id == *id));
        let back: Vec<_> = back.into_iter().chain(living).filter(|id| held.contains_key(id)).collect();
        self.loader.unhold(&self.target, kind, &back).await?;
        self.missing.push((kind, missing));
        Ok(())
    }

    async fn fetch(&mut self, kind: Kind, ids: Vec<SourceId>, read: &mut HashSet<SourceId>) -> Result<(), Trouble> {
        for ids in ids.chunks(self.source.page_size().max(1)) {
            let found = connector::fetch(self.source, kind, ids).await?;
            self.take(kind, found.into_values().collect(), read).await?;
        }
        Ok(())
    }

    /// Once more by id: a record that a page of the sweep left out is not gone. Returns those that are.
    pub(crate) async fn look_again(
        &mut self,
        kind: Kind,
        mut missing: Vec<Known>,
        read: &mut HashSet<SourceId>,
    ) -> Result<Vec<Known>, Trouble> {
        let ids: Vec<_> = missing.iter().map(|known| known.id).collect();
        let mut living = HashSet::new();
        for ids in ids.chunks(self.source.page_size().max(1)) {
            let found = connector::fetch(self.source, kind, ids).await?;
            living.extend(found.keys().copied());
            self.take(kind, found.into_values().collect(), read).await?;
        }
        missing.retain(|known| !living.contains(&known.id));
        Ok(missing)
    }

    /// Loads records that were not read before in this run.
    pub(crate) async fn take(
        &mut self,
        kind: Kind,
        records: Vec<RawRecord>,
        read: &mut HashSet<SourceId>,
    ) -> Result<(), StoreError> {
        let fresh = self.is_first();
        let records = records.into_iter().filter(|record| read.insert(record.id));
        let versions = records.map(|record| RawVersion { id: record.id, seen: Seen::Record(record) }).collect();
        let none = BTreeMap::new();
        let kept = self.kept.get(&kind).unwrap_or(&none);
        let apply = Apply { source: self.source, target: &self.target, fresh, kept };
        apply.apply(self.loader, kind, versions, &mut self.changes, &mut self.log).await
    }
}
