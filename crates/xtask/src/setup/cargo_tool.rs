//! Tools that cargo builds from source, once for each version.

use crate::failure::{About, Failure, Result};
use crate::project::{Project, find_in_path};
use crate::tools::CargoTool;
use crate::{lock, run, say};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder with the tool's programs: one from PATH if it has the very version, else our own.
pub fn ensure(project: &Project, tool: &CargoTool) -> Result<PathBuf> {
    let name = tool.programs.first().copied().unwrap_or(tool.package);
    let place = project.tools().join(format!("{name}-{}", tool.version));
    let bin = place.join("bin");
    if is_complete(&bin, tool) {
        return Ok(bin);
    }
    if let Some(bin) = in_path(tool, name) {
        return Ok(bin);
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join(format!("{name}.lock")))?;
    if is_complete(&bin, tool) {
        return Ok(bin);
    }
    say::step(&format!("cargo install {} {} ({})", tool.package, tool.version, tool.about), || {
        let partial = lock::beside(&place, "partial");
        let build = lock::beside(&place, "build");
        lock::remove_folder(&partial)?;
        let mut command = run::command("cargo");
        command.args(["install", tool.package, "--version", tool.version]).args(tool.arguments);
        command.arg("--root").arg(&partial).arg("--target-dir").arg(&build).arg("--no-track");
        command.envs(tool.environment.iter().copied()).current_dir(std::env::temp_dir());
        run::logged(&mut command, &project.log(name))?;
        lock::replace_folder(&partial, &place).about(project.shown(&place))?;
        lock::remove_folder(&build)
    })
    .map_err(|failure| {
        failure.by_hand(format!(
            "cargo install {} --version {} {}; it is used from PATH when it has this version",
            tool.package,
            tool.version,
            tool.arguments.join(" ")
        ))
    })?;
    if is_complete(&bin, tool) { Ok(bin) } else { Err(Failure::new(format!("{} lacks a program", bin.display()))) }
}

fn is_complete(bin: &Path, tool: &CargoTool) -> bool {
    tool.programs.iter().all(|program| bin.join(program).is_file())
}

fn in_path(tool: &CargoTool, name: &str) -> Option<PathBuf> {
    let bin = fs::canonicalize(find_in_path(name)?).ok()?.parent()?.to_path_buf();
    let says = run::output(run::command(bin.join(name)).arg("--version")).ok()?;
    let same = says.split_whitespace().any(|word| word == tool.version);
    (same && is_complete(&bin, tool)).then_some(bin)
}
