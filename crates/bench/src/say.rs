//! What the person at the terminal sees; the only place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks")]

use crate::error::Error;
use std::fmt::Display;

pub fn line(text: impl Display) {
    println!("{text}");
}

pub fn failure(error: &Error) {
    eprintln!("bench: {error}");
}
