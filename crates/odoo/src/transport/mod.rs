//! Ways to call Odoo, behind one trait: what is called is the same for each protocol.

mod error;
mod jsonrpc;

pub(crate) use error::TransportError;
pub(crate) use jsonrpc::JsonRpc;

use async_trait::async_trait;
use backon::{ExponentialBuilder, Retryable};
use serde_json::{Map, Value};
use std::fmt;
use std::time::Duration;

/// What a method is called on; protocols differ in where they put it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Subject {
    Model,
    Domain(Value),
    Ids(Vec<i64>),
}

/// A call of a method that only reads, and may therefore be repeated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) model: &'static str,
    pub(crate) method: &'static str,
    pub(crate) subject: Subject,
    pub(crate) named: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) major: u32,
    /// `18.0`, `saas~18.1`
    pub(crate) series: String,
}

#[async_trait]
pub(crate) trait Transport: Send + Sync + fmt::Debug {
    async fn version(&self) -> Result<ServerVersion, TransportError>;

    /// Id of the integration user. Asked for once and kept until Odoo refuses the credential.
    async fn sign_in(&self) -> Result<i64, TransportError>;

    async fn call(&self, call: &Call) -> Result<Value, TransportError>;
}

/// A call tried at most three times where waiting can help.
pub(crate) async fn call(transport: &dyn Transport, call: &Call) -> Result<Value, TransportError> {
    (|| transport.call(call)).retry(patience()).when(TransportError::is_passing).notify(told).await
}

pub(crate) async fn version(transport: &dyn Transport) -> Result<ServerVersion, TransportError> {
    (|| transport.version()).retry(patience()).when(TransportError::is_passing).notify(told).await
}

pub(crate) async fn sign_in(transport: &dyn Transport) -> Result<i64, TransportError> {
    (|| transport.sign_in()).retry(patience()).when(TransportError::is_passing).notify(told).await
}

fn patience() -> ExponentialBuilder {
    ExponentialBuilder::default().with_min_delay(Duration::from_millis(200)).with_factor(4.0).with_max_times(2)
}

fn told(error: &TransportError, wait: Duration) {
    tracing::warn!(error = ?error, wait_ms = wait.as_millis(), "a call to Odoo failed and is tried again");
}
