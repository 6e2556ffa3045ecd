//! One HTTP exchange with Odoo: sent, measured, classified, held to its size.

use super::TransportError;
use crate::config::OdooConfig;
use crate::outreach::Forbidden;
use chrono::DateTime;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use std::error::Error;
use std::io;
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Http {
    client: Client,
    base: Url,
    limit: usize,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) is_json: bool,
    pub(crate) body: Vec<u8>,
}

impl Http {
    pub(crate) fn new(config: &OdooConfig, client: Client) -> Self {
        Self { client, base: config.url().clone(), limit: config.limits().answer_bytes }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.at(path))
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.at(path))
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        url
    }

    /// What a gateway says is an error here; every other status is for the protocol to judge.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Reply, TransportError> {
        let response = request.send().await.map_err(|e| failed(&e))?;
        let status = response.status();
        if matches!(status.as_u16(), 429 | 502 | 503 | 504) {
            let wait = wait(response.headers());
            return Err(TransportError::Unavailable { status: status.as_u16(), wait });
        }
        if status.is_redirection() {
            return Err(TransportError::NotOdoo(format!(
                "it sends us to another address (HTTP {}), which we do not follow",
                status.as_u16()
            )));
        }
        let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| {
            kind.to_str().is_ok_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("application/json"))
        });
        Ok(Reply { status, is_json, body: self.body(response).await? })
    }

    /// For the two protocols whose errors come with status 200 as well.
    pub(crate) async fn send_rpc(&self, request: RequestBuilder) -> Result<Vec<u8>, TransportError> {
        let reply = self.send(request).await?;
        match reply.status.as_u16() {
            200 if reply.is_empty() => Err(TransportError::Cut("the answer was empty")),
            200 => Ok(reply.body),
            status @ (403..=405) => Err(TransportError::NoApi(format!("it answers HTTP {status}"))),
            status @ 500.. => Err(TransportError::Unavailable { status, wait: None }),
            status => Err(TransportError::NotOdoo(format!("it answers HTTP {status}"))),
        }
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, TransportError> {
        if response.content_length().is_some_and(|length| usize::try_from(length).is_ok_and(|l| l > self.limit)) {
            return Err(TransportError::TooLarge);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| failed(&e))? {
            if bytes.len() + chunk.len() > self.limit {
                return Err(TransportError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

impl Reply {
    pub(crate) fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }
}

/// Seconds, or a moment that is compared with the server's own clock.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let now = DateTime::parse_from_rfc2822(headers.get(DATE)?.to_str().ok()?).ok()?;
    (DateTime::parse_from_rfc2822(text).ok()? - now).to_std().ok()
}

fn failed(error: &reqwest::Error) -> TransportError {
    if error.is_connect() {
        return no_connection(error);
    }
    match error.is_timeout() {
        true => TransportError::Timeout,
        false => TransportError::Cut("the connection was cut"),
    }
}

fn no_connection(error: &reqwest::Error) -> TransportError {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error);
        cause = error.source();
    }
    if causes.iter().any(|cause| cause.is::<Forbidden>()) {
        return TransportError::LinkLocal;
    }
    for error in causes {
        if error.to_string().starts_with("dns error") {
            return TransportError::NoSuchHost;
        }
        if let Some(told) = error.downcast_ref::<io::Error>().and_then(of_the_system) {
            return told;
        }
    }
    match error.is_timeout() {
        true => TransportError::Unreachable("nobody answers at this address"),
        false => TransportError::Unreachable("no connection to this address"),
    }
}

/// An error of TLS hides in an error of the system, and that one in another.
fn of_the_system(error: &io::Error) -> Option<TransportError> {
    if let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>()) {
        return of_the_system(inner);
    }
    match error.kind() {
        io::ErrorKind::InvalidData => Some(TransportError::Tls(distrust(&error.to_string()))),
        io::ErrorKind::UnexpectedEof => Some(TransportError::Tls("it hangs up instead of speaking TLS")),
        io::ErrorKind::ConnectionRefused => Some(TransportError::Unreachable("nothing listens at this address")),
        _ => None,
    }
}

/// In words of ours, by rustls' names of its errors.
fn distrust(error: &str) -> &'static str {
    let reasons = [
        ("UnknownIssuer", "its certificate was signed by nobody who is trusted here"),
        ("CaUsedAsEndEntity", "its certificate was signed by nobody who is trusted here"),
        ("xpired", "its certificate has expired"),
        ("NotValidYet", "its certificate is not valid yet"),
        ("not valid yet", "its certificate is not valid yet"),
        ("not valid for", "its certificate is for another name"),
        ("NotValidForName", "its certificate is for another name"),
        ("invalid peer certificate", "its certificate is not valid"),
    ];
    let known = reasons.iter().find(|(name, _)| error.contains(name));
    known.map_or("it does not speak TLS as it should", |(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outreach::allowed;
    use reqwest::dns::{Name, Resolve, Resolving};
    use reqwest::header::HeaderValue;
    use source::ErrorKind;
    use std::sync::Arc;

    /// Somebody's DNS that leads to the metadata of a cloud.
    struct Lying;

    impl Resolve for Lying {
        fn resolve(&self, _: Name) -> Resolving {
            let found = ["10.0.0.5:0", "169.254.169.254:0"].map(|address| address.parse().unwrap());
            Box::pin(async move { Ok(allowed(found.into())?) })
        }
    }

    #[tokio::test]
    async fn a_name_that_stands_for_a_link_local_address_is_not_asked() {
        let client = Client::builder().no_proxy().dns_resolver(Arc::new(Lying)).build().unwrap();
        let error = client.get("https://odoo.example.com/").send().await.unwrap_err();
        let error = failed(&error);
        assert_eq!(error, TransportError::LinkLocal);
        assert!(!error.is_passing());
        let told = error.told("https://odoo.example.com/", "signing in");
        assert_eq!(told.kind, ErrorKind::NotAllowed);
        assert_eq!(told.message, "the URL of Odoo points to a link-local address");
    }

    #[test]
    fn a_wait_is_in_seconds_or_until_a_moment_of_the_servers_own_clock() {
        let of = |after: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(after));
            headers.insert(DATE, HeaderValue::from_static("Sat, 21 Nov 2026 05:50:28 GMT"));
            wait(&headers).map(|wait| wait.as_secs())
        };
        assert_eq!(of("7"), Some(7));
        assert_eq!(of("Sat, 21 Nov 2026 05:52:28 GMT"), Some(120));
        assert_eq!(of("Sat, 21 Nov 2026 05:50:00 GMT"), None);
        assert_eq!(of("soon"), None);
        assert_eq!(wait(&HeaderMap::new()), None);
    }
}
