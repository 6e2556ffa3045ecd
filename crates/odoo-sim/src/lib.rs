//! A stand-in for an Odoo server (17, 18 or 19) that behaves as recorded from a real one, faults and all, for the demo and the tests.
//!
//! `Sim::start(Options::new(now))` serves a generated company on a free port; `Sim::control` changes and breaks it.

mod access;
mod caller;
mod clock;
mod company;
mod control;
mod db;
mod domain;
mod errors;
mod faults;
mod http;
mod model;
mod options;
mod orm;
mod python;
mod rpc;
mod server;
mod sim;
mod state;
mod value;
mod version;

pub use access::Removed;
pub use company::Company;
pub use control::{Control, People, Person};
pub use errors::OdooError;
pub use faults::{Distortion, Fault, FaultRule};
pub use options::{Options, Pace, Scale};
pub use orm::{LoadError, Settled};
pub use sim::{Credentials, Sim, StartError};
pub use state::Stats;
pub use version::Version;
