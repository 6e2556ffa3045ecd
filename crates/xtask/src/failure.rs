//! Why a step could not be done, and what a person can do about it.

use std::fmt::{self, Display};

pub type Result<T> = std::result::Result<T, Failure>;

#[derive(Debug)]
pub struct Failure {
    what: String,
    by_hand: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), by_hand: None }
    }

    /// Adds what to do by hand; the innermost advice wins, because it is the most exact.
    pub fn by_hand(mut self, advice: impl Into<String>) -> Self {
        self.by_hand.get_or_insert(advice.into());
        self
    }

    pub fn within(mut self, outer: impl Display) -> Self {
        self.what = format!("{outer}: {}", self.what);
        self
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.by_hand {
            Some(advice) => write!(f, "\n  What to do: {advice}"),
            None => Ok(()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// Names the thing that an I/O error was about: the error itself never does.
pub trait About<T> {
    fn about(self, thing: impl Display) -> Result<T>;
}

impl<T, E: Into<Failure>> About<T> for std::result::Result<T, E> {
    fn about(self, thing: impl Display) -> Result<T> {
        self.map_err(|error| error.into().within(thing))
    }
}
