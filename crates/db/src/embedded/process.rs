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
use tokio::{net::UnixStream, sync::oneshot, time::Instant};

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
pub(super) type Ended = oneshot::Receiver<ExitStatus>;

pub(super) fn start(program: &Path, files: &Files) -> Result<Ended> {
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
    let (tell, ended) = oneshot::channel();
    // A thread that reaps it, whoever stops it: a zombie would look like a running server.
    std::thread::Builder::new()
        .name("mongod-reaper".into())
        .spawn(move || {
            if let Ok(status) = child.wait() {
                let _nobody_listens = tell.send(status);
            }
        })
        .map_err(|e| files.failed(e))?;
    Ok(ended)
}

pub(super) async fn wait_for_socket(files: &Files, mut ended: Option<Ended>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if UnixStream::connect(&files.socket).await.is_ok() {
            return Ok(());
        }
        if let Some(Ok(status)) = ended.as_mut().map(oneshot::Receiver::try_recv) {
            return Err(DbError::StartFailed { reason: status.to_string(), log: files.log() });
        }
        if Instant::now() >= deadline {
            return Err(DbError::NotAnswering { socket: files.socket.clone(), waited: PATIENCE });
        }
        tokio::time::sleep(STEP).await;
    }
}

/// Ends when the process is gone. The journal makes even a killed mongod lose nothing.
pub(super) async fn stop(pid: i32, files: &Files) -> Result<()> {
    let pid = Pid::from_raw(pid);
    // Without this, a server that died and whose number went to a stranger would make us signal the stranger.
    if !files.is_running()? {
        return Ok(());
    }
    signal(pid, Signal::SIGTERM, files)?;
    if !ends_within(pid, PATIENCE).await {
        tracing::warn!(%pid, "mongod does not stop, killing it");
        signal(pid, Signal::SIGKILL, files)?;
        ends_within(pid, PATIENCE).await;
    }
    tracing::info!(%pid, "stopped mongod");
    Ok(())
}

fn signal(pid: Pid, signal: Signal, files: &Files) -> Result<()> {
    match kill(pid, signal) {
        Ok(()) | Err(Errno::ESRCH) => Ok(()),
        Err(e) => Err(files.failed(e.into())),
    }
}

async fn ends_within(pid: Pid, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    while kill(pid, None) != Err(Errno::ESRCH) {
        if Instant::now() >= deadline {
            return false;
        }
        tokio::time::sleep(STEP).await;
    }
    true
}
