//! How a server is started: address, company, size, pace, credentials.

use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::company::Company;
use crate::version::Version;

/// How large a generated company is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Companies, contacts and addresses together.
    pub partners: u32,
    pub deals: u32,
    /// Customer invoices and credit notes, with some bills and entries among them.
    pub invoices: u32,
    pub messages: u32,
}

impl Scale {
    /// About 260 companies, 600 contacts, 900 deals.
    pub const DEMO: Self = Self { partners: 920, deals: 900, invoices: 600, messages: 3_000 };
    /// The size of the demo data of a real Odoo.
    pub const RECORDINGS: Self = Self { partners: 55, deals: 46, invoices: 24, messages: 90 };

    /// So many partners and deals, with as many invoices and messages as usual.
    pub const fn of(partners: u32, deals: u32) -> Self {
        Self { partners, deals, invoices: deals / 2, messages: deals.saturating_mul(5) }
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "demo" => Ok(Self::DEMO),
            "recordings" => Ok(Self::RECORDINGS),
            other => {
                let parts: Option<Vec<u32>> = other.split('x').map(|part| part.parse().ok()).collect();
                match parts.unwrap_or_default().as_slice() {
                    [partners, deals] => Ok(Self::of(*partners, *deals)),
                    [partners, deals, invoices, messages] => {
                        Ok(Self { partners: *partners, deals: *deals, invoices: *invoices, messages: *messages })
                    }
                    _ => Err("demo, recordings, PARTNERSxDEALS such as 5000x20000, or \
                              PARTNERSxDEALSxINVOICESxMESSAGES"
                        .to_owned()),
                }
            }
        }
    }
}

/// How fast answers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    #[default]
    Fast,
    /// 30 ms for a call and 0.16 ms for each row, two calls at a time, as measured on a real server.
    Odoo18,
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "fast" => Ok(Self::Fast),
            "odoo18" => Ok(Self::Odoo18),
            _ => Err("fast or odoo18".to_owned()),
        }
    }
}

/// `Options::new(start)` is a small generated company on a free port of the loopback.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day on which the company lives, and the server's clock at its start.
    pub start: DateTime<Utc>,
    pub listen: SocketAddr,
    pub control: Option<SocketAddr>,
    /// Empty: generated from `seed` and `scale`.
    pub company: Option<Company>,
    pub seed: u64,
    pub scale: Scale,
    pub pace: Pace,
    pub database: String,
    /// Names of further databases on the server: JSON-2 then has to be told which one is meant.
    pub other_databases: Vec<String>,
    pub version: Version,
    /// Another name for the administrator's login; empty: the login that the user has in the company.
    pub login: Option<String>,
    /// Empty: a random one.
    pub api_key: Option<String>,
    /// Empty: a random one.
    pub salesman_api_key: Option<String>,
}

impl Options {
    pub fn new(start: DateTime<Utc>) -> Self {
        Self {
            start,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: None,
            company: None,
            seed: 1,
            scale: Scale::RECORDINGS,
            pace: Pace::Fast,
            database: "demo".to_owned(),
            other_databases: Vec::new(),
            version: Version::default(),
            login: None,
            api_key: None,
            salesman_api_key: None,
        }
    }
}
