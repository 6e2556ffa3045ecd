//! Odoo 17 and newer as a source of records: reading over its external API, and mapping of what it sends.
//!
//! The I/O half (`transport`, `session`, `read`) gives raw records; the pure half (`map`) makes canonical ones of them.
//! Nothing here knows how records are stored.

mod answer;
mod client;
mod config;
mod hash;
mod map;
mod model;
mod odoo;
mod read;
mod session;
mod transport;

pub use client::http_client;
pub use config::{ConfigError, Limits, OdooConfig};
pub use odoo::Odoo;
