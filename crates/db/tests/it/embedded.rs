//! A mongod of our own: started, shared, adopted, moved, and gone at the end.

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use db::{Db, DbConfig, DbError, Lease};
use mongodb::bson::doc;

use crate::support::{collection, insert, until};

/// A directory below the system's temporary one, removed with the value.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("db-it-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn embedded(data_dir: &Path) -> DbConfig {
    DbConfig { uri: None, database: "app".into(), data_dir: data_dir.into(), mongod: testkit::database::mongod() }
}

fn kill(pid: i32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

/// Every process that was started on this data directory.
fn mongods(data_dir: &Path) -> Vec<i32> {
    let db = std::fs::canonicalize(data_dir).unwrap().join("db");
    let processes =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let serves = |pid: &i32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(|word| Path::new(std::str::from_utf8(word).unwrap_or_default()) == db)
    };
    processes.filter(serves).collect()
}

fn is_alive(pid: i32) -> bool {
    Command::new("kill").args(["-0", &pid.to_string()]).stderr(std::process::Stdio::null()).status().unwrap().success()
}

/// TCP sockets of the process itself: the kernel's table has them all, its open files say which are its own.
fn tcp_sockets(pid: i32) -> usize {
    let own: Vec<PathBuf> = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .filter_map(|file| std::fs::read_link(file.ok()?.path()).ok())
        .collect();
    let tables =
        ["tcp", "tcp6"].map(|table| std::fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default());
    let inodes =
        tables.iter().flat_map(|table| table.lines().skip(1)).filter_map(|line| line.split_whitespace().nth(9));
    inodes.filter(|inode| own.contains(&PathBuf::from(format!("socket:[{inode}]")))).count()
}

