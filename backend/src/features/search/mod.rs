//! `GET /api/search`: records of all kinds by what people call them.

mod view;

use crate::{
    features::{choices::Asked, reading::freshness},
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::search::{Found, SearchQuery};
use utoipa_actix_web::service_config::ServiceConfig;

const DEFAULT_HITS: u32 = 5;
const MOST_HITS: u32 = 20;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(search);
}

/// Search
///
/// Accounts, contacts, opportunities, invoices and salespeople within the caller's reach: whole names first, then those that
/// begin so, then those of which a word begins so.
#[utoipa::path(
    tag = "search",
    params(SearchQuery),
    responses((status = 200, description = "What was found", body = Found), (status = 304, description = "As the caller has it"), ListProblems),
    security(("session" = []))
)]
#[get("/api/search")]
async fn search(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<SearchQuery>,
) -> Result<HttpResponse, Failure> {
    let mut wrong = Asked::default();
    wrong.search(Some(&asked.q));
    let limit = wrong.limit_of(asked.limit, DEFAULT_HITS, MOST_HITS);
    wrong.end()?;
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let found = async || {
        let hits = state.store.search(&scope, &caller.moment, &asked.q, limit).await?;
        Ok(Found { groups: hits.into_iter().map(view::group).collect(), generation: caller.moment.generation })
    };
    fresh.answer(&request, &state.answers, found).await
}
