//! `GET /api/accounts/{id}/360`: an account with all that is around it.

use super::view;
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, Query, ReadSales, RowsProblems},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use shared::{
    ProblemCode,
    around::{Around, AroundQuery},
};

/// Everything around an account
///
/// Each count is the number of rows of its list, and each sum that of its rows.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "As in the list", example = "odoo_account_14"), AroundQuery),
    responses((status = 200, description = "The account", body = Around), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/360")]
pub(super) async fn whole(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<AroundQuery>,
) -> Result<HttpResponse, Failure> {
    let (id, scope) = (super::account(&id)?, caller.scope());
    crate::features::accounts::viewed(&caller, &state, &scope, id).await?;
    let fresh = freshness(&caller, &scope, &caller.moment, &request);
    if let Some(not_modified) = fresh.not_modified(&request) {
        return Ok(not_modified);
    }
    let rollup = asked.rollup.unwrap_or_default();
    let found = state.store.accounts().around(&scope, &caller.moment, id, rollup).await?;
    Ok(fresh.json(&view::around(found.ok_or(ProblemCode::NotFound)?, &caller.moment)))
}
