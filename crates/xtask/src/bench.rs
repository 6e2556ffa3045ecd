//! Side-by-side measurements: sets up the peers, builds what is measured, and leaves the rest to the crate `bench`.

use crate::failure::{About, Result};
use crate::project::Project;
use crate::{lock, run, say, setup};
use clap::{Args, Subcommand};
use std::fs;

#[derive(Debug, Subcommand)]
pub enum Bench {
    /// The sync beside a good Python script and a client that only reads
    Sync(Sync),
}

#[derive(Args, Debug)]
pub struct Sync {
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
    /// Writes the table into docs/performance.md
    #[arg(long)]
    write: bool,
    /// Unoptimised programs, to see whether the measurement itself works
    #[arg(long)]
    dev: bool,
}

pub fn run(project: &Project, bench: Bench) -> Result<()> {
    let Bench::Sync(wanted) = bench;
    let _only_one = lock::exclusive(&project.target.join("bench.lock"))?;
    let mongod = setup::mongod(project)?;
    let peers = project.root.join("crates/bench/peers");
    let python = setup::python(project, "sync", &peers.join("requirements.txt"))?;
    let profile = if wanted.dev { "debug" } else { "release" };
    say::step("build of server, stand-in Odoo and bench", || {
        let mut cargo = run::command("cargo");
        cargo.args(["build", "--package", "salescommand", "--package", "odoo-sim", "--package", "bench"]);
        cargo.current_dir(&project.root);
        run::shown(if wanted.dev { &mut cargo } else { cargo.arg("--release") })
    })?;
    let work = project.target.join("bench");
    // What an earlier measurement left would be measured along.
    lock::remove_folder(&work)?;
    fs::create_dir_all(&work).about(work.display())?;
    let programs = project.target.join(profile);
    let mut bench = run::command(programs.join("bench"));
    bench.arg("sync").arg("--programs").arg(&programs).arg("--mongod").arg(mongod).arg("--python").arg(python);
    bench.arg("--peers").arg(peers).arg("--work").arg(work).arg("--commit").arg(commit(project)?);
    bench.arg("--runs").arg(wanted.runs.to_string()).arg("--scale").arg(wanted.scale);
    bench.arg("--deleted").arg(wanted.deleted.to_string()).arg("--paces").arg(wanted.paces);
    if wanted.write {
        bench.arg("--page").arg(project.root.join("docs/performance.md"));
    }
    run::shown(bench.current_dir(&project.root))
}

fn commit(project: &Project) -> Result<String> {
    run::output(run::command("git").args(["rev-parse", "--short=10", "HEAD"]).current_dir(&project.root))
}
