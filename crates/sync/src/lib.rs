//! From a source to the lake, in stages: connector, mapper, validator, normalizer, loader, logger. Knows no vendor.
//!
//! A run takes no input but its mode and is idempotent: kill it anywhere, and the next one repairs everything.

mod apply;
mod audit;
mod changes;
mod connector;
mod deletions;
mod drift;
mod erase;
mod error;
mod families;
mod fields;
mod guard;
mod history;
mod kinds;
mod log;
mod normalize;
mod pipeline;
mod progress;
mod quarantine;
mod read;
mod replay;
mod restore;
mod resync;
mod rewound;
mod run;
mod sweep;
mod validate;

pub use audit::Audit;
pub use erase::Erased;
pub use error::SyncRunError;
pub use history::{RecordPast, record_history};
pub use normalize::normalize;
pub use pipeline::{DEFAULT_LEAST_FREE_DISK, DEFAULT_OVERLAP, Pipeline};
pub use replay::Replayed;
pub use resync::{Outcome, Resynced};
pub use validate::{Validated, validate};
