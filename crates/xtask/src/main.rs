//! Developer commands: set up, run the demo, run every test, measure, keep the house in order.

mod app;
mod bench;
mod cli;
mod contract;
mod demo;
mod failure;
mod guard;
mod http;
mod lock;
mod mutants;
mod project;
mod run;
mod say;
mod setup;
mod soak;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        Err(failure) => {
            say::failure(&failure);
            ExitCode::FAILURE
        }
    }
}
