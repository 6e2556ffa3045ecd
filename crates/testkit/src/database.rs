//! A fresh database for each test on one real mongod, which all test processes of a run share.
//!
//! `SALESCOMMAND_TEST_MONGODB_URI` names a server; unset, the first test starts one below `target/test-mongod`, the others find it
//! there, and a watcher stops it a minute after its last user has gone.

#![expect(clippy::expect_used, reason = "a test without a database fails at once and says why")]

use std::{
    env,
    fs::File,
    ops::Deref,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Once,
};

use db::{Db, DbConfig};
use mongodb::bson::doc;

const PREFIX: &str = "test_";

/// A database of its own, dropped with the value. Dereferences to its `Db`.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    uri: String,
    /// Our share of the mongod, where the tests started it.
    _server: Option<Db>,
}

impl TestDb {
    /// # Panics
    /// When there is no MongoDB to test with.
    pub async fn new() -> Self {
        let (uri, server) = match env::var("SALESCOMMAND_TEST_MONGODB_URI") {
            Ok(uri) => (uri, None),
            Err(_) => {
                let server = shared_mongod().await;
                (server.socket_uri().expect("an embedded mongod has a socket"), Some(server))
            }
        };
        let name = format!("{PREFIX}{}_{}", std::process::id(), uuid::Uuid::new_v4().simple());
        let db = Db::open(&config(&uri, &name)).await.expect("the test database opens");
        drop_stale_ones(&db).await;
        Self { db, uri, _server: server }
    }

    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// Opens the same database again, from this process or another one.
    pub fn config(&self) -> DbConfig {
        config(&self.uri, self.db.name())
    }

    pub fn uri(&self) -> &str {
        &self.uri
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // A thread with a runtime of its own: the test's may be ending, or unwinding from a panic. What is left over, the next run drops.
        let config = self.config();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async { Db::open(&config).await.ok()?.database().drop().await.ok() })
        });
        let _left_over = dropping.join();
    }
}

fn config(uri: &str, database: &str) -> DbConfig {
    DbConfig { uri: Some(uri.to_owned().into()), database: database.into(), data_dir: shared_dir(), mongod: None }
}

/// The mongod that tests start: `SALESCOMMAND_MONGOD`, else the one that `xtask` fetched, else (`None`) the first on the PATH.
pub fn mongod() -> Option<PathBuf> {
    let fetched = target_dir().join("tools/mongod-6.0.5/bin/mongod");
    env::var_os("SALESCOMMAND_MONGOD").map(PathBuf::from).or_else(|| fetched.is_file().then_some(fetched))
}

async fn shared_mongod() -> Db {
    let data_dir = shared_dir();
    let config = DbConfig { uri: None, database: "admin".into(), data_dir: data_dir.clone(), mongod: mongod() };
    let server = Db::open(&config).await.expect("a mongod for the tests starts (cargo xtask test fetches one)");
    // Each test makes a hundred files and drops them: left open for the usual minutes, they exhaust the process's limit and mongod aborts.
    let close_soon = doc! {
        "setParameter": 1,
        "minSnapshotHistoryWindowInSeconds": 0,
        "wiredTigerEngineRuntimeConfig": "file_manager=(close_idle_time=5,close_scan_interval=5,close_handle_minimum=100)",
    };
    server.database().run_command(close_soon).await.expect("mongod lets go of dropped files");
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| watch(&data_dir));
    server
}

fn shared_dir() -> PathBuf {
    target_dir().join("test-mongod")
}

pub(crate) fn target_dir() -> PathBuf {
    if let Some(dir) = env::var_os("CARGO_TARGET_DIR") {
        return dir.into();
    }
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let manifest = manifest.unwrap_or_else(|| env::current_dir().expect("a directory to run in"));
    let root = manifest.ancestors().find(|dir| dir.join("Cargo.lock").is_file()).unwrap_or(&manifest);
    root.join("target")
}

/// Stops the server a minute after the last test: nothing else outlives them all. Uses the lock files of `db::embedded`.
fn watch(data_dir: &Path) {
    const SCRIPT: &str = r#"
        idle=0
        while [ $idle -lt 60 ]; do
            sleep 2
            if flock -n mongod.users true; then idle=$((idle + 2)); else idle=0; fi
        done
        exec flock mongod.starting sh -c '
            flock -n mongod.users true || exit 0
            pid=$(cat db/mongod.lock) && kill "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done'
    "#;
    let lock = data_dir.join("watcher");
    let free = File::options().create(true).append(true).open(&lock).is_ok_and(|file| file.try_lock().is_ok());
    if !free {
        return;
    }
    // Where there is no `flock` (macOS), the server stays until `db` stops it.
    let _watcher = Command::new("flock")
        .args(["-n", "watcher", "sh", "-c", SCRIPT])
        .current_dir(data_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
}

/// Databases of test processes that were killed.
async fn drop_stale_ones(db: &Db) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    let ours = doc! { "name": { "$regex": format!("^{PREFIX}") } };
    let names = db.client().list_database_names().filter(ours).await.unwrap_or_default();
    for name in names {
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next());
        let gone = owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists());
        if gone {
            let _dropped_by_another = db.client().database(&name).drop().await;
        }
    }
}
