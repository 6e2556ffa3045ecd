//! The HTTP client that talks to Odoo.

use crate::outreach::Resolver;
use reqwest::redirect::Policy;
use reqwest::{Client, NoProxy, Proxy};
use std::sync::Arc;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(5);
/// A worker of Odoo is killed after 120 s by default; its silence is worth waiting for a little longer than that.
const WHOLE_CALL: Duration = Duration::from_secs(130);
const NEVER_PROXIED: &str = "localhost,127.0.0.0/8,::1";

/// A client with timeouts that follows no redirect and asks no link-local address. `HTTPS_PROXY` and `NO_PROXY` are honoured, but never for this machine.
pub fn http_client() -> reqwest::Result<Client> {
    let builder = Client::builder()
        .connect_timeout(CONNECT)
        .timeout(WHOLE_CALL)
        .redirect(Policy::none())
        .pool_max_idle_per_host(2)
        .dns_resolver(Arc::new(Resolver))
        .no_proxy();
    match variable("HTTPS_PROXY").or_else(|| variable("https_proxy")) {
        Some(address) => builder.proxy(Proxy::https(address)?.no_proxy(exceptions())),
        None => builder,
    }
    .build()
}

fn exceptions() -> Option<NoProxy> {
    let more = variable("NO_PROXY").or_else(|| variable("no_proxy"));
    NoProxy::from_string(&more.map_or_else(|| NEVER_PROXIED.to_owned(), |more| format!("{NEVER_PROXIED},{more}")))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
