//! `GET /api/sync/runs/{id}/records`: what a run changed, record by record.

use super::words;
use crate::{
    http::{Caller, Failure, ListProblems, ManageSync, Query},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json, Path},
};
use domain::{canonical::SourceId, facts::serving_id};
use shared::{
    EntityType, ProblemCode,
    explorer::{ChangeKind, ChangedRecord, ChangedRecordPage, ExplorerQuery},
};

/// Changed records of a run
///
/// Kind by kind; the fields of those that were there before.
#[utoipa::path(
    tag = "sync explorer",
    params(("id" = String, Path, description = "Of `/api/sync/history`"), ExplorerQuery),
    responses((status = 200, description = "A page", body = ChangedRecordPage), (status = 404, description = "No such run"), ListProblems),
    security(("session" = []))
)]
#[get("/api/sync/runs/{id}/records")]
pub(super) async fn list(
    _caller: Caller<ManageSync>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<ExplorerQuery>,
) -> Result<Json<ChangedRecordPage>, Failure> {
    let limit = words::limit(asked.limit)?;
    let run = state.store.runs().find(&id).await?.ok_or(ProblemCode::NotFound)?;
    let from = asked.cursor.as_deref().map(place).transpose()?;
    let Some(generation) = run.generation else {
        return Ok(Json(ChangedRecordPage { items: Vec::new(), next_cursor: None }));
    };
    let mut found = Vec::new();
    for entity in EntityType::ALL.iter().copied().filter(|entity| asked.entity.is_none_or(|only| only == *entity)) {
        let after = match from {
            Some((begun, _)) if entity < begun => continue,
            Some((begun, after)) if entity == begun => after,
            _ => 0,
        };
        // One more than asked for tells whether there is another page.
        found.extend(state.store.changed_in(generation, entity, after, limit + 1 - found.len()).await?);
        if found.len() > limit {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found.last().filter(|_| has_more).map(|last| format!("{}.{}", last.entity, last.id));
    let mut items = Vec::new();
    for record in found {
        let fields = match record.change {
            ChangeKind::Updated | ChangeKind::Revived => fields(&state, record.entity, record.id, generation).await?,
            ChangeKind::Inserted | ChangeKind::Deleted => Vec::new(),
        };
        let id = serving_id(record.entity, record.id);
        items.push(ChangedRecord { id, entity: record.entity, name: record.name, change: record.change, fields });
    }
    Ok(Json(ChangedRecordPage { items, next_cursor }))
}

async fn fields(
    state: &State,
    entity: EntityType,
    id: SourceId,
    generation: i64,
) -> Result<Vec<shared::explorer::FieldChange>, Failure> {
    let Some(kind) = words::kind_of(entity) else { return Ok(Vec::new()) };
    let odoo = state.connection.mapper().await?;
    let past = sync::record_history(odoo.as_ref(), &state.store, kind, id, Some(generation + 1), 1).await?;
    let version = past.versions.into_iter().next().filter(|version| version.generation == generation);
    Ok(version.map(|version| version.fields).unwrap_or_default())
}

fn place(cursor: &str) -> Result<(EntityType, SourceId), Failure> {
    let parts = cursor.split_once('.').and_then(|(entity, id)| Some((entity.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Failure::field("cursor", "this cursor is not one of ours"))
}
