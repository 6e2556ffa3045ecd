//! Where the embedded mongod keeps its data, log, socket and locks.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::time::Instant;

use crate::error::{DbError, Result};

/// `sun_path` has 108 bytes, the last is zero.
const LONGEST_SOCKET_PATH: usize = 107;
const SOCKET_NAME: &str = "mongodb-27017.sock";
const LARGEST_LOG: u64 = 16 << 20;

#[derive(Debug)]
pub(super) struct Files {
    pub(super) data: PathBuf,
    pub(super) socket: PathBuf,
    root: PathBuf,
}

impl Files {
    pub(super) fn prepare(data_dir: &Path) -> Result<Self> {
        let failed = |source| DbError::DataDir { path: data_dir.to_owned(), source };
        private_dirs(data_dir).map_err(failed)?;
        let root = fs::canonicalize(data_dir).map_err(failed)?;
        let data = root.join("db");
        private_dirs(&data).map_err(failed)?;
        let socket = socket_dir(&root)?.join(SOCKET_NAME);
        Ok(Self { data, socket, root })
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("mongod.log")
    }

    /// The file that takes over before a log grows without end.
    pub(super) fn rotate_log(&self) -> Result<()> {
        let log = self.log();
        match fs::metadata(&log) {
            Ok(meta) if meta.len() > LARGEST_LOG => {
                fs::rename(&log, self.root.join("mongod.log.1")).map_err(|e| self.failed(e))
            }
            _ => Ok(()),
        }
    }

    /// Polled, not streamed: the driver's stream has a second task that, once the client shuts down, connects again and again without
    /// ever yielding when nobody listens at the socket any more. On one thread that is a hang. Polled often, so that connections to a
    /// server that died are gone before the next one is there.
    pub(super) fn uri(&self) -> String {
        let path = self.socket.to_string_lossy();
        let encoded: String = path
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        format!("mongodb://{encoded}/?directConnection=true&serverMonitoringMode=poll&heartbeatFrequencyMS=500")
    }

    pub(super) async fn lock_start(&self, patience: Duration) -> Result<File> {
        let file = self.open("mongod.starting")?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(DbError::NotAnswering { socket: self.socket.clone(), waited: patience });
                }
                Err(TryLockError::Error(e)) => return Err(self.failed(e)),
            }
        }
    }

    /// Call while holding the start lock: only then is nobody testing for the last user.
    pub(super) fn share(&self) -> Result<File> {
        let file = self.open("mongod.users")?;
        file.lock_shared().map_err(|e| self.failed(e))?;
        Ok(file)
    }

    /// They are connected to a socket by its name, so the next server must take it. Call while holding the start lock.
    pub(super) fn is_used_by_others(&self, share: &File) -> Result<bool> {
        let others = match share.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(e)) => return Err(self.failed(e)),
        };
        // A lock that could not be changed is gone on some systems.
        share.lock_shared().map_err(|e| self.failed(e))?;
        Ok(others)
    }

    pub(super) fn is_last_user(&self) -> Result<bool> {
        self.try_exclusive(&self.root.join("mongod.users"))
    }

    /// A mongod holds the data directory (it may still be starting or recovering).
    pub(super) fn is_running(&self) -> Result<bool> {
        let lock = self.data.join("mongod.lock");
        if !lock.exists() {
            return Ok(false);
        }
        Ok(!self.try_exclusive(&lock)?)
    }

    pub(super) fn pid(&self) -> Result<i32> {
        let text = fs::read_to_string(self.data.join("mongod.lock")).map_err(|e| self.failed(e))?;
        text.trim().parse().map_err(|_| self.failed(io::Error::other("mongod.lock names no process")))
    }

    /// Processes may see different temporary directories; the one that started mongod writes down which socket it chose.
    pub(super) fn record_socket(&self) -> Result<()> {
        fs::write(self.root.join("mongod.socket"), self.socket.to_string_lossy().as_bytes()).map_err(|e| self.failed(e))
    }

    pub(super) fn has_recorded_socket(&self) -> bool {
        self.recorded_socket().is_ok_and(|socket| socket.parent().is_some_and(Path::is_dir))
    }

    fn recorded_socket(&self) -> io::Result<PathBuf> {
        fs::read_to_string(self.root.join("mongod.socket")).map(PathBuf::from)
    }

    pub(super) fn follow_recorded_socket(&mut self) -> Result<()> {
        let recorded = self.recorded_socket().map_err(|e| self.failed(e))?;
        if let Some(dir) = recorded.parent().filter(|dir| dir.exists()) {
            only_ours(dir)?;
        }
        self.socket = recorded;
        Ok(())
    }

    fn try_exclusive(&self, path: &Path) -> Result<bool> {
        let file = File::options().read(true).write(true).open(path).map_err(|e| self.failed(e))?;
        match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(e)) => Err(self.failed(e)),
        }
    }

    fn open(&self, name: &str) -> Result<File> {
        File::options()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(self.root.join(name))
            .map_err(|e| self.failed(e))
    }

    pub(super) fn failed(&self, source: io::Error) -> DbError {
        DbError::DataDir { path: self.root.clone(), source }
    }
}

/// `<data>/run`, or, where that is too long for a socket, a short directory of the same user below the system's temporary one.
fn socket_dir(root: &Path) -> Result<PathBuf> {
    let near = root.join("run");
    let dir = if near.join(SOCKET_NAME).as_os_str().len() < LONGEST_SOCKET_PATH {
        near
    } else {
        std::env::temp_dir().join(format!("salescommand-{:016x}", fnv1a(root.as_os_str().as_encoded_bytes())))
    };
    private_dirs(&dir).map_err(|source| DbError::DataDir { path: dir.clone(), source })?;
    only_ours(&dir)?;
    Ok(dir)
}

fn private_dirs(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// In a shared temporary directory somebody else could have made ours first and would own the socket.
fn only_ours(dir: &Path) -> Result<()> {
    let meta = fs::symlink_metadata(dir).map_err(|source| DbError::DataDir { path: dir.to_owned(), source })?;
    let private = meta.is_dir() && meta.mode() & 0o077 == 0 && meta.uid() == nix::unistd::geteuid().as_raw();
    if private { Ok(()) } else { Err(DbError::SocketDir { path: dir.to_owned() }) }
}

/// Stable across versions of Rust, unlike the standard hasher: all processes must find the same directory.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_path_is_the_published_fnv1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn a_socket_path_is_percent_encoded_in_the_uri() {
        let files = Files { data: "/d".into(), root: "/d".into(), socket: "/a b/mongodb-27017.sock".into() };
        assert!(files.uri().starts_with("mongodb://%2Fa%20b%2Fmongodb-27017.sock/?"), "{}", files.uri());
    }
}
