//! Odoo 17 and newer as a source of records: reading over its external API, and mapping of what it sends.
//!
//! The I/O half (`transport`, `session`, `read`) gives raw records; the pure half (`map`) makes canonical ones of them.
//! Nothing here knows how records are stored.

mod ahead;
mod answer;
mod client;
mod config;
mod connection;
mod hash;
mod horizon;
mod map;
mod model;
mod odoo;
mod outreach;
mod read;
mod session;
mod sizes;
mod transport;
mod user;
mod wish;

pub use client::http_client;
pub use config::{ConfigError, Limits, OdooConfig};
pub use connection::{ConnectionProblem, ConnectionReport, test_connection};
pub use odoo::Odoo;
pub use wish::Wish;
