//! `/api/integrations/odoo`: the connection to Odoo, read and replaced.

use super::{form, view};
use crate::{
    features::sync::{SyncHealth, note},
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageIntegrations, PersonProblems, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use shared::{
    ProblemCode,
    integrations::{ConfiguredBy, Integration, OdooConnectionForm},
};
use store::integrations::NewOdooSettings;

/// The connection to Odoo
///
/// Without its secret. `version` 0 while there is none.
#[utoipa::path(
    tag = "integrations",
    responses((status = 200, description = "The connection, its version as `ETag`", body = Integration), PersonProblems),
    security(("session" = []))
)]
#[get("/api/integrations/odoo")]
pub(super) async fn get(_caller: Caller<ManageIntegrations>, state: Data<State>) -> Result<HttpResponse, Failure> {
    answer(&state).await
}

/// Replace the connection to Odoo
///
/// In force at the next run, in every process; a run starts at once. Holds instead of the connection of the environment from
/// now on.
#[utoipa::path(
    tag = "integrations",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes; `\"0\"` for the first")),
    request_body = OdooConnectionForm,
    responses((status = 200, description = "The connection as it is now", body = Integration), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/integrations/odoo")]
pub(super) async fn set(
    caller: Caller<ManageIntegrations>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<OdooConnectionForm>,
) -> Result<HttpResponse, Failure> {
    let integrations = state.store.integrations();
    let stored = integrations.find_odoo().await?;
    // Before the form: whether it may leave the secret out depends on what is stored.
    if stored.as_ref().map_or(0, |record| record.version) != version {
        return Err(ProblemCode::ChangedMeanwhile.into());
    }
    let form::Checked { settings, secret, .. } = form::check(&state.store, form, stored.as_ref()).await?;
    let new = NewOdooSettings { settings, secret, configured_by: ConfiguredBy::Admin };
    let record = integrations.set_odoo(version, new).await?;
    note(&caller, &state, "connection_changed", "integrations/odoo", 1).await?;
    tracing::info!(person.id = %caller.person.id, version = record.version, "the connection to Odoo was changed");
    if record.enabled {
        state.bell.news().await?;
    }
    answer(&state).await
}

pub(super) async fn answer(state: &State) -> Result<HttpResponse, Failure> {
    let shown = view::odoo(&SyncHealth::look(state).await?);
    Ok(versioned(shown.version, &shown))
}
