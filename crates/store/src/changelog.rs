//! What a published generation changed, as entries of the activity log, derived from the versions that it wrote.

use crate::{
    Result,
    activities::{ActivityDoc, stable_id},
    collections::{ACTIVITIES, GENERATIONS, SERVING, open},
    lake::{GenerationDoc, Lake},
    loader::Loader,
};
use futures::TryStreamExt;
use mongodb::bson::{self, Bson, Document, doc};
use serde::Deserialize;
use shared::{
    EntityType,
    activities::{LoggedDetails, LoggedEntity, LoggedSource, LoggedType},
};
use std::collections::{BTreeSet, HashMap, HashSet};

const CHUNK: usize = 500;
const ENTITIES: [(EntityType, LoggedEntity); 3] = [
    (EntityType::Opportunity, LoggedEntity::Opportunity),
    (EntityType::Account, LoggedEntity::Account),
    (EntityType::Contact, LoggedEntity::Contact),
];
/// Follow from other fields, or say when another was changed.
const FOLLOWING: [&str; 12] = [
    "fact",
    "state",
    "unresolved",
    "currency",
    "currency_code",
    "weighted_revenue",
    "recurring_weighted",
    "closed_at",
    "closed_estimated",
    "became_opportunity_at",
    "stage_changed_at",
    "individual",
];
/// Odoo changes them itself when a deal moves or closes.
const MOVING: [&str; 4] = ["stage", "probability", "archived", "lost_reason"];

#[derive(Deserialize)]
struct Version {
    key: String,
    serving_id: String,
    visible_to: Vec<String>,
    data: Document,
}

impl Loader {
    /// Puts what the published generations changed since the last call into the activity log; returns how many entries. The
    /// first import is no change. Cut off, the next call goes on: the same change has the same id.
    pub async fn log_changes(&mut self) -> Result<u64> {
        let Lake { logged, generation, .. } = *self.lake();
        if logged >= generation {
            return Ok(0);
        }
        let rows = open::<GenerationDoc>(self.db(), GENERATIONS);
        let since = doc! { "_id": { "$gt": logged, "$lte": generation } };
        let published: Vec<_> = rows.find(since).sort(doc! { "_id": 1 }).await?.try_collect().await?;
        let mut entries = 0;
        for (at, one) in published.iter().enumerate() {
            if logged > 0 || at > 0 {
                entries += self.log_generation(one).await?;
            }
            self.put_lake(Lake { logged: one.number(), ..self.lake().clone() }).await?;
        }
        Ok(entries)
    }

    async fn log_generation(&self, generation: &GenerationDoc) -> Result<u64> {
        let shown = doc! { "_id": 0, "key": 1, "serving_id": 1, "visible_to": 1, "data": 1 };
        let mut entries = 0;
        for (entity, logged) in ENTITIES {
            let rows = open::<Version>(self.db(), SERVING);
            let opened = doc! { "from": generation.number(), "entity_type": entity.name(), "is_active": true };
            let mut found = rows.find(opened).projection(shown.clone()).await?;
            let mut chunk = Vec::new();
            loop {
                let next = found.try_next().await?;
                let is_last = next.is_none();
                chunk.extend(next);
                if is_last || chunk.len() == CHUNK {
                    entries += self.log_versions(generation, logged, std::mem::take(&mut chunk)).await?;
                }
                if is_last {
                    break;
                }
            }
        }
        Ok(entries)
    }

    async fn log_versions(
        &self,
        generation: &GenerationDoc,
        entity: LoggedEntity,
        versions: Vec<Version>,
    ) -> Result<u64> {
        let before = self.ended_by(generation.number(), &versions).await?;
        let mut entries: Vec<_> = versions
            .iter()
            .flat_map(|version| entries(generation, entity, version, before.get(&version.key)))
            .collect();
        let rows = open::<ActivityDoc>(self.db(), ACTIVITIES);
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.clone()).collect();
        let known = open::<Document>(self.db(), ACTIVITIES);
        let there = known.find(doc! { "_id": { "$in": ids } }).projection(doc! { "_id": 1 }).await?;
        let there: Vec<_> = there.try_collect().await?;
        let there: HashSet<_> = there.iter().filter_map(|row| row.get_str("_id").ok()).collect();
        entries.retain(|entry| !there.contains(entry.id.as_str()));
        if !entries.is_empty() {
            rows.insert_many(&entries).await?;
        }
        Ok(u64::try_from(entries.len()).unwrap_or_default())
    }

    /// What the versions that this generation closed had served.
    async fn ended_by(&self, generation: i64, versions: &[Version]) -> Result<HashMap<String, Document>> {
        #[derive(Deserialize)]
        struct Ended {
            key: String,
            data: Document,
        }
        let keys: Vec<_> = versions.iter().map(|version| version.key.as_str()).collect();
        let rows = open::<Ended>(self.db(), SERVING);
        let filter = doc! { "key": { "$in": keys }, "to": generation };
        let found = rows.find(filter).projection(doc! { "_id": 0, "key": 1, "data": 1 }).await?;
        Ok(found.map_ok(|row| (row.key, row.data)).try_collect().await?)
    }
}

