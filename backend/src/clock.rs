//! Where the time comes in; everything else is handed a clock.

use std::sync::Arc;
use store::Clock;

#[expect(clippy::disallowed_methods, reason = "the one place where the system's clock is read")]
pub(crate) fn system() -> Clock {
    Arc::new(chrono::Utc::now)
}
