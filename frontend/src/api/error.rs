//! What can go wrong between the browser and the server, as screens need to tell it.

use shared::{FieldProblem, Problem, ProblemCode};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The request was taken back because nobody wants its answer any more.
    Aborted,
    /// The server did not answer in time.
    TimedOut,
    /// There is no way to the server.
    Offline,
    /// The server said what is wrong.
    Problem {
        problem: Problem,
        /// Seconds to wait, where the server says so.
        retry_after: Option<u64>,
    },
    /// Something answered, but not in the words of this API: a proxy, or an older server.
    Unreadable { status: u16 },
}

impl ApiError {
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem { problem, .. } => Some(problem.code),
            _ => None,
        }
    }

    /// What support needs to find the cause.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Problem { problem, .. } => Some(problem.request_id.as_str()).filter(|id| !id.is_empty()),
            _ => None,
        }
    }

    pub fn field(&self, name: &str) -> Option<&FieldProblem> {
        match self {
            Self::Problem { problem, .. } => problem.fields.iter().find(|field| field.field == name),
            _ => None,
        }
    }

    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Problem { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Not worth a word: the reader has moved on.
    pub fn is_aborted(&self) -> bool {
        *self == Self::Aborted
    }
}
