//! `GET /api/opportunities/{id}`: one deal with its way through the stages.

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
use domain::facts::parse_serving_id;
use shared::{EntityType, ProblemCode, deals::DealDetail};

/// One opportunity
#[utoipa::path(
    tag = "opportunities",
    params(("id" = String, Path, description = "As in the list", example = "odoo_opportunity_123")),
    responses((status = 200, description = "The opportunity", body = DealDetail), (status = 304, description = "As the caller has it"), OneProblems),
    security(("session" = []))
)]
#[get("/api/opportunities/{id}")]
pub(super) async fn get(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let Some((EntityType::Opportunity, id)) = parse_serving_id(&id) else { return Err(ProblemCode::NotFound.into()) };
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let deal = async || {
        let found = state.store.deals().find(&scope, &caller.moment, id).await?;
        Ok(view::detail(found.ok_or(ProblemCode::NotFound)?, &caller.moment))
    };
    fresh.answer(&request, &state.answers, deal).await
}
