//! `GET /api/activities`: what was done here, changed in Odoo, and done and planned there, newest first.

use super::{query, reader};
use crate::{
    features::reading,
    http::{Caller, Failure, ListProblems, Query, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use shared::activities::{LogPage, LogQuery};
use store::cursor::Cursor;

/// Activities
///
/// The product's own log (entries about records in the caller's reach, and what the caller did; admins see all; the first import is
/// not in it) together with Odoo's calls, e-mails, meetings, notes and plans. All pages that `next_cursor` leads to show Odoo's as they
/// were in the generation of the first one.
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
    let (scope, feed) = (caller.scope(), state.store.activities());
    let resume = |text| feed.resume(&scope, caller.person.id, &filter, text);
    let cursor = asked.cursor.as_deref().map(resume).transpose()?;
    let moment = reading::moment(&state, &caller, cursor.as_ref().map(Cursor::generation)).await?;
    let page = feed.list(reader(&caller, &scope, &moment), &filter, cursor.as_ref(), limit).await?;
    Ok(passing(&LogPage {
        items: page.items,
        generation: moment.generation,
        today: moment.today,
        time_zone: moment.time_zone.name().to_owned(),
        next_cursor: page.next_cursor,
    }))
}
