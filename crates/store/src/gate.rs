//! The only way to read sales data from the serving zone: instance, generation, `is_active` and scope come first.

mod feed;

pub(crate) use feed::{Told, Wanted};

use crate::{
    Result, Store, StoreError,
    collections::{INSTANCE, OPEN_END, SERVING, canonical, open},
    documents::{Documents, Version},
    entities::EntityRow,
    moment::Published,
    raw, version,
};
use db::Db;
use domain::{
    Moment, Scope, Token,
    canonical::SourceId,
    facts::{Fact, serving_id},
};
use futures::{Stream, TryStreamExt};
use mongodb::{
    Collection,
    bson::{self, Bson, Document, doc},
    options::Hint,
};
use serde::Deserialize;
use shared::EntityType;
use std::collections::BTreeSet;

/// MongoDB looks this many equalities up one by one without effort.
const MOST_BRANCHES: usize = 200;

/// A version of the serving zone that the reader may see.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct ServedFact {
    pub(crate) id: SourceId,
    pub(crate) data: Fact,
}

#[derive(Debug, Deserialize)]
struct NamedRow {
    id: SourceId,
    from: i64,
    visible_to: Vec<String>,
    data: Fact,
}

#[derive(Debug, Deserialize)]
struct PastRow {
    from: i64,
    data: Fact,
}

#[derive(Debug, Deserialize)]
struct TokensRow {
    visible_to: Vec<String>,
    data: NameRow,
}

#[derive(Debug, Deserialize)]
struct NameRow {
    name: String,
}

#[derive(Debug, Deserialize)]
struct IdRow {
    id: SourceId,
}

/// A row of any kind.
#[derive(Debug, Deserialize)]
struct ServedRow {
    id: SourceId,
    serving_id: String,
    source: String,
    last_aggregated: bson::DateTime,
    data: serde_json::Value,
}

#[derive(Debug, Deserialize)]
struct Canonical {
    source: Source,
}

#[derive(Debug, Deserialize)]
struct Source {
    url: Option<String>,
}

pub(crate) struct Gate<'a> {
    db: &'a Db,
    documents: &'a Documents,
    serving: Collection<ServedFact>,
}

impl<'a> Gate<'a> {
    pub(crate) fn new(store: &'a Store) -> Self {
        Self { db: store.db(), documents: &store.inner.documents, serving: open(store.db(), SERVING) }
    }

