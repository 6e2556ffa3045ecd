//! `GET /api/accounts/{id}/orders`: its orders and quotations, with their sums.

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
use shared::around::{OrderPage, OrderQuery};
use store::accounts::{
    Accounts,
    around::{Orders, PartQuery},
};

/// Orders and quotations of an account
///
/// Newest first, with the sums over the whole list.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "Of the account", example = "odoo_account_14"), OrderQuery),
    responses((status = 200, description = "A page", body = OrderPage), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/orders")]
pub(super) async fn orders(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<OrderQuery>,
) -> Result<HttpResponse, Failure> {
    let account = super::account(&id)?;
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    wrong.end()?;
    let query = PartQuery { account, part: Orders, limit };
    let asking = Asking { request: &request, caller: &caller, state: &state, cursor: asked.cursor.as_deref() };
    asking.answer(query, Accounts::orders, view::orders).await
}
