//! Erasure of a person: the second of the two doors by which raw versions go.

use crate::{
    Result, Store, StoreError,
    audit::AuditDoc,
    canonical::CanonicalRow,
    collections::{self, ACTIVITIES, AUDIT, INSTANCE, SESSIONS, SYNC_LOGS, USERS, open},
    lake::Lake,
    loader::Loader,
    raw::{self, RawRow, RawVersion},
    version,
    writes::Writes,
};
use domain::{
    canonical::{Kind, SourceId},
    facts::serving_id,
};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};

/// A raw version with the name of its row.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedVersion {
    pub row: String,
    pub version: RawVersion,
}

/// The raw row that a canonical version was made of.
pub fn raw_row_of(model: &str, current: &CanonicalRow) -> String {
    version::row_id(&version::record_key(model, current.id), current.from)
}

impl Store {
    /// All raw versions of a model, in order of the names of their rows, after `after`, at most `limit`.
    pub async fn raw_of_model(
        &self,
        system: &str,
        model: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<NamedVersion>> {
        let rows = open::<RawRow<'static>>(self.db(), &collections::raw(system, model));
        // Two models may share a collection: their rows' names begin with the model's.
        let first = format!("{INSTANCE}/{model}/");
        let filter = doc! { "_id": { "$gt": after.unwrap_or(&first), "$lt": format!("{INSTANCE}/{model}0") } };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found: Vec<_> = rows.find(filter).sort(doc! { "_id": 1 }).limit(limit).await?.try_collect().await?;
        found
            .into_iter()
            .map(|row| Ok(NamedVersion { row: row.name().to_owned(), version: raw::version_of(row)? }))
            .collect()
    }
}

impl Loader {
    /// Until the lake is made again from its raw records, every run begins with that.
    pub async fn demand_replay(&mut self) -> Result<()> {
        self.put_lake(Lake { mapping_version: -1, ..self.lake().clone() }).await
    }

    /// Removes raw rows for good, and says in the audit how many, never whose.
    pub async fn erase_raw(&self, system: &str, model: &str, rows: &[String]) -> Result<()> {
        let collection = collections::raw(system, model);
        for rows in rows.chunks(Self::MOST_KEYS) {
            let mut writes = Writes::default();
            rows.iter().for_each(|row| writes.remove(&collection, row.clone()));
            let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            writes.insert(AUDIT, &AuditDoc::new(self.stamped_at(), "command line", "person_erased", model, count))?;
            self.write_aside(writes).await?;
        }
        Ok(())
    }

    /// Takes the names of records (`res.partner 55`) out of what the log says of their deletion.
    pub async fn forget_names(&self, records: &[String]) -> Result<()> {
        let told = doc! { "entities.deletions.record": { "$in": records } };
        let forget = doc! { "$unset": { "entities.$[kind].deletions.$[told].name": "" } };
        let logs = open::<Document>(self.db(), SYNC_LOGS);
        let filters =
            vec![doc! { "kind.deletions.record": { "$in": records } }, doc! { "told.record": { "$in": records } }];
        logs.update_many(told, forget).array_filters(filters).await?;
        Ok(())
    }

    /// Entries of the activity log carry the names of records.
    pub async fn forget_activities(&self, kind: Kind, ids: &[SourceId]) -> Result<()> {
        let names = ids.iter().flat_map(|id| kind.entities().iter().map(|entity| serving_id(*entity, *id)));
        let names: Vec<_> = names.collect();
        open::<Document>(self.db(), ACTIVITIES).delete_many(doc! { "entity_id": { "$in": names } }).await?;
        Ok(())
    }

    /// Removes the person with this address and their sessions; false when there is none.
    pub async fn erase_user(&self, email: &str) -> Result<bool> {
        let Some(person) = self.store().people().find_by_email(email).await? else { return Ok(false) };
        if person.is_super_admin && self.store().people().count_super_admins().await? <= 1 {
            return Err(StoreError::LastSuperAdmin);
        }
        let mut writes = Writes::default();
        let id = person.id.to_string();
        writes.remove_where(SESSIONS, doc! { "person": &id });
        writes.remove_where(USERS, doc! { "_id": &id });
        writes.remove_where(ACTIVITIES, doc! { "$or": [{ "user_id": &id }, { "entity_id": &id }] });
        writes.insert(AUDIT, &AuditDoc::new(self.stamped_at(), "command line", "person_erased", USERS, 1))?;
        self.write_aside(writes).await?;
        let left = open::<Document>(self.db(), USERS).find_one(doc! { "_id": &id }).await?;
        left.is_none().then_some(true).ok_or(StoreError::Shape { collection: USERS })
    }
}
