//! The command line of `cargo xtask`.

use crate::app::{self, Profile};
use crate::bench::{self, Bench};
use crate::failure::Result;
use crate::project::Project;
use crate::setup::{self, Purpose, wasm::Choice};
use crate::{contract, demo, guard, mutants, say, soak, test, tidy};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Developer commands of SalesCommand", disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Set up, build and start everything with a stand-in Odoo; Ctrl-C stops it
    Demo {
        #[command(flatten)]
        wasm: Wasm,
        /// Forget the data and the people of earlier runs
        #[arg(long)]
        fresh: bool,
        /// A quick build of the app instead of a small one
        #[arg(long)]
        dev: bool,
    },
    /// Set up and run every check and test
    Test {
        #[command(flatten)]
        wasm: Wasm,
    },
    /// Get all tools without using them
    Setup {
        #[command(flatten)]
        wasm: Wasm,
    },
    /// Build the browser's app into target/site
    App {
        #[command(flatten)]
        wasm: Wasm,
        /// A quick build instead of a small one
        #[arg(long)]
        dev: bool,
    },
    /// Check the order of the house: dependencies between crates, heads and lengths of files, the requirements' trace
    Tidy,
    /// Measure side by side with others
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Kill workers at random points, many times, try the API with made-up requests, and break the figures on purpose
    Soak {
        #[arg(long, default_value_t = 200)]
        rounds: u64,
    },
    /// Try the API with made-up requests, held against its own description
    Contract {
        /// For each operation and reader, besides those at the edges of its schema
        #[arg(long, default_value_t = 20)]
        examples: u32,
    },
    /// Break the code of the figures on purpose, change by change: each must make a test fail
    Mutants {
        /// One file of `crates/domain` or `crates/store` instead of all
        #[arg(long)]
        file: Option<String>,
    },
    #[command(hide = true)]
    Guard {
        parent: i32,
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

#[derive(Args, Debug)]
struct Wasm {
    /// Where the WASM compiler comes from (also from the variable SALESCOMMAND_WASM)
    #[arg(long = "wasm", value_enum)]
    choice: Option<Choice>,
}

impl Wasm {
    fn choice(&self) -> Result<Choice> {
        if let Some(choice) = self.choice {
            return Ok(choice);
        }
        match std::env::var("SALESCOMMAND_WASM") {
            Ok(name) => Choice::from_str(&name, true)
                .map_err(|_| crate::failure::Failure::new("SALESCOMMAND_WASM is none of auto, rustup, debian")),
            Err(_) => Ok(Choice::Auto),
        }
    }
}

pub fn run() -> Result<ExitCode> {
    let task = Cli::parse().task;
    if let Task::Guard { parent, command } = &task {
        guard::exec(*parent, command)?;
    }
    let project = Project::find()?;
    match task {
        Task::Guard { .. } => {}
        Task::Demo { wasm, fresh, dev } => demo::run(&project, wasm.choice()?, profile(dev), fresh)?,
        Task::Test { wasm } => return test::run(&project, wasm.choice()?),
        Task::Setup { wasm } => {
            say::step("set-up", || setup::all(&project, Purpose::Test, wasm.choice()?))?;
        }
        Task::App { wasm, dev } => {
            let (tools, _) = setup::all(&project, Purpose::Demo, wasm.choice()?)?;
            app::build(&project, &tools, profile(dev))?;
        }
        Task::Tidy => tidy::run(&project)?,
        Task::Bench { what } => bench::run(&project, what)?,
        Task::Soak { rounds } => soak::run(&project, rounds)?,
        Task::Mutants { file } => mutants::run(&project, file.as_deref())?,
        Task::Contract { examples } => contract::run(&project, &setup::mongod(&project)?, examples)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn profile(dev: bool) -> Profile {
    if dev { Profile::Dev } else { Profile::Release }
}
