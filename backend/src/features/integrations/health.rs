//! `GET /api/sync-status`: the health of each connection, for everybody.

use super::view;
use crate::{
    features::sync::{FOR_ADMINS, SyncHealth},
    http::{Caller, Failure, PersonProblems, ReadSyncStatus, permissions},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::{
    auth::Permission,
    integrations::{IntegrationHealth, IntegrationHealthList},
};

/// Health of the connections
///
/// For every approved person; what went wrong in words is for admins.
#[utoipa::path(
    tag = "integrations",
    responses((status = 200, description = "All connections", body = IntegrationHealthList), PersonProblems),
    security(("session" = []))
)]
#[get("/api/sync-status")]
pub(super) async fn health(
    caller: Caller<ReadSyncStatus>,
    state: Data<State>,
) -> Result<Json<IntegrationHealthList>, Failure> {
    let health = SyncHealth::look(&state).await?;
    let odoo = view::odoo(&health);
    let sees_all = permissions(&caller.person).contains(&Permission::ManageIntegrations);
    let shown = |message: String| if sees_all { message } else { FOR_ADMINS.to_owned() };
    let item = IntegrationHealth {
        integration_type: odoo.integration_type,
        indicator: odoo.indicator,
        enabled: odoo.enabled,
        sync_status: odoo.sync_status,
        last_sync: odoo.last_sync,
        error_message: odoo.error_message.map(shown),
        interval_minutes: health.times.interval_minutes,
    };
    Ok(Json(IntegrationHealthList { items: vec![item], now: health.now }))
}
