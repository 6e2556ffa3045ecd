//! What goes wrong in a call, told apart by Odoo's exception class and never by its translated text.

use source::{ErrorKind, SourceError};
use std::fmt;

/// Without any part of what was sent or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TransportError {
    Unreachable(&'static str),
    /// A gateway before Odoo, or Odoo itself, says that it cannot answer now.
    Unavailable(u16),
    Timeout,
    NotOdoo(String),
    BadAnswer(&'static str),
    /// Larger than we are willing to hold in memory.
    TooLarge,
    UnknownDatabase,
    WrongCredentials,
    NoRights,
    /// An exception class of Odoo that may be gone on the next try.
    Busy(String),
    /// Any other exception class of Odoo.
    Refused(String),
}

impl TransportError {
    /// Of an exception that Odoo reports. `message` is only searched for the database's name: PostgreSQL's own error is
    /// the same class for a database that does not exist and for one that is overloaded.
    pub(crate) fn of_class(class: &str, message: &str, database: &str) -> Self {
        match class {
            "odoo.exceptions.AccessDenied" => Self::WrongCredentials,
            "odoo.exceptions.AccessError" => Self::NoRights,
            "psycopg2.OperationalError" if message.contains(database) => Self::UnknownDatabase,
            "psycopg2.OperationalError"
            | "psycopg2.errors.SerializationFailure"
            | "psycopg2.errors.DeadlockDetected"
            | "psycopg2.errors.LockNotAvailable" => Self::Busy(printable(class)),
            _ => Self::Refused(printable(class)),
        }
    }

    /// True when the same call may work a moment later.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Unavailable(_) | Self::Busy(_))
    }

    /// `doing` completes "while …"; `server` is an address without credentials.
    pub(crate) fn told(self, server: &str, doing: impl fmt::Display) -> SourceError {
        let (kind, message) = match self {
            Self::Unreachable(how) => {
                (ErrorKind::Unreachable, format!("Odoo at {server} cannot be reached while {doing}: {how}"))
            }
            Self::Unavailable(status) => (
                ErrorKind::Unreachable,
                format!("Odoo at {server} is not available while {doing}: it answers HTTP {status}"),
            ),
            Self::Timeout => (ErrorKind::Timeout, format!("Odoo at {server} took too long while {doing}")),
            Self::NotOdoo(how) => {
                (ErrorKind::NotOdoo, format!("{server} is no Odoo, or not its base address: {how} (while {doing})"))
            }
            Self::BadAnswer(how) => {
                (ErrorKind::BadAnswer, format!("Odoo at {server} sent a wrong answer while {doing}: {how}"))
            }
            Self::TooLarge => (
                ErrorKind::BadAnswer,
                format!(
                    "Odoo at {server} sent an answer that is too large while {doing}, even for the smallest question"
                ),
            ),
            Self::UnknownDatabase => (ErrorKind::UnknownDatabase, format!("Odoo at {server} has no such database")),
            Self::WrongCredentials => (
                ErrorKind::WrongCredentials,
                format!("Odoo at {server} refuses the user name, the password or the API key (while {doing})"),
            ),
            Self::NoRights => {
                (ErrorKind::MissingRights, format!("The integration user has no right for this in Odoo: {doing}"))
            }
            Self::Busy(class) | Self::Refused(class) => {
                (ErrorKind::Refused, format!("Odoo answers with its error {class} while {doing}"))
            }
        };
        SourceError::new(kind, message)
    }
}

/// A class name as it may stand in a log, whatever was sent in its place.
fn printable(class: &str) -> String {
    class.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_unknown_only_when_the_error_names_it() {
        let of = |message| TransportError::of_class("psycopg2.OperationalError", message, "nope");
        assert_eq!(of("FATAL:  database \"nope\" does not exist"), TransportError::UnknownDatabase);
        assert_eq!(
            of("FATAL:  sorry, too many clients already"),
            TransportError::Busy("psycopg2.OperationalError".into())
        );
    }

    #[test]
    fn only_what_can_pass_is_tried_again() {
        let of = |class| TransportError::of_class(class, "", "db").is_passing();
        assert!(of("psycopg2.errors.SerializationFailure"));
        assert!(!of("odoo.exceptions.AccessDenied"));
        assert!(!of("odoo.exceptions.AccessError"));
        assert!(!of("builtins.ValueError"));
        assert!(!TransportError::Timeout.is_passing());
    }

    #[test]
    fn a_class_name_cannot_smuggle_text_into_the_log() {
        let error = TransportError::of_class("x.Y\n<script>", "", "db");
        assert_eq!(error, TransportError::Refused("x.Yscript".into()));
    }
}
