//! The outer layers of each request: errors as problem documents, security headers, time limit, host and origin.

use super::{Failure, PROBLEM_JSON};
use crate::{state::State, telemetry::request_id};
use actix_web::{
    Error, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use shared::{ProblemCode, paths};
use std::time::{Duration, Instant};

const API: &str = "/api";
const REQUEST_TIME: Duration = Duration::from_secs(30);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Outermost: whatever happens inside leaves as a problem document with the request's id, and its cause goes to the log.
pub(crate) async fn answer_all(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let id = request_id(&request);
    let is_api = is_api(request.match_info().as_str());
    let csp = request.app_data::<Data<State>>().map(|state| state.site.content_security_policy().clone());
    let mut answer = match next.call(request).await {
        Ok(answer) => {
            let problem = answer.response().error().map(|error| problem(error, &id));
            match problem {
                Some(problem) => {
                    let (request, _) = answer.into_parts();
                    ServiceResponse::new(request, problem)
                }
                None => answer.map_into_boxed_body(),
            }
        }
        // The request is gone with the service: an error that carries its whole answer.
        Err(error) => {
            let mut answer = problem(&error, &id);
            let status = answer.status();
            finish(answer.headers_mut(), is_api, &id, csp.as_ref());
            log(status.as_u16(), began);
            return Err(InternalError::from_response(error, answer).into());
        }
    };
    finish(answer.headers_mut(), is_api, &id, csp.as_ref());
    log(answer.status().as_u16(), began);
    Ok(answer)
}

fn log(status: u16, began: Instant) {
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(http.status = status, micros, "answered");
}

fn problem(error: &Error, id: &str) -> actix_web::HttpResponse {
    if let Some(failure) = error.as_error::<Failure>() {
        if let Some(cause) = failure.cause() {
            let causes: Vec<_> =
                std::iter::successors(cause.source(), |cause| cause.source()).map(ToString::to_string).collect();
            tracing::error!(error = %cause, causes = ?causes, "a request failed");
        }
        return failure.answer(id.to_owned());
    }
    let failure = Failure::from(error.as_response_error().status_code());
    failure.answer(id.to_owned())
}

fn finish(headers: &mut HeaderMap, is_api: bool, id: &str, csp: Option<&HeaderValue>) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
    for (name, value) in SECURITY {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let problem = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM_JSON);
    if is_api || problem {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        );
        headers.append(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    } else if let Some(csp) = csp {
        headers.insert(header::CONTENT_SECURITY_POLICY, csp.clone());
    }
}

const SECURITY: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

pub(crate) async fn limit_time(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match tokio::time::timeout(REQUEST_TIME, next.call(request)).await {
        Ok(answer) => answer,
        Err(elapsed) => Err(Failure::unavailable(elapsed).into()),
    }
}

/// Another host is another site (421); an unsafe request must come from the app itself (403).
pub(crate) async fn refuse_foreign(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<Data<State>>().cloned() else {
        return Ok(request.error_response(Failure::internal("the application has no state")));
    };
    let host = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let host = host.or_else(|| text(&request, &header::HOST).map(str::to_owned)).unwrap_or_default();
    if !state.origin.answers_for(&host) {
        return Ok(request.error_response(Failure::from(ProblemCode::WrongHost)));
    }
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if !safe && !from_the_app(&request, &state, &host) {
        return Ok(request.error_response(Failure::from(ProblemCode::CrossSite)));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

fn from_the_app(request: &ServiceRequest, state: &State, host: &str) -> bool {
    let same_site = match request.headers().get(SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => text(request, &header::ORIGIN).is_some_and(|origin| state.origin.is_own(origin, host)),
    };
    let names_the_app =
        request.headers().get(paths::APP_HEADER).is_some_and(|value| !value.as_bytes().trim_ascii().is_empty());
    same_site && names_the_app
}

fn text<'a>(request: &'a ServiceRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// What the router goes by: `/%61pi` is `/api` to it.
pub(crate) fn routed_path(request: &HttpRequest) -> &str {
    request.match_info().as_str()
}

pub(crate) fn is_api(path: &str) -> bool {
    path.strip_prefix(API).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
