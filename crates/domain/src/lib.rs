//! What the platform knows about sales: canonical records, who sees what, every figure. No I/O, no clock.

pub mod access;
pub mod canonical;
pub mod facts;
pub mod metrics;
pub mod moment;
pub mod money;
pub mod period;
pub mod rules;
pub mod text;

pub use access::{Org, Person, Scope, Token};
pub use moment::Moment;
pub use period::Period;
pub use rules::Rules;

#[cfg(feature = "builders")]
pub mod builders;
