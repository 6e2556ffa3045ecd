//! `GET /api/alerts`: what is wrong for longer than one run, for admins; the same that they get by mail.

use crate::{
    http::{Caller, Failure, ManageJobs, PersonProblems},
    state::State,
    worker::sentence,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::alerts::{Alert, AlertList};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list);
}

/// Alerts
///
/// One of each kind at most, while its cause lasts.
#[utoipa::path(tag = "jobs", responses((status = 200, description = "Those that last", body = AlertList), PersonProblems), security(("session" = [])))]
#[get("/api/alerts")]
async fn list(_caller: Caller<ManageJobs>, state: Data<State>) -> Result<Json<AlertList>, Failure> {
    let lasting = state.store.alerts().list().await?.into_iter().filter(|alert| alert.over_at.is_none());
    let items = lasting.map(|alert| Alert {
        kind: alert.kind,
        since: alert.since,
        message: sentence(&alert),
        mailed_at: alert.told_at,
    });
    Ok(Json(AlertList { items: items.collect(), by_mail: state.has_mail }))
}
