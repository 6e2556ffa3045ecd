//! What goes wrong in a call, told apart by Odoo's exception class and never by its translated text.

use crate::config::ConfigError;
use source::{ErrorKind, SourceError};
use std::{fmt, time::Duration};

/// Longest pause that a server may ask of us within a run; a longer one ends the run, and the next one asks again.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Without any part of what was sent or received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TransportError {
    /// Nobody knows the name of the host.
    NoSuchHost,
    /// The name of the host stands for an address that no Odoo has.
    LinkLocal,
    /// No trust in the other side, or no TLS there.
    Tls(&'static str),
    /// No connection.
    Unreachable(&'static str),
    /// There was a connection, and it ended before the answer: Odoo kills a worker that works for too long.
    Cut(&'static str),
    /// A gateway before Odoo, or Odoo itself, says that it cannot answer now, and perhaps for how long.
    Unavailable {
        status: u16,
        wait: Option<Duration>,
    },
    Timeout,
    NotOdoo(String),
    /// Nothing is served at the path of the API, or it is closed.
    NoApi(String),
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
    /// Nothing was sent: so many calls in a row have failed.
    GivenUp(u32),
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
        match self {
            Self::NoSuchHost | Self::Unreachable(_) | Self::Cut(_) | Self::Busy(_) => true,
            Self::Unavailable { wait, .. } => wait.is_none_or(|wait| wait <= LONGEST_WAIT),
            _ => false,
        }
    }

    /// True when a smaller question may be answered where this one was not.
    pub(crate) fn is_about_size(&self) -> bool {
        matches!(self, Self::Cut(_) | Self::Timeout | Self::Unavailable { status: 502 | 504, .. })
    }

    /// Odoo's own words: the way to it works.
    pub(crate) fn is_odoos(&self) -> bool {
        matches!(
            self,
            Self::UnknownDatabase | Self::WrongCredentials | Self::NoRights | Self::Busy(_) | Self::Refused(_)
        )
    }

    /// Nothing came back that could be an answer.
    pub(crate) fn is_failure_of_the_way(&self) -> bool {
        matches!(
            self,
            Self::NoSuchHost
                | Self::LinkLocal
                | Self::Tls(_)
                | Self::Unreachable(_)
                | Self::Cut(_)
                | Self::Unavailable { .. }
                | Self::Timeout
                | Self::NotOdoo(_)
                | Self::NoApi(_)
        )
    }

    /// How long the server asks us to wait.
    pub(crate) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Unavailable { wait, .. } => *wait,
            _ => None,
        }
    }

    /// `doing` completes "while …"; `server` is an address without credentials.
    pub(crate) fn told(self, server: &str, doing: impl fmt::Display) -> SourceError {
        let (kind, message) = match self {
            Self::NoSuchHost => (
                ErrorKind::Dns,
                format!("The host of {server} is not known: its name does not resolve (while {doing})"),
            ),
            Self::LinkLocal => (ErrorKind::NotAllowed, ConfigError::LinkLocal.to_string()),
            Self::Tls(how) => {
                (ErrorKind::Tls, format!("There is no safe connection to {server}: {how} (while {doing})"))
            }
            Self::Unreachable(how) | Self::Cut(how) => {
                (ErrorKind::Unreachable, format!("Odoo at {server} cannot be reached while {doing}: {how}"))
            }
            Self::Unavailable { status, wait } => {
                let longer = wait.filter(|wait| *wait > LONGEST_WAIT);
                let pause = longer
                    .map_or_else(String::new, |wait| format!(" and asks for a pause of {} seconds", wait.as_secs()));
                let what = format!("is not available while {doing}: it answers HTTP {status}{pause}");
                (ErrorKind::Unreachable, format!("Odoo at {server} {what}"))
            }
            Self::Timeout => (ErrorKind::Timeout, format!("Odoo at {server} took too long while {doing}")),
            Self::NotOdoo(how) => {
                (ErrorKind::NotOdoo, format!("{server} is no Odoo, or not its base address: {how} (while {doing})"))
            }
            Self::NoApi(how) => (
                ErrorKind::NoApi,
                format!(
                    "Odoo at {server} does not offer its external API here ({how} while {doing}): on Odoo Online \
                     the plan must be Custom, JSON-2 needs Odoo 19, and a proxy before Odoo may close the path"
                ),
            ),
            Self::GivenUp(times) => (
                ErrorKind::Unreachable,
                format!(
                    "Odoo at {server} has failed {times} times in a row, so it is left alone for the rest of this run \
                     (while {doing})"
                ),
            ),
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
