//! The promises of `store`, on a real mongod.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic like the tests themselves"
)]

mod reading;
mod writing;
