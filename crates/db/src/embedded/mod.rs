//! A mongod of our own: one for each data directory, shared by all processes that open it, stopped by the last.
//!
//! Two lock files carry the protocol, and the kernel drops both when a process dies: `starting` is held while somebody starts or stops
//! the server, `users` is shared by everybody who uses it. mongod itself locks `db/mongod.lock`, which tells whether one runs. Every user
//! watches over it: when it dies, the first to notice starts it again, the others attach.

mod files;
mod process;
mod replica_set;
mod watch;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI32, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch as flag, task::JoinHandle};

use crate::error::Result;
use files::Files;
use process::Started;

/// How long a mongod may take to answer or to end; journal recovery after a crash is part of it.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Embedded {
    server: Arc<Server>,
    watching: JoinHandle<()>,
}

/// What the handle and its watchman share.
#[derive(Debug)]
struct Server {
    files: Files,
    program: Option<PathBuf>,
    /// Of the mongod that was last seen alive.
    pid: AtomicI32,
    /// Our child, should it be ours.
    started: Mutex<Option<Started>>,
    /// Our share of the server; `None` once released.
    share: Mutex<Option<File>>,
    releasing: flag::Sender<bool>,
}

impl Embedded {
    /// Starts the server, or attaches to the one that runs, an orphan included.
    pub(crate) async fn open(data_dir: &Path, mongod: Option<&Path>) -> Result<Self> {
        let mut files = Files::prepare(data_dir)?;
        let starting = files.lock_start(PATIENCE).await?;
        let share = files.share()?;
        if files.is_running()? || (files.is_used_by_others(&share)? && files.has_recorded_socket()) {
            files.follow_recorded_socket()?;
        } else {
            files.record_socket()?;
        }
        let server = Arc::new(Server {
            files,
            program: mongod.map(Path::to_owned),
            pid: AtomicI32::new(0),
            started: Mutex::default(),
            share: Mutex::new(Some(share)),
            releasing: flag::Sender::new(false),
        });
        server.bring_up().await?;
        drop(starting);
        let watching = tokio::spawn(watch::over(Arc::downgrade(&server)));
        Ok(Self { server, watching })
    }

    pub(crate) fn uri(&self) -> String {
        self.server.files.uri()
    }

    pub(crate) fn pid(&self) -> i32 {
        self.server.pid.load(Ordering::Relaxed)
    }

    /// Gives our share back and stops the server when nobody else has one. The second call does nothing.
    pub(crate) async fn release(&self) -> Result<()> {
        let server = &self.server;
        // Cuts a start short that the watchman may be waiting for.
        server.releasing.send_replace(true);
        let starting = server.files.lock_start(PATIENCE).await?;
        let Some(share) = locked(&server.share).take() else { return Ok(()) };
        drop(share);
        if !server.files.is_last_user()? {
            return Ok(());
        }
        // Taken before: its lock must not be held over the waiting.
        let started = locked(&server.started).take();
        let stopped = process::stop(started, &server.files).await;
        drop(starting);
        stopped
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

impl Server {
    /// The start lock must be held. Ends when the server is a primary.
    async fn bring_up(&self) -> Result<()> {
        let ended = if self.files.is_running()? {
            tracing::info!(path = %self.files.data.display(), "attaching to the mongod that already runs");
            None
        } else {
            let program = process::find(self.program.as_deref())?;
            let started = process::start(&program, &self.files)?;
            let ended = started.ended.clone();
            *locked(&self.started) = Some(started);
            Some(ended)
        };
        process::wait_for_socket(&self.files, ended).await?;
        replica_set::ensure_primary(&self.files).await?;
        self.pid.store(self.files.pid()?, Ordering::Relaxed);
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
