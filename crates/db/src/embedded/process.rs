//! Finding, starting, awaiting and stopping the mongod process.

use std::{
    fs::File,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};

use nix::{
    errno::Errno,
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{net::UnixStream, sync::watch, time::Instant};

use super::{PATIENCE, files::Files};
use crate::error::{DbError, Result};

const STEP: Duration = Duration::from_millis(20);

pub(super) fn find(given: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = given {
        return if path.is_file() {
            Ok(path.to_owned())
        } else {
            Err(DbError::MongodMissing { path: path.to_owned() })
        };
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|dir| dir.join("mongod")).find(|file| file.is_file()).ok_or(DbError::NoMongod)
}

/// Tells how mongod ended, should it end.
pub(super) type Ended = watch::Receiver<Option<ExitStatus>>;

/// A mongod that is our child.
#[derive(Debug)]
pub(super) struct Started {
    pid: Pid,
    pub(super) ended: Ended,
}

impl Started {
    fn has_ended(&self) -> bool {
        self.ended.borrow().is_some()
    }
}

pub(super) fn start(program: &Path, files: &Files) -> Result<Started> {
    files.rotate_log()?;
    let log = File::options().create(true).append(true).open(files.log()).map_err(|e| files.failed(e))?;
    let mut child = Command::new(program)
        .arg("--dbpath")
        .arg(&files.data)
        .arg("--bind_ip")
        .arg(&files.socket)
        // No TCP port, and no second socket in the system's temporary directory.
        .args(["--nounixsocket", "--filePermissions", "0600"])
        .arg("--logpath")
        .arg(files.log())
        .args(["--logappend", "--quiet", "--replSet", super::replica_set::NAME])
        .args(["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "512"])
        .args(["--setParameter", "transactionLifetimeLimitSeconds=15"])
        .args(["--setParameter", "diagnosticDataCollectionEnabled=false"])
        .args(["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        // Ctrl-C at the terminal must reach us first: we stop mongod last.
        .process_group(0)
        .spawn()
        .map_err(|e| DbError::StartFailed { reason: e.to_string(), log: files.log() })?;
    tracing::info!(pid = child.id(), path = %files.data.display(), "started mongod");
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap_or_default());
    let (tell, ended) = watch::channel(None);
    // A thread that reaps it, whoever stops it: a zombie would look like a running server.
    std::thread::Builder::new()
        .name("mongod-reaper".into())
        .spawn(move || {
            if let Ok(status) = child.wait() {
                tell.send_replace(Some(status));
            }
        })
        .map_err(|e| files.failed(e))?;
    Ok(Started { pid, ended })
}

pub(super) async fn wait_for_socket(files: &Files, ended: Option<Ended>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if UnixStream::connect(&files.socket).await.is_ok() {
            return Ok(());
        }
        if let Some(status) = ended.as_ref().and_then(|ended| *ended.borrow()) {
            return Err(DbError::StartFailed { reason: status.to_string(), log: files.log() });
        }
        if Instant::now() >= deadline {
            return Err(DbError::NotAnswering { socket: files.socket.clone(), waited: PATIENCE });
        }
        tokio::time::sleep(STEP).await;
    }
}

/// Ends when the process is gone. The journal makes even a killed mongod lose nothing.
pub(super) async fn stop(ours: Option<Started>, files: &Files) -> Result<()> {
    let pid = match ours.filter(|ours| !ours.has_ended()) {
        // It may be so young that it does not hold the data directory yet.
        Some(ours) => ours.pid,
        // Else a server that died and whose number went to a stranger would make us signal the stranger.
        None if !files.is_running()? => return Ok(()),
        None => Pid::from_raw(files.pid()?),
    };
    signal(pid, Signal::SIGTERM, files)?;
    if !ends_within(pid, PATIENCE).await {
        tracing::warn!(%pid, "mongod does not stop, killing it");
        signal(pid, Signal::SIGKILL, files)?;
        ends_within(pid, PATIENCE).await;
    }
    tracing::info!(%pid, "stopped mongod");
    Ok(())
}

pub(super) fn is_alive(pid: i32) -> bool {
    kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH)
}

fn signal(pid: Pid, signal: Signal, files: &Files) -> Result<()> {
    match kill(pid, signal) {
        Ok(()) | Err(Errno::ESRCH) => Ok(()),
        Err(e) => Err(files.failed(e.into())),
    }
}

async fn ends_within(pid: Pid, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    while is_alive(pid.as_raw()) {
        if Instant::now() >= deadline {
            return false;
        }
        tokio::time::sleep(STEP).await;
    }
    true
}
