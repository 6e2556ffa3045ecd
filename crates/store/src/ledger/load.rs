//! Reads the rows of a generation, or those that were opened or closed between two.

use super::{
    references::LedgerReferences,
    rows::Served,
    snapshot::{Reader, Snapshot},
};
use crate::{
    Result,
    collections::{INSTANCE, SERVING, open},
};
use db::Db;
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};

/// All of a generation.
pub(super) async fn whole(db: &Db, generation: i64) -> Result<Snapshot> {
    let references = LedgerReferences::whole(db, generation).await?;
    let mut reader = Reader::default();
    let there = doc! { "to": { "$gt": generation }, "from": { "$lte": generation }, "is_active": true };
    read(db, there, generation, &mut reader).await?;
    Ok(reader.finish(generation, None, references))
}

/// From one generation to another, earlier or later.
pub(super) async fn moved(db: &Db, base: &Snapshot, generation: i64) -> Result<Snapshot> {
    if base.is_worn() {
        return whole(db, generation).await;
    }
    let (low, high) = (base.generation.min(generation), base.generation.max(generation));
    let references = base.references.moved(db, base.generation, generation).await?;
    let mut reader = Reader::onto(base);
    for end in ["from", "to"] {
        let mut between = doc! { end: { "$gt": low, "$lte": high } };
        if end == "to" {
            // Those opened in between were met already.
            between.insert("from", doc! { "$lte": low });
        }
        read(db, between, generation, &mut reader).await?;
    }
    Ok(reader.finish(generation, Some(base), references))
}

async fn read(db: &Db, which: Document, generation: i64, reader: &mut Reader) -> Result<()> {
    let mut filter = doc! { "instance": INSTANCE, "entity_type": { "$in": ["account", "opportunity"] } };
    filter.extend(which);
    let fields: Document = Served::FIELDS.iter().map(|field| ((*field).to_owned(), 1.into())).collect();
    let mut rows = open::<Served>(db, SERVING).find(filter).projection(fields).batch_size(5_000).await?;
    while let Some(row) = rows.try_next().await? {
        reader.take(&row, row.from <= generation && row.to > generation)?;
    }
    Ok(())
}
