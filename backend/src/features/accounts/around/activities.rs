//! `GET /api/accounts/{id}/activities`: what is planned and what was done.

use super::view;
use crate::{
    features::{choices::Asked, reading},
    http::{Caller, Failure, Query, ReadSales, RowsProblems},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use shared::{
    ProblemCode,
    around::{TimelinePage, TimelineQuery},
};
use store::{
    accounts::around::{PartQuery, Touches},
    cursor::Cursor,
};

/// Activities of an account
///
/// Of the account, its contacts and its visible deals: what is planned by the day it is due, then what was done, newest first.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "Of the account", example = "odoo_account_14"), TimelineQuery),
    responses((status = 200, description = "A page", body = TimelinePage), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/activities")]
pub(super) async fn activities(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<TimelineQuery>,
) -> Result<HttpResponse, Failure> {
    let (account, scope, accounts) = (super::account(&id)?, caller.scope(), state.store.accounts());
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    wrong.end()?;
    let query = PartQuery { account, part: Touches { kind: asked.kind }, limit };
    let cursor = asked.cursor.as_deref().map(|text| accounts.resume_part(&scope, &query, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let fresh = reading::freshness(&caller, &scope, &moment, &request);
    if let Some(not_modified) = fresh.not_modified(&request) {
        return Ok(not_modified);
    }
    let page = accounts.touches(&scope, &moment, &query, cursor.as_ref()).await?.ok_or(ProblemCode::NotFound)?;
    Ok(fresh.json(&view::activities(page, &moment)))
}