fn entries(
    generation: &GenerationDoc,
    entity: LoggedEntity,
    now: &Version,
    before: Option<&Document>,
) -> Vec<ActivityDoc> {
    let owner = now.data.get_document("salesperson").ok();
    let told = match before {
        None => created(entity, &now.data),
        Some(before) => changed(entity, before, &now.data),
    };
    told.into_iter()
        .map(|(activity_type, metadata)| ActivityDoc {
            id: stable_id(&format!("{} {} {}", now.serving_id, generation.number(), activity_type.name())),
            activity_type,
            title: text(&now.data, "name").unwrap_or_default(),
            entity_type: entity,
            entity_id: now.serving_id.clone(),
            user_id: owner
                .and_then(|owner| owner.get_i64("id").ok())
                .map(|id| domain::facts::serving_id(EntityType::User, id)),
            user_name: owner.and_then(|owner| text(owner, "name")),
            source: LoggedSource::Odoo,
            metadata,
            timestamp: generation.published_at(),
            visible_to: now.visible_to.clone(),
        })
        .collect()
}

type Told = (LoggedType, LoggedDetails);

fn created(entity: LoggedEntity, data: &Document) -> Vec<Told> {
    let created = match entity {
        LoggedEntity::Account => LoggedType::AccountCreated,
        LoggedEntity::Contact => LoggedType::ContactCreated,
        _ => LoggedType::OpportunityCreated,
    };
    [created].into_iter().chain(closed(None, data)).map(|told| (told, LoggedDetails::default())).collect()
}

fn changed(entity: LoggedEntity, before: &Document, now: &Document) -> Vec<Told> {
    let mut fields = differing(before, now);
    let updated = match entity {
        LoggedEntity::Account => LoggedType::AccountUpdated,
        LoggedEntity::Contact => LoggedType::ContactUpdated,
        _ => LoggedType::OpportunityUpdated,
    };
    let mut told = Vec::new();
    let closed = closed(Some(before), now);
    let is_moved = updated == LoggedType::OpportunityUpdated && fields.iter().any(|field| field == "stage");
    if is_moved {
        let stage = |data: &Document| text(data.get_document("stage").ok()?, "name");
        let details = LoggedDetails { from: stage(before), to: stage(now), ..LoggedDetails::default() };
        told.push((LoggedType::StageChanged, details));
    }
    if is_moved || closed.is_some() {
        fields.retain(|field| !MOVING.contains(&field.as_str()));
    }
    told.extend(closed.map(|closed| (closed, LoggedDetails::default())));
    if !fields.is_empty() {
        told.push((updated, LoggedDetails { fields, ..LoggedDetails::default() }));
    }
    told
}

/// Won or lost now, and not before.
fn closed(before: Option<&Document>, now: &Document) -> Option<LoggedType> {
    let state = now.get_str("state").ok()?;
    if before.is_some_and(|before| before.get_str("state").is_ok_and(|was| was == state)) {
        return None;
    }
    match state {
        "won" => Some(LoggedType::OpportunityWon),
        "lost" => Some(LoggedType::OpportunityLost),
        _ => None,
    }
}

fn differing(before: &Document, now: &Document) -> Vec<String> {
    let names: BTreeSet<_> = before.keys().chain(now.keys()).map(String::as_str).collect();
    let differs = |name: &&str| !FOLLOWING.contains(name) && meant(before.get(name)) != meant(now.get(name));
    names.into_iter().filter(differs).map(str::to_owned).collect()
}

/// A link is the record that it leads to, whatever that is called; nothing is nothing, however it is written.
fn meant(value: Option<&Bson>) -> Bson {
    match value {
        None => Bson::Null,
        Some(Bson::Document(link)) if link.contains_key("id") => link.get("id").cloned().unwrap_or(Bson::Null),
        Some(Bson::Array(all)) if all.is_empty() => Bson::Null,
        Some(Bson::Array(all)) => all.iter().map(|one| meant(Some(one))).collect::<bson::Array>().into(),
        Some(other) => other.clone(),
    }
}

fn text(data: &Document, field: &str) -> Option<String> {
    data.get_str(field).ok().map(str::to_owned)
}
