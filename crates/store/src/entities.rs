//! Serving rows of any kind through the gate, page by page in order of their ids.

use crate::{
    Result, Store, StoreError,
    cursor::{Cursor, CursorError, Position},
    foreign,
    gate::Gate,
};
use chrono::{DateTime, Utc};
use domain::{Moment, Scope, canonical::SourceId};
use shared::EntityType;

/// A row as readers get it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    pub id: SourceId,
    pub serving_id: String,
    pub source: String,
    pub last_aggregated: DateTime<Utc>,
    /// Of its kind, as it lies there.
    pub data: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EntityPage {
    pub items: Vec<EntityRow>,
    /// Rows in the whole list that the scope admits.
    pub total: u64,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

fn query(entity: EntityType) -> String {
    format!("entities of {entity}")
}

impl Store {
    /// Checks a continuation of [`Store::entities`].
    pub fn resume_entities(&self, scope: &Scope, entity: EntityType, text: &str) -> Result<Cursor, CursorError> {
        self.inner.cursors.verify(text, &query(entity), scope)
    }

    /// Living rows that the scope admits, ascending by id, of the moment's generation.
    pub async fn entities(
        &self,
        scope: &Scope,
        moment: &Moment,
        entity: EntityType,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<EntityPage> {
        if cursor.is_some_and(|cursor| cursor.generation() != moment.generation) {
            return Err(StoreError::SnapshotExpired);
        }
        if moment.generation == 0 {
            return Ok(EntityPage { items: Vec::new(), total: 0, next_cursor: None });
        }
        let gate = Gate::new(self);
        let after = cursor.map_or(0, |cursor| cursor.position.id);
        let mut items = gate.page(scope, moment.generation, entity, after, limit.saturating_add(1)).await?;
        let has_more = items.len() > limit;
        items.truncate(limit);
        foreign::leave_out(&gate, scope, moment.generation, entity, &mut items).await?;
        let last = items.last().filter(|_| has_more);
        let next_cursor = last.map(|last| {
            let position = Position { value: String::new(), id: last.id };
            self.inner.cursors.sign(&query(entity), scope, moment, position)
        });
        let total = gate.count(scope, moment.generation, entity).await?;
        Ok(EntityPage { items, total, next_cursor })
    }
}
