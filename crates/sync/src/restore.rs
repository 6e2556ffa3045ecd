//! Restore: raw and the own records from a backup, everything else made again from them.

use crate::{Pipeline, Replayed, SyncRunError, pipeline::give_back};
use store::{Loader, backup::Backup};

impl Pipeline {
    /// Into an empty lake only. Readers see nothing before all of it is there; cut off, start again with a new database.
    pub async fn restore(&self, backup: &Backup) -> Result<Replayed, SyncRunError> {
        let mut loader = self.acquire().await?;
        let restored = self.restore_under(&mut loader, backup).await;
        give_back(loader).await;
        restored
    }

    async fn restore_under(&self, loader: &mut Loader, backup: &Backup) -> Result<Replayed, SyncRunError> {
        loader.fill_from(backup).await?;
        let replayed = self.replay_under(loader).await?;
        loader.reveal(backup).await?;
        tracing::info!(generation = backup.manifest().generation, "restored a backup");
        Ok(replayed)
    }
}
