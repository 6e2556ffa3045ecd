//! `GET /api/accounts/{id}/contacts/{contact}`: a person or an address with their own deals and invoices.

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
use shared::{ProblemCode, around::ContactDetail};

/// One contact of an account
#[utoipa::path(
    tag = "accounts",
    params(
        ("id" = String, Path, description = "Of the account", example = "odoo_account_14"),
        ("contact" = String, Path, description = "As in the list", example = "odoo_contact_40")
    ),
    responses((status = 200, description = "The contact", body = ContactDetail), (status = 304, description = "As the caller has it"), OneProblems),
    security(("session" = []))
)]
#[get("/api/accounts/{id}/contacts/{contact}")]
pub(super) async fn contact(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    ids: Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (account, scope) = (super::account(&ids.0)?, caller.scope());
    let contact = super::contact_id(&ids.1).ok_or(ProblemCode::NotFound)?;
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let contact = async || {
        let found = state.store.accounts().contact(&scope, &caller.moment, account, contact).await?;
        let found = found.filter(|found| view::contact_id(&found.contact) == ids.1).ok_or(ProblemCode::NotFound)?;
        Ok(view::contact(found, &caller.moment))
    };
    fresh.answer(&request, &state.answers, contact).await
}
