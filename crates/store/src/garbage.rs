//! Retention: what is older than any reader may ask for goes, in small batches, by one of the two doors that raw has.

use crate::{
    Result, Store,
    audit::{self, AuditDoc},
    collections::{AUDIT, open},
    lake::Lake,
    loader::Loader,
    shadow::Side,
    writes::Writes,
};
use chrono::TimeDelta;
use futures::TryStreamExt;
use mongodb::bson::doc;
use serde::Deserialize;
use shared::EntityType;
use std::collections::{BTreeSet, HashSet};

/// Whoever leafs through a list may do so for this long, whatever is configured.
pub const SHORTEST_HISTORY: TimeDelta = TimeDelta::hours(24);

/// How long what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Closed versions of canonical and serving.
    pub history: TimeDelta,
    /// Raw versions; `None` keeps all of them.
    pub raw: Option<TimeDelta>,
}

impl Default for Retention {
    fn default() -> Self {
        Self { history: TimeDelta::days(400), raw: None }
    }
}

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Closed versions of canonical and serving.
    pub versions: u64,
    pub raw: u64,
}

/// A raw row by its name, with the names of the fields that it has.
#[derive(Deserialize)]
struct Received {
    #[serde(rename = "_id")]
    row: String,
    fields: Option<BTreeSet<String>>,
}

#[derive(Deserialize)]
struct IdRow {
    #[serde(rename = "_id")]
    row: String,
}

impl Store {
    /// Removes what is older than `retention`, under the lease; `None` while another process loads. Cut off, the next
    /// call goes on.
    pub async fn collect_garbage(&self, holder: &str, retention: Retention) -> Result<Option<Collected>> {
        let Some(mut loader) = Loader::acquire(self, holder).await? else { return Ok(None) };
        let collected = loader.collect(retention).await;
        if let Err(e) = loader.release().await {
            tracing::warn!(error = %e, "the lease could not be given back, it will run out");
        }
        collected.map(Some)
    }
}

impl Loader {
    async fn collect(&mut self, retention: Retention) -> Result<Collected> {
        self.repair().await?;
        let mut collected = Collected::default();
        let history = retention.history.max(SHORTEST_HISTORY);
        if let Some(kept_from) = self.store().generation_at(self.stamped_at() - history).await? {
            collected.versions = self.collect_versions(kept_from).await?;
        }
        if let Some(age) = retention.raw
            && let Some(horizon) = self.store().generation_at(self.stamped_at() - age.max(history)).await?
        {
            collected.raw = self.collect_raw(horizon).await?;
        }
        if collected != Collected::default() {
            tracing::info!(
                versions = collected.versions,
                raw = collected.raw,
                "removed what nobody can ask for any more"
            );
        }
        Ok(collected)
    }

    /// First nobody may ask for older generations, then their versions go.
    async fn collect_versions(&mut self, kept_from: i64) -> Result<u64> {
        if self.lake().kept_from < kept_from {
            self.put_lake(Lake { kept_from, ..self.lake().clone() }).await?;
        }
        let names = EntityType::ALL.iter().map(|entity| Side::Live.canonical(*entity)).chain([Side::Live.serving()]);
        let mut removed = 0;
        for name in names {
            removed += self.in_batches(&name, doc! { "to": { "$lte": kept_from } }, None).await?;
        }
        Ok(removed)
    }

    /// Of each record the last version before the horizon stays, those that have what it may not show, and whatever a
    /// kept canonical version is made of.
    async fn collect_raw(&self, horizon: i64) -> Result<u64> {
        let published: HashSet<i64> = self.store().generations().await?.into_iter().map(|one| one.number).collect();
        let names = self.db().database().list_collection_names().filter(doc! { "name": { "$regex": "^raw_" } }).await?;
        let mut removed = 0;
        for name in names {
            let rows = open::<Received>(self.db(), &name);
            let names = doc! { "$map": { "input": { "$objectToArray": "$payload" }, "in": "$$this.k" } };
            let mut found = rows.find(doc! {}).projection(doc! { "fields": names }).sort(doc! { "_id": 1 }).await?;
            let mut record = Versions::default();
            let mut batch = Vec::new();
            while let Some(Received { row, fields }) = found.try_next().await? {
                let Some((key, from)) = row.rsplit_once(':').and_then(|(key, from)| Some((key, from.parse().ok()?)))
                else {
                    continue;
                };
                if record.key != key {
                    batch.extend(std::mem::take(&mut record).superseded(horizon, &published));
                    record.key = key.to_owned();
                }
                record.from.push((from, fields));
                if batch.len() >= Self::MOST_KEYS {
                    removed += self.remove_raw(&name, std::mem::take(&mut batch)).await?;
                }
            }
            batch.extend(record.superseded(horizon, &published));
            removed += self.remove_raw(&name, batch).await?;
        }
        Ok(removed)
    }

