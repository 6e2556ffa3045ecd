//! `GET /api/industries`: industries of the accounts that the caller may see.

use super::accounts::filter_option;
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, PersonProblems, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::{EntityType, accounts::Industries};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list);
}

/// Industries
///
/// Those that an account in reach has, by name, with the number of such accounts; accounts without one last.
#[utoipa::path(
    tag = "accounts",
    responses((status = 200, description = "The industries", body = Industries), (status = 304, description = "As the caller has them"), PersonProblems),
    security(("session" = []))
)]
#[get("/api/industries")]
async fn list(request: HttpRequest, caller: Caller<ReadSales>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let industries = async || {
        let found = state.store.accounts().options(&scope, &caller.moment).await?;
        let items = found.industries.into_iter().map(|option| filter_option(option, EntityType::Industry)).collect();
        Ok(Industries { items })
    };
    fresh.answer(&request, &state.answers, industries).await
}
