//! Deletions that the guard holds: listed, released, rejected.

use super::words;
use crate::{
    http::{AdminProblems, Body, Caller, Failure, ListProblems, ManageSync, Query},
    state::State,
};
use actix_web::{
    get, post,
    web::{Data, Json},
};
use domain::facts::serving_id;
use shared::explorer::{ExplorerQuery, HeldDecided, HeldDecision, HeldPage, HeldRecord, HeldVerdict};
use source::Source;
use store::{HeldDeletion, Selection, Verdict, record_key};

/// Held deletions
///
/// Records that are gone in Odoo and still here, newest first; rejected ones too.
#[utoipa::path(
    tag = "sync explorer",
    params(ExplorerQuery),
    responses((status = 200, description = "A page", body = HeldPage), ListProblems),
    security(("session" = []))
)]
#[get("/api/sync/held")]
pub(super) async fn list(
    _caller: Caller<ManageSync>,
    state: Data<State>,
    Query(asked): Query<ExplorerQuery>,
) -> Result<Json<HeldPage>, Failure> {
    let limit = words::limit(asked.limit)?;
    let selection = Selection { entity: asked.entity, ..Selection::default() };
    let page = state.store.held_deletions(&selection, asked.cursor.as_deref(), limit).await?;
    let total = state.store.held_total(asked.entity).await?;
    let items = page.items.into_iter().map(row).collect();
    Ok(Json(HeldPage { items, total, next_cursor: page.next }))
}

fn row(held: HeldDeletion) -> HeldRecord {
    HeldRecord {
        id: serving_id(held.entity, held.id),
        entity: held.entity,
        name: held.name,
        record: words::in_odoo(&held.key),
        since: held.since,
        reason: held.reason,
        run: held.run,
        odoo_url: held.url,
        verdict: held.verdict.map(|verdict| match verdict {
            Verdict::Release => HeldVerdict::Released,
            Verdict::Reject => HeldVerdict::Rejected,
        }),
        decided_at: held.decided_at,
    }
}

/// Release held deletions
///
/// The run that this starts deletes them here too, if Odoo still says that they are gone.
#[utoipa::path(
    tag = "sync explorer",
    request_body = HeldDecision,
    responses((status = 200, description = "What came of it", body = HeldDecided), AdminProblems),
    security(("session" = []))
)]
#[post("/api/sync/held/release")]
pub(super) async fn release(
    caller: Caller<ManageSync>,
    state: Data<State>,
    Body(decision): Body<HeldDecision>,
) -> Result<Json<HeldDecided>, Failure> {
    let records = decide(&caller, &state, &decision, Verdict::Release).await?;
    // The worker hears it as soon as there is a connection.
    let job = if records > 0 { Some(state.bell.news().await?.job) } else { None };
    Ok(Json(HeldDecided { records, job }))
}

/// Reject held deletions
///
/// The records stay here, whatever Odoo says.
#[utoipa::path(
    tag = "sync explorer",
    request_body = HeldDecision,
    responses((status = 200, description = "What came of it", body = HeldDecided), AdminProblems),
    security(("session" = []))
)]
#[post("/api/sync/held/reject")]
pub(super) async fn reject(
    caller: Caller<ManageSync>,
    state: Data<State>,
    Body(decision): Body<HeldDecision>,
) -> Result<Json<HeldDecided>, Failure> {
    let records = decide(&caller, &state, &decision, Verdict::Reject).await?;
    Ok(Json(HeldDecided { records, job: None }))
}

async fn decide(
    caller: &Caller<ManageSync>,
    state: &State,
    decision: &HeldDecision,
    verdict: Verdict,
) -> Result<u64, Failure> {
    let selection = match (&decision.records, &decision.run) {
        (Some(ids), None) => {
            let odoo = state.connection.mapper().await?;
            let by_kind = words::records("records", ids)?;
            let keys = by_kind
                .into_iter()
                .flat_map(|(kind, ids)| ids.into_iter().map(move |id| (kind, id)))
                .map(|(kind, id)| record_key(odoo.model(kind), id));
            Selection { keys: keys.collect(), ..Selection::default() }
        }
        (None, Some(run)) => Selection { run: Some(run.clone()), ..Selection::default() },
        _ => return Err(Failure::field("records", "either `records` or `run`, please, and not both")),
    };
    // The decision is written into the audit with it.
    Ok(state.store.decide_held(&selection, verdict, &caller.person.id.to_string()).await?)
}
