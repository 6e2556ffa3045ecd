//! `GET /api/accounts/{id}/invoices`: its invoices, credit notes and drafts, with their sums.

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
    around::{InvoicePage, InvoiceQuery},
};
use store::{
    accounts::around::{Invoices, PartQuery},
    cursor::Cursor,
};

/// Invoices of an account
///
/// Newest first, with the sums over the whole list.
#[utoipa::path(
    tag = "accounts",
    params(("id" = String, Path, description = "Of the account", example = "odoo_account_14"), InvoiceQuery),
    responses((status = 200, description = "A page", body = InvoicePage), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/invoices")]
pub(super) async fn invoices(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
    Query(asked): Query<InvoiceQuery>,
) -> Result<HttpResponse, Failure> {
    let (account, scope, accounts) = (super::account(&id)?, caller.scope(), state.store.accounts());
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    let contact = wrong.contact("contact", asked.contact.as_deref());
    wrong.end()?;
    let query = PartQuery { account, part: Invoices { contact }, limit };
    let cursor = asked.cursor.as_deref().map(|text| accounts.resume_part(&scope, &query, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let fresh = reading::freshness(&caller, &scope, &moment, &request);
    if let Some(not_modified) = fresh.not_modified(&request) {
        return Ok(not_modified);
    }
    let page = accounts.invoices(&scope, &moment, &query, cursor.as_ref()).await?.ok_or(ProblemCode::NotFound)?;
    Ok(fresh.json(&view::invoices(page, &moment)))
}
