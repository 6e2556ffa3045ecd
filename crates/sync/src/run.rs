//! One run from the first word with the source to the publication of its generation.

use crate::{
    changes::Changes,
    error::Trouble,
    families,
    kinds::{FOR_FIGURES, horizon, is_read_in, read_after},
    log::Log,
    progress::Reporter,
    resync::Only,
};
use chrono::TimeDelta;
use domain::canonical::{Kind, SourceId};
use shared::sync::{RunState, SyncErrorCode, SyncMode, SyncRun};
use source::{ErrorKind, Identity, Source, SourceError};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::{Asks, Known, Lake, Loader, Publication, Side, StoreError, Target};

pub(crate) struct Run<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) overlap: TimeDelta,
    pub(crate) mode: SyncMode,
    pub(crate) loader: &'a mut Loader,
    pub(crate) lake: Lake,
    pub(crate) target: Target,
    pub(crate) log: Log,
    pub(crate) progress: Reporter,
    pub(crate) changes: Changes,
    pub(crate) publication: Publication,
    /// Kinds that could not be read as a whole.
    pub(crate) failed: BTreeSet<Kind>,
    /// Kinds that the integration user may not read at all.
    unreadable: BTreeSet<Kind>,
    /// Absent where the run is about whole kinds.
    pub(crate) only: Option<Only>,
    /// What was asked for before the run began.
    pub(crate) asks: Asks,
    /// What the integration user may see.
    pub(crate) rights: Option<String>,
    /// The source is older than before.
    pub(crate) rewound: bool,
    /// By kind: what was in quarantine when it was begun, with the hash of what raw has.
    pub(crate) kept: BTreeMap<Kind, BTreeMap<SourceId, String>>,
    /// Kinds of which only what had changed was read, and what that was.
    pub(crate) deltas: Vec<(Kind, HashSet<SourceId>)>,
    /// Asked for twice and not there.
    pub(crate) missing: Vec<(Kind, Vec<Known>)>,
    /// The source is out of reach: no use to ask for the next kind.
    stopped: bool,
}

/// Two lakes of the same version hold the same rows for the same raw records.
pub(crate) fn making_version(source: &dyn Source) -> i32 {
    source.mapping_version() + 1_000 * domain::facts::VERSION
}

