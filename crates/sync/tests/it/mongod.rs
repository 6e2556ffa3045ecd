//! The database's own process is killed in mid-run, or its disk takes no more: it is started again, and the lake ends up as an
//! undisturbed one.

use crate::support::{World, company_source, let_the_lease_run_out, partner, present, put_deal};
use db::{Db, DbConfig};
use domain::{
    builders::{contact, instant},
    canonical::{Kind, Record},
};
use shared::sync::{RunState, SyncMode};
use std::{path::PathBuf, process::Command, sync::Arc, time::Duration};
use store::{Store, StoreOptions};
use sync::{Pipeline, SyncRunError};
use testkit::scripted::{Call, Scripted};

/// A short path: the socket is below it.
struct Dir(PathBuf);

impl Dir {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("sync-it-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn change(source: &Scripted, round: i64) {
    put_deal(source, 100, |deal| deal.name = format!("Round {round}"));
    put_deal(source, 200 + round, |deal| deal.partner = Some(300 + round));
    source.put(300 + round, partner(300 + round));
    source.put(12, if round % 2 == 0 { partner(12) } else { Record::Partner(contact(12, 10)) });
    source.delete(Kind::Deal, 199 + round);
}

/// Until a run has gone through, as if the lease of the one before had run out.
async fn run_after(db: &Db, pipeline: &Pipeline) {
    let running = async {
        loop {
            if let_the_lease_run_out(db).await.is_ok() {
                match pipeline.run_once(SyncMode::Delta).await {
                    Ok(run) if run.state == RunState::Success => return,
                    Ok(run) => panic!("{run:?}"),
                    Err(SyncRunError::Busy { .. } | SyncRunError::Store(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(120), running).await.unwrap_or_else(|_| panic!("the database comes back"));
}

/// What befalls the database.
#[derive(Debug, Clone, Copy)]
enum Blow {
    Killed,
    /// No write of it goes through any more, to no file.
    DiskFull,
}

impl Blow {
    fn strike(self, pid: i32) {
        let mut command = match self {
            Self::Killed => Command::new("kill"),
            Self::DiskFull => Command::new("prlimit"),
        };
        match self {
            Self::Killed => command.args(["-9", &pid.to_string()]),
            Self::DiskFull => command.args(["--fsize=1:", "--pid", &pid.to_string()]),
        };
        assert!(command.status().unwrap().success());
    }
}

async fn survives(blow: Blow, name: &str) {
    let dir = Dir::new(name);
    let config =
        DbConfig { uri: None, database: "lake".into(), data_dir: dir.0.clone(), mongod: testkit::database::mongod() };
    let db = Db::open(&config).await.unwrap();
    let clock = Arc::new(|| instant("2026-11-21T12:00:00Z"));
    let store = Store::open(db.clone(), clock, StoreOptions::default()).await.unwrap();
    let undisturbed = World::with(company_source()).await;
    let pipeline = Pipeline::new(undisturbed.source.clone(), store.clone(), "worker 1".into());
    for (round, kind, call) in
        [(1, Kind::Partner, Call::Page(4)), (2, Kind::Deal, Call::Sweep), (3, Kind::Deal, Call::Page(0))]
    {
        // The first round strikes a first import.
        if round > 1 {
            change(&undisturbed.source, round);
        }
        let door = undisturbed.source.hold(kind, call);
        let running = {
            let pipeline = pipeline.clone();
            tokio::spawn(async move { pipeline.run_once(SyncMode::Full).await })
        };
        door.reached().await;
        let pid = db.mongod_pid().unwrap();
        blow.strike(pid);
        // What comes next finds nobody there, or the one that was started in its place.
        door.open();
        let ended = running.await.unwrap();
        if let Ok(run) = &ended {
            assert!(matches!(run.state, RunState::Success | RunState::Failed), "{run:?}");
        }
        run_after(&db, &pipeline).await;
        assert_ne!(db.mongod_pid().unwrap(), pid, "it was started again");
        undisturbed.run().await;
        assert_eq!(present(&db).await, undisturbed.present().await, "round {round}");
        assert_eq!(pipeline.run_once(SyncMode::Full).await.unwrap().generation, None, "round {round}");
    }
    db.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_killed_in_mid_run_loses_and_doubles_nothing() {
    survives(Blow::Killed, "killed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_takes_no_more_in_mid_run_ends_the_run_and_loses_nothing_of_what_was_there() {
    survives(Blow::DiskFull, "full").await;
}
