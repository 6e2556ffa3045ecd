//! `POST /api/sync/trigger`: rings the bell that the clock rings too.

use crate::{
    http::{AdminProblems, Body, Caller, Failure, TriggerSync},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use shared::{
    ProblemCode,
    sync::{TriggerRequest, Triggered},
};

/// Sync now
///
/// While a run waits or goes on, that one is named instead of starting a second. 409 when no Odoo is configured.
#[utoipa::path(
    tag = "sync",
    request_body = TriggerRequest,
    responses((status = 202, description = "A run is on its way", body = Triggered), AdminProblems),
    security(("session" = []))
)]
#[post("/api/sync/trigger")]
pub(super) async fn trigger(
    caller: Caller<TriggerSync>,
    state: Data<State>,
    Body(asked): Body<TriggerRequest>,
) -> Result<HttpResponse, Failure> {
    let bell = state.bell.as_ref().ok_or(ProblemCode::Conflict)?;
    let triggered = bell.ring(asked.full).await?;
    tracing::info!(person.id = %caller.person.id, job.id = %triggered.job, full = asked.full, "a run was asked for");
    Ok(HttpResponse::Accepted().json(triggered))
}
