//! The watchman: notices that mongod has died and starts it again, unless another user of the directory was quicker.

use std::{
    sync::{Arc, Weak, atomic::Ordering},
    time::Duration,
};

use tokio::time::Instant;

use super::{PATIENCE, Server, locked, process};
use crate::error::Result;

/// Between two looks at the process.
const LOOK: Duration = Duration::from_millis(250);
/// Doubles with each mongod that does not last, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// One that has lived this long did not die of its start.
const LASTING: Duration = Duration::from_secs(60);

/// Ends when the handle is gone or gives its share back.
pub(super) async fn over(server: Weak<Server>) {
    let mut pause = FIRST_PAUSE;
    let mut alive_since = Instant::now();
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(server) = server.upgrade() else { return };
        if *server.releasing.borrow() {
            return;
        }
        let pid = server.pid.load(Ordering::Relaxed);
        if process::is_alive(pid) {
            continue;
        }
        if alive_since.elapsed() > LASTING {
            pause = FIRST_PAUSE;
        }
        tracing::error!(pid, "mongod has died, starting it again");
        while let Err(error) = server.revive().await {
            tracing::error!(%error, wait = ?pause, "mongod cannot be started again, trying once more");
            if server.released_within(pause).await {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        alive_since = Instant::now();
        tracing::info!(pid = server.pid.load(Ordering::Relaxed), "mongod is there again");
        // For the next one, should this one not last.
        let waited = pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
        if server.released_within(waited).await {
            return;
        }
    }
}

impl Server {
    /// As at the start: whoever has the lock first starts it, the others find it running.
    async fn revive(self: &Arc<Self>) -> Result<()> {
        let mut releasing = self.releasing.subscribe();
        let reviving = async {
            let _starting = self.files.lock_start(PATIENCE).await?;
            if locked(&self.share).is_none() {
                return Ok(());
            }
            self.bring_up().await
        };
        tokio::select! {
            // `release` stops what was started.
            _ = releasing.wait_for(|releasing| *releasing) => Ok(()),
            revived = reviving => revived,
        }
    }

    async fn released_within(&self, time: Duration) -> bool {
        let mut releasing = self.releasing.subscribe();
        tokio::time::timeout(time, releasing.wait_for(|releasing| *releasing)).await.is_ok()
    }
}