#[tokio::test]
async fn it_starts_once_is_shared_and_ends_with_its_last_user() {
    let dir = Dir::new("shared");
    let data = dir.0.join("data");
    let first = Db::open(&embedded(&data)).await.unwrap();
    let pid = first.mongod_pid().unwrap();
    let second = Db::open(&embedded(&data)).await.unwrap();
    assert_eq!(second.mongod_pid(), Some(pid));
    first.transaction(insert(&first, &doc! {})).await.unwrap();

    let mode = std::fs::metadata(data.join("run")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(tcp_sockets(pid), 0);

    first.shutdown().await.unwrap();
    first.shutdown().await.unwrap();
    assert!(is_alive(pid));
    assert_eq!(collection(&second, "rows").count_documents(doc! {}).await.unwrap(), 1);
    second.shutdown().await.unwrap();
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn an_orphan_is_adopted_and_stopped() {
    let dir = Dir::new("orphan");
    let owner = Db::open(&embedded(&dir.0)).await.unwrap();
    let pid = owner.mongod_pid().unwrap();
    // Dropped without a shutdown, as by a killed process: the kernel gives its locks back, mongod goes on.
    drop(owner);
    assert!(is_alive(pid));
    let heir = Db::open(&embedded(&dir.0)).await.unwrap();
    assert_eq!(heir.mongod_pid(), Some(pid));
    heir.shutdown().await.unwrap();
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn after_a_killed_mongod_the_next_start_has_every_committed_row() {
    let dir = Dir::new("killed");
    let db = Db::open(&embedded(&dir.0)).await.unwrap();
    collection(&db, "rows").insert_one(doc! { "_id": 1 }).await.unwrap();
    let pid = db.mongod_pid().unwrap();
    // Nobody watches over it any more.
    drop(db);
    kill(pid);
    until("it is dead", async || !is_alive(pid)).await;
    let next = Db::open(&embedded(&dir.0)).await.unwrap();
    assert_ne!(next.mongod_pid(), Some(pid));
    assert_eq!(collection(&next, "rows").count_documents(doc! {}).await.unwrap(), 1);
    next.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_start_at_once_get_the_same_server() {
    let dir = Dir::new("race");
    let config = embedded(&dir.0);
    let (one, two) = tokio::join!(Db::open(&config), Db::open(&config));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.mongod_pid(), two.mongod_pid());
    let pid = one.mongod_pid().unwrap();
    let (a, b) = tokio::join!(one.shutdown(), two.shutdown());
    assert!(a.is_ok() && b.is_ok());
    assert!(!is_alive(pid));
}

#[tokio::test]
async fn a_moved_directory_works_at_its_new_place_even_where_the_path_is_too_long_for_a_socket() {
    let dir = Dir::new("moved");
    let (old, new) = (dir.0.join("old"), dir.0.join("long".repeat(30)));
    let db = Db::open(&embedded(&old)).await.unwrap();
    collection(&db, "rows").insert_one(doc! { "_id": 1 }).await.unwrap();
    db.shutdown().await.unwrap();
    std::fs::rename(&old, &new).unwrap();
    let moved = Db::open(&embedded(&new)).await.unwrap();
    assert_eq!(collection(&moved, "rows").count_documents(doc! {}).await.unwrap(), 1);
    collection(&moved, "rows").insert_one(doc! { "_id": 2 }).await.unwrap();
    moved.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_program_that_is_not_there_or_no_mongod_is_named() {
    let dir = Dir::new("missing");
    let mut config = embedded(&dir.0);
    config.mongod = Some("/nowhere/mongod".into());
    let error = Db::open(&config).await.unwrap_err();
    assert_eq!(error.to_string(), "/nowhere/mongod was given as mongod, but there is no such program");
    config.mongod = Some("/bin/false".into());
    let error = Db::open(&config).await.unwrap_err();
    assert!(matches!(&error, DbError::StartFailed { log, .. } if log.ends_with("mongod.log")), "{error:?}");
}

#[tokio::test]
async fn a_mongod_that_is_killed_is_started_again_and_the_same_handle_goes_on() {
    let dir = Dir::new("revived");
    let db = Db::open(&embedded(&dir.0)).await.unwrap();
    collection(&db, "rows").insert_one(doc! { "_id": 1 }).await.unwrap();
    let lease = Lease::acquire(&db, "load", "one", Duration::from_secs(1)).await.unwrap().unwrap();
    let fence = lease.fence();
    let pid = db.mongod_pid().unwrap();
    kill(pid);
    until("another one is there", async || db.mongod_pid() != Some(pid)).await;
    assert_eq!(collection(&db, "rows").count_documents(doc! {}).await.unwrap(), 1);
    db.transaction(insert(&db, &doc! {})).await.unwrap();
    drop(lease);
    until("the lease is taken again", async || {
        let taken = Lease::acquire(&db, "load", "two", Duration::from_secs(1)).await.unwrap();
        taken.is_some_and(|lease| lease.fence() == fence + 1)
    })
    .await;
    assert_eq!(mongods(&dir.0), [db.mongod_pid().unwrap()]);
    db.shutdown().await.unwrap();
    assert_eq!(mongods(&dir.0), [0; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_users_one_starts_it_again_and_the_other_attaches_even_to_an_orphan_of_both() {
    let dir = Dir::new("revived_by_two");
    let config = embedded(&dir.0);
    let owner = Db::open(&config).await.unwrap();
    let orphan = owner.mongod_pid().unwrap();
    drop(owner);
    let (one, two) = (Db::open(&config).await.unwrap(), Db::open(&config).await.unwrap());
    kill(orphan);
    until("both have the next", async || one.mongod_pid() != Some(orphan) && one.mongod_pid() == two.mongod_pid())
        .await;
    one.ping().await.unwrap();
    two.ping().await.unwrap();
    assert_eq!(mongods(&dir.0), [one.mongod_pid().unwrap()]);
    one.shutdown().await.unwrap();
    assert_eq!(mongods(&dir.0), [two.mongod_pid().unwrap()]);
    two.shutdown().await.unwrap();
    assert_eq!(mongods(&dir.0), [0; 0]);
}

#[tokio::test]
async fn whoever_stops_during_the_outage_leaves_none_behind() {
    let dir = Dir::new("stopped_in_outage");
    for wait in [0, 300, 450, 700] {
        let db = Db::open(&embedded(&dir.0)).await.unwrap();
        kill(db.mongod_pid().unwrap());
        // Any point of the restart will do.
        tokio::time::sleep(Duration::from_millis(wait)).await;
        db.shutdown().await.unwrap();
        assert_eq!(mongods(&dir.0), [0; 0], "after {wait} ms");
    }
}

#[tokio::test]
async fn while_it_cannot_be_started_it_is_tried_again_and_again() {
    let dir = Dir::new("cannot_start");
    let program = dir.0.join("mongod");
    let link = || std::os::unix::fs::symlink(testkit::database::mongod().unwrap(), &program).unwrap();
    link();
    let db = Db::open(&DbConfig { mongod: Some(program.clone()), ..embedded(&dir.0.join("data")) }).await.unwrap();
    let pid = db.mongod_pid().unwrap();
    std::fs::remove_file(&program).unwrap();
    kill(pid);
    until("it is dead", async || !is_alive(pid)).await;
    let away = tokio::time::timeout(Duration::from_secs(1), db.ping()).await;
    assert!(!matches!(away, Ok(Ok(()))));
    link();
    until("another one is there", async || db.mongod_pid() != Some(pid)).await;
    db.ping().await.unwrap();
    db.shutdown().await.unwrap();
}
