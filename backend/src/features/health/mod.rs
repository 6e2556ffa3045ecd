//! Probes: `/api/health` says that the process lives, `/api/ready` that it can answer.

use crate::{http::OpenProblems, state::State};
use actix_web::{
    HttpResponse, get,
    web::{Data, Json},
};
use shared::health::{Health, Ready};
use std::time::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

/// A probe that waits as long as the driver does tells its caller nothing.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(health).service(ready);
}

/// Is the process alive?
#[utoipa::path(tag = "probes", responses((status = 200, description = "Alive", body = Health), OpenProblems), security(()))]
#[get("/api/health")]
async fn health() -> Json<Health> {
    Json(Health { version: env!("CARGO_PKG_VERSION").into() })
}

/// Can requests be answered?
#[utoipa::path(
    tag = "probes",
    responses(
        OpenProblems,
        (status = 200, description = "Yes", body = Ready),
        (status = 503, description = "Starting, stopping, or the database is away", body = Ready),
    ),
    security(())
)]
#[get("/api/ready")]
async fn ready(state: Data<State>) -> HttpResponse {
    let found = tokio::time::timeout(PATIENCE, look(&state)).await.unwrap_or(Ready {
        ready: false,
        database: false,
        generation: 0,
        ledger: false,
        disk_nearly_full: false,
    });
    let ready = Ready { ready: found.ready && !state.is_stopping(), ..found };
    if ready.ready { HttpResponse::Ok().json(ready) } else { HttpResponse::ServiceUnavailable().json(ready) }
}

async fn look(state: &State) -> Ready {
    let (found, free) = tokio::join!(state.store.ready(), state.store.free_disk());
    let is_full = free.ok().flatten().is_some_and(|free| free < state.least_free_disk);
    Ready { disk_nearly_full: is_full, ..found }
}
