//! `GET /api/integrations`: each connection with its settings and its state.

use super::view;
use crate::{
    features::sync::SyncHealth,
    http::{Caller, Failure, ManageIntegrations, PersonProblems},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::integrations::IntegrationList;

/// Connections
#[utoipa::path(
    tag = "integrations",
    responses((status = 200, description = "All of them", body = IntegrationList), PersonProblems),
    security(("session" = []))
)]
#[get("/api/integrations")]
pub(super) async fn list(
    _caller: Caller<ManageIntegrations>,
    state: Data<State>,
) -> Result<Json<IntegrationList>, Failure> {
    let health = SyncHealth::look(&state).await?;
    Ok(Json(IntegrationList { items: vec![view::odoo(&health)] }))
}
