//! Builds the browser's app: its modules, its page and styles, then a compressed twin of each file.

mod chunks;
mod code;
mod files;

use crate::failure::{About, Failure, Result};
use crate::lock::{self, Stamp};
use crate::project::Project;
use crate::setup::AppTools;
use crate::tools::{WASM_BINDGEN, WASM_SPLIT, WASM_TARGET};
use crate::{run, say};
use chunks::FIRST_PAGE;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const PACKAGE: &str = "salescommand-app";

/// What a browser fetches, compressed, before somebody can sign in and sees the dashboard.
const MOST_BEFORE_FIRST_USE: u64 = 600_000;

/// All that the app is made from; nothing else may change its files.
const INPUTS: [&str; 9] = [
    "frontend",
    "shared/src",
    "shared/Cargo.toml",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    ".cargo",
    "crates/xtask/src/app",
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
    // No variable: a compiler's cache would take it for something that the result depends on.
    command.arg("--target-dir").arg(target_dir(project)).current_dir(&project.root);
    Ok(command)
}

pub fn build(project: &Project, tools: &AppTools, profile: Profile) -> Result<()> {
    let sources = lock::fingerprint(&project.root, &INPUTS)?;
    let rust = tools.toolchain.version()?;
    let made_from =
        format!("{profile:?} {sources}\n{} {}\n{rust}\n", WASM_BINDGEN.named_version(), WASM_SPLIT.named_version());
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
        let generated = new.join("app");
        code::build(project, tools, profile, &generated)?;
        files::styles(project, profile, &generated)?;
        files::rest(project, &new)?;
        let sizes = precompress(project, &new)?;
        lock::replace_folder(&new, &site)?;
        say::line(format_args!("  {}: {}", project.shown(&site), sizes.in_words()));
        if profile == Profile::Release {
            sizes.check()?;
        }
        stamp.set()
    })
}

/// In bytes, as a browser gets them.
#[derive(Debug)]
struct Sizes {
    raw: u64,
    brotli: u64,
    fonts: u64,
    first_use: u64,
}

impl Sizes {
    fn in_words(&self) -> String {
        let kilobytes = |bytes: u64| bytes.div_ceil(1000);
        format!(
            "{} kB of brotli before first use, {} kB in all ({} kB raw), and {} kB of fonts, loaded by the letters that are shown",
            kilobytes(self.first_use),
            kilobytes(self.brotli),
            kilobytes(self.raw),
            kilobytes(self.fonts)
        )
    }

    fn check(&self) -> Result<()> {
        if self.first_use <= MOST_BEFORE_FIRST_USE {
            return Ok(());
        }
        Err(Failure::new(format!("{} bytes before first use are more than {MOST_BEFORE_FIRST_USE}", self.first_use))
            .by_hand("move what few people need at first into a chunk: frontend/src/chunks/mod.rs"))
    }
}

fn precompress(project: &Project, dist: &Path) -> Result<Sizes> {
    let script = project.root.join("crates/xtask/assets/precompress.mjs");
    let says = run::output(run::command("node").arg(script).arg(dist).arg(FIRST_PAGE))?;
    let sizes: serde_json::Value =
        serde_json::from_str(&says).map_err(|error| Failure::new(error.to_string())).about("sizes of the app")?;
    let of = |key: &str| {
        sizes
            .get(key)
            .and_then(serde_json::Value::as_u64)
            .ok_or_else(|| Failure::new(format!("no size `{key}`: {says}")))
    };
    Ok(Sizes { raw: of("raw")?, brotli: of("brotli")?, fonts: of("fonts")?, first_use: of("firstUse")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_use_has_a_limit_of_600_kilobytes() {
        let sizes = |first_use| Sizes { raw: 3_000_000, brotli: 800_000, fonts: 0, first_use };
        assert!(sizes(600_000).check().is_ok());
        let failure = sizes(600_001).check().unwrap_err().to_string();
        assert!(failure.starts_with("600001 bytes before first use are more than 600000"), "{failure}");
    }
}
