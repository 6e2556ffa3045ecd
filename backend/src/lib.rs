//! SalesCommand's server: HTTP API, worker and command line.

mod auth;
pub mod cli;
mod clock;
pub mod config;
mod features;
mod first_admin;
mod http;
mod master_key;
mod metrics;
mod person;
mod start_error;
pub mod startup;
mod state;
mod telemetry;
mod worker;

pub use features::document as openapi_document;
pub use start_error::StartError;
