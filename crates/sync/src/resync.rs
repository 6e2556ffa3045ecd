//! Some records asked for once more, by the same way as all: lease, generation, guard.

use crate::{Pipeline, SyncRunError, connector, error::Trouble, run::Run};
use domain::canonical::{Kind, SourceId};
use shared::{
    explorer::ChangeKind,
    sync::{SyncMode, SyncRun},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{CanonicalRow, Side, StoreError};

/// The records that a run is about, where it is not about all.
#[derive(Debug, Clone)]
pub(crate) struct Only {
    pub(crate) kind: Kind,
    pub(crate) ids: Vec<SourceId>,
}

/// What asking again gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resynced {
    pub run: SyncRun,
    /// One for each id that was asked for, in order.
    pub records: Vec<(SourceId, Outcome)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Unchanged,
    Changed(ChangeKind),
    /// Gone in the source, and held back by the guard.
    Held,
    /// The source's version was refused; it is in quarantine.
    Refused,
    /// Neither the source nor the lake knows it.
    Unknown,
}

impl Pipeline {
    /// Reads these records again, whatever their time of writing, and applies what differs; one that is gone is deleted as
    /// the guard allows. Its run is in the log, with the mode `records`.
    pub async fn resync(&self, kind: Kind, ids: &[SourceId]) -> Result<Resynced, SyncRunError> {
        if self.store.lake().await?.generation == 0 {
            return Err(SyncRunError::Empty);
        }
        let ids: Vec<_> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let before = self.state_of(kind, &ids).await?;
        let only = Only { kind, ids: ids.clone() };
        let run = self.run_about(SyncMode::Records, Some(only), std::future::pending()).await?;
        let after = self.state_of(kind, &ids).await?;
        let (held, refused) = (self.store.held_of(kind).await?, self.store.refused(kind).await?);
        let outcome = |id: SourceId| match (before.get(&id), after.get(&id)) {
            _ if refused.contains_key(&id) => Outcome::Refused,
            _ if held.contains_key(&id) => Outcome::Held,
            (None, None) => Outcome::Unknown,
            (Some(before), Some(after)) if before.from == after.from => Outcome::Unchanged,
            (before, after) => Outcome::Changed(change(before, after)),
        };
        Ok(Resynced { run, records: ids.into_iter().map(|id| (id, outcome(id))).collect() })
    }

    async fn state_of(&self, kind: Kind, ids: &[SourceId]) -> Result<BTreeMap<SourceId, CanonicalRow>, StoreError> {
        self.store.making(Side::Live).records(kind, ids).await
    }
}

fn change(before: Option<&CanonicalRow>, after: Option<&CanonicalRow>) -> ChangeKind {
    match (before.map(|row| row.is_active), after.is_some_and(|row| row.is_active)) {
        (_, false) => ChangeKind::Deleted,
        (None, true) => ChangeKind::Inserted,
        (Some(true), true) => ChangeKind::Updated,
        (Some(false), true) => ChangeKind::Revived,
    }
}

impl Run<'_> {
    /// Like the end of a sweep that has met only these.
    pub(crate) async fn read_only(&mut self, only: &Only) -> Result<(), Trouble> {
        let kind = only.kind;
        self.begin_kind(kind).await?;
        let making_rows = self.loader.store().clone();
        let known = making_rows.making(Side::Live).records(kind, &only.ids).await?;
        let held = making_rows.held_of(kind).await?;
        let mut read = Default::default();
        for ids in only.ids.chunks(self.source.page_size().max(1)) {
            let found = connector::fetch(self.source, kind, ids).await?;
            self.take(kind, found.into_values().collect(), &mut read).await?;
        }
        let gone = known.values().filter(|row| row.is_active && !read.contains(&row.id)).map(CanonicalRow::known);
        let gone = self.look_again(kind, gone.collect(), &mut read).await?;
        let back: Vec<_> = read.iter().copied().filter(|id| held.contains_key(id)).collect();
        self.loader.unhold(&self.target, kind, &back).await?;
        self.missing.push((kind, gone));
        Ok(())
    }
}
