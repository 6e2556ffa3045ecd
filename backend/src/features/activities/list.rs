//! `GET /api/activities`: what was done here and changed in Odoo, newest first.

use super::{query, reader};
use crate::{
    http::{Caller, Failure, ListProblems, Query, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use shared::activities::{LogPage, LogQuery};

/// Activity log
///
/// Entries about records in the caller's reach, and what the caller did; admins see all. The first import is not in it.
#[utoipa::path(
    tag = "activities",
    params(LogQuery),
    responses((status = 200, description = "A page", body = LogPage), ListProblems),
    security(("session" = []))
)]
#[get("/api/activities")]
pub(super) async fn list(
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<LogQuery>,
) -> Result<HttpResponse, Failure> {
    let (filter, limit) = query::read(&asked)?;
    let (scope, cursor) = (caller.scope(), asked.cursor.as_deref());
    let log = state.store.activities();
    let page = log.list(reader(&caller, &scope), &filter, cursor, limit).await?;
    Ok(passing(&LogPage { items: page.items, next_cursor: page.next }))
}
