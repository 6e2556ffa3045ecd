//! The rules of docs/numbers.md, each with expected values worked out by hand.

mod access;
mod facts;
mod metrics;
mod money;
mod state;
mod text;
