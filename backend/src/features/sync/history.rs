//! `GET /api/sync/history`: the log of runs, newest first.

use crate::{
    http::{Caller, Failure, ListProblems, Query, ReadSyncHistory},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::{
    list::{DEFAULT_LIMIT, MAX_LIMIT},
    sync::{HistoryPage, HistoryQuery},
};

/// Runs of the sync
///
/// With what each did to each kind of record, and what was wrong. For admins: issues name records.
#[utoipa::path(
    tag = "sync",
    params(HistoryQuery),
    responses((status = 200, description = "A page", body = HistoryPage), ListProblems),
    security(("session" = []))
)]
#[get("/api/sync/history")]
pub(super) async fn history(
    _caller: Caller<ReadSyncHistory>,
    state: Data<State>,
    Query(asked): Query<HistoryQuery>,
) -> Result<Json<HistoryPage>, Failure> {
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Failure::field("limit", format!("must be from 1 to {MAX_LIMIT}")));
    }
    let runs = state.store.runs();
    // A run is never deleted before its successors, so its id is a place in the list.
    if let Some(cursor) = &asked.cursor
        && runs.find(cursor).await?.is_none()
    {
        return Err(Failure::field("cursor", "this cursor is not one of ours"));
    }
    let mut items = runs.history(asked.cursor.as_deref(), i64::from(limit) + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = items.len() > wanted;
    items.truncate(wanted);
    let next_cursor = items.last().filter(|_| has_more).map(|run| run.id.clone());
    Ok(Json(HistoryPage { items, next_cursor }))
}
