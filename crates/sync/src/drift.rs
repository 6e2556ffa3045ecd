//! Drift sample: random records read again and compared with the lake. Writes its own result, and asks for what differs.

use crate::{Pipeline, SyncRunError, Validated, connector, fields, normalize, validate};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use source::{ErrorKind, RawRecord, SourceError};
use std::collections::{BTreeMap, BTreeSet};
use store::{CanonicalRow, DriftSample, DriftedRecord, KindDrift, Lake, Side, StoreError};

/// Records of each kind.
const MOST: usize = 50;
/// Records that are named.
const FIRST: usize = 10;

impl Pipeline {
    /// Compares up to 50 records of each kind that is wholly in the lake; which ones follows from `seed`. Takes no lease:
    /// what a run changes meanwhile is looked at twice before it is told.
    pub async fn drift_sample(&self, seed: u64) -> Result<DriftSample, SyncRunError> {
        let at = self.store.db_now().await?;
        let identity = self.source.connect().await?;
        let lake = self.store.lake().await?;
        if lake.fingerprint.as_deref().is_some_and(|known| identity.contradicts(known)) {
            let error = SourceError::new(ErrorKind::UnknownDatabase, "this is another database than the lake's");
            return Err(error.into());
        }
        let mut sample = DriftSample { at, kinds: Vec::new() };
        let unreadable: BTreeSet<_> =
            identity.unreadable.iter().map(|(kind, _)| *kind).chain(identity.absent).collect();
        for kind in Kind::ALL.iter().copied().filter(|kind| lake.is_complete(*kind) && !unreadable.contains(kind)) {
            let look = Look { pipeline: self, kind, lake: &lake };
            let ids = look.choose(seed).await?;
            if !ids.is_empty() {
                sample.kinds.push(look.compare(&ids).await?);
            }
        }
        self.store.keep_drift(&sample).await?;
        let sum = |of: fn(&KindDrift) -> u64| sample.kinds.iter().map(of).sum::<u64>();
        tracing::info!(identical = sum(|kind| kind.identical), different = sum(|kind| kind.different), "drift sampled");
        Ok(sample)
    }
}

struct Look<'a> {
    pipeline: &'a Pipeline,
    kind: Kind,
    lake: &'a Lake,
}

impl Look<'_> {
    /// Living records at random places of the list of ids; all where there are few. A record behind a gap is met more
    /// often than others.
    async fn choose(&self, seed: u64) -> Result<Vec<SourceId>, StoreError> {
        let making = self.pipeline.store.making(Side::Live);
        let held = self.pipeline.store.held_of(self.kind).await?;
        let usable = |id: &SourceId| !held.contains_key(id);
        let first = making.known(self.kind, 0, MOST + 1).await?;
        let Some(highest) = making.highest(self.kind).await?.filter(|_| first.len() > MOST) else {
            return Ok(first
                .into_iter()
                .filter(|known| known.is_active)
                .map(|known| known.id)
                .filter(usable)
                .collect());
        };
        let mut dice = Dice(seed ^ u64::from(self.kind.name().bytes().map(u32::from).sum::<u32>()));
        let mut chosen = BTreeSet::new();
        // Some throws meet the same record, or one that is gone.
        for _ in 0..MOST * 2 {
            let found = making.known(self.kind, dice.below(highest), 1).await?;
            chosen.extend(found.into_iter().filter(|known| known.is_active).map(|known| known.id).filter(usable));
            if chosen.len() == MOST {
                break;
            }
        }
        Ok(chosen.into_iter().collect())
    }

    async fn compare(&self, ids: &[SourceId]) -> Result<KindDrift, SyncRunError> {
        let mut drift = KindDrift { kind: self.kind, identical: 0, different: 0, fresh: 0, gone: 0, first: Vec::new() };
        let store = &self.pipeline.store;
        let before = store.making(Side::Live).records(self.kind, ids).await?;
        let mut theirs = BTreeMap::new();
        for ids in ids.chunks(self.pipeline.source.page_size().max(1)) {
            theirs.extend(connector::fetch(self.pipeline.source.as_ref(), self.kind, ids).await?);
        }
        let differing: Vec<_> = ids.iter().copied().filter(|id| !same(before.get(id), theirs.get(id))).collect();
        // A run may have brought the lake up to date since.
        let now = store.making(Side::Live).records(self.kind, &differing).await?;
        let cursor = store.lake().await?.cursor(self.kind).or_else(|| self.lake.cursor(self.kind));
        let versions: Vec<_> = now.values().map(|row| (row.id, row.from)).collect();
        let system = self.lake.system.clone().unwrap_or_default();
        let written = store.written_at(&system, self.pipeline.source.model(self.kind), &versions).await?;
        let mut drifted = Vec::new();
        drift.identical = u64::try_from(ids.len() - differing.len()).unwrap_or_default();
        for id in differing {
            match (now.get(&id).filter(|row| row.is_active), theirs.get(&id)) {
                (None, None) => drift.identical += 1,
                (ours, theirs) if same(ours, theirs) => drift.identical += 1,
                (_, None) => drift.gone += 1,
                (Some(ours), Some(theirs)) if self.is_all_that_shows(ours, theirs) => drift.identical += 1,
                (_, Some(theirs)) if self.is_fresh(theirs, written.get(&id).copied(), cursor) => drift.fresh += 1,
                (ours, Some(theirs)) => {
                    drift.different += 1;
                    drifted.push(id);
                    if drift.first.len() < FIRST {
                        drift.first.push(DriftedRecord { id, fields: self.fields(ours, theirs) });
                    }
                }
            }
        }
        store.ask_again(self.kind, &drifted).await?;
        Ok(drift)
    }

    /// Written since we read it, and where the next run looks: no run could have known.
    fn is_fresh(&self, theirs: &RawRecord, ours: Option<DateTime<Utc>>, cursor: Option<DateTime<Utc>>) -> bool {
        let is_later = |written: DateTime<Utc>| ours.is_none_or(|ours| written > ours);
        let is_next = |written| cursor.is_none_or(|cursor| written >= cursor - self.pipeline.overlap);
        theirs.written_at.is_some_and(|written| is_later(written) && is_next(written))
    }

    fn fields(&self, ours: Option<&CanonicalRow>, theirs: &RawRecord) -> Vec<String> {
        let ours = ours.map(|row| &row.record);
        let theirs = self.validated(theirs);
        let known = |record| match ours {
            Some(ours) => fields::carry(ours, normalize(record), &theirs.unknown).0,
            None => normalize(record),
        };
        let changes = theirs.record.map(known).map(|theirs| fields::changes(ours, &theirs)).unwrap_or_default();
        changes.into_iter().map(|change| change.field).collect()
    }

    /// They differ by a field that may not be read any more, and by nothing else.
    fn is_all_that_shows(&self, ours: &CanonicalRow, theirs: &RawRecord) -> bool {
        let validated = self.validated(theirs);
        validated.record.is_some() && !validated.unknown.is_empty() && self.fields(Some(ours), theirs).is_empty()
    }

    fn validated(&self, theirs: &RawRecord) -> Validated {
        validate(theirs.id, self.pipeline.source.map(self.kind, theirs))
    }
}

fn same(ours: Option<&CanonicalRow>, theirs: Option<&RawRecord>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            ours.is_active && ours.content_hash == theirs.content_hash && ours.silent_hash == theirs.silent_hash
        }
        _ => false,
    }
}

/// The same places for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, highest: SourceId) -> SourceId {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(highest).unwrap_or(1).max(1);
        SourceId::try_from((mixed ^ (mixed >> 31)) % sides).unwrap_or_default()
    }
}
