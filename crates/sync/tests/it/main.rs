//! The promises of `sync`, with a scripted source and a real mongod.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic like the tests themselves"
)]

mod activities;
mod answers;
mod audit;
mod backup;
mod changes;
mod concealed;
mod crash;
mod deletions;
mod drift;
mod erasure;
mod faults;
mod first_import;
mod foreign;
mod garbage;
mod habits;
mod held;
mod history;
mod kills;
mod mongod;
mod pages;
mod property;
mod quarantine;
mod races;
mod replay;
mod rewound;
mod said;
mod story;
mod support;
