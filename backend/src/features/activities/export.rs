//! `GET /api/activities/export.csv`: the feed as a file, row by row.

use super::{csv, query, reader};
use crate::{
    http::{Caller, ExportActivities, Failure, ListProblems, Query},
    state::State,
};
use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Bytes, Data},
};
use futures::{StreamExt, TryStreamExt, stream};
use shared::activities::LogQuery;
use store::StoreError;

/// Activities as CSV
///
/// RFC 4180, UTF-8, newest first, of all that the filters leave in; `limit` and `cursor` do not matter. A cell that a
/// spreadsheet would take for a formula begins with `'`.
#[utoipa::path(
    tag = "activities",
    params(LogQuery),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv"), ListProblems),
    security(("session" = []))
)]
#[get("/api/activities/export.csv")]
pub(super) async fn export(
    caller: Caller<ExportActivities>,
    state: Data<State>,
    Query(asked): Query<LogQuery>,
) -> Result<HttpResponse, Failure> {
    let (filter, _) = query::read(&asked)?;
    let scope = caller.scope();
    let rows = state.store.activities().all(reader(&caller, &scope, &caller.moment), filter);
    let rows = rows.map_ok(|row| Bytes::from(csv::row(&row))).inspect_err(|error| {
        tracing::error!(%error, "the activities could not be written out to its end");
    });
    let head = stream::once(async { Ok::<_, StoreError>(Bytes::from_static(csv::HEAD.as_bytes())) });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"activities.csv\""))
        .streaming(head.chain(rows)))
}
