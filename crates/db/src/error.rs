//! What can go wrong between us and MongoDB, in words that may be shown: no credentials, no values of documents.

use std::{fmt, path::PathBuf, time::Duration};

use mongodb::error::{Error, ErrorKind, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT, WriteFailure};

pub type Result<T, E = DbError> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// The driver's own message is left out: it can repeat parts of the password.
    #[error(
        "the MongoDB URI cannot be read: it must look like mongodb://user:password@host:27017/?replicaSet=rs0, with special characters percent-encoded"
    )]
    InvalidUri,
    #[error("the MongoDB URI names {host}, which is not this machine: it needs credentials and tls=true")]
    InsecureUri { host: String },
    #[error("MongoDB does not answer: {0}")]
    Unreachable(#[source] DriverError),
    #[error("MongoDB refused the credentials of the URI")]
    Refused,
    #[error(
        "this MongoDB is a single server; transactions need a replica set (start mongod with --replSet and run rs.initiate() once)"
    )]
    NotAReplicaSet,
    #[error("this MongoDB is version {found}; 6.0 is the oldest that works")]
    TooOld { found: String },
    #[error(
        "there is no mongod to start: install MongoDB's mongod (6.0 or newer) so that it is on the PATH, or give the URI of a running replica set"
    )]
    NoMongod,
    #[error("{path} was given as mongod, but there is no such program")]
    MongodMissing { path: PathBuf },
    #[error("the database directory {path} cannot be used")]
    DataDir { path: PathBuf, source: std::io::Error },
    #[error(
        "{path} belongs to somebody else or is open to others: a database socket must lie in a directory of our own"
    )]
    SocketDir { path: PathBuf },
    #[error("mongod did not start ({reason}); its log is {log}")]
    StartFailed { reason: String, log: PathBuf },
    #[error("a mongod holds this database directory, but does not answer on its socket {socket} after {waited:?}")]
    NotAnswering { socket: PathBuf, waited: Duration },
    /// Another holder took the lease, or it ran out: whatever was in the batch is not in the database.
    #[error("the lease `{name}` is lost: another process may hold it now")]
    LeaseLost { name: String },
    #[error(
        "the database was written by a newer version of this program (it is at migration {database}, this program knows {binary}): use the newer program"
    )]
    NewerDatabase { database: u32, binary: u32 },
    #[error(
        "migration {number} is `{recorded}` in the database and `{ours}` here: this is not this program's database"
    )]
    ForeignMigration { number: u32, recorded: String, ours: String },
    #[error("migration {number} ({name}) failed")]
    MigrationFailed { number: u32, name: &'static str, source: Box<DbError> },
    #[error("a bulk write was refused at statement {index} of {of} with code {code}")]
    BulkRefused { index: usize, of: usize, code: i32 },
    #[error(transparent)]
    Driver(#[from] DriverError),
    /// Without the decoder's message: it repeats the value.
    #[error("{what} does not have the expected shape")]
    Shape { what: &'static str },
    /// The body of a transaction ended it for a reason of its own.
    #[error("the transaction was ended by its own body")]
    Aborted(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl DbError {
    pub fn aborted(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Aborted(reason.into())
    }

    /// A unique index refused the write.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Driver(e) => e.code() == Some(DUPLICATE_KEY),
            Self::BulkRefused { code, .. } => *code == DUPLICATE_KEY,
            _ => false,
        }
    }

    /// The server cannot be reached now: the question may be asked again later.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Driver(e) => matches!(
                *e.0.kind,
                ErrorKind::ServerSelection { .. }
                    | ErrorKind::Io(_)
                    | ErrorKind::ConnectionPoolCleared { .. }
                    | ErrorKind::Shutdown
            ),
            _ => false,
        }
    }

    /// The whole transaction may be tried again: none of it is in the database.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Driver(e) if e.0.contains_label(TRANSIENT_TRANSACTION_ERROR))
    }

    pub(crate) fn is_commit_unknown(&self) -> bool {
        matches!(self, Self::Driver(e) if e.0.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) && e.code() != Some(MAX_TIME_EXPIRED))
    }
}

impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        Self::Driver(DriverError(error))
    }
}

pub(crate) const DUPLICATE_KEY: i32 = 11_000;
pub(crate) const ALREADY_INITIALIZED: i32 = 23;
const MAX_TIME_EXPIRED: i32 = 50;

/// The driver's error, which prints its kind and code only: the server's messages repeat values of documents (a duplicate key names the e-mail address).
pub struct DriverError(Error);

impl DriverError {
    pub(crate) fn new(error: Error) -> Self {
        Self(error)
    }

    pub fn inner(&self) -> &Error {
        &self.0
    }

    pub fn code(&self) -> Option<i32> {
        match &*self.0.kind {
            ErrorKind::Command(e) => Some(e.code),
            ErrorKind::Write(WriteFailure::WriteError(e)) => Some(e.code),
            ErrorKind::Write(WriteFailure::WriteConcernError(e)) => Some(e.code),
            ErrorKind::InsertMany(e) => e.write_errors.as_ref().and_then(|all| all.first()).map(|first| first.code),
            ErrorKind::BulkWrite(e) => e.write_errors.values().next().map(|first| first.code),
            _ => None,
        }
    }

    fn kind(&self) -> String {
        match &*self.0.kind {
            ErrorKind::Command(e) => format!("command refused: {}", e.code_name),
            ErrorKind::Write(_) | ErrorKind::InsertMany(_) | ErrorKind::BulkWrite(_) => "write refused".into(),
            ErrorKind::Authentication { .. } => "credentials refused".into(),
            ErrorKind::ServerSelection { .. } => "no server could be reached in time".into(),
            ErrorKind::Io(e) => format!("connection failed: {}", e.kind()),
            ErrorKind::ConnectionPoolCleared { .. } => "connections were dropped after a failure".into(),
            ErrorKind::DnsResolve { .. } => "the host name cannot be resolved".into(),
            ErrorKind::InvalidTlsConfig { .. } => "TLS configuration refused".into(),
            ErrorKind::InvalidResponse { .. } => "an answer cannot be read".into(),
            ErrorKind::BsonDeserialization(_) => "a document does not have the expected shape".into(),
            ErrorKind::BsonSerialization(_) => "a value cannot be written as a document".into(),
            ErrorKind::InvalidArgument { .. } => "the driver refused an argument".into(),
            ErrorKind::SessionsNotSupported => "sessions are not supported".into(),
            ErrorKind::Transaction { .. } => "the transaction is in the wrong state".into(),
            ErrorKind::Shutdown => "the client is shut down".into(),
            _ => "other driver error".into(),
        }
    }
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            Some(code) => write!(f, "MongoDB: {} (code {code})", self.kind()),
            None => write!(f, "MongoDB: {}", self.kind()),
        }
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DriverError({self})")
    }
}

impl std::error::Error for DriverError {}
