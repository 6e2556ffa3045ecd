//! Deletions that the guard holds back until an admin, or a later sweep, decides.

use crate::{
    Result, Store,
    collections::{HELD, open},
    keyset::{self, Listed, Page},
    loader::{Loader, Target},
    raw, version,
    writes::Writes,
};
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, Document, doc};
use serde::{Deserialize, Serialize};
use shared::{EntityType, sync::HeldDeletions};
use std::collections::BTreeMap;

/// A record that is gone in the source and still there in the lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub kind: Kind,
    pub id: SourceId,
    pub entity: EntityType,
    /// As it is known.
    pub name: Option<String>,
    pub url: Option<String>,
    /// For admins; one sentence, the same for all of one decision.
    pub reason: String,
    /// What the integration user might see when the record was missed.
    pub rights: Option<String>,
    /// Held by an alarm: it waits even when the guard has nothing against it.
    pub sticky: bool,
}

/// What an admin said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The next run deletes it, if the source still says that it is gone.
    Release,
    /// It stays, whatever the source says, and each run asks for it again.
    Reject,
}

/// A held deletion as admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldDeletion {
    /// `main/crm.lead/42`; names it in a [`Selection`].
    pub key: String,
    pub kind: Kind,
    pub entity: EntityType,
    pub id: SourceId,
    pub name: Option<String>,
    pub url: Option<String>,
    pub since: DateTime<Utc>,
    pub reason: String,
    /// The run that missed it first.
    pub run: String,
    /// Absent while it waits.
    pub verdict: Option<Verdict>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// What of the list is meant; all conditions together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Keys of records; all when empty.
    pub keys: Vec<String>,
    pub entity: Option<EntityType>,
    /// The run that missed them first; of these, what nobody has decided yet.
    pub run: Option<String>,
}

/// What a run must know of one that it misses again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldState {
    pub entity: EntityType,
    pub verdict: Option<Verdict>,
    pub decided_by: Option<String>,
    /// Missed by every sweep since then, under the same rights.
    pub watched_since: DateTime<Utc>,
    pub rights: Option<String>,
    pub sticky: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeldDoc {
    #[serde(rename = "_id")]
    key: String,
    kind: Kind,
    entity: EntityType,
    id: SourceId,
    since: bson::DateTime,
    reason: String,
    run: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    rights: Option<String>,
    #[serde(default)]
    sticky: bool,
    #[serde(default)]
    watched_since: Option<bson::DateTime>,
    #[serde(default)]
    verdict: Option<Verdict>,
    #[serde(default)]
    decided_by: Option<String>,
    #[serde(default)]
    decided_at: Option<bson::DateTime>,
}

impl Listed for HeldDoc {
    const TIME: &'static str = "since";

    fn place(&self) -> (bson::DateTime, &str) {
        (self.since, &self.key)
    }
}

impl HeldDoc {
    fn into_row(self) -> HeldDeletion {
        HeldDeletion {
            key: self.key,
            kind: self.kind,
            entity: self.entity,
            id: self.id,
            name: self.name,
            url: self.url,
            since: raw::instant(self.since),
            reason: self.reason,
            run: self.run,
            verdict: self.verdict,
            decided_by: self.decided_by,
            decided_at: self.decided_at.map(raw::instant),
        }
    }
}

impl Selection {
    fn filter(&self) -> Document {
        let mut filter = Document::new();
        if !self.keys.is_empty() {
            filter.insert("_id", doc! { "$in": &self.keys });
        }
        if let Some(entity) = self.entity {
            filter.insert("entity", entity.name());
        }
        if let Some(run) = &self.run {
            filter.insert("run", run);
        }
        filter
    }

    fn words(&self) -> String {
        let of = self.entity.map_or("record", EntityType::name);
        match (&self.run, self.keys.as_slice()) {
            (_, [one]) => one.clone(),
            (Some(run), _) => format!("held deletions of {of}, run {run}"),
            (None, _) => format!("held deletions of {of}"),
        }
    }
}

impl Store {
    /// Those of a kind, with what was said about each.
    pub async fn held_of(&self, kind: Kind) -> Result<BTreeMap<SourceId, HeldState>> {
        let rows = open::<HeldDoc>(self.db(), HELD);
        let mut found = rows.find(doc! { "kind": kind.name() }).await?;
        let mut held = BTreeMap::new();
        while let Some(row) = found.try_next().await? {
            let state = HeldState {
                entity: row.entity,
                verdict: row.verdict,
                decided_by: row.decided_by,
                watched_since: raw::instant(row.watched_since.unwrap_or(row.since)),
                rights: row.rights,
                sticky: row.sticky,
            };
            held.insert(row.id, state);
        }
        Ok(held)
    }

