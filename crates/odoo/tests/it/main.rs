//! The connector against recordings of a real Odoo 18, a stand-in Odoo, and peers that misbehave.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic like the tests themselves"
)]

mod agreement;
mod bad_input;
mod between;
mod choice;
mod connect;
mod connection;
mod cut;
mod habits;
mod live;
mod mapping;
mod mapping_business;
mod reading;
mod recorded;
mod rejected;
mod unknown;
mod untrusted;
mod wires;
