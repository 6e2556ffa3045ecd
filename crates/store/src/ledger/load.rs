//! Reads the rows of a generation, or those that were opened or closed between two.

use super::{
    hung::HungData,
    names::NameData,
    reader::Reader,
    references::LedgerReferences,
    rows::{Kept, Served, ServedData},
    snapshot::Snapshot,
};
use crate::{
    Result,
    collections::{INSTANCE, SERVING, open},
};
use db::Db;
use futures::TryStreamExt;
use mongodb::{
    Cursor,
    bson::{Document, doc},
};

/// All of a generation.
pub(super) async fn whole(db: &Db, generation: i64) -> Result<Snapshot> {
    let references = LedgerReferences::whole(db, generation).await?;
    let mut reader = Reader::new(None, generation);
    let there = doc! { "to": { "$gt": generation }, "from": { "$lte": generation }, "is_active": true };
    read(db, &there, &mut reader).await?;
    Ok(reader.finish(None, references))
}

/// From one generation to another, earlier or later.
pub(super) async fn moved(db: &Db, base: &Snapshot, generation: i64) -> Result<Snapshot> {
    if base.is_worn() {
        return whole(db, generation).await;
    }
    let (low, high) = (base.generation.min(generation), base.generation.max(generation));
    let references = base.references.moved(db, base.generation, generation).await?;
    let mut reader = Reader::new(Some(base), generation);
    for end in ["from", "to"] {
        let mut between = doc! { end: { "$gt": low, "$lte": high } };
        if end == "to" {
            // Those opened in between were met already.
            between.insert("from", doc! { "$lte": low });
        }
        read(db, &between, &mut reader).await?;
    }
    Ok(reader.finish(Some(base), references))
}

async fn read(db: &Db, which: &Document, reader: &mut Reader) -> Result<()> {
    let mut rows = find::<ServedData>(db, which).await?;
    while let Some(row) = rows.try_next().await? {
        reader.take(&row)?;
    }
    let mut rows = find::<HungData>(db, which).await?;
    while let Some(row) = rows.try_next().await? {
        reader.take_hung(&row)?;
    }
    let mut rows = find::<NameData>(db, which).await?;
    while let Some(row) = rows.try_next().await? {
        reader.take_name(&row);
    }
    Ok(())
}

async fn find<D: Kept>(db: &Db, which: &Document) -> Result<Cursor<Served<D>>> {
    let entities: Vec<_> = D::ENTITIES.iter().map(|entity| entity.name()).collect();
    let mut filter = doc! { "instance": INSTANCE, "entity_type": { "$in": entities } };
    filter.extend(which.clone());
    let mut fields = doc! { "entity_type": 1, "id": 1, "from": 1, "to": 1, "is_active": 1, "visible_to": 1 };
    fields.extend(D::FIELDS.iter().map(|field| ((*field).to_owned(), 1.into())));
    Ok(open::<Served<D>>(db, SERVING).find(filter).projection(fields).batch_size(5_000).await?)
}
