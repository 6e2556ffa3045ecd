//! The server binary: reads the command line and does as it says.

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A run makes and drops millions of small values on many threads; this one gives their memory back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    backend::cli::run(backend::cli::Cli::parse()).await
}
