//! `POST /api/sync/trigger`: rings the bell that the clock rings too.

use crate::{
    http::{AdminProblems, Body, Caller, Done, Failure, Need, TriggerSync},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use shared::{
    ProblemCode,
    sync::{TriggerRequest, Triggered},
};

/// Sync now
///
/// A run that waits is named instead of starting a second, and becomes full where that is asked for. While one goes on, that one
/// is named and exactly one other follows it (`follows`), however often it is asked for: what is in Odoo now is here when that
/// one has ended. 409 when no Odoo is configured or its connection is disabled.
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
    ring(&caller, &state, asked).await
}

/// Of both addresses.
pub(crate) async fn ring(
    caller: &Caller<TriggerSync>,
    state: &State,
    asked: TriggerRequest,
) -> Result<HttpResponse, Failure> {
    must_be_on(state).await?;
    let triggered = state.bell.ring(asked.full).await?;
    note(caller, state, if asked.full { "full_sync_started" } else { "sync_started" }, "integrations/odoo", 1).await?;
    tracing::info!(person.id = %caller.person.id, job.id = %triggered.job, full = asked.full, "a run was asked for");
    Ok(HttpResponse::Accepted().json(triggered))
}

/// 409 while there is nothing to sync with.
pub(crate) async fn must_be_on(state: &State) -> Result<(), Failure> {
    match state.times().await?.is_on {
        true => Ok(()),
        false => Err(ProblemCode::Conflict.into()),
    }
}

/// Writes down who did what: for the audit, and what concerns everybody for the activity log.
pub(crate) async fn note<N: Need>(
    caller: &Caller<N>,
    state: &State,
    action: &str,
    subject: &str,
    records: u64,
) -> Result<(), Failure> {
    if let Some(done) = Done::known_as(action, subject) {
        caller.did(done);
    }
    Ok(state.store.note_deed(&caller.person.id.to_string(), action, subject, records).await?)
}