    /// Versions that the ledger of this moment named, in no order. What the scope does not admit is left out.
    pub(crate) async fn versions(
        &self,
        scope: &Scope,
        moment: &Moment,
        entity: EntityType,
        named: impl IntoIterator<Item = (SourceId, i64)>,
    ) -> Result<Vec<ServedFact>> {
        let version = |id, from| Version { epoch: moment.epoch, entity, id, from };
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for (id, from) in named {
            match self.documents.find(scope, &version(id, from)) {
                Some(data) => found.push(ServedFact { id, data }),
                None => unknown.push(version::row_id(&version::serving_key(&serving_id(entity, id)), from)),
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        // Found by `_id`, so a range over `to` costs nothing and needs no list of generations.
        let mut filter = doc! { "_id": { "$in": unknown }, "to": { "$gt": moment.generation } };
        filter.extend(Self::first(scope, moment.generation, entity));
        let shown = doc! { "_id": 0, "id": 1, "from": 1, "visible_to": 1, "data": 1 };
        let rows = self.serving.clone_with_type::<NamedRow>();
        let mut rows = rows.find(filter).hint(Hint::Keys(doc! { "_id": 1 })).projection(shown).await?;
        while let Some(NamedRow { id, from, visible_to, data }) = rows.try_next().await? {
            self.documents.keep(version(id, from), &visible_to, data.clone());
            found.push(ServedFact { id, data });
        }
        Ok(found)
    }

    /// Name of a version that the ledger of this generation named, and who sees it.
    pub(crate) async fn label(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        (id, from): (SourceId, i64),
    ) -> Result<Option<(String, Vec<Token>)>> {
        let key = version::serving_key(&serving_id(entity, id));
        let mut filter = doc! { "_id": version::row_id(&key, from) };
        filter.extend(Self::first(scope, generation, entity));
        let rows = self.serving.clone_with_type::<TokensRow>();
        let shown = doc! { "_id": 0, "visible_to": 1, "data.name": 1 };
        let found = rows.find_one(filter).projection(shown).hint(Hint::Keys(doc! { "_id": 1 })).await?;
        Ok(found.map(|row| {
            let tokens = row.visible_to.iter().filter_map(|token| token.parse().ok()).collect();
            (row.data.name, tokens)
        }))
    }

    /// Rows above `after`, ascending by id, at most `limit`.
    pub(crate) async fn page(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        after: SourceId,
        limit: usize,
    ) -> Result<Vec<EntityRow>> {
        let published = Published::read(self.db).await?;
        let mut filter = Self::first(scope, generation, entity);
        filter.extend(Self::still_open(generation, published));
        filter.insert("id", doc! { "$gt": after });
        let shown = doc! { "_id": 0, "id": 1, "serving_id": 1, "source": 1, "last_aggregated": 1, "data": 1 };
        let rows = self.serving.clone_with_type::<ServedRow>();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let hint = Hint::Name("by_id".to_owned());
        let mut found = rows.find(filter).sort(doc! { "id": 1 }).limit(limit).projection(shown).hint(hint).await?;
        let mut page = Vec::new();
        while let Some(row) = found.try_next().await? {
            page.push(EntityRow {
                id: row.id,
                serving_id: row.serving_id,
                source: row.source,
                last_aggregated: raw::instant(row.last_aggregated),
                data: row.data,
            });
        }
        Ok(page)
    }

    /// All rows of a kind that hang on an account, in no order.
    pub(crate) async fn hanging(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        account: SourceId,
    ) -> Result<Vec<ServedFact>> {
        if generation == 0 {
            return Ok(Vec::new());
        }
        let published = Published::read(self.db).await?;
        let mut filter = Self::first(scope, generation, entity);
        filter.extend(Self::still_open(generation, published));
        filter.insert("data.account.id", account);
        let hint = Hint::Name("of_account".to_owned());
        Ok(self.serving.find(filter).hint(hint).projection(fields()).await?.try_collect().await?)
    }

    /// All rows of a kind, one by one, in no order.
    pub(crate) async fn each(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
    ) -> Result<impl Stream<Item = Result<ServedFact>> + use<>> {
        let published = Published::read(self.db).await?;
        let mut filter = Self::first(scope, generation, entity);
        filter.extend(Self::still_open(generation, published));
        Ok(self.serving.find(filter).projection(fields()).await?.map_err(StoreError::from))
    }

    /// Those of the records that the scope admits.
    pub(crate) async fn admitted(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        ids: &BTreeSet<SourceId>,
    ) -> Result<Vec<SourceId>> {
        let Some((filter, hint)) = self.among(scope, generation, entity, ids).await? else { return Ok(Vec::new()) };
        let rows = self.serving.clone_with_type::<IdRow>();
        let mut found = rows.find(filter).projection(doc! { "_id": 0, "id": 1 }).hint(hint).await?;
        let mut admitted = Vec::new();
        while let Some(IdRow { id }) = found.try_next().await? {
            admitted.push(id);
        }
        Ok(admitted)
    }

    /// Those of the records that the scope admits, in no order.
    pub(crate) async fn find(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        ids: &BTreeSet<SourceId>,
    ) -> Result<Vec<ServedFact>> {
        let Some((filter, hint)) = self.among(scope, generation, entity, ids).await? else { return Ok(Vec::new()) };
        Ok(self.serving.find(filter).projection(fields()).hint(hint).await?.try_collect().await?)
    }

    async fn among(
        &self,
        scope: &Scope,
        generation: i64,
        entity: EntityType,
        ids: &BTreeSet<SourceId>,
    ) -> Result<Option<(Document, Hint)>> {
        // Before the first publication there are no rows, nor indexes to find them by.
        if ids.is_empty() || generation == 0 {
            return Ok(None);
        }
        let published = Published::read(self.db).await?;
        let mut filter = Self::first(scope, generation, entity);
        filter.extend(Self::still_open(generation, published));
        filter.insert("id", doc! { "$in": ids.iter().copied().collect::<Vec<_>>() });
        Ok(Some((filter, Hint::Name("by_id".to_owned()))))
    }

    pub(crate) async fn count(&self, scope: &Scope, generation: i64, entity: EntityType) -> Result<u64> {
        let published = Published::read(self.db).await?;
        let mut filter = Self::first(scope, generation, entity);
        filter.extend(Self::still_open(generation, published));
        Ok(self.serving.count_documents(filter).await?)
    }

    /// Where the record of a row that the gate gave out lives in its source.
    pub(crate) async fn url(&self, shown: &ServedFact, generation: i64, entity: EntityType) -> Result<Option<String>> {
        let published = Published::read(self.db).await?;
        let mut filter = Self::still_open(generation, published);
        filter.extend(doc! { "id": shown.id, "instance": INSTANCE, "from": { "$lte": generation } });
        let rows = open::<Canonical>(self.db, &canonical(entity));
        let found = rows.find_one(filter).projection(doc! { "source.url": 1 }).await?;
        Ok(found.and_then(|row| row.source.url))
    }

    /// All versions up to this generation of a row that the gate gave out, oldest first, each with the generation that wrote it.
    pub(crate) async fn past(
        &self,
        shown: &ServedFact,
        generation: i64,
        entity: EntityType,
    ) -> Result<Vec<(i64, Fact)>> {
        let key = version::serving_key(&serving_id(entity, shown.id));
        let filter = doc! { "key": key, "from": { "$lte": generation }, "is_active": true };
        let rows = self.serving.clone_with_type::<PastRow>();
        let found = rows.find(filter).sort(doc! { "from": 1 }).projection(doc! { "from": 1, "data": 1 }).await?;
        Ok(found.map_ok(|row| (row.from, row.data)).try_collect().await?)
    }

    fn first(scope: &Scope, generation: i64, entity: EntityType) -> Document {
        let mut filter = doc! {
            "instance": INSTANCE,
            "entity_type": entity.name(),
            "is_active": true,
            "from": { "$lte": generation },
        };
        if let Some(tokens) = scope.tokens() {
            filter.insert("visible_to", doc! { "$in": tokens.iter().map(Token::to_string).collect::<Vec<_>>() });
        }
        filter
    }

    /// `to` as equalities, so that an index with `to` in front leads to the record; as a range where that would be too
    /// many. A run in progress may be closing versions with the number after `highest`.
    fn still_open(generation: i64, published: Published) -> Document {
        let closing = (generation + 1)..=(published.highest.max(published.generation) + 1);
        let ends: Vec<_> = closing.take(MOST_BRANCHES).chain([OPEN_END]).map(Bson::Int64).collect();
        match ends.len() {
            ..=MOST_BRANCHES => doc! { "to": { "$in": ends } },
            _ => doc! { "to": { "$gt": generation } },
        }
    }
}

fn fields() -> Document {
    doc! { "id": 1, "data": 1 }
}
