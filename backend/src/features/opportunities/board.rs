//! `GET /api/opportunities/board`: deals by stage.

use super::{query, view};
use crate::{
    features::reading::freshness,
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use shared::{
    FieldProblem,
    deals::{Board, DealQuery},
};

/// Opportunities by stage
///
/// Each column has the number and the sums of all its deals and its first cards; `next_cursor` goes on in the list.
#[utoipa::path(
    tag = "opportunities",
    params(DealQuery),
    responses((status = 200, description = "The columns", body = Board), (status = 304, description = "As the caller has it"), ListProblems),
    security(("session" = []))
)]
#[get("/api/opportunities/board")]
pub(super) async fn board(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<DealQuery>,
) -> Result<HttpResponse, Failure> {
    if asked.cursor.is_some() {
        let message = "a column goes on in the list of opportunities".into();
        return Err(Failure::fields(vec![FieldProblem { field: "cursor".into(), message }]));
    }
    let query = query::read(&asked, &caller.moment)?;
    let scope = caller.scope();
    let fresh = freshness(&state, &caller, &scope, &caller.moment, &request).await?;
    let columns =
        async || Ok(view::board(state.store.deals().board(&scope, &caller.moment, &query).await?, &caller.moment));
    fresh.answer(&request, &state.answers, columns).await
}
