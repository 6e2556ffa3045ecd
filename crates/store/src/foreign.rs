//! Leaves out of rows what they tell of records that are not in the reader's reach: an order is shown, the deal that it
//! came from may be somebody else's.
//!
//! What hangs on a record (contacts, activities, messages, meetings) is in reach only where that record is.

use crate::{Result, entities::EntityRow, gate::Gate};
use domain::{Scope, canonical::SourceId};
use serde_json::Value;
use shared::EntityType;
use std::collections::BTreeSet;

/// A field of a row that names others.
struct Field {
    name: &'static str,
    /// What it may lead to.
    to: &'static [EntityType],
}

const fn fields(entity: EntityType) -> &'static [Field] {
    match entity {
        EntityType::Account => &[Field { name: "parent", to: &[EntityType::Account] }],
        EntityType::Order => &[Field { name: "deal", to: &[EntityType::Opportunity, EntityType::Lead] }],
        EntityType::Invoice => &[Field { name: "reverses", to: &[EntityType::Invoice] }],
        EntityType::Payment => &[Field { name: "invoices", to: &[EntityType::Invoice] }],
        _ => &[],
    }
}

/// An id, a link to a record with its name, or a list of these.
fn ids(value: &Value) -> Vec<SourceId> {
    match value {
        Value::Number(id) => id.as_i64().into_iter().collect(),
        Value::Object(link) => link.get("id").and_then(Value::as_i64).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(ids).collect(),
        _ => Vec::new(),
    }
}

fn clear(value: &mut Value, reached: &BTreeSet<SourceId>) {
    match value {
        Value::Array(items) => items.retain(|item| ids(item).iter().all(|id| reached.contains(id))),
        one if ids(one).iter().all(|id| reached.contains(id)) => {}
        one => *one = Value::Null,
    }
}

pub(crate) async fn leave_out(
    gate: &Gate<'_>,
    scope: &Scope,
    generation: i64,
    entity: EntityType,
    rows: &mut [EntityRow],
) -> Result<()> {
    if scope.tokens().is_none() {
        return Ok(());
    }
    for Field { name, to } in fields(entity) {
        let named: BTreeSet<_> = rows.iter().filter_map(|row| row.data.get(name)).flat_map(ids).collect();
        let mut reached = BTreeSet::new();
        for entity in *to {
            reached.extend(gate.admitted(scope, generation, *entity, &named).await?);
        }
        for value in rows.iter_mut().filter_map(|row| row.data.get_mut(name)) {
            clear(value, &reached);
        }
    }
    Ok(())
}
