//! Which protocol is spoken: the one that was configured, or the best that the server has.

use super::json2::Json2;
use super::jsonrpc::{JsonRpc, jsonrpc};
use super::xmlrpc::{XmlRpc, xmlrpc};
use super::{Gate, Link, ServerVersion, Transport, TransportError};
use crate::config::OdooConfig;
use reqwest::Client;
use shared::integrations::TransportChoice;
use std::fmt;

/// JSON-2 came with it.
const FIRST_WITH_JSON2: u32 = 19;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    JsonRpc,
    XmlRpc,
    Json2,
}

impl Protocol {
    pub(crate) fn as_choice(self) -> TransportChoice {
        match self {
            Self::JsonRpc => TransportChoice::Jsonrpc,
            Self::XmlRpc => TransportChoice::Xmlrpc,
            Self::Json2 => TransportChoice::Json2,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JsonRpc => "JSON-RPC",
            Self::XmlRpc => "XML-RPC",
            Self::Json2 => "JSON-2",
        })
    }
}

/// One of each; a user id that one of them has learnt lives as long as they do.
#[derive(Debug)]
pub(crate) struct Transports {
    choice: TransportChoice,
    has_api_key: bool,
    jsonrpc: JsonRpc,
    xmlrpc: XmlRpc,
    json2: Json2,
    gate: Gate,
}

impl Transports {
    pub(crate) fn new(config: &OdooConfig, client: Client) -> Self {
        Self {
            choice: config.transport(),
            has_api_key: config.has_api_key(),
            jsonrpc: jsonrpc(config, client.clone()),
            xmlrpc: xmlrpc(config, client.clone()),
            json2: Json2::new(config, client),
            gate: Gate::default(),
        }
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn link(&self, protocol: Protocol) -> Link<'_> {
        let transport: &dyn Transport = match protocol {
            Protocol::JsonRpc => &self.jsonrpc,
            Protocol::XmlRpc => &self.xmlrpc,
            Protocol::Json2 => &self.json2,
        };
        Link { transport, gate: &self.gate }
    }

    pub(crate) async fn choose(&self) -> Result<(Protocol, ServerVersion), TransportError> {
        match self.choice {
            TransportChoice::Auto => self.best().await,
            TransportChoice::Jsonrpc => self.only(Protocol::JsonRpc).await,
            TransportChoice::Xmlrpc => self.only(Protocol::XmlRpc).await,
            TransportChoice::Json2 => self.only(Protocol::Json2).await,
        }
    }

    async fn only(&self, protocol: Protocol) -> Result<(Protocol, ServerVersion), TransportError> {
        match self.link(protocol).version().await {
            Ok(version) => Ok((protocol, version)),
            Err(error) if is_closed(&error) => match self.is_odoo(protocol).await {
                true => Err(closed(error)),
                false => Err(no_odoo(error)),
            },
            Err(error) => Err(error),
        }
    }

    /// Whether another protocol finds an Odoo there.
    async fn is_odoo(&self, but: Protocol) -> bool {
        for protocol in [Protocol::JsonRpc, Protocol::Json2] {
            if protocol != but && self.link(protocol).version().await.is_ok() {
                return true;
            }
        }
        false
    }

    async fn best(&self) -> Result<(Protocol, ServerVersion), TransportError> {
        let mut refusal = None;
        let mut is_odoo = false;
        match self.link(Protocol::Json2).version().await {
            Ok(version) => {
                is_odoo = true;
                if version.major >= FIRST_WITH_JSON2 && self.has_api_key {
                    match self.link(Protocol::Json2).sign_in().await {
                        Ok(_) => return Ok((Protocol::Json2, version)),
                        // What looks like a key may be a password, and a wrong database has a better name elsewhere.
                        Err(error) if error.is_odoos() || is_closed(&error) => refusal = Some(error),
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) if is_about_the_host(&error) => return Err(error),
            Err(_) => {}
        }
        for protocol in [Protocol::JsonRpc, Protocol::XmlRpc] {
            match self.link(protocol).version().await {
                Ok(version) => return Ok((protocol, version)),
                Err(error) if is_closed(&error) => refusal = refusal.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        let refusal = refusal.unwrap_or_else(|| TransportError::NotOdoo("it has no API that we know".to_owned()));
        Err(if is_odoo { closed(refusal) } else { no_odoo(refusal) })
    }
}

/// The server is there, and this path of it is not.
fn is_closed(error: &TransportError) -> bool {
    matches!(error, TransportError::NoApi(_) | TransportError::NotOdoo(_))
}

fn is_about_the_host(error: &TransportError) -> bool {
    matches!(
        error,
        TransportError::NoSuchHost
            | TransportError::LinkLocal
            | TransportError::Tls(_)
            | TransportError::Unreachable(_)
            | TransportError::Cut(_)
            | TransportError::Timeout
            | TransportError::Unavailable { status: 429 | 502..=504, .. }
            | TransportError::GivenUp(_)
    )
}

/// A page of HTML at the path of the API, and yet an Odoo.
fn closed(error: TransportError) -> TransportError {
    match error {
        TransportError::NotOdoo(how) => TransportError::NoApi(how),
        error => error,
    }
}

fn no_odoo(error: TransportError) -> TransportError {
    match error {
        TransportError::NoApi(how) => TransportError::NotOdoo(how),
        error => error,
    }
}
