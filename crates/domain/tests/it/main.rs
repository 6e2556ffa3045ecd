//! The rules of docs/numbers.md, each with expected values worked out by hand.

#![expect(clippy::as_conversions, reason = "small numbers of a test")]

mod access;
mod business;
mod deeds;
mod facts;
mod figure;
mod flow;
mod forecast;
mod goal;
mod hanging;
mod health;
mod metrics;
mod money;
mod organisation;
mod period;
mod sales;
mod state;
mod target;
mod text;
