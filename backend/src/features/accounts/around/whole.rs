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
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let rollup = asked.rollup.unwrap_or_default();
    let whole = async || {
        let found = state.store.accounts().around(&scope, &caller.moment, id, rollup).await?;
        Ok(view::around(found.ok_or(ProblemCode::NotFound)?, &caller.moment))
    };
    fresh.answer(&request, &state.answers, whole).await
}
