//! Collections with their indexes and validators, and views: prepared whenever the store is opened, nothing is ever dropped.
//!
//! An empty lake does without its late indexes until its rows are there: to build one is cheaper than to keep it.

mod indexes;
mod validators;
mod views;

pub use indexes::{INDEXES, IndexSpec};

use crate::{
    Result,
    collections::{self, LAKE, LAKE_ID, open},
    lake::Lake,
};
use db::{Db, Migration};
use futures::{StreamExt, TryStreamExt, future::try_join_all, stream};
use mongodb::{
    IndexModel,
    bson::{Document, doc},
    options::{IndexOptions, ValidationAction, ValidationLevel},
    results::CollectionSpecification,
};
use shared::EntityType;
use std::collections::HashMap;
use views::Definition;

/// Steps from older shapes of the data to the present one; indexes and validators need none.
const MIGRATIONS: &[Migration] = &[];
const AT_A_TIME: usize = 8;
/// MongoDB builds up to three indexes at a time.
const BUILDERS: usize = 2;
/// Rows that are worth it.
const LARGE: u64 = 10_000;

/// Which of a collection's indexes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Indexes {
    NotLate,
    All,
}

/// Migrations that opening the store would run; an error when the database is newer than this program.
pub async fn pending_migrations(db: &Db) -> Result<Vec<u32>> {
    Ok(db.pending_migrations(MIGRATIONS).await?)
}

pub(crate) async fn prepare(db: &Db) -> Result<()> {
    db.migrate(MIGRATIONS, "store").await?;
    let (present, views) = present(db).await?;
    let names = fixed_names();
    let lake = open::<Lake>(db, LAKE).find_one(doc! { "_id": LAKE_ID }).await?;
    let indexes = match lake.is_some_and(|lake| lake.generation > 0) {
        true => Indexes::All,
        false => Indexes::NotLate,
    };
    stream::iter(names.iter().map(|name| prepare_one(db, name, present.get(name.as_str()), indexes)))
        .buffer_unordered(AT_A_TIME)
        .try_collect::<()>()
        .await?;
    views::prepare(db, &views).await
}

/// Every collection that exists from the start, by name; raw ones appear when a source is first read.
fn fixed_names() -> Vec<String> {
    let mut names: Vec<String> = indexes::families().filter(|name| !name.ends_with('*')).map(str::to_owned).collect();
    names.extend(EntityType::ALL.iter().map(|entity| collections::canonical(*entity)));
    names
}

/// Validators of the collections, and definitions of the views.
async fn present(db: &Db) -> Result<(HashMap<String, Document>, HashMap<String, Definition>)> {
    let mut all = db.database().list_collections().await?;
    let (mut collections, mut views) = (HashMap::new(), HashMap::new());
    while let Some(CollectionSpecification { name, options, .. }) = all.try_next().await? {
        match options.view_on {
            Some(on) => drop(views.insert(name, Definition { on, pipeline: options.pipeline.unwrap_or_default() })),
            None => drop(collections.insert(name, options.validator.unwrap_or_default())),
        }
    }
    Ok((collections, views))
}

/// Builds what is missing of all indexes of these collections.
pub(crate) async fn complete(db: &Db, names: &[String]) -> Result<()> {
    for some in names.chunks(AT_A_TIME) {
        try_join_all(some.iter().map(|name| index(db, name, Indexes::All))).await?;
    }
    Ok(())
}

/// Those of these collections that take a while to index.
pub(crate) async fn large(db: &Db, names: Vec<String>) -> Result<Vec<String>> {
    let sizes = try_join_all(names.iter().map(|name| is_large(db, name))).await?;
    Ok(names.into_iter().zip(sizes).filter_map(|(name, is_large)| is_large.then_some(name)).collect())
}

async fn is_large(db: &Db, name: &str) -> Result<bool> {
    Ok(open::<Document>(db, name).estimated_document_count().await? >= LARGE)
}

/// Creates the collection where it is missing, and brings its validator and indexes up to date.
pub(crate) async fn prepare_one(db: &Db, name: &str, validator: Option<&Document>, indexes: Indexes) -> Result<()> {
    let wanted = validators::of(name);
    match validator {
        None => create(db, name, wanted).await?,
        Some(present) if *present != wanted => {
            let command = doc! { "collMod": name, "validator": wanted, "validationLevel": "strict" };
            db.database().run_command(command).await?;
        }
        Some(_) => {}
    }
    index(db, name, indexes).await
}

async fn index(db: &Db, name: &str, indexes: Indexes) -> Result<()> {
    let wanted = |index: &&IndexSpec| indexes == Indexes::All || !index.late;
    let models: Vec<_> = indexes::of(name).filter(wanted).map(model).collect();
    if models.is_empty() {
        return Ok(());
    }
    // One command builds its indexes on one processor.
    let builders = if indexes == Indexes::All && is_large(db, name).await? { BUILDERS } else { 1 };
    let rows = &open::<Document>(db, name);
    let builds = models.chunks(models.len().div_ceil(builders));
    try_join_all(builds.map(|share| async { rows.create_indexes(share.to_vec()).await })).await?;
    Ok(())
}

async fn create(db: &Db, name: &str, validator: Document) -> Result<()> {
    let created = db
        .database()
        .create_collection(name)
        .validator(validator)
        .validation_level(ValidationLevel::Strict)
        .validation_action(ValidationAction::Error)
        .await;
    unless_there(created)
}

fn unless_there(created: Result<(), mongodb::error::Error>) -> Result<()> {
    match created.map_err(db::DbError::from) {
        // Another process was faster.
        Err(db::DbError::Driver(e)) if e.code() == Some(NAMESPACE_EXISTS) => Ok(()),
        other => Ok(other?),
    }
}

const NAMESPACE_EXISTS: i32 = 48;

fn model(index: &IndexSpec) -> IndexModel {
    let options = IndexOptions::builder()
        .name(index.name.to_owned())
        .unique(index.unique.then_some(true))
        .expire_after(index.expire_after)
        .partial_filter_expression(index.having.map(|field| doc! { field: { "$exists": true } }))
        .build();
    IndexModel::builder()
        .keys(index.keys.iter().map(|key| (key.to_string(), 1.into())).collect::<Document>())
        .options(options)
        .build()
}
