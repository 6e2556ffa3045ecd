//! `GET /api/opportunities`: a page of deals with the sums over the whole list.

use super::{query, view};
use crate::{
    features::reading,
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::deals::{DealPage, DealQuery};
use store::cursor::Cursor;

/// Opportunities
///
/// All pages that `next_cursor` leads to come from the generation of the first one, even if a sync publishes meanwhile.
#[utoipa::path(
    tag = "opportunities",
    params(DealQuery),
    responses((status = 200, description = "A page", body = DealPage), (status = 304, description = "As the caller has it"), ListProblems),
    security(("session" = []))
)]
#[get("/api/opportunities")]
pub(super) async fn list(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<DealQuery>,
) -> Result<HttpResponse, Failure> {
    let (scope, deals) = (caller.scope(), state.store.deals());
    let query = query::read(&asked, &caller.moment)?;
    let cursor = asked.cursor.as_deref().map(|text| deals.resume(&scope, &query, text)).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let fresh = reading::freshness(&state, &caller, &scope, &moment, &request).await?;
    let page = async || Ok(view::page(deals.list(&scope, &moment, &query, cursor.as_ref()).await?, &moment));
    fresh.answer(&request, &state.answers, page).await
}
