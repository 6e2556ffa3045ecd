//! A database for each test, fresh or emptied, on one real mongod, which all test processes of a run share.
//!
//! `SALESCOMMAND_TEST_MONGODB_URI` names a server; unset, the first test starts one below `target/test-mongod`, the others find it
//! there, and a watcher stops it a minute after its last user has gone.

#![expect(clippy::expect_used, reason = "a test without a database fails at once and says why")]

use std::{
    env,
    fs::{self, File},
    ops::Deref,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Once,
    time::UNIX_EPOCH,
};

use db::{Db, DbConfig};
use futures::future::try_join_all;
use mongodb::bson::doc;

const PREFIX: &str = "test_";
const KEPT: &str = "kept_";
/// A process takes one for each database that it asks for, and gives none back.
const PLACES: u32 = 8;
const SERVER: &str = "SALESCOMMAND_TEST_MONGODB_URI";

/// A database of its own. Dereferences to its `Db`.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    uri: String,
    /// The lock of one that stays; any other is dropped with the value.
    kept: Option<File>,
    /// Our share of the mongod, where the tests started it.
    _server: Option<Db>,
}

impl TestDb {
    /// Without any collection.
    ///
    /// # Panics
    /// When there is no MongoDB to test with.
    pub async fn new() -> Self {
        let (uri, server) = server().await;
        let name = format!("{PREFIX}{}_{}", std::process::id(), uuid::Uuid::new_v4().simple());
        let db = Db::open(&config(&uri, &name)).await.expect("the test database opens");
        drop_stale_ones(&db).await;
        Self { db, uri, kept: None, _server: server }
    }

    /// Without rows, and with the collections and indexes of the tests before: to make a hundred takes longer than most tests.
    ///
    /// Only where each test is a process, whose end stops whatever it started, and the server is our own; else a new one.
    ///
    /// # Panics
    /// When there is no MongoDB to test with.
    pub async fn emptied() -> Self {
        let is_ours = env::var_os("NEXTEST").is_some() && env::var_os(SERVER).is_none();
        let Some(program) = program().filter(|_| is_ours) else { return Self::new().await };
        let (uri, server) = server().await;
        for place in 0..PLACES {
            let Some(kept) = lock(place) else { continue };
            let db =
                Db::open(&config(&uri, &format!("{KEPT}{program}_{place}"))).await.expect("the kept database opens");
            // One in which a killed test left a transaction open is left alone until that is over.
            if empty(&db).await.is_ok() {
                drop_those_of_older_builds(&db, &program, place).await;
                return Self { db, uri, kept: Some(kept), _server: server };
            }
        }
        Self::new().await
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
        if let Some(lock) = self.kept.take() {
            // Until the process has ended: what the test has started may still write.
            std::mem::forget(lock);
            return;
        }
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

/// Its address, and our share of it where the tests started it.
async fn server() -> (String, Option<Db>) {
    match env::var(SERVER) {
        Ok(uri) => (uri, None),
        Err(_) => {
            let server = shared_mongod().await;
            (server.socket_uri().expect("an embedded mongod has a socket"), Some(server))
        }
    }
}

/// This build of these tests: another one may want other indexes.
fn program() -> Option<String> {
    let exe = env::current_exe().ok()?;
    let built = fs::metadata(&exe).and_then(|file| file.modified()).ok()?;
    let seconds = built.duration_since(UNIX_EPOCH).ok()?.as_secs();
    Some(format!("{}_{seconds}", exe.file_name()?.to_str()?.replace('-', "")))
}

/// Of all programs, so that a place is one test's whichever it belongs to.
fn lock(place: u32) -> Option<File> {
    let dir = shared_dir().join("kept");
    fs::create_dir_all(&dir).expect("a folder for locks");
    let file = File::options().create(true).append(true).open(dir.join(place.to_string())).expect("a lock");
    file.try_lock().is_ok().then_some(file)
}

/// What tests leave beside rows: what was asked, and on what conditions a lease may be written.
const NOT_KEPT: [&str; 2] = ["system.profile", "leases"];

/// All rows but those of migrations, which tell of the collections that stay; plans that suited other rows are forgotten too.
async fn empty(db: &Db) -> mongodb::error::Result<()> {
    let database = db.database();
    let tables = database.list_collection_names().filter(doc! { "type": "collection" }).await?;
    database.run_command(doc! { "profile": 0 }).await?;
    let (dropped, kept): (Vec<_>, Vec<_>) = tables.iter().partition(|name| NOT_KEPT.contains(&name.as_str()));
    for name in dropped {
        database.run_command(doc! { "drop": name }).await?;
    }
    let ours = kept.into_iter().filter(|name| *name != "migrations" && !name.starts_with("system."));
    try_join_all(ours.map(async |name| {
        let all = doc! { "delete": name, "deletes": [{ "q": {}, "limit": 0 }], "maxTimeMS": 3_000 };
        let answer = database.run_command(all).await?;
        if answer.contains_key("writeErrors") {
            return Err(mongodb::error::Error::custom(format!("{name} cannot be emptied")));
        }
        database.run_command(doc! { "planCacheClear": name }).await
    }))
    .await
    .map(drop)
}

/// Those in the place that is ours, which nobody else can be using.
async fn drop_those_of_older_builds(db: &Db, program: &str, place: u32) {
    let Some((name, _)) = program.rsplit_once('_') else { return };
    let same = doc! { "name": { "$regex": format!("^{KEPT}{name}_[0-9]+_{place}$") } };
    let names = db.client().list_database_names().filter(same).await.unwrap_or_default();
    for old in names.iter().filter(|name| *name != db.name()) {
        let _dropped_by_another = db.client().database(old).drop().await;
    }
}

async fn shared_mongod() -> Db {
    let data_dir = shared_dir();
    let config = DbConfig { uri: None, database: "admin".into(), data_dir: data_dir.clone(), mongod: mongod() };
    let server = Db::open(&config).await.expect("a mongod for the tests starts (cargo xtask test fetches one)");
    // Many tests make a hundred files and drop them: left open for the usual minutes, they exhaust the process's limit and mongod aborts.
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
