//! The server binary: reads the command line and does as it says.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    backend::cli::run(backend::cli::Cli::parse()).await
}
