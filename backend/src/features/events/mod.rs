//! `GET /api/events`: what has changed, told to open screens as it happens.

mod frame;
mod hub;
mod listener;
mod look;
mod places;

pub(crate) use hub::Hub;
pub(crate) use look::keep_looking;

use crate::{
    http::{Caller, Failure, ReadSales, StreamProblems, session_token},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, HeaderName, HeaderValue},
    web::Data,
};
use listener::Listener;
use shared::{ProblemCode, events::Event};
use utoipa_actix_web::service_config::ServiceConfig;

const LAST_EVENT_ID: &str = "Last-Event-ID";
/// Proxies that collect an answer before they pass it on would make all this pointless.
const NO_BUFFERING: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(events);
}

/// What changes
///
/// Server-sent events, as long as the caller stays signed in. Each has the members of `Event` as JSON in `data`; its id is the published
/// generation. With `Last-Event-ID`, what has changed since comes first.
#[utoipa::path(
    tag = "sync",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that the caller has seen")),
    responses((status = 200, description = "The stream", body = Event, content_type = "text/event-stream"), StreamProblems),
    security(("session" = []))
)]
#[get("/api/events")]
async fn events(request: HttpRequest, caller: Caller<ReadSales>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let token = session_token(&request, &state.origin).ok_or(ProblemCode::Unauthenticated)?;
    let place = state.events.places().take(caller.person.id)?;
    let last = request.headers().get(LAST_EVENT_ID).map(|id| id.to_str().unwrap_or_default());
    let listener = Listener::new(state.clone(), &caller, token, place, last);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "private, no-cache, no-transform"))
        .insert_header(NO_BUFFERING)
        .streaming(listener.frames()))
}
