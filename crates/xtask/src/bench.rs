//! Side-by-side measurements: sets up the peers, builds what is measured, and leaves the rest to the crate `bench`.

use crate::failure::{About, Result};
use crate::project::Project;
use crate::{lock, run, say, setup};
use clap::{Args, Subcommand};
use std::fs;
use std::process::Command;

#[derive(Debug, Subcommand)]
pub enum Bench {
    /// The sync beside a good Python script and a client that only reads
    Sync(Sync),
    /// The API beside a good FastAPI service over the same lake
    Api(Api),
}

#[derive(Args, Debug)]
struct Common {
    /// Writes the table into docs/performance.md
    #[arg(long)]
    write: bool,
    /// Unoptimised programs, to see whether the measurement itself works
    #[arg(long)]
    dev: bool,
}

#[derive(Args, Debug)]
pub struct Sync {
    #[command(flatten)]
    common: Common,
    /// What stands behind the medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Partners x deals x invoices x messages of the stand-in's company
    #[arg(long, default_value = "50000x200000x0x0")]
    scale: String,
    /// Deals that are deleted at once
    #[arg(long, default_value_t = 10_000)]
    deleted: u64,
    /// How fast the stand-in answers: fast, odoo18
    #[arg(long, default_value = "fast,odoo18")]
    paces: String,
}

#[derive(Args, Debug)]
pub struct Api {
    #[command(flatten)]
    common: Common,
    /// Partners x deals x invoices x messages of the stand-in's company
    #[arg(long, default_value = "50000x200000x100000x1000000")]
    scale: String,
    /// Seconds of each loop
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Uses the lake that an earlier measurement has left
    #[arg(long)]
    keep: bool,
    /// Without the FastAPI service
    #[arg(long)]
    alone: bool,
}

pub fn run(project: &Project, bench: Bench) -> Result<()> {
    let _only_one = lock::exclusive(&project.target.join("bench.lock"))?;
    let mut command = match bench {
        Bench::Sync(wanted) => {
            let mut bench = set_up(project, "sync", &wanted.common, false)?;
            bench.arg("--runs").arg(wanted.runs.to_string()).arg("--scale").arg(wanted.scale);
            bench.arg("--deleted").arg(wanted.deleted.to_string()).arg("--paces").arg(wanted.paces);
            bench
        }
        Bench::Api(wanted) => {
            let mut bench = set_up(project, "api", &wanted.common, wanted.keep)?;
            bench.arg("--seconds").arg(wanted.seconds.to_string()).arg("--scale").arg(wanted.scale);
            if wanted.alone {
                bench.arg("--alone");
            }
            bench
        }
    };
    run::shown(command.current_dir(&project.root))
}

/// Everything that a measurement needs is there afterwards; the command is still to be told what it measures.
fn set_up(project: &Project, name: &str, common: &Common, keep: bool) -> Result<Command> {
    let mongod = setup::mongod(project)?;
    let peers = project.root.join("crates/bench/peers");
    let python = setup::python(project, "bench", &peers.join("requirements.txt"))?;
    let profile = if common.dev { "debug" } else { "release" };
    say::step("build of server, stand-in Odoo and bench", || {
        let mut cargo = run::command("cargo");
        cargo.args(["build", "--package", "salescommand", "--package", "odoo-sim", "--package", "bench"]);
        cargo.current_dir(&project.root);
        run::shown(if common.dev { &mut cargo } else { cargo.arg("--release") })
    })?;
    let work = project.target.join("bench").join(name);
    if !keep {
        // What an earlier measurement left would be measured along.
        lock::remove_folder(&work)?;
    }
    fs::create_dir_all(&work).about(work.display())?;
    let programs = project.target.join(profile);
    let mut bench = run::command(programs.join("bench"));
    bench.arg(name).arg("--programs").arg(&programs).arg("--mongod").arg(mongod).arg("--python").arg(python);
    bench.arg("--peers").arg(peers).arg("--work").arg(work).arg("--commit").arg(commit(project)?);
    if common.write {
        bench.arg("--page").arg(project.root.join("docs/performance.md"));
    }
    Ok(bench)
}

fn commit(project: &Project) -> Result<String> {
    run::output(run::command("git").args(["rev-parse", "--short=10", "HEAD"]).current_dir(&project.root))
}
