//! How a job says that it did not work out: again, or never.

use std::{error::Error, fmt};

/// What is kept of a failure: its kind, in the queue's documents and on admins' screens; and its source, in the log, once.
#[derive(Debug)]
pub struct Cause {
    /// A stable word such as `odoo_unreachable`; never data.
    pub kind: &'static str,
    pub source: Box<dyn Error + Send + Sync>,
}

impl Cause {
    pub fn new(kind: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }
}

#[derive(Debug)]
pub enum Failure {
    /// Try again after the queue's backoff, until its attempts are used up.
    Again(Cause),
    /// Trying again cannot help: a dead letter at once.
    GiveUp(Cause),
}

impl Failure {
    pub fn cause(&self) -> &Cause {
        match self {
            Self::Again(cause) | Self::GiveUp(cause) => cause,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.cause();
        write!(f, "{}: {}", cause.kind, cause.source)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause().source.source()
    }
}
