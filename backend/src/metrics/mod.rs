//! `/metrics` for Prometheus, on a loopback port of its own: requests are counted as they end, the rest is looked up when it is asked for.

mod lake;
mod process;
mod requests;

pub(crate) use requests::Requests;
pub(crate) use requests::count_requests;

use crate::{start_error::StartError, state::State};
use actix_web::{
    App, HttpResponse, HttpServer,
    dev::Server,
    web::{self, Data},
};
use prometheus::{Encoder, IntGaugeVec, Opts, Registry, TextEncoder};
use std::net::{SocketAddr, TcpListener};

/// Where it really listens, and the server that does.
pub(crate) struct Metrics {
    pub(crate) address: SocketAddr,
    pub(crate) server: Server,
}

impl Metrics {
    pub(crate) fn listen(address: SocketAddr, state: Data<State>) -> Result<Self, StartError> {
        let failed = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let app = move || App::new().app_data(state.clone()).route("/metrics", web::get().to(metrics));
        let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).map_err(failed)?.run();
        Ok(Self { address, server })
    }
}

async fn metrics(state: Data<State>) -> HttpResponse {
    match page(&state).await {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(error) => {
            tracing::warn!(%error, "the metrics cannot be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Db(#[from] db::DbError),
    #[error(transparent)]
    Metrics(#[from] prometheus::Error),
}

async fn page(state: &State) -> Result<Vec<u8>, Unreadable> {
    let registry = Registry::new();
    state.requests.register(&registry)?;
    process::add(&registry)?;
    lake::add(state, &registry).await?;
    let mut text = Vec::new();
    TextEncoder::new().encode(&registry.gather(), &mut text)?;
    Ok(text)
}

fn gauge(registry: &Registry, name: &str, help: &str, labels: &[&str]) -> Result<IntGaugeVec, prometheus::Error> {
    let gauge = IntGaugeVec::new(Opts::new(format!("salescommand_{name}"), help), labels)?;
    registry.register(Box::new(gauge.clone()))?;
    Ok(gauge)
}

fn number(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
