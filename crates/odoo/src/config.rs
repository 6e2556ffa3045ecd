//! Where Odoo is and who we are there, checked before anything is sent.

use crate::outreach;
use secrecy::{ExposeSecret, SecretString};
use shared::integrations::TransportChoice;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("the URL of Odoo must start with https:// (or http:// for a server on this machine)")]
    NotHttp,
    #[error("the URL of Odoo must not hold a user name or password")]
    CredentialsInUrl,
    #[error("plain http:// is only allowed for an Odoo on this machine, use https://")]
    Insecure,
    #[error("the URL of Odoo points to a link-local address")]
    LinkLocal,
    #[error("the {0} of Odoo is empty")]
    Empty(&'static str),
}

/// How much is asked for at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Whole records in a page, which is read in several answers, two at a time.
    pub page: usize,
    /// Whole records in an answer; the rows per second of a real Odoo no longer grow above 1,000.
    pub answer: usize,
    /// Ids in a page of a sweep.
    pub sweep: usize,
    /// Deals asked for at once while sweeping, where each comes with its probability.
    pub deal_sweep: usize,
    /// Size of an answer above which it is refused, and fewer records are asked for.
    pub answer_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { page: 2_000, answer: 1_000, sweep: 50_000, deal_sweep: 10_000, answer_bytes: 64 * 1024 * 1024 }
    }
}

#[derive(Clone)]
pub struct OdooConfig {
    url: Url,
    database: String,
    username: String,
    secret: SecretString,
    has_api_key: bool,
    transport: TransportChoice,
    limits: Limits,
}

impl OdooConfig {
    /// `secret` is the user's password or, better, an API key. Query and fragment of the URL are dropped, a path is kept
    /// (an Odoo behind a prefix of a reverse proxy).
    pub fn new(
        mut url: Url,
        database: impl Into<String>,
        username: impl Into<String>,
        secret: SecretString,
    ) -> Result<Self, ConfigError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::CredentialsInUrl);
        }
        let place = Place::of(&url);
        match (url.scheme(), place) {
            ("https" | "http", Place::LinkLocal) => return Err(ConfigError::LinkLocal),
            ("https", _) | ("http", Place::Loopback) => {}
            ("http", Place::Elsewhere) => return Err(ConfigError::Insecure),
            _ => return Err(ConfigError::NotHttp),
        }
        let (database, username) = (database.into(), username.into());
        for (what, value) in
            [("database", database.as_str()), ("user name", &username), ("password or API key", secret.expose_secret())]
        {
            if value.trim().is_empty() {
                return Err(ConfigError::Empty(what));
            }
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        let (has_api_key, transport, limits) = (true, TransportChoice::Auto, Limits::default());
        Ok(Self { url, database, username, secret, has_api_key, transport, limits })
    }

    #[must_use]
    pub fn with_transport(mut self, transport: TransportChoice) -> Self {
        self.transport = transport;
        self
    }

    /// The secret is a password: JSON-2 refuses it, and no end of a key is looked for.
    #[must_use]
    pub fn with_password(mut self) -> Self {
        self.has_api_key = false;
        self
    }

    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Base address with a slash at its end, without credentials.
    pub fn url(&self) -> &Url {
        &self.url
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn transport(&self) -> TransportChoice {
        self.transport
    }

    pub(crate) fn has_api_key(&self) -> bool {
        self.has_api_key
    }

    pub(crate) fn username(&self) -> &str {
        &self.username
    }

    pub(crate) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    pub fn limits(&self) -> Limits {
        self.limits
    }
}

/// Without the user name, which is an e-mail address as a rule.
impl fmt::Debug for OdooConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OdooConfig")
            .field("url", &self.url.as_str())
            .field("database", &self.database)
            .field("transport", &self.transport.name())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

enum Place {
    Loopback,
    LinkLocal,
    Elsewhere,
}

impl Place {
    fn of(url: &Url) -> Self {
        let ip = match url.host() {
            Some(Host::Domain(name)) if name.eq_ignore_ascii_case("localhost") => return Self::Loopback,
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
            Some(Host::Ipv6(ip)) => ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4),
            Some(Host::Domain(_)) | None => return Self::Elsewhere,
        };
        match ip {
            ip if ip.is_loopback() => Self::Loopback,
            ip if outreach::is_of_the_link(ip) => Self::LinkLocal,
            _ => Self::Elsewhere,
        }
    }
}
