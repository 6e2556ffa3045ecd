//! A Rust that can compile to WASM: what is there, else rustup's target, else Debian's newer Rust.

use super::debian;
use crate::failure::{Failure, Result};
use crate::project::{self, Project, find_in_path};
use crate::tools::WASM_TARGET;
use crate::{lock, run, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// What is there, else rustup, else Debian
    Auto,
    /// Only rustup's target
    Rustup,
    /// Only Debian's Rust, even where rustup's target is there
    Debian,
}

/// Which compiler builds for WASM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    Own,
    /// Folder with `cargo` and a `rustc` that knows our WASM library.
    Debian(PathBuf),
}

impl Toolchain {
    /// Makes `command` use it. `first` are folders that go before PATH anyway.
    pub fn apply(&self, command: &mut Command, first: &[PathBuf]) -> Result<()> {
        let mut before = first.to_vec();
        if let Self::Debian(bin) = self {
            before.insert(0, bin.clone());
            command.env("RUSTC", bin.join("rustc")).env("RUSTDOC", bin.join("rustdoc")).env_remove("RUSTUP_TOOLCHAIN");
            // clippy-driver goes past `rustc` and asks this variable where the library is.
            command.env("SYSROOT", bin.parent().unwrap_or(bin));
        }
        command.env("PATH", project::path_with(&before)?);
        Ok(())
    }

    /// Its cargo, by full path: a search would happen in our PATH, not in that of the command.
    pub fn cargo(&self) -> Result<Command> {
        let mut command = match self {
            Self::Own => run::command("cargo"),
            Self::Debian(bin) => run::command(bin.join("cargo")),
        };
        self.apply(&mut command, &[])?;
        Ok(command)
    }

    pub fn is_debian(&self) -> bool {
        matches!(self, Self::Debian(_))
    }

    /// Part of what a build is made from.
    pub fn version(&self) -> Result<String> {
        match self {
            Self::Own => run::output(run::command("rustc").arg("-vV")),
            Self::Debian(bin) => run::output(run::command(bin.join("rustc")).arg("-vV")),
        }
    }
}

pub fn ensure(project: &Project, choice: Choice) -> Result<Toolchain> {
    if choice == Choice::Debian {
        return debian::ensure(project);
    }
    if has_target()? {
        return Ok(Toolchain::Own);
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join("wasm-target.lock"))?;
    if has_target()? {
        return Ok(Toolchain::Own);
    }
    match (add_by_rustup(project), choice) {
        (Ok(()), _) => Ok(Toolchain::Own),
        (Err(failure), Choice::Rustup) => {
            Err(failure.by_hand(format!("rustup target add {WASM_TARGET}, or choose --wasm debian")))
        }
        (Err(failure), _) => {
            say::line(format_args!("  {failure}\n  so Debian's Rust builds the browser's app"));
            debian::ensure(project).map_err(|failure| failure.by_hand(format!("rustup target add {WASM_TARGET}")))
        }
    }
}

fn add_by_rustup(project: &Project) -> Result<()> {
    if find_in_path("rustup").is_none() {
        return Err(Failure::new("there is no rustup"));
    }
    say::step(&format!("rustup target add {WASM_TARGET}"), || {
        let mut command = run::command("rustup");
        command.args(["target", "add", WASM_TARGET]).env("RUSTUP_MAX_RETRIES", "1");
        run::logged_within(&mut command, &project.log("rustup"), Some(Duration::from_secs(90)))?;
        if has_target()? { Ok(()) } else { Err(Failure::new("rustup added a target that rustc does not see")) }
    })
}

fn has_target() -> Result<bool> {
    let dir = run::output(run::command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    Ok(holds_core(Path::new(&dir)))
}

pub fn holds_core(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|entries| {
        entries.filter_map(|entry| entry.ok()).any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libcore-") && name.ends_with(".rlib")
        })
    })
}
