//! `GET /api/sync/runs/{id}`: one run with its counts and issues.

use crate::{
    http::{Caller, Failure, ManageSync, OneProblems},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json, Path},
};
use shared::{ProblemCode, explorer::RunDetail};
use store::Selection;

/// Held deletions of one run that are counted.
const MOST: usize = 100_000;

/// One run
#[utoipa::path(
    tag = "sync explorer",
    params(("id" = String, Path, description = "Of `/api/sync/history`")),
    responses((status = 200, description = "The run", body = RunDetail), OneProblems),
    security(("session" = []))
)]
#[get("/api/sync/runs/{id}")]
pub(super) async fn get(
    _caller: Caller<ManageSync>,
    state: Data<State>,
    id: Path<String>,
) -> Result<Json<RunDetail>, Failure> {
    let run = state.store.runs().find(&id).await?.ok_or(ProblemCode::NotFound)?;
    let took = run.finished_at.and_then(|end| u64::try_from((end - run.started_at).num_milliseconds()).ok());
    let changed = run.entities.iter().map(|counts| counts.inserted + counts.updated + counts.deleted + counts.revived);
    let changed = changed.sum();
    let of_run = Selection { run: Some(run.id.clone()), ..Selection::default() };
    let held = state.store.held_deletions(&of_run, None, MOST).await?.items;
    let held = held.iter().filter(|held| held.verdict.is_none()).count();
    let held = u64::try_from(held).unwrap_or(u64::MAX);
    Ok(Json(RunDetail { run, duration_ms: took, changed, held }))
}
