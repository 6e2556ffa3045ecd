//! What is planned and what was done with an account, its contacts and its visible deals.

use super::{Eye, PartPage, PartQuery, Touches};
use crate::{Result, StoreError, authors, cursor::Cursor, gate::ServedFact, ledger::TouchRow, order::Value};
use chrono::Datelike;
use domain::{canonical::SourceId, facts::Fact, metrics::Touch};
use shared::{EntityType, around::TouchKind, list::Direction};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchEntry {
    pub entity: EntityType,
    pub id: SourceId,
    pub kind: TouchKind,
    /// Of an activity, a message or a meeting.
    pub fact: Fact,
    /// Name of a message's author, where the reader may know it.
    pub author: Option<String>,
}

const KINDS: [EntityType; 3] = [EntityType::Activity, EntityType::Message, EntityType::Event];

/// What is planned before what was done, that by its day, this newest first; what has no time comes last. Records of
/// different kinds can have the same id.
fn place(row: &TouchRow) -> Value<'static> {
    let kind = KINDS.iter().position(|kind| *kind == row.entity).unwrap_or_default();
    let kind = i64::try_from(kind).unwrap_or_default();
    let newest_first = |at: chrono::DateTime<chrono::Utc>| -at.timestamp_micros();
    Value::Ranked(match row.touch {
        Touch::Planned { due } => [0, due.map_or(i64::MAX, |day| day.num_days_from_ce().into()), kind],
        Touch::Done { at } => [1, at.map_or(i64::MAX, newest_first), kind],
        Touch::Meeting { ends } => [1, newest_first(ends), kind],
    })
}

pub(super) async fn list(
    eye: &Eye<'_>,
    query: &PartQuery<Touches>,
    cursor: Option<&Cursor>,
) -> Result<PartPage<TouchEntry, BTreeMap<TouchKind, u64>>> {
    let mut kinds: BTreeMap<_, u64> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in eye.snapshot.touches_of(eye.id()) {
        if eye.fold.0.admits(row.visible_to) && row.touch.counts(eye.moment) {
            *kinds.entry(row.kind).or_default() += 1;
            if query.part.kind.is_none_or(|kind| row.kind == kind) {
                rows.push(((place(row), row.id), row));
            }
        }
    }
    let page = eye.page(query, cursor, Direction::Asc, rows)?;
    let gate = eye.gate();
    let mut facts = HashMap::with_capacity(page.items.len());
    for entity in KINDS {
        let named = page.items.iter().filter(|row| row.entity == entity).map(|row| (row.id, row.from));
        let found = gate.versions(eye.scope, eye.moment, entity, named).await?;
        facts.extend(found.into_iter().map(|ServedFact { id, data }| ((entity, id), data)));
    }
    let authors: BTreeSet<_> = facts.values().filter_map(author).collect();
    let org = &eye.snapshot.references.org;
    let names = authors::names(org, &gate, eye.scope, eye.moment.generation, authors).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for row in &page.items {
        let fact = facts.remove(&(row.entity, row.id)).ok_or(StoreError::SnapshotExpired)?;
        let author = author(&fact).and_then(|author| names.get(&author)).cloned();
        items.push(TouchEntry { entity: row.entity, id: row.id, kind: row.kind, fact, author });
    }
    Ok(page.with(items, kinds))
}

fn author(fact: &Fact) -> Option<SourceId> {
    match fact {
        Fact::Message(message) => message.author,
        _ => None,
    }
}
