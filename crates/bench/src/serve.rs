//! `salescommand serve`, API and worker in one process, and how much memory it holds after it has synced.

use crate::error::{Error, Result};
use crate::measure::memory_of;
use crate::rig::{Rig, StandIn, first_address};
use mongodb::bson::doc;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

const LIMIT: Duration = Duration::from_secs(600);
const LOOK: Duration = Duration::from_millis(200);
/// After its run, for what was only needed by it to be given back.
const REST: Duration = Duration::from_secs(5);

/// MiB with the ledger loaded, after a run of its own, and at most.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Memory {
    pub loaded: f64,
    pub after_run: f64,
    pub peak: f64,
}

/// Killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub pid: u32,
    pub url: String,
}

impl Server {
    /// Listens; the database must hold a lake.
    pub async fn start(rig: &Rig, odoo: &StandIn, database: &str) -> Result<Self> {
        Self::spawn(rig, rig.salescommand(odoo, database, &["serve"])?).await
    }

    /// A second one beside it, which syncs nothing and works out each answer anew.
    pub async fn without_answers(rig: &Rig, odoo: &StandIn, database: &str) -> Result<Self> {
        let mut command = rig.salescommand(odoo, database, &["serve", "--no-worker"])?;
        command.env("SALESCOMMAND_ANSWERS_MB", "0");
        Self::spawn(rig, command).await
    }

    async fn spawn(rig: &Rig, mut command: Command) -> Result<Self> {
        command.current_dir(&rig.programs.work).env("SALESCOMMAND_SITE_DIR", rig.programs.work.join("site"));
        let errors = std::fs::File::create(rig.programs.work.join("serve.errors.log"))?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).kill_on_drop(true);
        let mut child = command.spawn()?;
        let pid = child.id().ok_or_else(|| Error::wrong("the server ended at once"))?;
        let address = first_address(&mut child, "the server").await?;
        Ok(Self { child, pid, url: format!("http://{address}") })
    }

    pub async fn stop(mut self) -> Result<()> {
        self.child.start_kill()?;
        self.child.wait().await?;
        Ok(())
    }
}

/// The database must hold a lake.
pub async fn memory(rig: &Rig, odoo: &StandIn, database: &str) -> Result<Memory> {
    let before = runs(rig, database).await?;
    let server = Server::start(rig, odoo, database).await?;
    let (loaded, _) = memory_of(server.pid)?;
    next_run(rig, database, before).await?;
    sleep(REST).await;
    let (after_run, peak) = memory_of(server.pid)?;
    server.stop().await?;
    Ok(Memory { loaded, after_run, peak })
}

/// Waits until one more has ended than there were.
pub async fn next_run(rig: &Rig, database: &str, before: u64) -> Result<()> {
    let began = Instant::now();
    while runs(rig, database).await? <= before {
        if began.elapsed() > LIMIT {
            return Err(Error::wrong("the server made no run"));
        }
        sleep(LOOK).await;
    }
    Ok(())
}

/// Runs that have ended.
#[expect(clippy::disallowed_methods, reason = "the measurements look past the crates that they measure")]
pub async fn runs(rig: &Rig, database: &str) -> Result<u64> {
    let logs = rig.database(database).collection::<mongodb::bson::Document>("sync_logs");
    Ok(logs.count_documents(doc! { "finished_at": { "$ne": null } }).await?)
}
