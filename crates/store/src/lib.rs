//! All data of the platform: what sync writes, what readers see, the application's own records. MongoDB stays in here.

pub mod accounts;
pub mod backup;
mod canonical;
mod collections;
mod counts;
pub mod cursor;
mod error;
mod gate;
mod held;
pub mod integrations;
mod lake;
mod ledger;
mod loader;
mod making;
mod moment;
pub mod people;
mod raw;
mod repair;
mod runs;
pub mod schema;
mod secret;
mod serving;
pub mod sessions;
pub mod settings;
pub mod setup;
mod shadow;
mod store;
mod vault;
mod version;

pub use canonical::CanonicalRow;
pub use error::StoreError;
pub use held::Held;
pub use lake::{Generation, Lake};
pub use loader::{Loader, Publication, RecordChange, Target};
pub use making::{Known, Making, Pointer};
pub use raw::{RawVersion, Seen};
pub use repair::Repaired;
pub use runs::Runs;
pub use secret::SecretToken;
pub use serving::ServingName;
pub use shadow::Side;
pub use store::{Clock, Store, StoreOptions};
pub use vault::{MasterKey, NoMasterKey};

pub type Result<T, E = StoreError> = std::result::Result<T, E>;
