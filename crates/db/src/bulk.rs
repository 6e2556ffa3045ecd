//! Many different updates in one round trip: `bulkWrite` on MongoDB 8.0 and newer, the raw `update` command before.

use mongodb::{
    ClientSession, Namespace,
    bson::{Bson, Document, doc},
    options::{UpdateModifications, UpdateOneModel},
};

use crate::{
    connect::Db,
    error::{DbError, Result},
};

/// The server takes 100,000 statements and 48 MB in one command; smaller ones keep a transaction's single steps short.
const MOST_STATEMENTS: usize = 10_000;
const MOST_BYTES: usize = 16 << 20;

/// One statement: changes the first document that matches.
#[derive(Debug, Clone)]
pub struct UpdateOne {
    pub filter: Document,
    pub update: UpdateModifications,
    pub upsert: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkOutcome {
    pub matched: u64,
    pub modified: u64,
    pub inserted: u64,
}

impl Db {
    /// Runs the statements in order inside the session's transaction. The first that is refused ends it with an error.
    pub async fn update_each(
        &self,
        session: &mut ClientSession,
        collection: &str,
        updates: Vec<UpdateOne>,
    ) -> Result<BulkOutcome> {
        let mut total = BulkOutcome::default();
        for chunk in chunks(updates)? {
            let done = if self.has_bulk_write() {
                self.bulk_write(session, collection, chunk).await?
            } else {
                self.update_command(session, collection, chunk).await?
            };
            total.matched += done.matched;
            total.modified += done.modified;
            total.inserted += done.inserted;
        }
        Ok(total)
    }

    async fn bulk_write(
        &self,
        session: &mut ClientSession,
        collection: &str,
        chunk: Vec<UpdateOne>,
    ) -> Result<BulkOutcome> {
        let namespace = Namespace::new(self.name(), collection);
        let models = chunk.into_iter().map(|one| {
            UpdateOneModel::builder()
                .namespace(namespace.clone())
                .filter(one.filter)
                .update(one.update)
                .upsert(one.upsert)
                .build()
        });
        let done = self.client().bulk_write(models).session(session).await?;
        Ok(BulkOutcome {
            matched: count(done.matched_count),
            modified: count(done.modified_count),
            inserted: count(done.upserted_count),
        })
    }

    async fn update_command(
        &self,
        session: &mut ClientSession,
        collection: &str,
        chunk: Vec<UpdateOne>,
    ) -> Result<BulkOutcome> {
        let of = chunk.len();
        let statements: Vec<Bson> = chunk.into_iter().map(|one| Bson::Document(statement(one))).collect();
        let command = doc! { "update": collection, "ordered": true, "updates": statements };
        let answer = self.database().run_command(command).session(session).await?;
        if let Some(first) =
            answer.get_array("writeErrors").ok().and_then(|all| all.first()).and_then(Bson::as_document)
        {
            let index = first.get_i32("index").ok().and_then(|index| usize::try_from(index).ok()).unwrap_or_default();
            return Err(DbError::BulkRefused { index, of, code: first.get_i32("code").unwrap_or_default() });
        }
        let inserted = answer.get_array("upserted").map_or(0, |all| count(all.len()));
        let touched = answer.get_i32("n").map_or(0, count);
        Ok(BulkOutcome {
            matched: touched.saturating_sub(inserted),
            modified: answer.get_i32("nModified").map_or(0, count),
            inserted,
        })
    }
}

fn statement(one: UpdateOne) -> Document {
    let update = match one.update {
        UpdateModifications::Pipeline(stages) => Bson::Array(stages.into_iter().map(Bson::Document).collect()),
        UpdateModifications::Document(document) => Bson::Document(document),
        _ => Bson::Null,
    };
    doc! { "q": one.filter, "u": update, "upsert": one.upsert }
}

fn chunks(updates: Vec<UpdateOne>) -> Result<Vec<Vec<UpdateOne>>> {
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut bytes = 0;
    for one in updates {
        let size = size(&one)?;
        if chunk.len() == MOST_STATEMENTS || (bytes + size > MOST_BYTES && !chunk.is_empty()) {
            chunks.push(std::mem::take(&mut chunk));
            bytes = 0;
        }
        bytes += size;
        chunk.push(one);
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    Ok(chunks)
}

fn size(one: &UpdateOne) -> Result<usize> {
    let bytes = |document: &Document| document.to_vec().map(|bytes| bytes.len()).map_err(mongodb::error::Error::from);
    let update = match &one.update {
        UpdateModifications::Pipeline(stages) => {
            stages.iter().try_fold(0, |sum, stage| bytes(stage).map(|n| sum + n))?
        }
        UpdateModifications::Document(document) => bytes(document)?,
        _ => 0,
    };
    Ok(bytes(&one.filter)? + update)
}

fn count(n: impl TryInto<u64>) -> u64 {
    n.try_into().unwrap_or_default()
}
