//! The promises of `db`, on a real mongod.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

mod bulk;
mod clock;
mod connect;
mod embedded;
mod lease;
mod migrate;
mod support;
mod transaction;