    /// Those that wait, one line for each kind of record, with its oldest date and that one's reason.
    pub async fn held(&self) -> Result<Vec<HeldDeletions>> {
        let rows = open::<HeldDoc>(self.db(), HELD);
        let mut found = rows.find(waiting(None)).sort(doc! { "since": 1, "_id": 1 }).await?;
        let mut lines: BTreeMap<EntityType, HeldDeletions> = BTreeMap::new();
        while let Some(held) = found.try_next().await? {
            let line = lines.entry(held.entity).or_insert_with(|| HeldDeletions {
                entity: held.entity,
                count: 0,
                since: raw::instant(held.since),
                reason: held.reason,
            });
            line.count += 1;
        }
        Ok(lines.into_values().collect())
    }

    /// One by one, newest first, rejected ones too.
    pub async fn held_deletions(
        &self,
        selection: &Selection,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<HeldDeletion>> {
        let found = keyset::page(open::<HeldDoc>(self.db(), HELD), selection.filter(), cursor, limit).await?;
        Ok(found.map(HeldDoc::into_row))
    }

    /// How many of them wait.
    pub async fn held_total(&self, entity: Option<EntityType>) -> Result<u64> {
        Ok(open::<HeldDoc>(self.db(), HELD).count_documents(waiting(entity)).await?)
    }

    /// Puts down an admin's word and who said it; returns on how many. What another has decided since this was asked for
    /// stays as they said: of two words at the same moment one holds for each record. A released one is deleted by the
    /// next run: ring for one.
    pub async fn decide_held(&self, selection: &Selection, verdict: Verdict, by: &str) -> Result<u64> {
        let mut undecided = vec![doc! { "decided_at": null }];
        if selection.run.is_none() {
            undecided.push(doc! { "decided_at": { "$lt": raw::date(self.db().now().await?) } });
        }
        let filter = &doc! { "$and": [selection.filter(), { "$or": undecided }] };
        let word = bson::serialize_to_bson(&verdict).map_err(mongodb::error::Error::from)?;
        let said = &doc! { "$set": { "verdict": word, "decided_by": by }, "$currentDate": { "decided_at": true } };
        let rows = &open::<HeldDoc>(self.db(), HELD);
        let decided = self.db().transaction(|mut tx| {
            Box::pin(async move {
                let updated = rows.update_many(filter.clone(), said.clone()).session(tx.session()).await?;
                Ok(updated.matched_count)
            })
        });
        let done = decided.await?;
        let action = match verdict {
            Verdict::Release => "deletions_released",
            Verdict::Reject => "deletions_rejected",
        };
        if done > 0 {
            self.note_deed(by, action, &selection.words(), done).await?;
        }
        Ok(done)
    }
}

/// Those that nobody has said no to.
fn waiting(entity: Option<EntityType>) -> Document {
    let mut filter = Selection { entity, ..Selection::default() }.filter();
    filter.insert("verdict", doc! { "$ne": "reject" });
    filter
}

impl Loader {
    /// Holds deletions that were not held before.
    pub async fn hold(&self, target: &Target, held: &[Held]) -> Result<()> {
        for chunk in held.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for one in chunk {
                let now = raw::date(self.stamped_at());
                let row = HeldDoc {
                    key: version::record_key(target.model(one.kind)?, one.id),
                    kind: one.kind,
                    entity: one.entity,
                    id: one.id,
                    since: now,
                    reason: one.reason.clone(),
                    run: target.generation.run.clone(),
                    name: one.name.clone(),
                    url: one.url.clone(),
                    rights: one.rights.clone(),
                    sticky: one.sticky,
                    watched_since: Some(now),
                    verdict: None,
                    decided_by: None,
                    decided_at: None,
                };
                writes.insert(HELD, &row)?;
            }
            self.write_aside(writes).await?;
        }
        Ok(())
    }

    /// Rights have changed: what vanished may have vanished for that, so the watch begins anew.
    pub async fn watch_anew(&self, target: &Target, kind: Kind, ids: &[SourceId], rights: Option<&str>) -> Result<()> {
        for chunk in ids.chunks(Self::MOST_KEYS) {
            let model = target.model(kind)?;
            let keys: Vec<_> = chunk.iter().map(|id| version::record_key(model, *id)).collect();
            let fields = doc! { "rights": rights, "watched_since": raw::date(self.stamped_at()) };
            let mut writes = Writes::default();
            writes.update_where(HELD, doc! { "_id": { "$in": keys } }, doc! { "$set": fields });
            self.write_aside(writes).await?;
        }
        Ok(())
    }

    /// Records that were thought to be gone and are there.
    pub async fn unhold(&self, target: &Target, kind: Kind, ids: &[SourceId]) -> Result<()> {
        for chunk in ids.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            for id in chunk {
                writes.remove(HELD, version::record_key(target.model(kind)?, *id));
            }
            self.write_aside(writes).await?;
        }
        Ok(())
    }
}
