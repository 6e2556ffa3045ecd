//! `GET /api/activities/filters`: what the feed can be filtered by.

use super::reader;
use crate::{
    http::{Caller, Failure, PersonProblems, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use shared::activities::LogFilters;

/// Types and people of the feed
#[utoipa::path(
    tag = "activities",
    responses((status = 200, description = "The values", body = LogFilters), PersonProblems),
    security(("session" = []))
)]
#[get("/api/activities/filters")]
pub(super) async fn filters(caller: Caller<ReadSales>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let (scope, feed) = (caller.scope(), state.store.activities());
    let reader = reader(&caller, &scope, &caller.moment);
    Ok(passing(&LogFilters { types: feed.types(reader).await?, people: feed.doers(reader).await? }))
}
