//! Records that were refused: listed with the reasons, and asked for again.

use super::{must_be_on, note, words};
use crate::{
    http::{AdminProblems, Body, Caller, Failure, ListProblems, ManageSync, Query},
    state::State,
};
use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use domain::facts::serving_id;
use shared::{
    explorer::{ExplorerQuery, QuarantinePage, QuarantineRetry, QuarantinedRecord},
    sync::Triggered,
};
use store::Quarantined;

/// Quarantine
///
/// Records that cannot be kept as they are in Odoo, newest first, with what is wrong. What the lake had of them stays.
#[utoipa::path(
    tag = "sync explorer",
    params(ExplorerQuery),
    responses((status = 200, description = "A page", body = QuarantinePage), ListProblems),
    security(("session" = []))
)]
#[get("/api/sync/quarantine")]
pub(super) async fn list(
    _caller: Caller<ManageSync>,
    state: Data<State>,
    Query(asked): Query<ExplorerQuery>,
) -> Result<Json<QuarantinePage>, Failure> {
    let limit = words::limit(asked.limit)?;
    let page = state.store.quarantined(asked.entity, asked.cursor.as_deref(), limit).await?;
    let total = state.store.quarantine_counts().await?.values().sum();
    let items = page.items.into_iter().map(row).collect();
    Ok(Json(QuarantinePage { items, total, next_cursor: page.next }))
}

fn row(refused: Quarantined) -> QuarantinedRecord {
    QuarantinedRecord {
        id: serving_id(refused.entity, refused.id),
        entity: refused.entity,
        record: format!("{} {}", refused.model, refused.id),
        since: refused.since,
        run: refused.run,
        reasons: refused.reasons.into_iter().map(|reason| reason.message).collect(),
        odoo_url: refused.url,
    }
}

/// Ask for refused records again
///
/// Each run does so by itself when a record or the mapping has changed; this is for those who do not want to wait.
#[utoipa::path(
    tag = "sync explorer",
    request_body = QuarantineRetry,
    responses((status = 202, description = "A run is on its way", body = Triggered), AdminProblems),
    security(("session" = []))
)]
#[post("/api/sync/quarantine/retry")]
pub(super) async fn retry(
    caller: Caller<ManageSync>,
    state: Data<State>,
    Body(asked): Body<QuarantineRetry>,
) -> Result<HttpResponse, Failure> {
    let by_kind = words::records("records", &asked.records)?;
    must_be_on(&state).await?;
    let mut count = 0;
    for (kind, ids) in by_kind {
        state.store.ask_again(kind, &ids).await?;
        count += u64::try_from(ids.len()).unwrap_or_default();
    }
    let triggered = state.bell.news().await?;
    note(&caller, &state, "quarantine_retried", "quarantine", count).await?;
    Ok(HttpResponse::Accepted().json(triggered))
}
