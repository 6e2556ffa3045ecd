//! The handle to all data: opened once per process, cloned freely.

use crate::{
    Result, accounts::Accounts, activities::Activities, counts::Counted, cursor::Cursors, deals::Forecasts,
    documents::Documents, ledger::Ledger, people::People, schema, sessions::Sessions,
};
use crate::{
    goals::Goals,
    integrations::Integrations,
    settings::Settings,
    setup::Setup,
    vault::{MasterKey, Vault},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use db::Db;
use shared::health::Ready;
use std::{fmt, sync::Arc};

/// Where "today" comes from. Leases, sessions and tokens go by the database's clock instead.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What holds for the organisation until an admin sets something else.
#[derive(Debug, Clone, Default)]
pub struct StoreOptions {
    /// UTC when absent.
    pub time_zone: Option<Tz>,
    /// ISO 4217 code of the reporting currency; the main company's when absent.
    pub currency: Option<String>,
    /// Wraps the keys that secrets are encrypted with; without it none can be stored or read.
    pub master_key: Option<MasterKey>,
}

#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) options: StoreOptions,
    pub(crate) ledger: Ledger,
    pub(crate) cursors: Cursors,
    pub(crate) forecasts: Forecasts,
    pub(crate) counted: Counted,
    pub(crate) documents: Documents,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.inner.db.name())
    }
}

impl Store {
    /// Prepares collections, indexes and validators, then the reading side.
    pub async fn open(db: Db, clock: Clock, options: StoreOptions) -> Result<Self> {
        schema::prepare(&db).await?;
        let cursors = Cursors::open(&db).await?;
        let ledger = Ledger::new(db.clone());
        let (forecasts, counted, documents) = Default::default();
        Ok(Self { inner: Arc::new(Inner { db, clock, options, ledger, cursors, forecasts, counted, documents }) })
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The clock of the database, by which runs are stamped.
    pub async fn db_now(&self) -> Result<DateTime<Utc>> {
        Ok(self.inner.db.now().await?)
    }

    /// Bytes that are free where the database lies; `None` where it does not tell.
    pub async fn free_disk(&self) -> Result<Option<u64>> {
        Ok(self.inner.db.free_disk().await?)
    }

    /// Accounts and deals in the memory of this process.
    pub async fn ledger_rows(&self) -> Result<(usize, usize)> {
        let Some(generation) = self.inner.ledger.held_generation() else { return Ok((0, 0)) };
        let snapshot = self.inner.ledger.at(generation).await?;
        Ok((snapshot.accounts.len(), snapshot.deals.len()))
    }

    /// Whether requests can be answered: the database does, and the ledger was loaded (the first `moment` does that).
    pub async fn ready(&self) -> Ready {
        let database = self.inner.db.ping().await.is_ok();
        let held = self.inner.ledger.held_generation();
        Ready {
            ready: database && held.is_some(),
            database,
            generation: held.unwrap_or_default(),
            ledger: held.is_some(),
            disk_nearly_full: false,
        }
    }

    pub fn accounts(&self) -> Accounts<'_> {
        Accounts::new(self)
    }

    pub fn people(&self) -> People {
        People::new(&self.inner.db)
    }

    pub fn sessions(&self) -> Sessions {
        Sessions::new(&self.inner.db)
    }

    pub fn setup(&self) -> Setup {
        Setup::new(&self.inner.db)
    }

    pub fn integrations(&self) -> Integrations {
        Integrations::new(&self.inner.db, Vault::new(&self.inner.db, self.inner.options.master_key.clone()))
    }

    pub fn goals(&self) -> Goals {
        Goals::new(&self.inner.db)
    }

    pub fn activities(&self) -> Activities {
        Activities::new(self)
    }

    pub fn settings(&self) -> Settings {
        Settings::new(&self.inner.db)
    }
}
