//! Deletions of a run: decided when everything is read, made where the guard has nothing against them, else held.

use crate::{apply::Apply, guard::Removal, kinds::is_kept_while_named, run::Run};
use chrono::TimeDelta;
use domain::canonical::{Kind, RecordRef};
use shared::{EntityType, sync::SyncErrorCode};
use std::collections::BTreeMap;
use store::{Held, Known, RawVersion, Seen, Side, StoreError};

impl Run<'_> {
    /// What refers to others goes first: a stage whose last deal is gone is named by nobody.
    pub(crate) async fn settle_deletions(&mut self) -> Result<(), StoreError> {
        let missing = std::mem::take(&mut self.missing);
        for (kind, records) in missing.into_iter().rev() {
            let mut by_entity: BTreeMap<EntityType, Vec<Known>> = BTreeMap::new();
            for known in records {
                // What this generation has written it cannot take back; the next sweep will see.
                if known.from != self.target.generation.number {
                    by_entity.entry(known.entity).or_default().push(known);
                }
            }
            for (entity, records) in by_entity {
                self.settle(kind, entity, records).await?;
            }
        }
        Ok(())
    }

    async fn settle(&mut self, kind: Kind, entity: EntityType, gone: Vec<Known>) -> Result<(), StoreError> {
        if let Some(objection) = self.objection(entity, &gone).await? {
            return self.hold(kind, entity, &gone, &objection).await;
        }
        let (named, free) = self.part_named(kind, gone).await?;
        if !named.is_empty() {
            self.hold(kind, entity, &named, "other records still refer to it").await?;
        }
        let count = free.len();
        let tombstones = free.into_iter().map(|known| RawVersion { id: known.id, seen: Seen::Gone }).collect();
        let apply = Apply { source: self.source, target: &self.target, fresh: self.is_first() };
        apply.apply(self.loader, kind, tombstones, &mut self.changes, &mut self.log).await?;
        if count > 0 {
            tracing::info!(entity = entity.name(), deleted = count, "soft-deleted records that are gone in the source");
        }
        Ok(())
    }

    async fn objection(&self, entity: EntityType, gone: &[Known]) -> Result<Option<String>, StoreError> {
        let store = self.loader.store();
        let making = store.making(Side::Live);
        let since = self.loader.stamped_at() - TimeDelta::hours(24);
        let removal = Removal {
            candidates: u64::try_from(gone.len()).unwrap_or(u64::MAX),
            living: making.living(entity).await?,
            gone_today: making.gone_since(entity, since).await?,
        };
        Ok(removal.objection())
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

    async fn hold(&mut self, kind: Kind, entity: EntityType, gone: &[Known], reason: &str) -> Result<(), StoreError> {
        let before = self.loader.store().held_ids(kind).await?;
        let new: Vec<_> = gone
            .iter()
            .filter(|known| !before.contains(&known.id))
            .map(|known| Held { kind, id: known.id, entity, reason: reason.to_owned() })
            .collect();
        self.loader.hold(&self.target, &new).await?;
        self.log.of(entity).held += u64::try_from(gone.len()).unwrap_or_default();
        tracing::warn!(entity = entity.name(), held = gone.len(), reason, "deletions are held for an admin");
        let message = format!("{} records are gone in the source and were not deleted: {reason}", gone.len());
        self.log.error(SyncErrorCode::DeletionsHeld, message, Some(entity));
        Ok(())
    }
}
