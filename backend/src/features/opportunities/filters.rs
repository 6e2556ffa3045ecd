//! `GET /api/opportunities/filters`: what lists of deals can be filtered by.

use super::view;
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, PersonProblems, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::{EntityType, deals::DealFilters};

/// Values of the filters of the list
///
/// Each with the number of open, won and lost deals in reach that have it.
#[utoipa::path(
    tag = "opportunities",
    responses((status = 200, description = "The values", body = DealFilters), (status = 304, description = "As the caller has them"), PersonProblems),
    security(("session" = []))
)]
#[get("/api/opportunities/filters")]
pub(super) async fn filters(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
) -> Result<HttpResponse, Failure> {
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let filters = async || {
        let found = state.store.deals().options(&scope, &caller.moment).await?;
        let view = |options: Vec<_>, entity| options.into_iter().map(|option| view::option(option, entity)).collect();
        Ok(DealFilters {
            salespeople: view(found.salespeople, EntityType::User),
            teams: view(found.teams, EntityType::Team),
            stages: view(found.stages, EntityType::Stage),
        })
    };
    fresh.answer(&request, &state.answers, filters).await
}
