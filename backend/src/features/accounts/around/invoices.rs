//! `GET /api/accounts/{id}/invoices`: its invoices, credit notes and drafts, with their sums.

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
use shared::around::{InvoicePage, InvoiceQuery};
use store::accounts::{
    Accounts,
    around::{Invoices, PartQuery},
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
    let account = super::account(&id)?;
    let mut wrong = Asked::default();
    let limit = wrong.limit(asked.limit);
    let contact = wrong.contact("contact", asked.contact.as_deref());
    wrong.end()?;
    let query = PartQuery { account, part: Invoices { contact }, limit };
    let asking = Asking { request: &request, caller: &caller, state: &state, cursor: asked.cursor.as_deref() };
    asking.answer(query, Accounts::invoices, view::invoices).await
}
