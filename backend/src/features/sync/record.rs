//! `GET /api/sync/records/{id}`: how a record came to be as it is.

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
    explorer::{ChangeKind, RecordHistory, RecordQuery},
};
use source::Source;

/// History of a record
///
/// Its versions, newest first: field by field from old to new, by which run, and why it was deleted.
#[utoipa::path(
    tag = "sync explorer",
    params(("id" = String, Path, description = "`odoo_opportunity_42`"), RecordQuery),
    responses((status = 200, description = "The record", body = RecordHistory), (status = 404, description = "No such record"), ListProblems),
    security(("session" = []))
)]
#[get("/api/sync/records/{id}")]
pub(super) async fn get(
    _caller: Caller<ManageSync>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<RecordQuery>,
) -> Result<Json<RecordHistory>, Failure> {
    let limit = words::limit(asked.limit)?;
    let (named, kind, id) = words::record(&id)?;
    let odoo = state.connection.mapper().await?;
    let past = sync::record_history(odoo.as_ref(), &state.store, kind, id, asked.before, limit).await?;
    let is_held = state.store.held_of(kind).await?.get(&id).is_some_and(|held| held.verdict.is_none());
    let is_quarantined = state.store.refused(kind).await?.contains_key(&id);
    let known = known(&state, kind.entities(), id).await?;
    if known.is_none() && past.versions.is_empty() && !is_quarantined {
        return Err(ProblemCode::NotFound.into());
    }
    let newest = sync::record_history(odoo.as_ref(), &state.store, kind, id, None, 1).await?;
    let is_active = newest.versions.first().is_some_and(|version| version.change != ChangeKind::Deleted);
    let (entity, name, url) = known.unwrap_or((named, None, None));
    Ok(Json(RecordHistory {
        id: serving_id(entity, id),
        entity,
        name,
        record: format!("{} {id}", odoo.model(kind)),
        odoo_url: url.or_else(|| odoo.url(kind, id)),
        is_active,
        is_held,
        is_quarantined,
        versions: past.versions,
        next_before: past.next,
    }))
}

type Known = (EntityType, Option<String>, Option<String>);

/// As what the record is known now, with its name and link: a contact may have become an account.
async fn known(state: &State, entities: &[EntityType], id: SourceId) -> Result<Option<Known>, Failure> {
    for entity in entities {
        if let Some((name, url)) = state.store.known_as(*entity, &[id]).await?.remove(&id) {
            return Ok(Some((*entity, name, url)));
        }
    }
    Ok(None)
}
