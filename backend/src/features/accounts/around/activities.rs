//! `GET /api/accounts/{id}/activities`: what is planned and what was done.

use super::{Asking, view};
use crate::{
    features::choices::Asked,
    http::{Caller, Failure, Query, ReadSales, RowsProblems},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use shared::around::{TimelinePage, TimelineQuery};
use store::accounts::{
    Accounts,
    around::{PartQuery, Touches},
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
    let account = super::account(&id)?;
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    wrong.end()?;
    let query = PartQuery { account, part: Touches { kind: asked.kind }, limit };
    let asking = Asking { request: &request, caller: &caller, state: &state, cursor: asked.cursor.as_deref() };
    asking.answer(query, Accounts::touches, view::activities).await
}
