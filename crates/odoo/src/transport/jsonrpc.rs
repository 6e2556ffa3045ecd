//! JSON-RPC over `/jsonrpc`, which every Odoo from 17 to 21 has.

use super::TransportError;
use super::http::Http;
use super::rpc::{Rpc, Wire};
use crate::config::OdooConfig;
use async_trait::async_trait;
use reqwest::Client;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

pub(crate) type JsonRpc = Rpc<JsonWire>;

#[derive(Debug)]
pub(crate) struct JsonWire {
    http: Http,
    database: String,
}

pub(crate) fn jsonrpc(config: &OdooConfig, client: Client) -> JsonRpc {
    let wire = JsonWire { http: Http::new(config, client), database: config.database().to_owned() };
    Rpc::over(wire, config.clone())
}

#[async_trait]
impl Wire for JsonWire {
    async fn ask(&self, service: &str, method: &str, args: &[Value]) -> Result<Value, TransportError> {
        let body = json!({
            "jsonrpc": "2.0", "method": "call", "id": 1,
            "params": {"service": service, "method": method, "args": args},
        });
        let answer = self.http.send_rpc(self.http.post("jsonrpc").json(&body)).await?;
        self.read(&answer)
    }
}

impl JsonWire {
    fn read(&self, bytes: &[u8]) -> Result<Value, TransportError> {
        if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
            return Err(TransportError::NotOdoo("it answers something else than JSON".to_owned()));
        }
        let envelope: Envelope = serde_json::from_slice(bytes).map_err(|e| broken(&e))?;
        if envelope.jsonrpc.as_deref() != Some("2.0") {
            return Err(TransportError::NotOdoo("it answers JSON that is no JSON-RPC".to_owned()));
        }
        match envelope.error {
            None => Ok(envelope.result),
            Some(error) => Err(error.data.told(&self.database)),
        }
    }
}

pub(crate) fn broken(error: &serde_json::Error) -> TransportError {
    TransportError::BadAnswer(match error.is_eof() {
        true => "the JSON ends in the middle",
        false => "it is no valid JSON of the kind that Odoo sends",
    })
}

#[derive(Deserialize)]
struct Envelope {
    jsonrpc: Option<String>,
    /// Absent for a method that returns nothing.
    #[serde(default)]
    result: Value,
    error: Option<WireError>,
}

#[derive(Deserialize)]
struct WireError {
    #[serde(default)]
    data: Fault,
}

/// An exception as Odoo writes it in JSON.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fault {
    name: String,
    #[serde(deserialize_with = "text_or_nothing")]
    message: String,
}

impl Fault {
    pub(crate) fn told(&self, database: &str) -> TransportError {
        TransportError::of_class(&self.name, &self.message, database)
    }

    pub(crate) fn is_named(&self) -> bool {
        !self.name.is_empty()
    }
}

fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().unwrap_or_default().to_owned())
}
