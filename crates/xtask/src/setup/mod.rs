//! Gets every tool that the demo, the tests and the measurements need; does nothing where all is there.

mod apt;
mod cargo_tool;
mod chromium;
mod debian;
mod mongod;
mod npm;
mod python;
pub mod wasm;

use crate::failure::{Failure, Result};
use crate::project::{self, Project};
use crate::{run, say, tools};
use std::path::PathBuf;
use std::thread::ScopedJoinHandle;

pub use cargo_tool::ensure as cargo_tool;
pub use chromium::Chromium;
pub use mongod::{VARIABLE as MONGOD, ensure as mongod};
pub use python::ensure as python;
pub use wasm::Toolchain;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Demo,
    Test,
}

/// What the build of the browser's app needs.
#[derive(Debug)]
pub struct AppTools {
    pub toolchain: Toolchain,
    pub wasm_bindgen: PathBuf,
    pub wasm_split: PathBuf,
}

#[derive(Debug)]
pub struct Peers {
    pub mongod: PathBuf,
    /// Only tests need one.
    pub chromium: Option<Chromium>,
    /// The Python that runs the mail server of the tests.
    pub smtp: Option<PathBuf>,
}

/// The two lanes: one keeps the processors busy, the other one mostly waits for packages.
#[derive(Debug)]
pub struct Ready {
    pub app: Result<AppTools>,
    pub peers: Result<Peers>,
}

/// Sets up in the background while `meanwhile` runs, and waits for both.
pub fn beside<T>(
    project: &Project,
    purpose: Purpose,
    choice: wasm::Choice,
    meanwhile: impl FnOnce() -> T,
) -> Result<(Ready, T)> {
    preflight()?;
    std::thread::scope(|scope| {
        let peers = scope.spawn(|| packages(project, purpose));
        let app = scope.spawn(|| compilers(project, purpose, choice));
        let done = meanwhile();
        Ok((Ready { app: joined(app), peers: joined(peers) }, done))
    })
}

pub fn all(project: &Project, purpose: Purpose, choice: wasm::Choice) -> Result<(AppTools, Peers)> {
    let (ready, ()) = beside(project, purpose, choice, || ())?;
    if let (Err(first), Err(second)) = (&ready.app, &ready.peers) {
        say::failure(first);
        say::failure(second);
        return Err(Failure::new("two parts of the set-up failed"));
    }
    Ok((ready.app?, ready.peers?))
}

/// Debian's Rust and its own standard library for WASM, whatever rustup has: the way of machines without rustup's server.
pub fn debian_toolchain(project: &Project) -> Result<Toolchain> {
    debian::ensure(project)
}

fn packages(project: &Project, purpose: Purpose) -> Result<Peers> {
    npm::ensure(project)?;
    let mongod = mongod::ensure(project)?;
    let (chromium, smtp) = match purpose {
        Purpose::Demo => (None, None),
        Purpose::Test => {
            let requirements = project.root.join("crates/testkit/peers/smtp/requirements.txt");
            (Some(chromium::ensure(project)?), Some(python::ensure(project, "smtp", &requirements)?))
        }
    };
    Ok(Peers { mongod, chromium, smtp })
}

fn compilers(project: &Project, purpose: Purpose, choice: wasm::Choice) -> Result<AppTools> {
    let toolchain = wasm::ensure(project, choice)?;
    if purpose == Purpose::Test && toolchain.is_debian() {
        debian::ensure_clippy(project)?;
    }
    let wasm_bindgen = cargo_tool::ensure(project, &tools::WASM_BINDGEN)?;
    let wasm_split = cargo_tool::ensure(project, &tools::WASM_SPLIT)?.join("wasm-split-cli");
    Ok(AppTools { toolchain, wasm_bindgen, wasm_split })
}

/// What cannot be installed here in a way that suits every machine.
fn preflight() -> Result<()> {
    let missing: Vec<&str> = ["cargo", "node", "npm", "python3"]
        .into_iter()
        .filter(|program| project::find_in_path(program).is_none())
        .collect();
    if !missing.is_empty() {
        return Err(Failure::new(format!("not found in PATH: {}", missing.join(", ")))
            .by_hand("install Rust with rustup, Node 20 or newer, and Python 3 with pip; then run this again"));
    }
    let node = run::output(run::command("node").arg("--version"))?;
    let major = node.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => Err(Failure::new(format!("node {node} is too old")).by_hand("install Node 20 or newer")),
    }
}

fn joined<T>(lane: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    lane.join().unwrap_or_else(|_| Err(Failure::new("the set-up stopped in the middle (see above)")))
}
