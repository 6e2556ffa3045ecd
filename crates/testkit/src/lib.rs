//! Fresh databases, builders and golden data for the tests of every crate.

pub mod database;
#[cfg(feature = "lake")]
mod door;
#[cfg(feature = "lake")]
pub mod scripted;
pub mod smtp;
#[cfg(feature = "story")]
pub mod source_story;
