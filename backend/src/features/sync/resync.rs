//! `POST /api/sync/records/{id}/resync`: asks Odoo again for one record.

use super::{must_be_on, note, words};
use crate::{
    http::{ActionProblems, Caller, Failure, ManageSync},
    state::State,
};
use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use shared::explorer::Resynced;

/// Read one record again
///
/// Whatever its time of writing says. Asked for again before that has begun, it is done once. A record that is gone in Odoo is deleted here as the guard allows.
#[utoipa::path(
    tag = "sync explorer",
    params(("id" = String, Path, description = "`odoo_opportunity_42`")),
    responses((status = 202, description = "A run for it is on its way", body = Resynced), ActionProblems),
    security(("session" = []))
)]
#[post("/api/sync/records/{id}/resync")]
pub(super) async fn resync(
    caller: Caller<ManageSync>,
    state: Data<State>,
    name: Path<String>,
) -> Result<HttpResponse, Failure> {
    let (_, kind, id) = words::record(&name)?;
    must_be_on(&state).await?;
    let rung = state.bell.resync(kind, id).await?;
    note(&caller, &state, "record_read_again", &name, 1).await?;
    Ok(HttpResponse::Accepted().json(Resynced { job: rung.job, already_running: rung.already_running }))
}
