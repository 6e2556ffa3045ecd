//! The stand-in Odoo against the recordings of a real one, and what tests rely on beyond them.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails; the helpers of tests are part of them"
)]

mod business;
mod client;
mod company;
mod contract;
mod faults;
mod groups;
mod json2;
mod json2_contract;
mod reading;
mod recorded;
mod rights;
mod transport;
mod versions;
mod writing;
mod xmlrpc;
