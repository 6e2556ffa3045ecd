//! Opens or starts MongoDB and holds what every writer needs: the database's clock, migrations, leases and fenced transactions.
//!
//! Nothing here knows what a collection means; the only collections of its own are `leases` and `migrations`.

mod bulk;
mod connect;
mod embedded;
mod error;
mod lease;
mod migrate;
mod transaction;

pub use bulk::{BulkOutcome, UpdateOne};
pub use connect::{Db, DbConfig};
pub use error::{DbError, DriverError, Result};
pub use lease::{Batch, Lease};
pub use migrate::{Migrated, Migration};
pub use transaction::Tx;
