//! `/api/config/activity-log`: how long entries of the activity log are kept.

use crate::{
    features::sync::note,
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSettings, PersonProblems, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use shared::activities::{LONGEST_KEEP_DAYS, LogSettings, LogSettingsForm, SHORTEST_KEEP_DAYS};
use store::settings::ActivityLog;

/// How long the activity log goes back
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = LogSettings), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/activity-log")]
pub(super) async fn get(_caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    Ok(answer(state.store.settings().activity_log().await?))
}

/// Change how long the activity log goes back
///
/// Older entries go with the next nightly clean-up.
#[utoipa::path(
    tag = "config",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = LogSettingsForm,
    responses((status = 200, description = "What holds now", body = LogSettings), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/config/activity-log")]
pub(super) async fn change(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<LogSettingsForm>,
) -> Result<HttpResponse, Failure> {
    if !(SHORTEST_KEEP_DAYS..=LONGEST_KEEP_DAYS).contains(&form.keep_days) {
        let message = format!("must be from {SHORTEST_KEEP_DAYS} to {LONGEST_KEEP_DAYS}");
        return Err(Failure::field("keep_days", message));
    }
    let set = ActivityLog { version: 0, keep_days: Some(form.keep_days) };
    let set = state.store.settings().set_activity_log(version, set).await?;
    note(&caller, &state, "activity_log_changed", "settings/activity_log", 1).await?;
    Ok(answer(set))
}

fn answer(set: ActivityLog) -> HttpResponse {
    versioned(set.version, &LogSettings { version: set.version, keep_days: set.days() })
}
