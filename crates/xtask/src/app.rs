//! Builds the browser's app: trunk, then a compressed twin of each file.

use crate::failure::{About, Failure, Result};
use crate::lock::{self, Stamp};
use crate::project::Project;
use crate::setup::AppTools;
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_TARGET};
use crate::{run, say};
use std::path::PathBuf;
use std::process::Command;

pub const PACKAGE: &str = "salescommand-app";

/// All that the app is made from; nothing else may change its files.
const INPUTS: [&str; 10] = [
    "frontend",
    "shared/src",
    "shared/Cargo.toml",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "package-lock.json",
    ".cargo",
    "crates/xtask/src/app.rs",
    "crates/xtask/assets/precompress.mjs",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Small, as it is served.
    Release,
    /// Quick to build, many times larger.
    Dev,
}

/// Its own target directory: never waits for a build of the server, never makes one stale.
pub fn target_dir(project: &Project) -> PathBuf {
    project.target.join("app")
}

/// cargo for the app's package; the caller adds the subcommand's arguments.
pub fn cargo(project: &Project, tools: &AppTools, subcommand: &str) -> Result<Command> {
    let mut command = tools.toolchain.cargo()?;
    command.arg(subcommand).args(["--package", PACKAGE, "--target", WASM_TARGET]);
    command.env("CARGO_TARGET_DIR", target_dir(project)).current_dir(&project.root);
    Ok(command)
}

pub fn build(project: &Project, tools: &AppTools, profile: Profile) -> Result<()> {
    let sources = lock::fingerprint(&project.root, &INPUTS)?;
    let rust = tools.toolchain.version()?;
    let made_from =
        format!("{profile:?} {sources}\ntrunk {} wasm-bindgen {}\n{rust}\n", TRUNK.version, WASM_BINDGEN.version);
    let stamp = Stamp::new(target_dir(project).join("site.stamp"), made_from);
    let site = project.site();
    let _one_at_a_time = lock::exclusive(&target_dir(project).join("site.lock"))?;
    if stamp.is_current() && site.join("index.html").is_file() {
        return Ok(());
    }
    say::step("build of the browser's app", || {
        stamp.clear()?;
        let new = lock::beside(&site, "partial");
        lock::remove_folder(&new)?;
        trunk(project, tools, profile, &new)?;
        let sizes = precompress(project, &new)?;
        lock::replace_folder(&new, &site)?;
        say::line(format_args!("  {}: {sizes}", project.shown(&site)));
        stamp.set()
    })
}

fn trunk(project: &Project, tools: &AppTools, profile: Profile, dist: &std::path::Path) -> Result<()> {
    let mut command = run::command(&tools.trunk);
    tools.toolchain.apply(&mut command, &[tools.wasm_bindgen.clone(), project.node_bin()])?;
    command.arg("build").arg("--offline").arg("--dist").arg(dist);
    match profile {
        Profile::Release => command.args(["--release", "--cargo-profile", "app"]),
        Profile::Dev => command.args(["--cargo-profile", "dev"]),
    };
    command.env("CARGO_TARGET_DIR", target_dir(project)).env("NO_COLOR", "true").current_dir(&project.root);
    run::logged(&mut command, &project.log("trunk"))?;
    // Trunk's own mark; not for the world.
    match std::fs::remove_file(dist.join(".trunk-lock")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).about(dist.display()),
        _ => Ok(()),
    }
}

fn precompress(project: &Project, dist: &std::path::Path) -> Result<String> {
    let script = project.root.join("crates/xtask/assets/precompress.mjs");
    let says = run::output(run::command("node").arg(script).arg(dist))?;
    let sizes: serde_json::Value =
        serde_json::from_str(&says).map_err(|error| Failure::new(error.to_string())).about("sizes of the app")?;
    let kilobytes = |key: &str| sizes.get(key).and_then(serde_json::Value::as_u64).unwrap_or_default().div_ceil(1000);
    let (raw, brotli, fonts) = (kilobytes("raw"), kilobytes("brotli"), kilobytes("fonts"));
    Ok(format!("{raw} kB raw, {brotli} kB brotli, and {fonts} kB of fonts, loaded by the letters that are shown"))
}
