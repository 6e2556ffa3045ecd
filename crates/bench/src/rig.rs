//! The processes of a measurement: one mongod, one stand-in Odoo, and whatever is measured against them.

use crate::error::{Error, Result};
use crate::measure::{Took, cpu_of};
use crate::odoo::{Hand, KEY, Odoo, Place};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use db::{Db, DbConfig};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

const LOGIN: &str = "admin";
/// On loopback for the minutes of a measurement, in front of a company that was made up.
const API_KEY: &str = "0123456789abcdef0123456789abcdef01234567";

/// What `cargo xtask bench` has set up.
#[derive(Debug, Clone, Args)]
pub struct Programs {
    /// Where salescommand and odoo-sim are
    #[arg(long)]
    pub programs: PathBuf,
    #[arg(long)]
    pub mongod: PathBuf,
    /// A Python with the packages of crates/bench/peers/requirements.txt
    #[arg(long)]
    pub python: PathBuf,
    /// The folder crates/bench/peers
    #[arg(long)]
    pub peers: PathBuf,
    /// For the data of MongoDB and for logs
    #[arg(long)]
    pub work: PathBuf,
}

#[derive(Debug)]
pub struct Rig {
    pub programs: Programs,
    pub mongo: Db,
}

impl Rig {
    pub async fn set_up(programs: Programs) -> Result<Self> {
        std::fs::create_dir_all(&programs.work)?;
        let config = DbConfig {
            uri: None,
            database: "bench".to_owned(),
            data_dir: programs.work.join("mongodb"),
            mongod: Some(programs.mongod.clone()),
        };
        Ok(Self { mongo: Db::open(&config).await?, programs })
    }

    pub fn database(&self, name: &str) -> mongodb::Database {
        self.mongo.sibling(name).database()
    }

    /// As it is given to programs.
    pub fn mongo_uri(&self) -> Result<String> {
        self.mongo.socket_uri().ok_or_else(|| Error::wrong("the mongod is not ours"))
    }

    pub fn mongod_pid(&self) -> Result<u32> {
        let pid = self.mongo.mongod_pid().and_then(|pid| u32::try_from(pid).ok());
        pid.ok_or_else(|| Error::wrong("the mongod is not ours"))
    }

    /// Runs to its end and says what it took, itself and mongod for it. Its standard output is in `log` afterwards.
    pub async fn measured(&self, odoo: &StandIn, command: &Command, name: &str) -> Result<(Run, PathBuf)> {
        let into = self.programs.work.join("took.json");
        let log = self.programs.work.join(format!("{name}.log"));
        let mut measure = Command::new(std::env::current_exe()?);
        let own = command.as_std();
        measure.arg("measure").arg(&into).arg("--").arg(own.get_program()).args(own.get_args());
        forget_settings(&mut measure);
        for (variable, value) in own.get_envs() {
            match value {
                Some(value) => measure.env(variable, value),
                None => measure.env_remove(variable),
            };
        }
        measure.current_dir(&self.programs.work).stdin(Stdio::null()).kill_on_drop(true);
        let errors = self.programs.work.join(format!("{name}.errors.log"));
        measure.stdout(File::create(&log)?).stderr(File::create(&errors)?);
        let before = (cpu_of(self.mongod_pid()?)?, cpu_of(odoo.pid()?)?);
        let status = measure.status().await?;
        if !status.success() {
            return Err(Error::Ended { what: name.to_owned(), status: status.to_string(), log: errors });
        }
        let after = (cpu_of(self.mongod_pid()?)?, cpu_of(odoo.pid()?)?);
        let took: Took = serde_json::from_slice(&std::fs::read(&into)?)?;
        Ok((Run { took, mongod_cpu: after.0 - before.0, odoo_cpu: after.1 - before.1 }, log))
    }

    pub fn salescommand(&self, odoo: &StandIn, database: &str, arguments: &[&str]) -> Result<Command> {
        let mut command = Command::new(self.programs.programs.join("salescommand"));
        command.args(arguments);
        forget_settings(&mut command);
        command.env("SALESCOMMAND_MONGODB_URI", self.mongo_uri()?).env("SALESCOMMAND_DATABASE", database);
        command.env("SALESCOMMAND_DATA_DIR", self.programs.work.join("data"));
        command.env("SALESCOMMAND_LISTEN", "127.0.0.1:0").env("SALESCOMMAND_LOG", "warn");
        command.env("SALESCOMMAND_ODOO_URL", &odoo.place.url).env("SALESCOMMAND_ODOO_USERNAME", LOGIN);
        command.env("SALESCOMMAND_ODOO_DATABASE", &odoo.place.odoo_database).env("SALESCOMMAND_ODOO_API_KEY", API_KEY);
        Ok(command)
    }

