//! `/api/sync/settings`: how often and when the sync runs.

use super::note;
use crate::{
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSync, PersonProblems, versioned},
    state::State,
    worker::Times,
};
use actix_web::{HttpResponse, get, put, web::Data};
use shared::{
    FieldProblem,
    explorer::{SyncSettings, SyncSettingsForm},
    integrations::{LONGEST_INTERVAL_MINUTES, SHORTEST_INTERVAL_MINUTES},
};
use store::settings::SyncTimes;

fn view(times: &Times) -> SyncSettings {
    SyncSettings {
        version: times.version,
        interval_minutes: times.interval_minutes,
        full_compare_hour: times.full_compare_hour,
        time_zone: times.zone.name().to_owned(),
    }
}

/// Times of the sync
#[utoipa::path(
    tag = "sync",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = SyncSettings), PersonProblems),
    security(("session" = []))
)]
#[get("/api/sync/settings")]
pub(super) async fn get(_caller: Caller<ManageSync>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let times = state.times().await?;
    Ok(versioned(times.version, &view(&times)))
}

/// Set the times of the sync
///
/// In force in every process within seconds, without a restart.
#[utoipa::path(
    tag = "sync",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = SyncSettingsForm,
    responses((status = 200, description = "What holds now", body = SyncSettings), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/sync/settings")]
pub(super) async fn set(
    caller: Caller<ManageSync>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<SyncSettingsForm>,
) -> Result<HttpResponse, Failure> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, message: String| wrong.push(FieldProblem { field: field.into(), message });
    if !(SHORTEST_INTERVAL_MINUTES..=LONGEST_INTERVAL_MINUTES).contains(&form.interval_minutes) {
        let message = format!("must be from {SHORTEST_INTERVAL_MINUTES} to {LONGEST_INTERVAL_MINUTES}");
        refuse("interval_minutes", message);
    }
    if form.full_compare_hour.is_some_and(|hour| hour > 23) {
        refuse("full_compare_hour", "must be from 0 to 23".into());
    }
    if !wrong.is_empty() {
        return Err(Failure::fields(wrong));
    }
    let settings = state.store.settings();
    let before = settings.sync_times().await?;
    let times = SyncTimes {
        version,
        interval_minutes: Some(form.interval_minutes),
        full_compare_hour: form.full_compare_hour.or(before.full_compare_hour),
    };
    settings.set_sync_times(version, &times).await?;
    note(&caller, &state, "sync_times_changed", "settings/sync_times", 1).await?;
    let times = state.times().await?;
    Ok(versioned(times.version, &view(&times)))
}
