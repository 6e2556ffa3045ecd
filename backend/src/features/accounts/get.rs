//! `GET /api/accounts/{id}`: one account with the deals behind its figures.

use super::view;
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, OneProblems, ReadSales},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use domain::facts::parse_serving_id;
use shared::{EntityType, ProblemCode, accounts::AccountDetail};

/// One account
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "As in the list", example = "odoo_account_14")),
    responses((status = 200, description = "The account", body = AccountDetail), (status = 304, description = "As the caller has it"), OneProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}")]
pub(super) async fn get(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let Some((EntityType::Account, id)) = parse_serving_id(&id) else { return Err(ProblemCode::NotFound.into()) };
    let scope = caller.scope();
    crate::features::accounts::viewed(&caller, &state, &scope, id).await?;
    let fresh = freshness(&caller, &scope, &caller.moment, &request);
    if let Some(not_modified) = fresh.not_modified(&request) {
        return Ok(not_modified);
    }
    let found = state.store.accounts().find(&scope, &caller.moment, id).await?;
    let account = found.ok_or(ProblemCode::NotFound)?;
    Ok(fresh.json(&view::detail(account, &caller.moment)))
}