    pub fn peer(&self, odoo: &StandIn, database: &str, what: &str, models: &Path) -> Result<Command> {
        let mut command = Command::new(&self.programs.python);
        command.arg(self.programs.peers.join("sync_peer.py"));
        odoo.tell(&mut command, what, models);
        command.args(["--mongo", &self.mongo_uri()?, "--database", database]);
        Ok(command)
    }

    /// What `work` comes to, unless somebody wants it stopped.
    pub async fn until_stopped<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let mut stop = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        tokio::select! {
            ended = work => ended,
            _ = stop.0.recv() => Err(Error::wrong("stopped")),
            _ = stop.1.recv() => Err(Error::wrong("stopped")),
        }
    }

    pub fn floor(&self, odoo: &StandIn, what: &str, models: &Path) -> Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("floor");
        odoo.tell(&mut command, what, models);
        Ok(command)
    }
}

/// A developer's own settings are for their own server.
fn forget_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SALESCOMMAND_") {
            command.env_remove(&name);
        }
    }
}

/// What one run took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Run {
    pub took: Took,
    pub mongod_cpu: f64,
    pub odoo_cpu: f64,
}

/// A stand-in Odoo; killed when dropped.
#[derive(Debug)]
pub struct StandIn {
    child: Child,
    place: Place,
    pub hand: Hand,
}

impl StandIn {
    /// Its clock starts at `start`, so that it can be moved on without running ahead of ours.
    pub async fn start(programs: &Programs, scale: &str, pace: &str, start: &str) -> Result<Self> {
        let mut command = Command::new(programs.programs.join("odoo-sim"));
        command.args(["--scale", scale, "--pace", pace, "--start", start, "--control", "127.0.0.1:0"]);
        command.env("ODOO_SIM_LOGIN", LOGIN).env("ODOO_SIM_API_KEY", API_KEY);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let said = addresses(&mut child, "the stand-in Odoo", ["listening on ", "control on "]).await?;
        let [url, control] = said;
        let place = Place { url, odoo_database: "demo".to_owned(), login: LOGIN.to_owned() };
        Ok(Self { child, place, hand: Hand::new(control)? })
    }

    pub fn pid(&self) -> Result<u32> {
        self.child.id().ok_or_else(|| Error::wrong("the stand-in Odoo is gone"))
    }

    pub async fn sign_in(&self) -> Result<Odoo> {
        Odoo::sign_in(self.place.clone(), API_KEY.to_owned()).await
    }

    fn tell(&self, command: &mut Command, what: &str, models: &Path) {
        command.arg(what).args(["--url", &self.place.url, "--odoo-database", &self.place.odoo_database]);
        command.args(["--login", LOGIN]).arg("--models").arg(OsStr::new(models)).env(KEY, API_KEY);
    }
}

/// A service in Python that answers what our API answers; killed when dropped.
#[derive(Debug)]
pub struct Peer {
    _child: Child,
    pub pid: u32,
    pub url: String,
}

impl Peer {
    /// Once it has worked out beforehand what it wants to.
    pub async fn start(rig: &Rig, database: &str) -> Result<Self> {
        let mut command = Command::new(&rig.programs.python);
        command.arg(rig.programs.peers.join("api_peer.py"));
        command.args(["--mongo", &rig.mongo_uri()?, "--database", database, "--listen", "127.0.0.1:0"]);
        let errors = File::create(rig.programs.work.join("api_peer.errors.log"))?;
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).kill_on_drop(true);
        let mut child = command.spawn()?;
        let pid = child.id().ok_or_else(|| Error::wrong("the FastAPI service ended at once"))?;
        let address = first_address(&mut child, "the FastAPI service").await?;
        Ok(Self { _child: child, pid, url: format!("http://{address}") })
    }
}

const PATIENCE: TimeDelta = TimeDelta::days(3);

/// When the clock of a stand-in starts: behind ours, so that it can be moved on by an hour for each round.
pub fn stand_in_start(now: DateTime<Utc>) -> String {
    (now - PATIENCE).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a server that begins says behind each of these words.
async fn addresses<const N: usize>(child: &mut Child, who: &str, words: [&str; N]) -> Result<[String; N]> {
    let output = child.stdout.take().ok_or_else(|| Error::wrong(format!("{who} has no output")))?;
    let mut lines = BufReader::new(output).lines();
    let mut said = [const { String::new() }; N];
    while said.iter().any(String::is_empty) {
        let line = lines.next_line().await?.ok_or_else(|| Error::wrong(format!("{who} ended at once")))?;
        for (word, said) in words.iter().zip(&mut said) {
            if let Some(address) = line.strip_prefix(word) {
                address.clone_into(said);
            }
        }
    }
    // What it says later must go somewhere, or it would wait to say it.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(said)
}

/// Where a server listens that says so on its standard output.
pub async fn first_address(child: &mut Child, who: &str) -> Result<String> {
    let [address] = addresses(child, who, ["listening on "]).await?;
    Ok(address.trim_start_matches("http://").to_owned())
}
