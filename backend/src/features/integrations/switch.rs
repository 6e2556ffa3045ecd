//! `POST /api/integrations/odoo/enable` and `/disable`.

use super::connection::answer;
use crate::{
    features::sync::note,
    http::{Caller, ChangeProblems, Failure, IfMatch, ManageIntegrations},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use shared::{ProblemCode, integrations::Integration};

/// Enable the connection to Odoo
///
/// A run starts at once.
#[utoipa::path(
    tag = "integrations",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    responses((status = 200, description = "The connection as it is now", body = Integration), ChangeProblems),
    security(("session" = []))
)]
#[post("/api/integrations/odoo/enable")]
pub(super) async fn enable(
    caller: Caller<ManageIntegrations>,
    state: Data<State>,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Failure> {
    turn(&caller, &state, version, true).await?;
    state.bell.news().await?;
    answer(&state).await
}

/// Disable the connection to Odoo
///
/// No run starts any more, whoever asks for it; one that goes on ends as usual. What was read stays.
#[utoipa::path(
    tag = "integrations",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    responses((status = 200, description = "The connection as it is now", body = Integration), ChangeProblems),
    security(("session" = []))
)]
#[post("/api/integrations/odoo/disable")]
pub(super) async fn disable(
    caller: Caller<ManageIntegrations>,
    state: Data<State>,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Failure> {
    turn(&caller, &state, version, false).await?;
    answer(&state).await
}

async fn turn(caller: &Caller<ManageIntegrations>, state: &State, version: i64, enabled: bool) -> Result<(), Failure> {
    let integrations = state.store.integrations();
    if integrations.find_odoo().await?.is_none() {
        return Err(ProblemCode::Conflict.into());
    }
    integrations.enable_odoo(version, enabled).await?;
    let action = if enabled { "connection_enabled" } else { "connection_disabled" };
    note(caller, state, action, "integrations/odoo", 1).await?;
    tracing::info!(person.id = %caller.person.id, enabled, "the connection to Odoo was switched");
    Ok(())
}
