//! Pages of the lists that admins leaf through: newest first, going on after the last row that was seen.

use crate::{Result, StoreError};
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{DateTime, Document, doc},
};
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// Rows of a list and where it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque; absent on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// The last row of a page: its time and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    at: i64,
    id: String,
}

impl FromStr for Place {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self> {
        let (at, id) = text.split_once('.').ok_or(StoreError::BadCursor)?;
        Ok(Self { at: at.parse().map_err(|_| StoreError::BadCursor)?, id: id.to_owned() })
    }
}

/// What a list sorts by.
pub(crate) trait Listed {
    /// Field with the time.
    const TIME: &'static str;

    /// The time and the `_id` of this row.
    fn place(&self) -> (DateTime, &str);
}

/// At most `limit` rows that match, newest first; those with the same time by their ids.
pub(crate) async fn page<T>(
    rows: Collection<T>,
    filter: Document,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<T>>
where
    T: Listed + DeserializeOwned + Send + Sync + Unpin,
{
    let after = cursor.map(Place::from_str).transpose()?;
    let after = after.map(|Place { at, id }| {
        let at = DateTime::from_millis(at);
        doc! { T::TIME: { "$lte": at }, "$or": [{ T::TIME: { "$lt": at } }, { T::TIME: at, "_id": { "$lt": id } }] }
    });
    let filter = doc! { "$and": [filter, after.unwrap_or_default()] };
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let newest_first = doc! { T::TIME: -1, "_id": -1 };
    let mut items: Vec<T> = rows.find(filter).sort(newest_first).limit(one_more).await?.try_collect().await?;
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(|last| {
        let (at, id) = last.place();
        format!("{}.{id}", at.timestamp_millis())
    });
    Ok(Page { items, next })
}