/// The names of the models of a source, for `Target`.
pub(crate) fn models(source: &dyn Source) -> BTreeMap<Kind, String> {
    Kind::ALL.iter().map(|kind| (*kind, source.model(*kind).to_owned())).collect()
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        source: &'a dyn Source,
        overlap: TimeDelta,
        loader: &'a mut Loader,
        run: &SyncRun,
        only: Option<Only>,
        asks: Asks,
    ) -> Self {
        let lake = loader.lake().clone();
        let fresh = lake.generation == 0;
        let target = Target {
            side: Side::Live,
            generation: loader.next_generation(&run.id),
            system: String::new(),
            models: models(source),
        };
        Self {
            source,
            overlap,
            mode: run.mode,
            log: Log::default(),
            progress: Reporter::new(loader.store().runs(), run),
            changes: if fresh { Changes::everything() } else { Changes::default() },
            publication: Publication::default(),
            failed: BTreeSet::new(),
            unreadable: BTreeSet::new(),
            only,
            asks,
            rights: None,
            rewound: false,
            kept: BTreeMap::new(),
            deltas: Vec::new(),
            missing: Vec::new(),
            stopped: false,
            loader,
            lake,
            target,
        }
    }

    /// The lake was empty when the run began.
    pub(crate) fn is_first(&self) -> bool {
        self.lake.generation == 0
    }

    /// Reads, loads and publishes; `run` is then as the log has it.
    pub(crate) async fn execute(mut self, run: &mut SyncRun) -> Result<(), StoreError> {
        let Some(identity) = self.connect().await else { return self.end_without_reading(run).await };
        match self.only.clone() {
            Some(only) => self.read_those(&identity, &only).await?,
            None => self.read_all(&identity).await?,
        }
        self.compare_the_rest().await?;
        self.settle_deletions().await?;
        if self.is_unfit() {
            return self.end_without_reading(run).await;
        }
        let mut generation = None;
        if self.loader.wrote() {
            self.progress.preparing().await;
            self.refresh().await?;
            generation = Some(self.target.generation.clone());
        }
        run.generation = generation.as_ref().map(|generation| generation.number);
        run.state = self.state();
        self.settle_quarantine().await?;
        if self.rewound {
            run.mode = self.mode;
        }
        let read_everything = run.mode.is_whole() && self.log.read_everything();
        // What may not be read at all does not make every run a full one.
        let failed = self.failed.difference(&self.unreadable).count();
        let compared_all = failed == 0 && (self.mode == SyncMode::Full || self.is_first());
        self.publication.compared_at = compared_all.then(|| self.loader.stamped_at());
        (run.entities, run.errors) = std::mem::take(&mut self.log).into_parts();
        self.loader.finish(generation.as_ref(), Some(&self.publication), run, read_everything).await?;
        self.answer(compared_all).await
    }

    /// Cut off before this, the next run does once more what it was asked for.
    async fn answer(&self, compared_all: bool) -> Result<(), StoreError> {
        for kind in &self.publication.complete {
            self.loader.answered(*kind, self.asks.records.get(kind).map_or(&[], Vec::as_slice)).await?;
        }
        match self.asks.full && compared_all {
            true => self.loader.answered_full().await,
            false => Ok(()),
        }
    }

    /// Derives the serving rows of everything that this run has touched.
    async fn refresh(&mut self) -> Result<(), StoreError> {
        let store = self.loader.store().clone();
        let touched = self.changes.families(store.making(Side::Live)).await?;
        let fresh = self.is_first();
        let rows = families::refresh(self.loader, &self.target, &touched, fresh).await?;
        tracing::info!(
            generation = self.target.generation.number,
            families = touched.heads.len(),
            deals = touched.deals.len(),
            rows.changed = rows,
            "prepared the figures of what has changed"
        );
        Ok(())
    }

    async fn connect(&mut self) -> Option<Identity> {
        let identity = match self.source.connect().await {
            Ok(identity) => identity,
            Err(e) => {
                self.log.source_error(None, &e);
                return None;
            }
        };
        if let Some(known) = self.lake.fingerprint.as_deref().filter(|known| identity.contradicts(known)) {
            tracing::warn!(
                lake.fingerprint = known,
                source.fingerprint = identity.fingerprint,
                "this is another database"
            );
            let message = "this is another database than the one that filled the lake; nothing was read".to_owned();
            self.log.error(SyncErrorCode::OtherDatabase, message, None);
            return None;
        }
        self.rights.clone_from(&identity.rights);
        self.unreadable = identity.unreadable.iter().map(|(kind, _)| *kind).collect();
        self.target.system = identity.system.to_owned();
        self.publication = Publication {
            system: identity.system.to_owned(),
            fingerprint: self.fingerprint(&identity),
            mapping_version: making_version(self.source),
            ..Publication::default()
        };
        Some(identity)
    }

    /// One of another make neither confirms nor replaces what is known.
    fn fingerprint(&self, identity: &Identity) -> String {
        self.lake.fingerprint.clone().unwrap_or_else(|| identity.fingerprint.clone())
    }

    async fn read_all(&mut self, identity: &Identity) -> Result<(), StoreError> {
        for (kind, note) in &identity.notes {
            self.log.error(SyncErrorCode::Information, note.clone(), kind.entities().first().copied());
        }
        for kind in Kind::ALL.iter().copied() {
            if let Some(since) = horizon(kind, self.loader.stamped_at()) {
                self.source.set_horizon(kind, since);
            }
        }
        let mode = self.mode;
        let there = |kind: &Kind| is_read_in(mode, *kind) && !identity.absent.contains(kind);
        let kinds: Vec<_> = Kind::ALL.iter().copied().filter(there).collect();
        let (mut ahead, mut loaded) = (None, None);
        for (at, kind) in kinds.iter().copied().enumerate() {
            if self.is_left(kind, identity) {
                ahead = None;
                continue;
            }
            let opened = match ahead.take() {
                Some(opened) => opened,
                None => self.opening(kind).await,
            };
            let opened = match opened {
                Ok(opened) => opened,
                Err(e) => {
                    self.fail(kind, &e);
                    continue;
                }
            };
            let next = kinds.get(at + 1).filter(|next| !identity.unreadable.iter().any(|(kind, _)| kind == *next));
            let opening = next.map(|next| self.opening(*next));
            let opening = async {
                match opening {
                    Some(opening) => Some(opening.await),
                    None => None,
                }
            };
            let store = self.loader.store().clone();
            let loaded_before = loaded.replace(kind).filter(|_| self.is_first());
            let indexing = async {
                match loaded_before {
                    Some(kind) => store.index_early(Side::Live, kind).await,
                    None => Ok(()),
                }
            };
            let (read, indexed);
            (read, ahead, indexed) = tokio::join!(self.read_kind(kind, opened), opening, indexing);
            self.put_down(kind, read)?;
            indexed?;
        }
        Ok(())
    }

    /// Kinds that this run does not read, with the reason in its log.
    fn is_left(&mut self, kind: Kind, identity: &Identity) -> bool {
        if let Some((_, error)) = identity.unreadable.iter().find(|(unreadable, _)| *unreadable == kind) {
            self.fail(kind, error);
            return true;
        }
        if let Some(before) = read_after(kind).iter().find(|before| self.failed.contains(before)) {
            self.log.error(
                SyncErrorCode::BadAnswer,
                format!(
                    "not read in this run: records of the kind {} could not be read, and these need them",
                    before.name()
                ),
                kind.entities().first().copied(),
            );
            self.failed.insert(kind);
            return true;
        }
        if self.stopped {
            self.failed.insert(kind);
        }
        self.stopped
    }

    /// What the source got wrong is for the log; only our own store ends the run.
    fn put_down(&mut self, kind: Kind, read: Result<(), Trouble>) -> Result<(), StoreError> {
        match read {
            Ok(()) => Ok(()),
            Err(Trouble::Source(e)) => {
                self.fail(kind, &e);
                Ok(())
            }
            Err(Trouble::Store(e)) => Err(e),
        }
    }

    async fn read_those(&mut self, identity: &Identity, only: &Only) -> Result<(), StoreError> {
        if let Some((kind, error)) = identity.unreadable.iter().find(|(kind, _)| *kind == only.kind) {
            self.fail(*kind, error);
            return Ok(());
        }
        let read = self.read_only(only).await;
        self.put_down(only.kind, read)
    }

    pub(crate) fn fail(&mut self, kind: Kind, error: &SourceError) {
        self.log.open(kind);
        self.log.source_error(Some(kind), error);
        self.failed.insert(kind);
        self.stopped = self.stopped || matches!(error.kind, ErrorKind::Unreachable | ErrorKind::WrongCredentials);
    }

    /// What was read may not be published: a figure would be taken from half of its records.
    fn is_unfit(&mut self) -> bool {
        let never_whole: Vec<_> =
            FOR_FIGURES.iter().filter(|kind| self.failed.contains(kind) && !self.lake.is_complete(**kind)).collect();
        if never_whole.is_empty() {
            return false;
        }
        let names: Vec<_> = never_whole.iter().map(|kind| kind.name()).collect();
        tracing::warn!(kinds = ?names, "nothing is published before these have been read as a whole");
        true
    }

    fn state(&self) -> RunState {
        match (self.failed.is_empty(), self.log.records_read()) {
            (false, 0) if self.publication.complete.is_empty() => RunState::Failed,
            _ if self.log.has_complaints() => RunState::Partial,
            _ => RunState::Success,
        }
    }

    /// Nothing becomes visible; what was written is taken back by the next run.
    async fn end_without_reading(self, run: &mut SyncRun) -> Result<(), StoreError> {
        run.state = RunState::Failed;
        (run.entities, run.errors) = self.log.into_parts();
        self.loader.finish(None, None, run, false).await
    }
}
