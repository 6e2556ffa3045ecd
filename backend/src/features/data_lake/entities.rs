//! `GET /api/data-lake/entities/{type}`: serving rows of a kind, as they lie there, within the caller's reach.

use crate::{
    features::reading,
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json, Path},
};
use shared::{
    EntityType, ProblemCode,
    data_lake::{EntityQuery, ServingRow},
    list::{DEFAULT_LIMIT, MAX_LIMIT, Page},
};
use store::{EntityRow, cursor::Cursor};

type Row = ServingRow<serde_json::Value>;

/// Serving rows of a kind
///
/// In order of their ids; all pages come from the generation of the first one.
#[utoipa::path(
    tag = "data lake",
    params(("type" = EntityType, Path, description = "`opportunity`"), EntityQuery),
    responses((status = 200, description = "A page", body = Page<ServingRow<Object>>), (status = 404, description = "No such kind"), ListProblems),
    security(("session" = []))
)]
#[get("/api/data-lake/entities/{type}")]
pub(super) async fn list(
    caller: Caller<ReadSales>,
    state: Data<State>,
    kind: Path<String>,
    Query(asked): Query<EntityQuery>,
) -> Result<Json<Page<Row>>, Failure> {
    let entity: EntityType = kind.parse().map_err(|_| Failure::from(ProblemCode::NotFound))?;
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Failure::field("limit", format!("must be from 1 to {MAX_LIMIT}")));
    }
    let scope = caller.scope();
    let cursor = asked.cursor.as_deref().map(|text| state.store.resume_entities(&scope, entity, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = state.store.entities(&scope, &moment, entity, cursor.as_ref(), limit).await?;
    Ok(Json(Page {
        items: page.items.into_iter().map(|row| view(entity, row)).collect(),
        total: page.total,
        generation: moment.generation,
        next_cursor: page.next_cursor,
    }))
}

fn view(entity_type: EntityType, row: EntityRow) -> Row {
    let EntityRow { serving_id, source, last_aggregated, data, .. } = row;
    ServingRow { entity_type, serving_id, source, last_aggregated, is_active: true, data }
}
