//! How much memory `salescommand serve` holds, API and worker in one process, after it has synced.

use crate::error::{Error, Result};
use crate::measure::memory_of;
use crate::rig::{Rig, StandIn};
use mongodb::bson::doc;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::{Instant, sleep};

const LIMIT: Duration = Duration::from_secs(180);
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

/// The database must hold a lake.
pub async fn memory(rig: &Rig, odoo: &StandIn, database: &str) -> Result<Memory> {
    let before = runs(rig, database).await?;
    let mut command = rig.salescommand(odoo, database, &["serve"])?;
    command.current_dir(&rig.programs.work).env("SALESCOMMAND_SITE_DIR", rig.programs.work.join("site"));
    let errors = std::fs::File::create(rig.programs.work.join("serve.errors.log"))?;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).kill_on_drop(true);
    let mut server = command.spawn()?;
    let pid = server.id().ok_or_else(|| Error::wrong("the server ended at once"))?;
    let output = server.stdout.take().ok_or_else(|| Error::wrong("the server has no output"))?;
    let mut lines = BufReader::new(output).lines();
    loop {
        match lines.next_line().await? {
            Some(line) if line.starts_with("listening on ") => break,
            Some(_) => {}
            None => return Err(Error::wrong("the server ended at once, see serve.errors.log")),
        }
    }
    let (loaded, _) = memory_of(pid)?;
    let began = Instant::now();
    while runs(rig, database).await? == before {
        if began.elapsed() > LIMIT {
            return Err(Error::wrong("the server made no run"));
        }
        sleep(LOOK).await;
    }
    sleep(REST).await;
    let (after_run, peak) = memory_of(pid)?;
    server.start_kill()?;
    server.wait().await?;
    Ok(Memory { loaded, after_run, peak })
}

/// Runs that have ended.
#[expect(clippy::disallowed_methods, reason = "the measurements look past the crates that they measure")]
async fn runs(rig: &Rig, database: &str) -> Result<u64> {
    let logs = rig.database(database).collection::<mongodb::bson::Document>("sync_logs");
    Ok(logs.count_documents(doc! { "finished_at": { "$ne": null } }).await?)
}
