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
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let account = async || {
        let found = state.store.accounts().find(&scope, &caller.moment, id).await?;
        Ok(view::detail(found.ok_or(ProblemCode::NotFound)?, &caller.moment))
    };
    fresh.answer(&request, &state.answers, account).await
}
