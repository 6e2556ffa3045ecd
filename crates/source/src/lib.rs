//! The contract of a source of records: read pages, list ids, ask for some again, map without failing.

mod error;
mod mapped;

pub use error::{ErrorKind, SourceError};
pub use mapped::{Issue, Mapped, RawRecord, Severity, Sighting, Unknown};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};

/// What the source says of itself at the start of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `odoo`
    pub system: &'static str,
    /// For people: `Odoo 19.0 over JSON-2`.
    pub version: String,
    /// Names this very database: `uuid:…` (Odoo's `database.uuid`, for ever the same), or `url:…` where the integration
    /// user may not read that. Compare with [`Identity::contradicts`].
    pub fingerprint: String,
    /// Names what the integration user may see (its groups and companies), where the source can tell: while it stays the
    /// same, records did not vanish because rights were taken away. Absent: nothing is concluded.
    pub rights: Option<String>,
    /// Kinds that this run cannot read, each with the reason; they are left as they are.
    pub unreadable: Vec<(Kind, SourceError)>,
    /// Kinds that this source does not have at all (Odoo without its employees module): not read, left as they are, and
    /// nothing to complain about.
    pub absent: Vec<Kind>,
    /// What people should know about how a kind is read, though nothing is wrong: said in the run's log as information.
    pub notes: Vec<(Kind, String)>,
    /// When the credential stops to work, where the source tells.
    pub credential_ends: Option<DateTime<Utc>>,
}

impl Identity {
    /// True when this is surely another database than the one with the `known` fingerprint. Fingerprints of different
    /// makes (`uuid:` and `url:`) say nothing about each other: the integration user's rights have changed.
    pub fn contradicts(&self, known: &str) -> bool {
        let make = |fingerprint: &str| fingerprint.split_once(':').map(|(make, _)| make.to_owned());
        make(&self.fingerprint) == make(known) && self.fingerprint != known
    }
}

/// Which records of a kind to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All of them.
    Everything,
    /// Those written at or after this moment (the overlap is already taken off).
    ChangedSince(DateTime<Utc>),
}

/// A source: pure I/O in pages and ids, and a mapping that is a pure function of a raw record.
///
/// No method of it may page by offset, and each read includes archived records.
#[async_trait]
pub trait Source: Send + Sync {
    /// Signs in and looks what can be read. Called once, at the start of each run.
    async fn connect(&self) -> Result<Identity, SourceError>;

    /// Name of the source's own model for a kind, `crm.lead`; part of the raw key.
    fn model(&self, kind: Kind) -> &'static str;

    /// Link to one record in the source's own interface.
    fn url(&self, kind: Kind, id: SourceId) -> Option<String>;

    /// From now on `page`, `count` and `sweep` leave out records of the kind that are dated before `since`, however they
    /// were changed. `fetch` still finds them: to fall out of the horizon is not to be deleted.
    fn set_horizon(&self, kind: Kind, since: DateTime<Utc>);

    /// Records of the window with an id above `after`, ordered by id, at most `page_size()`. Shorter than that: the end.
    async fn page(&self, kind: Kind, window: Window, after: SourceId) -> Result<Vec<RawRecord>, SourceError>;

    /// How many records `page` gives before it ends.
    fn page_size(&self) -> usize;

    /// Number of records of a kind, for progress.
    async fn count(&self, kind: Kind, window: Window) -> Result<u64, SourceError>;

    /// All living records above `after`, ascending by id, at most `sweep_page_size()`. Shorter than that: the end.
    async fn sweep(&self, kind: Kind, after: SourceId) -> Result<Vec<Sighting>, SourceError>;

    fn sweep_page_size(&self) -> usize;

    /// Those of `ids` that still exist, in full. Ids that are gone are left out of the answer, without an error.
    async fn fetch(&self, kind: Kind, ids: &[SourceId]) -> Result<Vec<RawRecord>, SourceError>;

    /// Raised when `map` gives another result for the same raw record: the lake then replays at start.
    fn mapping_version(&self) -> i32;

    /// Pure: no clock, no I/O, never fails.
    fn map(&self, kind: Kind, raw: &RawRecord) -> Mapped;
}
