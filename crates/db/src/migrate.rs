//! Numbered migrations: each runs once, under a lease, and a database newer than the program is refused.

use std::{collections::BTreeMap, fmt, time::Duration};

use futures::{TryStreamExt, future::BoxFuture};
use mongodb::bson::{Document, doc};

use crate::{
    connect::Db,
    error::{DbError, Result},
    lease::Lease,
};

const MIGRATIONS: &str = "migrations";
const LEASE: &str = "migrations";

/// One step from a database's older shape to the next. It may be cut off anywhere and runs again from its start, so it must be idempotent.
/// Numbers start at 1 and have no gap; a published one never changes.
#[derive(Clone, Copy)]
pub struct Migration {
    pub number: u32,
    pub name: &'static str,
    /// Writes documents through the lease, which carries the database; index and collection commands cannot run in a transaction.
    pub run: for<'a> fn(&'a Lease) -> BoxFuture<'a, Result<()>>,
}

impl fmt::Debug for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Migration {} ({})", self.number, self.name)
    }
}

/// From which migration to which the database went. Equal when there was nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    pub from: u32,
    pub to: u32,
}

impl Db {
    /// Runs what is missing, in order. Waits while another process does the same.
    pub async fn migrate(&self, migrations: &[Migration], holder: &str) -> Result<Migrated> {
        let pending = self.pending_migrations(migrations).await?;
        let to = newest(migrations);
        if pending.is_empty() {
            return Ok(Migrated { from: to, to });
        }
        let lease = self.wait_for_lease(holder).await?;
        let done = self.run_pending(migrations, &lease).await;
        lease.release().await?;
        done.map(|from| Migrated { from, to })
    }

    /// Numbers that `migrate` would run. An error when the database is newer than `migrations`, or another program's.
    pub async fn pending_migrations(&self, migrations: &[Migration]) -> Result<Vec<u32>> {
        let recorded = self.recorded_migrations().await?;
        if let Some((&database, _)) = recorded.last_key_value() {
            let binary = newest(migrations);
            if database > binary {
                return Err(DbError::NewerDatabase { database, binary });
            }
        }
        let mut pending = Vec::new();
        for migration in migrations {
            match recorded.get(&migration.number) {
                Some(name) if name == migration.name => {}
                Some(name) => {
                    let (recorded, ours) = (name.clone(), migration.name.to_owned());
                    return Err(DbError::ForeignMigration { number: migration.number, recorded, ours });
                }
                None => pending.push(migration.number),
            }
        }
        pending.sort_unstable();
        Ok(pending)
    }

    async fn recorded_migrations(&self) -> Result<BTreeMap<u32, String>> {
        let all: Vec<Document> = self.collection(MIGRATIONS).find(doc! {}).await?.try_collect().await?;
        let read = |row: &Document| {
            let number = u32::try_from(row.get_i64("_id").ok()?).ok()?;
            Some((number, row.get_str("name").ok()?.to_owned()))
        };
        Ok(all.iter().filter_map(read).collect())
    }

    async fn wait_for_lease(&self, holder: &str) -> Result<Lease> {
        let mut said = false;
        loop {
            if let Some(lease) = Lease::acquire(self, LEASE, holder, Lease::TTL).await? {
                return Ok(lease);
            }
            if !said {
                tracing::info!("another process migrates the database, waiting for it");
                said = true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Returns the migration that the database was at.
    async fn run_pending(&self, migrations: &[Migration], lease: &Lease) -> Result<u32> {
        // Read again under the lease: the other process may have done it all.
        let pending = self.pending_migrations(migrations).await?;
        let from = pending.first().map_or_else(|| newest(migrations), |first| first.saturating_sub(1));
        for number in pending {
            let Some(migration) = migrations.iter().find(|migration| migration.number == number) else { continue };
            tracing::info!(migration = number, name = migration.name, "migrating the database");
            self.run_one(migration, lease).await.map_err(|e| DbError::MigrationFailed {
                number,
                name: migration.name,
                source: Box::new(e),
            })?;
        }
        Ok(from)
    }

    async fn run_one(&self, migration: &Migration, lease: &Lease) -> Result<()> {
        (migration.run)(lease).await?;
        let recorded = &self.collection(MIGRATIONS);
        let at = self.now().await?.timestamp_millis();
        let row = &doc! { "_id": i64::from(migration.number), "name": migration.name, "at": mongodb::bson::DateTime::from_millis(at) };
        lease
            .run(|mut tx| {
                Box::pin(async move {
                    recorded.insert_one(row).session(tx.session()).await?;
                    Ok(())
                })
            })
            .await
    }
}

fn newest(migrations: &[Migration]) -> u32 {
    migrations.iter().map(|migration| migration.number).max().unwrap_or_default()
}
