//! `GET /api/accounts/filters`: what the list can be filtered by.

use super::view;
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, PersonProblems, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::{EntityType, accounts::AccountFilters};

/// Values of the filters of the list
///
/// Each with the number of accounts in reach that have it.
#[utoipa::path(
    tag = "accounts",
    responses((status = 200, description = "The values", body = AccountFilters), (status = 304, description = "As the caller has them"), PersonProblems),
    security(("session" = []))
)]
#[get("/api/accounts/filters")]
pub(super) async fn filters(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
) -> Result<HttpResponse, Failure> {
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let filters = async || {
        let found = state.store.accounts().options(&scope, &caller.moment).await?;
        let view = |options: Vec<_>, entity| options.into_iter().map(|option| view::option(option, entity)).collect();
        Ok(AccountFilters {
            industries: view(found.industries, EntityType::Industry),
            salespeople: view(found.salespeople, EntityType::User),
            countries: view(found.countries, EntityType::Country),
        })
    };
    fresh.answer(&request, &state.answers, filters).await
}
