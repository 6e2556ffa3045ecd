//! Which serving rows differ between two published generations, for readers who follow along.

use crate::{
    Result, Store, StoreError,
    collections::{GENERATIONS, INSTANCE, LAKE, LAKE_ID, SERVING, open},
};
use domain::{Scope, Token};
use futures::{StreamExt, TryStreamExt};
use mongodb::{
    bson::{Document, doc},
    change_stream::ChangeStream,
};
use serde::Deserialize;
use shared::EntityType;
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

/// Ids of serving rows by kind.
pub type ServingIds = BTreeMap<EntityType, Vec<String>>;

/// Rows that were opened or closed between two generations. Tells nothing without a scope.
pub struct Touched {
    rows: HashMap<String, Ends>,
}

struct Ends {
    entity: EntityType,
    /// Who could see the row in the earlier generation; nobody where it was not there.
    before: Vec<Token>,
    was_there: bool,
    after: Vec<Token>,
    is_there: bool,
}

/// What one reader notices of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noticed {
    /// Visible now: new, other than before, or new to this reader.
    pub changed: ServingIds,
    /// Was visible, and is not any more.
    pub gone: ServingIds,
}

#[derive(Debug, Deserialize)]
struct Version {
    entity_type: EntityType,
    serving_id: String,
    from: i64,
    to: i64,
    is_active: bool,
    visible_to: Vec<String>,
}

impl fmt::Debug for Touched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Touched({} rows)", self.rows.len())
    }
}

impl Touched {
    /// With ids in order.
    pub fn seen_by(&self, scope: &Scope) -> Noticed {
        let mut noticed = Noticed::default();
        for (id, ends) in &self.rows {
            let list = if ends.is_there && scope.admits(&ends.after) {
                &mut noticed.changed
            } else if ends.was_there && scope.admits(&ends.before) {
                &mut noticed.gone
            } else {
                continue;
            };
            list.entry(ends.entity).or_default().push(id.clone());
        }
        noticed.changed.values_mut().chain(noticed.gone.values_mut()).for_each(|ids| ids.sort_unstable());
        noticed
    }

    fn take(&mut self, version: Version, earlier: i64, later: i64) {
        let ends = self.rows.entry(version.serving_id).or_insert_with(|| Ends {
            entity: version.entity_type,
            before: Vec::new(),
            was_there: false,
            after: Vec::new(),
            is_there: false,
        });
        // A token that cannot be read admits nobody.
        let tokens = || version.visible_to.iter().filter_map(|token| token.parse().ok()).collect();
        let holds_at = |generation| version.is_active && version.from <= generation && version.to > generation;
        if holds_at(earlier) {
            (ends.before, ends.was_there) = (tokens(), true);
        }
        if holds_at(later) {
            (ends.after, ends.is_there) = (tokens(), true);
        }
    }
}

impl Store {
    /// From one published generation to a later one. `None` when more than `most` versions lie in between. The earlier one
    /// must still be kept, else `SnapshotExpired`.
    pub async fn touched(&self, earlier: i64, later: i64, most: usize) -> Result<Option<Touched>> {
        self.must_be_kept(earlier, later).await?;
        let mut touched = Touched { rows: HashMap::new() };
        let mut left = most;
        for end in ["from", "to"] {
            let mut between = doc! { "instance": INSTANCE, end: { "$gt": earlier, "$lte": later } };
            if end == "to" {
                // Those opened in between were met already.
                between.insert("from", doc! { "$lte": earlier });
            }
            let limit = i64::try_from(left).unwrap_or(i64::MAX).saturating_add(1);
            let versions = open::<Version>(self.db(), SERVING);
            let mut rows = versions.find(between).projection(fields()).limit(limit).await?;
            while let Some(version) = rows.try_next().await? {
                let Some(rest) = left.checked_sub(1) else { return Ok(None) };
                left = rest;
                touched.take(version, earlier, later);
            }
        }
        Ok(Some(touched))
    }

    async fn must_be_kept(&self, earlier: i64, later: i64) -> Result<()> {
        // Generation 0 is the empty lake before the first publication.
        let kept = match earlier {
            0 => true,
            _ => open::<Document>(self.db(), GENERATIONS).find_one(doc! { "_id": earlier }).await?.is_some(),
        };
        if kept && earlier <= later { Ok(()) } else { Err(StoreError::SnapshotExpired) }
    }

    /// Follows the lake's one document through the database's change stream.
    pub async fn lake_changes(&self) -> Result<LakeChanges> {
        let ours = doc! { "$match": { "documentKey._id": LAKE_ID } };
        let little = doc! { "$project": { "operationType": 1 } };
        let stream = open::<Document>(self.db(), LAKE).watch().pipeline([ours, little]).await?;
        Ok(LakeChanges(stream.with_type()))
    }
}

fn fields() -> Document {
    doc! { "_id": 0, "entity_type": 1, "serving_id": 1, "from": 1, "to": 1, "is_active": 1, "visible_to": 1 }
}

/// Tells that the lake's document was written; what it holds now is for the reader to ask.
pub struct LakeChanges(ChangeStream<Document>);

impl fmt::Debug for LakeChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LakeChanges")
    }
}

impl LakeChanges {
    /// Ends with the next change. An error, or false: the stream is over and must be opened again.
    pub async fn next(&mut self) -> Result<bool> {
        Ok(self.0.next().await.transpose().map_err(db::DbError::from)?.is_some())
    }
}
