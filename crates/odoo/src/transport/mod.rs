//! Ways to call Odoo, behind one trait: what is called is the same for each protocol.

mod choice;
mod error;
mod gate;
mod http;
mod json2;
mod jsonrpc;
mod rpc;
mod version;
mod xml;
mod xmlrpc;

pub(crate) use choice::{Protocol, Transports};
pub(crate) use error::TransportError;
pub(crate) use gate::{Gate, Link, TRIES, pause};
pub(crate) use version::ServerVersion;
pub(crate) use xml::is_stripped;

use async_trait::async_trait;
use serde_json::{Map, Value};
use std::fmt;

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

/// Each answers with the same values: what one protocol writes in another way is told apart below this trait.
#[async_trait]
pub(crate) trait Transport: Send + Sync + fmt::Debug {
    async fn version(&self) -> Result<ServerVersion, TransportError>;

    /// Id of the integration user. Asked for once and kept until Odoo refuses the credential.
    async fn sign_in(&self) -> Result<i64, TransportError>;

    async fn call(&self, call: &Call) -> Result<Value, TransportError>;

    /// Names of the server's databases, where it tells them.
    async fn databases(&self) -> Result<Vec<String>, TransportError>;
}
