//! Runs that are asked for at a connection: everything, users, departments.

use crate::{
    features::sync::{must_be_on, note, ring},
    http::{ActionProblems, AdminProblems, Body, Caller, Failure, TriggerSync},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use shared::{
    jobs::JobName,
    sync::{TriggerRequest, Triggered},
};

/// Sync with Odoo now
///
/// The same as `POST /api/sync/trigger`.
#[utoipa::path(
    tag = "integrations",
    request_body = TriggerRequest,
    responses((status = 202, description = "A run is on its way", body = Triggered), AdminProblems),
    security(("session" = []))
)]
#[post("/api/integrations/sync/odoo")]
pub(super) async fn everything(
    caller: Caller<TriggerSync>,
    state: Data<State>,
    Body(asked): Body<TriggerRequest>,
) -> Result<HttpResponse, Failure> {
    ring(&caller, &state, asked).await
}

/// Sync users and employees now
#[utoipa::path(
    tag = "integrations",
    responses((status = 202, description = "A run is on its way", body = Triggered), ActionProblems),
    security(("session" = []))
)]
#[post("/api/integrations/odoo/sync-users")]
pub(super) async fn users(caller: Caller<TriggerSync>, state: Data<State>) -> Result<HttpResponse, Failure> {
    start(&caller, &state, JobName::SyncUsers).await
}

/// Sync departments now
#[utoipa::path(
    tag = "integrations",
    responses((status = 202, description = "A run is on its way", body = Triggered), ActionProblems),
    security(("session" = []))
)]
#[post("/api/integrations/odoo/sync-departments")]
pub(super) async fn departments(caller: Caller<TriggerSync>, state: Data<State>) -> Result<HttpResponse, Failure> {
    start(&caller, &state, JobName::SyncDepartments).await
}

async fn start(caller: &Caller<TriggerSync>, state: &State, name: JobName) -> Result<HttpResponse, Failure> {
    must_be_on(state).await?;
    let triggered = state.bell.start(name).await?;
    note(caller, state, "sync_started", name.name(), 1).await?;
    Ok(HttpResponse::Accepted().json(triggered))
}
