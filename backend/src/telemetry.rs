//! Logs: one line per event on standard error, as JSON or for people, each request's lines under its id.

use crate::config::LogConfig;
use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use std::io::IsTerminal;
use tracing::{Span, field};
use tracing_actix_web::{RequestId, RootSpanBuilder};
use tracing_subscriber::EnvFilter;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Json,
    Pretty,
}

/// Call once, at start. A second call changes nothing.
pub fn start(config: &LogConfig) {
    let stderr = std::io::stderr;
    let on_terminal = stderr().is_terminal();
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let default = if on_terminal { LogFormat::Pretty } else { LogFormat::Json };
    // An error means that somebody else has set a subscriber before: theirs stays.
    let _already_set = match config.format.unwrap_or(default) {
        LogFormat::Json => logs.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Pretty => logs.with_ansi(on_terminal).with_target(false).try_init(),
    };
}

/// The span of a request: its id, method and route. Neither path nor query, which may hold what people typed.
#[derive(Debug)]
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request_id(request);
        let route = request.match_pattern().unwrap_or_default();
        tracing::info_span!("request", request.id = %id, http.method = %request.method(), http.route = %route, person.id = field::Empty, generation = field::Empty)
    }

    fn on_request_end<B: MessageBody>(_span: Span, _outcome: &Result<ServiceResponse<B>, Error>) {}
}

pub(crate) fn request_id(request: &ServiceRequest) -> String {
    request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}
