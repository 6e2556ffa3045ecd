//! Measures the sync beside a script that copies Odoo and a client that only reads it, and the API beside a FastAPI service.

mod api;
mod error;
mod floor;
mod lake;
mod measure;
mod odoo;
mod plan;
mod report;
mod rig;
mod say;
mod serve;
mod sync;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "bench", about = "Side-by-side measurements; `cargo xtask bench` sets up what they need")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Full import and three kinds of reconcile: ours, a good script, and the floor
    Sync(sync::Wanted),
    /// The API under load: ours, and a good FastAPI service over the same lake
    Api(api::Wanted),
    /// Reads what a run reads and throws it away
    Floor(floor::Wanted),
    /// Runs a command and writes down what it took
    Measure {
        into: PathBuf,
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Measure { into, command } => measure::run(&into, &command),
        Task::Floor(wanted) => in_runtime(floor::run(wanted)),
        Task::Api(wanted) => in_runtime(api::run(wanted)),
        Task::Sync(wanted) => in_runtime(sync::run(wanted)),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}

/// One thread: the processes under measurement need the processors.
fn in_runtime(work: impl Future<Output = error::Result<ExitCode>>) -> error::Result<ExitCode> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
