//! From a source to the lake, in stages: connector, mapper, validator, normalizer, loader, logger. Knows no vendor.
//!
//! A run takes no input but its mode and is idempotent: kill it anywhere, and the next one repairs everything.

mod apply;
mod changes;
mod connector;
mod deletions;
mod error;
mod families;
mod guard;
mod kinds;
mod log;
mod normalize;
mod pipeline;
mod progress;
mod read;
mod replay;
mod restore;
mod run;
mod sweep;
mod validate;

pub use error::SyncRunError;
pub use normalize::normalize;
pub use pipeline::{DEFAULT_OVERLAP, FULL_COMPARE_AFTER, Pipeline};
pub use replay::Replayed;
pub use validate::{Validated, validate};
