//! Raw records as received and what mapping makes of them.

use chrono::{DateTime, Utc};
use domain::canonical::{Record, SourceId};
use serde_json::{Map, Value};

/// One record as the source sent it, cut to the mapped fields.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRecord {
    pub id: SourceId,
    /// When the source says that it was written, in whole seconds. Not part of `content_hash`.
    pub written_at: Option<DateTime<Utc>>,
    /// The mapped fields as received, `write_date` among them. A field that may not be read is absent (unknown, not
    /// empty); one that was asked for and not sent is `null`.
    pub payload: Map<String, Value>,
    /// BLAKE3 (hex) of the canonical JSON of the payload without `write_date`: sorted keys, sorted lists of ids.
    pub content_hash: String,
    /// Hash of the fields that change without `written_at` (Odoo's nightly scoring changes `probability`).
    pub silent_hash: Option<String>,
}

/// A record that a sweep met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    pub id: SourceId,
    /// To compare with the last `RawRecord::silent_hash`; absent where the sweep does not look at such fields.
    pub silent_hash: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The record is kept without the value.
    ValueDropped,
    /// The record cannot be kept at all.
    RecordRejected,
}

/// What is wrong with a record, in words that hold no value of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The source's own field name; absent when it is about the record.
    pub field: Option<&'static str>,
    pub message: String,
    pub severity: Severity,
}

/// Result of a mapping, which never fails: a draft, and what was wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// Absent exactly when an issue is `RecordRejected`.
    pub draft: Option<Record>,
    pub issues: Vec<Issue>,
    /// What may not be read: the draft holds no value there, which is not to say that there is none.
    pub unknown: Vec<Unknown>,
}

/// A field of a record that the source did not let us see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The source's own field name.
    pub field: &'static str,
    /// The canonical record's name for it.
    pub of_record: &'static str,
}
