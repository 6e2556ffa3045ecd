//! JSON-RPC over `/jsonrpc`, which every Odoo from 17 to 21 has.

use super::{Call, ServerVersion, Subject, Transport, TransportError};
use crate::config::OdooConfig;
use async_trait::async_trait;
use reqwest::{Client, Response, StatusCode, Url};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

/// No user of Odoo has it.
const NOBODY: i64 = 0;

#[derive(Debug)]
pub(crate) struct JsonRpc {
    endpoint: Url,
    config: OdooConfig,
    client: Client,
    uid: AtomicI64,
}

impl JsonRpc {
    pub(crate) fn new(config: OdooConfig, client: Client) -> Self {
        let mut endpoint = config.url().clone();
        endpoint.set_path(&format!("{}jsonrpc", config.url().path()));
        Self { endpoint, config, client, uid: AtomicI64::new(NOBODY) }
    }

    async fn ask(&self, service: &str, method: &str, args: Value) -> Result<Value, TransportError> {
        let body = json!({
            "jsonrpc": "2.0", "method": "call", "id": 1,
            "params": {"service": service, "method": method, "args": args},
        });
        let response = self.client.post(self.endpoint.clone()).json(&body).send().await.map_err(|e| failed(&e))?;
        let status = response.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(TransportError::Unavailable(status.as_u16()));
        }
        if status.is_redirection() {
            return Err(TransportError::NotOdoo(format!(
                "it sends us to another address (HTTP {}), which we do not follow",
                status.as_u16()
            )));
        }
        if status != StatusCode::OK {
            return Err(TransportError::NotOdoo(format!("it answers HTTP {}", status.as_u16())));
        }
        let bytes = self.body(response).await?;
        self.answer(&bytes)
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, TransportError> {
        let limit = self.config.limits().answer_bytes;
        if response.content_length().is_some_and(|length| usize::try_from(length).is_ok_and(|l| l > limit)) {
            return Err(TransportError::TooLarge);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| failed(&e))? {
            if bytes.len() + chunk.len() > limit {
                return Err(TransportError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    fn answer(&self, bytes: &[u8]) -> Result<Value, TransportError> {
        match bytes.iter().find(|b| !b.is_ascii_whitespace()) {
            None => return Err(TransportError::Unreachable("the answer was empty")),
            Some(b'{') => {}
            Some(_) => return Err(TransportError::NotOdoo("it answers something else than JSON".to_owned())),
        }
        let envelope: Envelope = serde_json::from_slice(bytes).map_err(|error| {
            TransportError::BadAnswer(if error.is_eof() {
                "the JSON ends in the middle"
            } else {
                "it is no valid JSON of the kind that Odoo sends"
            })
        })?;
        if envelope.jsonrpc.as_deref() != Some("2.0") {
            return Err(TransportError::NotOdoo("it answers JSON that is no JSON-RPC".to_owned()));
        }
        match envelope.error {
            None => Ok(envelope.result),
            Some(error) => {
                let Fault { name, message } = error.data;
                Err(TransportError::of_class(&name, &message, self.config.database()))
            }
        }
    }

    /// Remembers that the credential no longer works, so that the next run asks Odoo anew.
    fn forget(&self, error: TransportError) -> TransportError {
        if error == TransportError::WrongCredentials {
            self.uid.store(NOBODY, Ordering::Relaxed);
        }
        error
    }
}

#[async_trait]
impl Transport for JsonRpc {
    async fn version(&self) -> Result<ServerVersion, TransportError> {
        let answer = self.ask("common", "version", json!([])).await?;
        let info = answer.get("server_version_info").and_then(Value::as_array);
        version_of(info.map_or(&[], Vec::as_slice))
            .ok_or_else(|| TransportError::NotOdoo("it does not tell a version of Odoo".to_owned()))
    }

    async fn sign_in(&self) -> Result<i64, TransportError> {
        let kept = self.uid.load(Ordering::Relaxed);
        if kept != NOBODY {
            return Ok(kept);
        }
        let args = json!([self.config.database(), self.config.username(), self.config.secret(), {}]);
        let uid = match self.ask("common", "authenticate", args).await? {
            Value::Bool(false) => return Err(TransportError::WrongCredentials),
            answer => answer.as_i64().filter(|uid| *uid > NOBODY),
        }
        .ok_or(TransportError::BadAnswer("signing in gave no user id"))?;
        self.uid.store(uid, Ordering::Relaxed);
        Ok(uid)
    }

    async fn call(&self, call: &Call) -> Result<Value, TransportError> {
        let uid = self.sign_in().await?;
        let positional = match &call.subject {
            Subject::Model => json!([]),
            Subject::Domain(domain) => json!([domain]),
            Subject::Ids(ids) => json!([ids]),
        };
        let args =
            json!(
                [self.config.database(), uid, self.config.secret(), call.model, call.method, positional, call.named,]
            );
        self.ask("object", "execute_kw", args).await.map_err(|error| self.forget(error))
    }
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct Fault {
    name: String,
    #[serde(deserialize_with = "text_or_nothing")]
    message: String,
}

fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().unwrap_or_default().to_owned())
}

/// `[18, 0, 0, "final", 0, ""]`, or `["saas~18", 1, …]` on Odoo Online.
fn version_of(info: &[Value]) -> Option<ServerVersion> {
    let first = info.first()?;
    let name = first.as_str().map_or_else(|| first.to_string(), str::to_owned);
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let major = digits.parse().ok()?;
    let minor = info.get(1).and_then(Value::as_u64).unwrap_or(0);
    Some(ServerVersion { major, series: format!("{name}.{minor}") })
}

fn failed(error: &reqwest::Error) -> TransportError {
    if error.is_connect() {
        TransportError::Unreachable("no connection to this address")
    } else if error.is_timeout() {
        TransportError::Timeout
    } else {
        TransportError::Unreachable("the connection was cut")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_info_and_not_from_the_text() {
        let of = |info: Value| version_of(info.as_array().unwrap()).map(|v| (v.major, v.series));
        assert_eq!(of(json!([18, 0, 0, "final", 0, ""])), Some((18, "18.0".to_owned())));
        assert_eq!(of(json!(["saas~18", 1, 0, "final", 0, ""])), Some((18, "saas~18.1".to_owned())));
        assert_eq!(of(json!(["master", 1])), None);
        assert_eq!(of(json!([])), None);
    }
}
