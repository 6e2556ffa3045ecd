//! `GET /api/accounts/{id}/contacts`: its people, or its addresses.

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
use shared::{
    around::{ContactCard, ContactQuery},
    list::Page,
};
use store::accounts::{Accounts, around::PartQuery};

/// People of an account
///
/// Or its addresses. By name, each with the number of deals and invoices with them.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "Of the account", example = "odoo_account_14"), ContactQuery),
    responses((status = 200, description = "A page", body = Page<ContactCard>), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/contacts")]
pub(super) async fn contacts(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<ContactQuery>,
) -> Result<HttpResponse, Failure> {
    let account = super::account(&id)?;
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    wrong.end()?;
    let query = PartQuery { account, part: asked.kind.unwrap_or_default(), limit };
    let asking = Asking { request: &request, caller: &caller, state: &state, cursor: asked.cursor.as_deref() };
    asking.answer(query, Accounts::contacts, view::contacts).await
}
