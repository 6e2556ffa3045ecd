//! `GET /api/activities/filters`: what the log can be filtered by.

use super::reader;
use crate::{
    http::{Caller, Failure, PersonProblems, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use shared::activities::{LogFilters, PersonCount, TypeCount};

/// Types and people of the log
///
/// Each with the number of entries in reach.
#[utoipa::path(
    tag = "activities",
    responses((status = 200, description = "The values", body = LogFilters), PersonProblems),
    security(("session" = []))
)]
#[get("/api/activities/filters")]
pub(super) async fn filters(caller: Caller<ReadSales>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let counts = state.store.activities().counts(reader(&caller, &caller.scope())).await?;
    let types = counts.types.into_iter().map(|(activity_type, count)| TypeCount { activity_type, count });
    let people = counts.people.into_iter().map(|(id, name, count)| PersonCount { id, name, count });
    Ok(passing(&LogFilters { types: types.collect(), people: people.collect() }))
}
