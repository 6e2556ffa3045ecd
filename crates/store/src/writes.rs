//! The writes of one transaction of a loader.

use crate::{
    Result,
    collections::{LAKE, LAKE_ID, OPEN_END, open},
};
use db::Db;
use mongodb::{
    ClientSession,
    bson::{self, Document, RawDocumentBuf, doc},
};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(crate) struct Writes {
    inserts: BTreeMap<String, Vec<RawDocumentBuf>>,
    closes: BTreeMap<String, Vec<String>>,
    removes: BTreeMap<String, Vec<String>>,
    updates: Vec<(&'static str, Document, Document)>,
    sweeps: Vec<(&'static str, Document)>,
}

impl Writes {
    pub(crate) fn insert(&mut self, collection: &str, document: &impl Serialize) -> Result<()> {
        let document = bson::serialize_to_raw_document_buf(document).map_err(mongodb::error::Error::from)?;
        match self.inserts.get_mut(collection) {
            Some(documents) => documents.push(document),
            None => drop(self.inserts.insert(collection.to_owned(), vec![document])),
        }
        Ok(())
    }

    /// Ends the version with this `_id`.
    pub(crate) fn close(&mut self, collection: &str, row: String) {
        self.closes.entry(collection.to_owned()).or_default().push(row);
    }

    /// Comes before the inserts: removed and inserted, a document is replaced.
    pub(crate) fn remove(&mut self, collection: &str, id: String) {
        self.removes.entry(collection.to_owned()).or_default().push(id);
    }

    pub(crate) fn remove_where(&mut self, collection: &'static str, filter: Document) {
        self.sweeps.push((collection, filter));
    }

    pub(crate) fn update_where(&mut self, collection: &'static str, filter: Document, update: Document) {
        self.updates.push((collection, filter, update));
    }

    /// Versions are of the generation `number`; `reserve` keeps its number from ever being used again.
    pub(crate) async fn apply(
        &self,
        db: &Db,
        session: &mut ClientSession,
        number: i64,
        reserve: Option<i64>,
    ) -> db::Result<()> {
        if let Some(highest) = reserve {
            let fields = doc! { "$max": { "highest": highest }, "$setOnInsert": { "generation": 0_i64 } };
            let lake = open::<Document>(db, LAKE);
            lake.update_one(doc! { "_id": LAKE_ID }, fields).upsert(true).session(&mut *session).await?;
        }
        for (collection, rows) in &self.closes {
            let open_rows = doc! { "_id": { "$in": rows }, "to": OPEN_END };
            let close = doc! { "$set": { "to": number } };
            let done = open::<Document>(db, collection).update_many(open_rows, close).session(&mut *session).await?;
            if usize::try_from(done.matched_count) != Ok(rows.len()) {
                return Err(db::DbError::aborted("a version that was to be closed is not there or not open"));
            }
        }
        for (collection, ids) in &self.removes {
            let gone = doc! { "_id": { "$in": ids } };
            open::<Document>(db, collection).delete_many(gone).session(&mut *session).await?;
        }
        for (collection, filter) in &self.sweeps {
            open::<Document>(db, collection).delete_many(filter.clone()).session(&mut *session).await?;
        }
        for (collection, documents) in &self.inserts {
            open::<RawDocumentBuf>(db, collection).insert_many(documents).session(&mut *session).await?;
        }
        for (collection, filter, update) in &self.updates {
            let rows = open::<Document>(db, collection);
            rows.update_many(filter.clone(), update.clone()).session(&mut *session).await?;
        }
        Ok(())
    }
}
