//! `GET /api/accounts/{id}/contacts`: its people, or its addresses.

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
    around::{ContactCard, ContactQuery},
    list::Page,
};
use store::{accounts::around::PartQuery, cursor::Cursor};

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
    let (account, scope, accounts) = (super::account(&id)?, caller.scope(), state.store.accounts());
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    wrong.end()?;
    let query = PartQuery { account, part: asked.kind.unwrap_or_default(), limit };
    let cursor = asked.cursor.as_deref().map(|text| accounts.resume_part(&scope, &query, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let fresh = reading::freshness(&caller, &scope, &moment, &request);
    if let Some(not_modified) = fresh.not_modified(&request) {
        return Ok(not_modified);
    }
    let page = accounts.contacts(&scope, &moment, &query, cursor.as_ref()).await?.ok_or(ProblemCode::NotFound)?;
    Ok(fresh.json(&view::contacts(page, &moment)))
}
