//! Requests by the template of their route: never by what people typed.

use crate::state::State;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry};
use std::{fmt, time::Instant};

/// Seconds: a list is to be there within 15 ms.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Clone)]
pub(crate) struct Requests {
    ended: IntCounterVec,
    seconds: HistogramVec,
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Requests")
    }
}

impl Requests {
    pub(crate) fn new() -> Result<Self, prometheus::Error> {
        let ended = Opts::new("salescommand_http_requests_total", "Requests that were answered.");
        let seconds = HistogramOpts::new(
            "salescommand_http_request_duration_seconds",
            "Time to the head of the answer, by the template of the route.",
        );
        Ok(Self {
            ended: IntCounterVec::new(ended, &["method", "route", "status"])?,
            seconds: HistogramVec::new(seconds.buckets(BUCKETS.into()), &["method", "route"])?,
        })
    }

    pub(super) fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.ended.clone()))?;
        registry.register(Box::new(self.seconds.clone()))
    }
}

/// Around everything else: counts what really leaves.
pub(crate) async fn count_requests(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let requests = request.app_data::<Data<State>>().map(|state| state.requests.clone());
    // Methods are a fixed set; others than these may be anything.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let route = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let answer = next.call(request).await;
    if let Some(requests) = requests {
        let status = match &answer {
            Ok(answer) => answer.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        requests.ended.with_label_values(&[method.as_str(), &route, status.as_str()]).inc();
        requests.seconds.with_label_values(&[method.as_str(), &route]).observe(began.elapsed().as_secs_f64());
    }
    answer
}
