//! The demo's server over its own API: is it ready, and how far is the first sync.

use super::service::Service;
use crate::failure::{Failure, Result};
use crate::guard::Stop;
use crate::{http, say};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;

#[derive(Debug)]
pub struct Api {
    address: SocketAddr,
    url: String,
    cookie: String,
}

impl Api {
    pub fn new(address: SocketAddr, url: String) -> Self {
        Self { address, url, cookie: String::new() }
    }

    pub fn wait_until_ready(&self, server: &mut Service, stop: &Stop) -> Result<()> {
        server.wait(Duration::from_secs(60), stop, "is ready", |_| {
            let answer = self.send("GET /api/ready", None);
            Ok(answer.is_ok_and(|answer| answer.status == 200).then_some(()))
        })
    }

    pub fn sign_in(mut self, email: &str, password: &str) -> Result<Self> {
        let answer = self.send("POST /api/auth/login", Some(&json!({"email": email, "password": password})))?;
        match answer.cookie {
            Some(cookie) if answer.status < 300 => self.cookie = cookie,
            _ => {
                return Err(Failure::new(format!("sign-in of the first super admin: status {}", answer.status))
                    .by_hand("the data may be of other people: start with `cargo xtask demo --fresh`"));
            }
        }
        Ok(self)
    }

    /// Of the session, as a `Cookie` header carries it.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// At once when an earlier start has synced already.
    pub fn wait_for_first_sync(&self, server: &mut Service, stop: &Stop) -> Result<()> {
        let result = server.wait(Duration::from_secs(600), stop, "has synced", |server| {
            let status = self.send("GET /api/sync/status", None)?.body;
            if status.get("last_success").is_some_and(|at| !at.is_null()) {
                return Ok(Some(()));
            }
            if let Some(reason) = failed(&status) {
                return Err(Failure::new(format!("the first sync failed: {reason}\n{}", server.said())));
            }
            say::progress(format_args!("  first sync: {}", describe(&status)));
            Ok(None)
        });
        say::progress("");
        result
    }

    fn send(&self, request: &str, body: Option<&Value>) -> Result<http::Answer> {
        let host = self.url.trim_start_matches("http://");
        let mut headers = vec![("Origin", self.url.as_str()), ("X-SalesCommand", "1")];
        if !self.cookie.is_empty() {
            headers.push(("Cookie", self.cookie.as_str()));
        }
        http::send(self.address, host, request, &headers, body)
    }
}

fn failed(status: &Value) -> Option<String> {
    let run = status.get("last_run")?;
    if run.get("state")?.as_str()? != "failed" {
        return None;
    }
    let messages = run.get("errors")?.as_array()?.iter().filter_map(|error| error.get("message")?.as_str());
    Some(messages.collect::<Vec<_>>().join("; "))
}

fn describe(status: &Value) -> String {
    let Some(progress) = status.get("progress").filter(|progress| !progress.is_null()) else {
        return "waits for its turn".to_owned();
    };
    let read = progress.get("records_read").and_then(Value::as_u64).unwrap_or_default();
    let expected = progress.get("records_expected").and_then(Value::as_u64);
    let of = expected.map(|expected| format!(" of {expected}")).unwrap_or_default();
    match progress.get("entity").and_then(Value::as_str) {
        Some(entity) => format!("reads {entity}, {read}{of} records"),
        None => format!("prepares the figures of {read} records"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_run_tells_why() {
        let status =
            json!({"last_run": {"state": "failed", "errors": [{"code": "unreachable", "message": "no answer"}]}});
        assert_eq!(failed(&status).as_deref(), Some("no answer"));
        assert_eq!(failed(&json!({"last_run": null})), None);
    }

    #[test]
    fn progress_is_said_in_words() {
        let reading = json!({"progress": {"entity": "account", "records_read": 40, "records_expected": 90}});
        assert_eq!(describe(&reading), "reads account, 40 of 90 records");
        let preparing = json!({"progress": {"entity": null, "records_read": 90, "records_expected": null}});
        assert_eq!(describe(&preparing), "prepares the figures of 90 records");
        assert_eq!(describe(&json!({"progress": null})), "waits for its turn");
    }
}
