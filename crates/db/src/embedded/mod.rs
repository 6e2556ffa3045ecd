//! A mongod of our own: one for each data directory, shared by all processes that open it, stopped by the last.
//!
//! Two lock files carry the protocol, and the kernel drops both when a process dies: `starting` is held while somebody starts or stops
//! the server, `users` is shared by everybody who uses it. mongod itself locks `db/mongod.lock`, which tells whether one runs.

mod files;
mod process;
mod replica_set;

use std::{
    fs::File,
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::error::Result;
use files::Files;

/// How long a mongod may take to answer or to end; journal recovery after a crash is part of it.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Embedded {
    files: Files,
    pid: i32,
    /// Our share of the server; `None` once released.
    share: Mutex<Option<File>>,
}

impl Embedded {
    /// Starts the server, or attaches to the one that runs, an orphan included.
    pub(crate) async fn open(data_dir: &Path, mongod: Option<&Path>) -> Result<Self> {
        let mut files = Files::prepare(data_dir)?;
        let _starting = files.lock_start(PATIENCE).await?;
        let share = files.share()?;
        if files.is_running()? {
            files.follow_recorded_socket()?;
            tracing::info!(path = %files.data.display(), "attaching to the mongod that already runs");
            process::wait_for_socket(&files, None).await?;
        } else {
            files.record_socket()?;
            let program = process::find(mongod)?;
            let ended = process::start(&program, &files)?;
            process::wait_for_socket(&files, Some(ended)).await?;
        }
        replica_set::ensure_primary(&files).await?;
        let pid = files.pid()?;
        Ok(Self { files, pid, share: Mutex::new(Some(share)) })
    }

    pub(crate) fn uri(&self) -> String {
        self.files.uri()
    }

    pub(crate) fn pid(&self) -> i32 {
        self.pid
    }

    /// Gives our share back and stops the server when nobody else has one. The second call does nothing.
    pub(crate) async fn release(&self) -> Result<()> {
        let Some(share) = self.share.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        let _starting = self.files.lock_start(PATIENCE).await?;
        drop(share);
        if !self.files.is_last_user()? {
            return Ok(());
        }
        process::stop(self.pid, &self.files).await
    }
}
