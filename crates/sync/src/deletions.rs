//! Deletions of a run: decided when everything is read, made where the guard has nothing against them, else held.

use crate::{apply::Apply, guard::Removal, kinds::is_kept_while_named, run::Run};
use chrono::TimeDelta;
use domain::canonical::{Kind, RecordRef, SourceId};
use shared::{
    EntityType,
    sync::{SyncErrorCode, SyncMode},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{Held, HeldState, Known, RawVersion, Seen, Side, StoreError, Verdict, Why};

/// So long after the first sweep that missed a record may another one be believed without a person.
const SECOND_LOOK_AFTER: TimeDelta = TimeDelta::minutes(15);
const NAMED: &str = "other records still refer to it";
const REWOUND: &str = "the source is older than before, as if it had been restored from a backup";

type AllHeld = BTreeMap<SourceId, HeldState>;

impl Run<'_> {
    /// What refers to others goes first: a stage whose last deal is gone is named by nobody.
    pub(crate) async fn settle_deletions(&mut self) -> Result<(), StoreError> {
        let missing = std::mem::take(&mut self.missing);
        for (kind, records) in missing.into_iter().rev() {
            let mut by_entity: BTreeMap<EntityType, Vec<Known>> = BTreeMap::new();
            for known in records {
                // What this generation has written it cannot take back; the next sweep will see.
                if known.from != self.target.generation.number && !self.log.is_refused(kind, known.id) {
                    by_entity.entry(known.entity).or_default().push(known);
                }
            }
            if by_entity.is_empty() {
                continue;
            }
            let held = self.loader.store().held_of(kind).await?;
            for (entity, records) in by_entity {
                self.settle(kind, entity, records, &held).await?;
            }
        }
        Ok(())
    }

    async fn settle(
        &mut self,
        kind: Kind,
        entity: EntityType,
        gone: Vec<Known>,
        held: &AllHeld,
    ) -> Result<(), StoreError> {
        let (mut released, mut open) = (Vec::new(), Vec::new());
        for known in gone {
            match held.get(&known.id).map(|state| (state.verdict, &state.decided_by)) {
                Some((Some(Verdict::Reject), _)) => {}
                Some((Some(Verdict::Release), by)) => {
                    released.push((known.id, Why::Released { by: by.clone().unwrap_or_default() }));
                }
                _ => open.push(known),
            }
        }
        self.delete(kind, entity, released).await?;
        let objection = match self.rewound {
            true => Some(REWOUND.to_owned()),
            false => self.objection(entity, &open, held).await?,
        };
        let may_agree = !self.rewound && self.few_enough_to_agree(entity, open.len()).await?;
        let (mut waiting, mut free, mut agreed) = (Vec::new(), Vec::new(), BTreeSet::new());
        for known in open {
            let state = held.get(&known.id);
            if objection.is_none() && state.is_none_or(|state| !state.sticky) {
                free.push(known);
            } else if may_agree && state.is_some_and(|state| self.agrees(state)) {
                agreed.insert(known.id);
                free.push(known);
            } else {
                waiting.push(known);
            }
        }
        let (named, free) = self.part_named(kind, free).await?;
        let reason = objection.unwrap_or_else(|| REWOUND.to_owned());
        self.hold(kind, entity, &waiting, held, &reason).await?;
        self.hold(kind, entity, &named, held, NAMED).await?;
        let why = |id: SourceId| if agreed.contains(&id) { Why::Agreed } else { Why::Missed };
        self.delete(kind, entity, free.into_iter().map(|known| (known.id, why(known.id))).collect()).await
    }

    async fn delete(&mut self, kind: Kind, entity: EntityType, gone: Vec<(SourceId, Why)>) -> Result<(), StoreError> {
        let count = gone.len();
        let partners: BTreeSet<_> =
            gone.iter().map(|(id, _)| RecordRef::new(kind, *id)).filter(|_| kind == Kind::Partner).collect();
        let tombstones = gone.into_iter().map(|(id, why)| RawVersion { id, seen: Seen::Gone(why) }).collect();
        let none = BTreeMap::new();
        let apply = Apply { source: self.source, target: &self.target, fresh: self.is_first(), kept: &none };
        apply.apply(self.loader, kind, tombstones, &mut self.changes, &mut self.log).await?;
        if count > 0 {
            tracing::info!(entity = entity.name(), deleted = count, "soft-deleted records that are gone in the source");
        }
        self.ask_for_heirs(&partners).await
    }

    /// Merging partners moves what names the losers to the winner without a new time of writing: the next run reads it.
    async fn ask_for_heirs(&self, losers: &BTreeSet<RecordRef>) -> Result<(), StoreError> {
        let store = self.loader.store();
        let business: Vec<_> = Kind::ALL.iter().copied().filter(|kind| kind.is_business()).collect();
        let mut naming: BTreeMap<Kind, BTreeSet<SourceId>> = BTreeMap::new();
        for pointer in store.making(Side::Live).naming(&business, losers).await? {
            if !losers.contains(&pointer.record) {
                naming.entry(pointer.record.kind).or_default().insert(pointer.record.id);
            }
        }
        for (kind, ids) in naming {
            store.ask_again(kind, &ids.into_iter().collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// A run about single records counts those that wait already: one by one, a crowd would get past the guard.
    async fn objection(
        &self,
        entity: EntityType,
        open: &[Known],
        held: &AllHeld,
    ) -> Result<Option<String>, StoreError> {
        let mut candidates: BTreeSet<_> = open.iter().map(|known| known.id).collect();
        if self.mode == SyncMode::Records && !candidates.is_empty() {
            let waiting = held.iter().filter(|(_, state)| state.entity == entity && state.verdict.is_none());
            candidates.extend(waiting.map(|(id, _)| *id));
        }
        Ok(self.removal(entity, candidates.len()).await?.objection())
    }

    async fn few_enough_to_agree(&self, entity: EntityType, open: usize) -> Result<bool, StoreError> {
        // Only a look at all ids can agree with another one.
        let swept = self.mode != SyncMode::Records;
        Ok(swept && open > 0 && self.removal(entity, open).await?.is_at_most_a_tenth())
    }

    async fn removal(&self, entity: EntityType, candidates: usize) -> Result<Removal, StoreError> {
        let store = self.loader.store();
        let making = store.making(Side::Live);
        let since = self.loader.stamped_at() - TimeDelta::hours(24);
        Ok(Removal {
            candidates: u64::try_from(candidates).unwrap_or(u64::MAX),
            living: making.living(entity).await?,
            gone_today: making.gone_since(entity, since).await?,
        })
    }

    /// A sweep long enough before this one missed it too, and what the integration user may see is the same.
    fn agrees(&self, state: &HeldState) -> bool {
        let is_later = self.loader.stamped_at() - state.watched_since >= SECOND_LOOK_AFTER;
        is_later && self.rights.is_some() && state.rights == self.rights
    }

    /// Those that a living record names, and the others.
    async fn part_named(&self, kind: Kind, gone: Vec<Known>) -> Result<(Vec<Known>, Vec<Known>), StoreError> {
        if !is_kept_while_named(kind) {
            return Ok((Vec::new(), gone));
        }
        let making = self.loader.store().making(Side::Live);
        let (mut named, mut free) = (Vec::new(), Vec::new());
        for known in gone {
            match making.is_referenced(RecordRef::new(kind, known.id)).await? {
                true => named.push(known),
                false => free.push(known),
            }
        }
        Ok((named, free))
    }

    async fn hold(
        &mut self,
        kind: Kind,
        entity: EntityType,
        gone: &[Known],
        held: &AllHeld,
        reason: &str,
    ) -> Result<(), StoreError> {
        if gone.is_empty() {
            return Ok(());
        }
        let new: Vec<_> = gone.iter().map(|known| known.id).filter(|id| !held.contains_key(id)).collect();
        let mut known = self.loader.store().known_as(entity, &new).await?;
        let new: Vec<_> = new
            .into_iter()
            .map(|id| {
                let (name, url) = known.remove(&id).unwrap_or_default();
                let (rights, reason) = (self.rights.clone(), reason.to_owned());
                Held { kind, id, entity, name, url, reason, rights, sticky: self.rewound }
            })
            .collect();
        self.loader.hold(&self.target, &new).await?;
        let other_rights = |id: &SourceId| held.get(id).is_some_and(|state| state.rights != self.rights);
        let anew: Vec<_> = gone.iter().map(|known| known.id).filter(other_rights).collect();
        self.loader.watch_anew(&self.target, kind, &anew, self.rights.as_deref()).await?;
        self.log.of(entity).held += u64::try_from(gone.len()).unwrap_or_default();
        tracing::warn!(entity = entity.name(), held = gone.len(), reason, "deletions are held for an admin");
        let message = format!("{} records are gone in the source and were not deleted: {reason}", gone.len());
        self.log.error(SyncErrorCode::DeletionsHeld, message, Some(entity));
        Ok(())
    }
}
