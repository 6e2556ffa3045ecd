//! Records that were refused: kept in raw as they came, listed with the reason until they pass or are gone.

use crate::{
    Result, Store,
    collections::{self, QUARANTINE, open},
    keyset::{self, Listed, Page},
    loader::{Loader, Target},
    raw::{self, Seen},
    version,
    writes::Writes,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, doc};
use serde::{Deserialize, Serialize};
use shared::EntityType;
use source::RawRecord;
use std::collections::BTreeMap;

/// Why a record was refused, in words that hold no value of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The source's own field name; absent when it is about the record.
    pub field: Option<String>,
    pub message: String,
}

/// A refusal of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub id: SourceId,
    /// As it is known, else the first that its kind can be.
    pub entity: EntityType,
    pub url: Option<String>,
    pub reasons: Vec<Reason>,
    /// Of the version that was refused.
    pub content_hash: String,
}

/// A record in quarantine. What the lake had of it before stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// `main/crm.lead/42`
    pub key: String,
    pub kind: Kind,
    pub entity: EntityType,
    /// The source's own name, `crm.lead`.
    pub model: String,
    pub id: SourceId,
    pub url: Option<String>,
    pub reasons: Vec<Reason>,
    /// Refused for the first time, and by which run.
    pub since: DateTime<Utc>,
    pub run: String,
    pub last_run: String,
    /// Runs that have refused it.
    pub tries: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct QuarantineDoc {
    #[serde(rename = "_id")]
    key: String,
    kind: Kind,
    entity: EntityType,
    model: String,
    id: SourceId,
    url: Option<String>,
    reasons: Vec<Reason>,
    since: bson::DateTime,
    run: String,
    last_run: String,
    tries: i64,
    content_hash: String,
    /// Generation under which the refused version is in raw.
    from: i64,
}

impl Listed for QuarantineDoc {
    const TIME: &'static str = "since";

    fn place(&self) -> (bson::DateTime, &str) {
        (self.since, &self.key)
    }
}

impl QuarantineDoc {
    fn into_row(self) -> Quarantined {
        Quarantined {
            key: self.key,
            kind: self.kind,
            entity: self.entity,
            model: self.model,
            id: self.id,
            url: self.url,
            reasons: self.reasons,
            since: raw::instant(self.since),
            run: self.run,
            last_run: self.last_run,
            tries: u64::try_from(self.tries).unwrap_or_default(),
        }
    }
}

impl Store {
    /// Newest first; all kinds of records, or one.
    pub async fn quarantined(
        &self,
        entity: Option<EntityType>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Quarantined>> {
        let filter = entity.map_or_else(bson::Document::new, |entity| doc! { "entity": entity.name() });
        let found = keyset::page(open::<QuarantineDoc>(self.db(), QUARANTINE), filter, cursor, limit).await?;
        Ok(found.map(QuarantineDoc::into_row))
    }

    /// How many of each kind of record; those without one are left out.
    pub async fn quarantine_counts(&self) -> Result<BTreeMap<EntityType, u64>> {
        let mut found = open::<QuarantineDoc>(self.db(), QUARANTINE).find(doc! {}).await?;
        let mut counts = BTreeMap::new();
        while let Some(row) = found.try_next().await? {
            *counts.entry(row.entity).or_default() += 1;
        }
        Ok(counts)
    }

    /// Records of a kind in quarantine, each with the hash of the version that is in raw.
    pub async fn refused(&self, kind: Kind) -> Result<BTreeMap<SourceId, String>> {
        let mut found = open::<QuarantineDoc>(self.db(), QUARANTINE).find(doc! { "kind": kind.name() }).await?;
        let mut refused = BTreeMap::new();
        while let Some(row) = found.try_next().await? {
            refused.insert(row.id, row.content_hash);
        }
        Ok(refused)
    }
}

impl Loader {
    /// Appends refused versions to raw, and nowhere else.
    pub async fn keep_refused(&mut self, target: &Target, kind: Kind, records: &[RawRecord]) -> Result<()> {
        let collection = collections::raw(&target.system, target.model(kind)?);
        for chunk in records.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for record in chunk {
                let seen = Seen::Record(record.clone());
                writes.insert(&collection, &raw::row(target, kind, record.id, &seen)?)?;
            }
            self.write(target, writes).await?;
        }
        Ok(())
    }

    /// Brings the list up to date: `refused` by this run, `out` no more (passed, or gone).
    pub async fn settle_quarantine(
        &self,
        target: &Target,
        kind: Kind,
        refused: &[Refusal],
        out: &[SourceId],
    ) -> Result<()> {
        let model = target.model(kind)?;
        for chunk in out.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            chunk.iter().for_each(|id| writes.remove(QUARANTINE, version::record_key(model, *id)));
            self.write_aside(writes).await?;
        }
        for chunk in refused.chunks(Self::MOST_KEYS) {
            self.refuse(target, kind, chunk).await?;
        }
        Ok(())
    }

    async fn refuse(&self, target: &Target, kind: Kind, refused: &[Refusal]) -> Result<()> {
        let (model, run) = (target.model(kind)?, &target.generation.run);
        let keys: Vec<_> = refused.iter().map(|refusal| version::record_key(model, refusal.id)).collect();
        let rows = open::<QuarantineDoc>(self.db(), QUARANTINE);
        let found: Vec<_> = rows.find(doc! { "_id": { "$in": &keys } }).await?.try_collect().await?;
        let mut known: BTreeMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
        let mut writes = Writes::default();
        let mut same = Vec::new();
        for (refusal, key) in refused.iter().zip(keys) {
            let old = known.remove(&refusal.id);
            let is_same = |old: &QuarantineDoc| {
                (&old.content_hash, &old.reasons, old.entity)
                    == (&refusal.content_hash, &refusal.reasons, refusal.entity)
            };
            if old.as_ref().is_some_and(is_same) {
                same.push(key);
                continue;
            }
            let fresh = old.as_ref().is_none_or(|old| old.content_hash != refusal.content_hash);
            let (since, first_run, tries, from) = match old {
                Some(old) => (old.since, old.run, old.tries, old.from),
                None => (raw::date(self.stamped_at()), run.clone(), 0, 0),
            };
            writes.remove(QUARANTINE, key.clone());
            let row = QuarantineDoc {
                key,
                kind,
                entity: refusal.entity,
                model: model.to_owned(),
                id: refusal.id,
                url: refusal.url.clone(),
                reasons: refusal.reasons.clone(),
                since,
                run: first_run,
                last_run: run.clone(),
                tries: tries + 1,
                content_hash: refusal.content_hash.clone(),
                from: if fresh { target.generation.number } else { from },
            };
            writes.insert(QUARANTINE, &row)?;
        }
        let again = doc! { "$inc": { "tries": 1_i64 }, "$set": { "last_run": run } };
        writes.update_where(QUARANTINE, doc! { "_id": { "$in": same } }, again);
        self.write_aside(writes).await
    }
}
