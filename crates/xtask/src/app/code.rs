//! The app's code: compiled, cut in chunks, bound to JavaScript, made small.

use super::chunks::{Chunks, LOADER};
use super::{Profile, cargo, target_dir};
use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::setup::AppTools;
use crate::tools::WASM_TARGET;
use crate::{lock, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// Of the files, before their endings.
const NAME: &str = "app";

pub fn build(project: &Project, tools: &AppTools, profile: Profile, into: &Path) -> Result<()> {
    let whole = compile(project, tools, profile)?;
    let cut = target_dir(project).join("cut");
    lock::remove_folder(&cut)?;
    fs::create_dir_all(&cut).about(cut.display())?;
    let mut split = run::command(&tools.wasm_split);
    split.arg(&whole).arg(&cut).args(["--target", "web", "--out-name", NAME]);
    run::logged(&mut split, &project.log("wasm-split"))?;

    let mut bind = run::command(tools.wasm_bindgen.join("wasm-bindgen"));
    bind.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]).arg(into);
    // The chunks use what the linker exports.
    bind.arg("--keep-lld-exports").arg(cut.join(format!("{NAME}.wasm")));
    run::logged(&mut bind, &project.log("wasm-bindgen"))?;

    let main = into.join(format!("{NAME}_bg.wasm"));
    let chunks = Chunks::read(&cut, profile)?;
    join(project, &main, &chunks)?;
    fs::write(into.join(LOADER), &chunks.loader).about(into.display())?;
    let mut modules = vec![main];
    for chunk in &chunks.apart {
        let to = into.join(chunk.file_name().unwrap_or_default());
        fs::copy(chunk, &to).about(chunk.display())?;
        modules.push(to);
    }
    match profile {
        Profile::Release => shrink(project, modules),
        Profile::Dev => Ok(()),
    }
}

/// With the linker's relocations, by which the app is cut, and for this package alone: nothing else is compiled anew.
fn compile(project: &Project, tools: &AppTools, profile: Profile) -> Result<PathBuf> {
    let (name, folder) = match profile {
        Profile::Release => ("app", "app"),
        Profile::Dev => ("dev", "debug"),
    };
    let mut command = cargo(project, tools, "rustc")?;
    command.args(["--profile", name, "--", "-C", "link-arg=--emit-relocs"]);
    run::logged(&mut command, &project.log("app"))?;
    Ok(target_dir(project).join(WASM_TARGET).join(folder).join(format!("{}.wasm", super::PACKAGE)))
}

/// Puts chunks into the main module: they import from nobody else, by the name that the cut has given it.
fn join(project: &Project, main: &Path, chunks: &Chunks) -> Result<()> {
    if chunks.joined.is_empty() {
        return Ok(());
    }
    let mut command = run::command(project.node_bin().join("wasm-merge"));
    command.arg(main).arg("__wasm_split");
    for chunk in &chunks.joined {
        command.arg(chunk).arg(chunk.file_stem().unwrap_or_default());
    }
    run::logged(command.arg("--output").arg(main), &project.log("wasm-merge"))
}

/// Each of them, as many at a time as there are processors. Names and the like go too.
fn shrink(project: &Project, modules: Vec<PathBuf>) -> Result<()> {
    let wasm_opt = project.node_bin().join("wasm-opt");
    // The largest one comes first: it takes longer than all others together.
    let waiting = Mutex::new(modules.into_iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let work = || -> Result<()> {
        while let Some(module) = next() {
            let mut command = run::command(&wasm_opt);
            command.arg("-Oz").arg(&module).arg("--output").arg(&module);
            command.args(["--strip-producers", "--strip-target-features"]);
            run::output(&mut command)?;
        }
        Ok(())
    };
    let processors = thread::available_parallelism()?.get();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(Failure::new("wasm-opt was not waited for (see above)")))
        })
    })
}