    async fn remove_raw(&self, collection: &str, rows: Vec<String>) -> Result<u64> {
        let mut removed = 0;
        for rows in rows.chunks(Self::MOST_KEYS) {
            let needed = self.made_of(rows).await?;
            let free: Vec<_> = rows.iter().filter(|row| !needed.contains(*row)).cloned().collect();
            if free.is_empty() {
                continue;
            }
            let count = u64::try_from(free.len()).unwrap_or(u64::MAX);
            let mut writes = Writes::default();
            free.into_iter().for_each(|row| writes.remove(collection, row));
            let deed = AuditDoc::new(self.stamped_at(), audit::BY_ITSELF, "raw_retention", collection, count);
            writes.insert(AUDIT, &deed)?;
            self.write_aside(writes).await?;
            removed += count;
        }
        Ok(removed)
    }

    /// Those whose canonical version is still there; it has the same `_id`.
    async fn made_of(&self, rows: &[String]) -> Result<BTreeSet<String>> {
        let mut needed = BTreeSet::new();
        for entity in EntityType::ALL {
            let canonical = open::<IdRow>(self.db(), &Side::Live.canonical(*entity));
            let mut found = canonical.find(doc! { "_id": { "$in": rows } }).projection(doc! { "_id": 1 }).await?;
            while let Some(IdRow { row }) = found.try_next().await? {
                needed.insert(row);
            }
        }
        Ok(needed)
    }
}

/// The raw rows of one record.
#[derive(Default)]
struct Versions {
    key: String,
    /// With the names of the fields; a tombstone has none.
    from: Vec<(i64, Option<BTreeSet<String>>)>,
}

impl Versions {
    /// `_id`s of rows that a later published one has taken over from before the horizon. A field that this one may not
    /// show stays as an earlier one had it.
    fn superseded(mut self, horizon: i64, published: &HashSet<i64>) -> Vec<String> {
        self.from.sort_unstable();
        let mut shown: Option<BTreeSet<String>> = None;
        let mut is_ended = false;
        let mut old = Vec::new();
        for (from, fields) in self.from.into_iter().rev() {
            if from > horizon {
                continue;
            }
            let has_more = match (&fields, &shown) {
                (_, None) => true,
                (Some(fields), Some(shown)) => !is_ended && !fields.is_subset(shown),
                (None, Some(_)) => false,
            };
            let is_published = published.contains(&from);
            if is_published && has_more {
                shown.get_or_insert_default().extend(fields.iter().flatten().cloned());
            } else if shown.is_some() {
                old.push(crate::version::row_id(&self.key, from));
            }
            // Nothing is taken over from before a record was gone.
            is_ended = is_ended || (is_published && fields.is_none());
        }
        old.reverse();
        old
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_published_version_before_the_horizon_stays() {
        let published = HashSet::from([1, 2, 4, 9]);
        // 3 was never published: it can be no base for what is kept.
        assert_eq!(versions(&[9, 2, 3, 1]).superseded(4, &published), ["main/crm.lead/7:1"]);
        assert_eq!(versions(&[1, 4, 9]).superseded(4, &published), ["main/crm.lead/7:1"]);
        assert_eq!(versions(&[5, 9]).superseded(4, &published), [""; 0]);
    }

    #[test]
    fn a_version_stays_for_what_later_ones_may_not_show() {
        let published = HashSet::from([1, 2, 3, 4, 5]);
        let record = |versions: [(i64, Option<&[&str]>); 4]| Versions {
            key: "main/res.partner/7".into(),
            from: versions
                .map(|(from, fields)| (from, fields.map(|all| all.iter().map(|one| (*one).into()).collect())))
                .into(),
        };
        let full: Option<&[&str]> = Some(&["name", "phone"]);
        let part: Option<&[&str]> = Some(&["name"]);
        let lost = record([(1, full), (2, full), (3, part), (4, part)]);
        assert_eq!(lost.superseded(5, &published), ["main/res.partner/7:1", "main/res.partner/7:3"]);
        let gone = record([(1, full), (2, full), (3, None), (4, part)]);
        assert_eq!(gone.superseded(5, &published).len(), 3, "what came before it was gone does not count");
    }

    fn versions(from: &[i64]) -> Versions {
        let fields = || Some(BTreeSet::from(["name".to_owned()]));
        Versions { key: "main/crm.lead/7".into(), from: from.iter().map(|from| (*from, fields())).collect() }
    }
}
