//! `GET /api/accounts`: a page of accounts with the sums over the whole list.

use super::{query, view};
use crate::{
    features::reading,
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::accounts::{AccountPage, AccountQuery};
use store::cursor::Cursor;

/// Accounts
///
/// All pages that `next_cursor` leads to come from the generation of the first one, even if a sync publishes meanwhile.
#[utoipa::path(
    tag = "accounts",
    params(AccountQuery),
    responses((status = 200, description = "A page", body = AccountPage), (status = 304, description = "As the caller has it"), ListProblems),
    security(("session" = []))
)]
#[get("/api/accounts")]
pub(super) async fn list(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<AccountQuery>,
) -> Result<HttpResponse, Failure> {
    let query = query::read(&asked)?;
    let scope = caller.scope();
    let accounts = state.store.accounts();
    let cursor = asked.cursor.as_deref().map(|text| accounts.resume(&scope, &query, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let fresh = reading::freshness(&state, &caller, &scope, &moment, &request).await?;
    let page = async || Ok(view::page(accounts.list(&scope, &moment, &query, cursor.as_ref()).await?, &moment));
    fresh.answer(&request, &state.answers, page).await
}
