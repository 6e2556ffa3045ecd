//! `GET /api/data-lake/health`: whether the lake can be believed, and what speaks against it.

use crate::{
    features::sync::SyncHealth,
    http::{Caller, Failure, PersonProblems, ReadDataLake},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use chrono::TimeDelta;
use shared::{
    data_lake::{DataLakeHealth, LakeConcern},
    sync::Indicator,
};

/// Everything is compared once a night.
const COMPARED_WITHIN: TimeDelta = TimeDelta::hours(48);

/// Health of the data lake
#[utoipa::path(
    tag = "data lake",
    responses((status = 200, description = "The health", body = DataLakeHealth), PersonProblems),
    security(("session" = []))
)]
#[get("/api/data-lake/health")]
pub(super) async fn health(_caller: Caller<ReadDataLake>, state: Data<State>) -> Result<Json<DataLakeHealth>, Failure> {
    let lake = state.store.lake().await?;
    let sync = SyncHealth::look(&state).await?;
    let drift = super::drift(&state).await?;
    let held = sync.held.iter().map(|line| line.count).sum();
    let quarantined = state.store.quarantine_counts().await?.values().sum();
    let is_stale = matches!(sync.indicator(), Indicator::Error | Indicator::NeedsRefresh);
    let is_filled = lake.generation > 0;
    let is_compared = lake.compared_at.is_some_and(|at| sync.now - at <= COMPARED_WITHIN);
    let checks = [
        (LakeConcern::Empty, !is_filled),
        (LakeConcern::Stale, is_stale),
        (LakeConcern::NotCompared, is_filled && !is_compared),
        (LakeConcern::DeletionsHeld, held > 0),
        (LakeConcern::RecordsQuarantined, quarantined > 0),
        (LakeConcern::Drifted, drift.as_ref().is_some_and(|drift| drift.identical < drift.sampled)),
    ];
    let concerns: Vec<_> = checks.into_iter().filter_map(|(concern, applies)| applies.then_some(concern)).collect();
    Ok(Json(DataLakeHealth {
        healthy: concerns.is_empty(),
        concerns,
        generation: lake.generation,
        published_at: lake.published_at,
        compared_at: lake.compared_at,
        last_success: sync.last_success,
        drift,
        held,
        quarantined,
        loading: state.store.loader_now().await?.is_some(),
        now: sync.now,
    }))
}
