//! The promises of the job queue, on a real mongod.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like the tests themselves")]

mod claims;
mod failures;
mod outage;
mod queue;
mod support;
mod ticker;
mod trigger;
mod workers;
