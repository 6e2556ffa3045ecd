//! Mapper, Validator, Normalizer and the comparison with what the lake has: from raw records to new versions.

use crate::{changes::Changes, fields, log, log::Log, normalize, validate};
use domain::canonical::{Kind, Record, SourceId};
use shared::EntityType;
use source::{RawRecord, Source};
use std::collections::BTreeMap;
use store::{CanonicalRow, Loader, RawVersion, RecordChange, Refusal, Seen, Side, StoreError, Target, Why};

/// The same for a run and for a replay.
pub(crate) struct Apply<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) target: &'a Target,
    /// The lake is empty, and no record comes twice: nothing needs to be looked up.
    pub(crate) fresh: bool,
    /// Records in quarantine, with the hash of the refused version that raw has.
    pub(crate) kept: &'a BTreeMap<SourceId, String>,
}

/// What becomes of a version.
enum Outcome {
    Same,
    Changed(Box<RecordChange>),
    /// Kept in raw and listed; what the lake has of it stays.
    Refused(RawRecord),
}

impl Apply<'_> {
    /// Writes what differs. A record that this generation has already written stays as it was written first.
    pub(crate) async fn apply(
        &self,
        loader: &mut Loader,
        kind: Kind,
        versions: Vec<RawVersion>,
        changes: &mut Changes,
        log: &mut Log,
    ) -> Result<(), StoreError> {
        let ids: Vec<_> = versions.iter().map(|version| version.id).collect();
        let store = loader.store().clone();
        let mut current = match self.fresh {
            true => Default::default(),
            false => store.making(self.target.side).records(kind, &ids).await?,
        };
        let (mut written, mut refused) = (Vec::new(), Vec::new());
        for RawVersion { id, seen } in versions {
            let old = current.remove(&id);
            if old.as_ref().is_some_and(|old| old.from == self.target.generation.number) {
                continue;
            }
            let outcome = match seen {
                Seen::Gone(why) => self.gone(kind, id, why, old.as_ref(), log)?,
                Seen::Record(raw) => self.seen(kind, raw, old.as_ref(), log)?,
            };
            match outcome {
                Outcome::Same => {}
                Outcome::Changed(change) => {
                    changes.note(old.as_ref(), &change);
                    written.push(*change);
                }
                Outcome::Refused(raw) if self.kept.get(&id) == Some(&raw.content_hash) => {}
                Outcome::Refused(raw) => refused.push(raw),
            }
        }
        if self.target.side == Side::Live {
            loader.keep_refused(self.target, kind, &refused).await?;
        }
        loader.load(self.target, kind, &written).await
    }

    fn gone(
        &self,
        kind: Kind,
        id: SourceId,
        why: Why,
        old: Option<&CanonicalRow>,
        log: &mut Log,
    ) -> Result<Outcome, StoreError> {
        let Some(old) = old.filter(|old| old.is_active) else { return Ok(Outcome::Same) };
        let record = format!("{} {id}", self.target.model(kind)?);
        log.deleted(old.entity, record, fields::name(&old.record), &why);
        Ok(Outcome::Changed(Box::new(RecordChange {
            id,
            seen: Seen::Gone(why),
            record: old.record.clone(),
            is_active: false,
            content_hash: old.content_hash.clone(),
            silent_hash: old.silent_hash.clone(),
            url: old.url.clone(),
            replaces: Some((old.entity, old.from)),
            unhold: self.target.side == Side::Live,
        })))
    }

    fn seen(
        &self,
        kind: Kind,
        raw: RawRecord,
        old: Option<&CanonicalRow>,
        log: &mut Log,
    ) -> Result<Outcome, StoreError> {
        if let Some(old) = old.filter(|old| same(old, &raw)) {
            let counts = log.of(old.entity);
            counts.read += 1;
            counts.unchanged += 1;
            return Ok(Outcome::Same);
        }
        let Some((record, entity)) = self.refine(kind, &raw, old, log)? else { return Ok(Outcome::Refused(raw)) };
        let counts = log.of(entity);
        match old {
            None => counts.inserted += 1,
            Some(old) if old.is_active => counts.updated += 1,
            Some(_) => counts.revived += 1,
        }
        if let Some(old) = old {
            log.replaced(raw.id, old.from, raw.written_at);
        }
        Ok(Outcome::Changed(Box::new(RecordChange {
            id: raw.id,
            record,
            is_active: true,
            content_hash: raw.content_hash.clone(),
            silent_hash: raw.silent_hash.clone(),
            url: self.source.url(kind, raw.id),
            replaces: old.map(|old| (old.entity, old.from)),
            unhold: false,
            seen: Seen::Record(raw),
        })))
    }

    /// The record as the platform keeps it; `None` when it was rejected, and what the lake has stays.
    fn refine(
        &self,
        kind: Kind,
        raw: &RawRecord,
        old: Option<&CanonicalRow>,
        log: &mut Log,
    ) -> Result<Option<(Record, EntityType)>, StoreError> {
        let validated = validate(raw.id, self.source.map(kind, raw));
        let record = validated.record.filter(|record| record.kind() == kind).map(normalize);
        let (record, carried) = match (old.filter(|old| old.is_active), record) {
            (Some(old), Some(record)) if !validated.unknown.is_empty() => {
                let (record, carried) = fields::carry(&old.record, record, &validated.unknown);
                (Some(record), carried)
            }
            (_, record) => (record, Vec::new()),
        };
        let known_as = old.map(|old| old.entity);
        let entity = record.as_ref().map(|record| record.entity(raw.id)).or(known_as);
        let Some(entity) = entity.or_else(|| kind.entities().first().copied()) else { return Ok(None) };
        log.of(entity).read += 1;
        log.carried(kind, carried);
        if !validated.issues.is_empty() {
            log.ask_again(kind, raw.id);
        }
        if record.is_none() {
            log.of(entity).rejected += 1;
            let refusal = Refusal {
                id: raw.id,
                entity,
                url: self.source.url(kind, raw.id),
                reasons: log::reasons(&validated.issues),
                content_hash: raw.content_hash.clone(),
            };
            log.refuse(kind, refusal);
        }
        log.issues(entity, self.target.model(kind)?, raw.id, validated.issues);
        Ok(record.map(|record| (record, entity)))
    }
}

fn same(old: &CanonicalRow, raw: &RawRecord) -> bool {
    old.is_active && old.content_hash == raw.content_hash && old.silent_hash == raw.silent_hash
}
