//! Where the app lives: which hosts a request may name, which origins it may come from, and how cookies are set there.

use crate::config::is_loopback;
use std::{collections::HashSet, net::SocketAddr};
use url::Url;

/// PUBLIC_URL, and beside it the names of this machine where it is a loopback address.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    url: Url,
    /// As in a `Host` header: without the scheme's own port.
    hosts: HashSet<String>,
}

impl Origin {
    /// `listening` is the address that was really taken. Unset `public_url`: `http://localhost` at its port.
    pub(crate) fn new(public_url: Option<Url>, listening: SocketAddr) -> Result<Self, url::ParseError> {
        let url = match public_url {
            Some(url) => url,
            None => Url::parse(&format!("http://localhost:{}", listening.port()))?,
        };
        let mut hosts = HashSet::from([authority(&url)]);
        if is_loopback(&url) {
            let ports = [url.port_or_known_default().unwrap_or_default(), listening.port()];
            for port in ports {
                for name in ["localhost", "127.0.0.1", "[::1]"] {
                    hosts.insert(format!("{name}:{port}"));
                    if port == 80 {
                        hosts.insert(name.to_owned());
                    }
                }
            }
        }
        Ok(Self { url, hosts })
    }

    pub(crate) fn answers_for(&self, host: &str) -> bool {
        self.hosts.contains(&host.to_ascii_lowercase())
    }

    /// `origin` is the header of a request whose host has been checked.
    pub(crate) fn is_own(&self, origin: &str, host: &str) -> bool {
        let Some((scheme, named)) = origin.split_once("://") else { return false };
        let named = named.to_ascii_lowercase();
        scheme == self.url.scheme() && (named == authority(&self.url) || named == host.to_ascii_lowercase())
    }

    /// Cookies with `Secure` and the `__Host-` prefix: always, but on loopback without TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(public: Option<&str>, port: u16) -> Origin {
        Origin::new(public.map(|url| Url::parse(url).unwrap()), SocketAddr::from(([127, 0, 0, 1], port))).unwrap()
    }

    #[test]
    fn on_loopback_each_name_of_this_machine_is_a_host_at_the_right_port_only() {
        let origin = origin(None, 8080);
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:8080"] {
            assert!(origin.answers_for(host), "{host}");
        }
        for host in ["localhost", "localhost:8081", "evil.example:8080", "127.0.0.1", ""] {
            assert!(!origin.answers_for(host), "{host}");
        }
    }

    #[test]
    fn a_public_address_is_the_only_host() {
        let origin = origin(Some("https://sales.example.com"), 8080);
        assert!(origin.answers_for("sales.example.com"));
        assert!(!origin.answers_for("localhost:8080"));
        assert!(origin.is_secure());
    }

    #[test]
    fn an_origin_is_ours_with_the_same_scheme_host_and_port() {
        let origin = origin(None, 8080);
        assert!(origin.is_own("http://localhost:8080", "localhost:8080"));
        assert!(origin.is_own("http://127.0.0.1:8080", "127.0.0.1:8080"));
        for foreign in
            ["https://localhost:8080", "http://localhost", "http://127.0.0.1:8080", "http://evil.example", "null", ""]
        {
            assert!(!origin.is_own(foreign, "localhost:8080"), "{foreign}");
        }
    }
}
