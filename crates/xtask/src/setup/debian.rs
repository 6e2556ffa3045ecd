//! Debian's newer Rust as a WASM compiler: its standard library is built once from Debian's own source.
//!
//! The library goes into a sysroot below the target directory, so neither root nor rustup's settings are touched.

use super::apt;
use super::wasm::{Toolchain, holds_core};
use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::tools::{DEBIAN_CLIPPY, DEBIAN_RUST, WASM_TARGET};
use crate::{lock, run, say};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const RUSTLIB: &str = "/usr/lib/rustlib";
const VENDOR: &str = "/usr/lib/rustlib/src/rust/library/vendor";

pub fn ensure(project: &Project) -> Result<Toolchain> {
    let missing: Vec<&str> = DEBIAN_RUST.into_iter().filter(|package| !apt::is_installed(package)).collect();
    if !missing.is_empty() {
        apt::install(project, &missing)?;
    }
    let release = release()?;
    let place = project.tools().join(format!("debian-wasm-{release}"));
    let bin = place.join("bin");
    if is_complete(&place) {
        return Ok(Toolchain::Debian(bin));
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join("debian-wasm.lock"))?;
    if !is_complete(&place) {
        say::step(
            &format!("standard library for {WASM_TARGET} from Debian's Rust {release} (a minute, once)"),
            || build(project, &place),
        )?;
    }
    Ok(Toolchain::Debian(bin))
}

pub fn ensure_clippy(project: &Project) -> Result<()> {
    if apt::is_installed(DEBIAN_CLIPPY) { Ok(()) } else { apt::install(project, &[DEBIAN_CLIPPY]) }
}

/// The version names the folder: another compiler needs another library.
fn release() -> Result<String> {
    let says = run::output(run::command(RUSTC).arg("-vV"))?;
    says.lines()
        .find_map(|line| line.strip_prefix("release: "))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("{RUSTC} does not tell its release")))
}

fn is_complete(place: &Path) -> bool {
    place.join("bin/rustc").is_file() && holds_core(&place.join("lib/rustlib").join(WASM_TARGET).join("lib"))
}

fn build(project: &Project, place: &Path) -> Result<()> {
    let work = lock::beside(place, "partial");
    lock::remove_folder(&work)?;
    let library = work.join("lib/rustlib").join(WASM_TARGET).join("lib");
    fs::create_dir_all(&library).about(library.display())?;
    let log = project.log("debian-wasm");
    for archive in compile(&work.join("std"), &log)? {
        let name = archive.file_name().unwrap_or_default();
        fs::copy(&archive, library.join(name)).about(archive.display())?;
    }
    lock::remove_folder(&work.join("std"))?;
    link_the_rest(&work)?;
    write_programs(&work, place)?;
    probe(&work, &log)?;
    lock::replace_folder(&work, place)
}

/// An empty crate makes cargo build the library beside it. The unstable flag stays inside this one command.
fn compile(dir: &Path, log: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(dir.join("src")).about(dir.display())?;
    fs::create_dir_all(dir.join(".cargo")).about(dir.display())?;
    let manifest = "[package]\nname = \"standard\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n\
                    [profile.release]\nopt-level = 3\ncodegen-units = 1\npanic = \"abort\"\n";
    let sources = format!("[source.crates-io]\nreplace-with = \"debian\"\n[source.debian]\ndirectory = \"{VENDOR}\"\n");
    fs::write(dir.join("Cargo.toml"), manifest)?;
    fs::write(dir.join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(dir.join(".cargo/config.toml"), sources)?;
    let mut cargo = run::command(CARGO);
    cargo.args(["build", "--release", "--offline", "--target", WASM_TARGET]);
    cargo.arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test");
    cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.env("CARGO_TARGET_DIR", dir.join("target")).env_remove("RUSTUP_TOOLCHAIN").current_dir(dir);
    run::logged(&mut cargo, log)?;
    let built = dir.join("target").join(WASM_TARGET).join("release/deps");
    let archives = fs::read_dir(&built)
        .about(built.display())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libstandard-")
        })
        .collect();
    Ok(archives)
}

/// The host's own library, for build scripts and macros, is Debian's as it is.
fn link_the_rest(work: &Path) -> Result<()> {
    for entry in fs::read_dir(RUSTLIB).about(RUSTLIB)? {
        let entry = entry.about(RUSTLIB)?;
        if entry.file_name() != WASM_TARGET {
            symlink(entry.path(), work.join("lib/rustlib").join(entry.file_name())).about(entry.path().display())?;
        }
    }
    Ok(())
}

fn write_programs(work: &Path, place: &Path) -> Result<()> {
    let bin = work.join("bin");
    fs::create_dir_all(&bin).about(bin.display())?;
    // Symbolic links of Debian's other programs, so that cargo finds its own subcommands first.
    for program in ["cargo", "cargo-clippy", "clippy-driver"] {
        symlink(Path::new("/usr/bin").join(program), bin.join(program)).about(program)?;
    }
    for program in ["rustc", "rustdoc"] {
        let script = format!("#!/bin/sh\nexec /usr/bin/{program} --sysroot '{}' \"$@\"\n", place.display());
        let path = bin.join(program);
        fs::write(&path, script).about(path.display())?;
        fs::set_permissions(&path, Permissions::from_mode(0o755)).about(path.display())?;
    }
    Ok(())
}

/// Links a whole module: a library alone would not show that the linker is found.
fn probe(work: &Path, log: &Path) -> Result<()> {
    let source = work.join("probe.rs");
    let module = work.join("probe.wasm");
    fs::write(&source, "#[unsafe(no_mangle)]\npub extern \"C\" fn probe() -> usize { String::from(\"ok\").len() }\n")?;
    let mut rustc = run::command(RUSTC);
    rustc.arg("--sysroot").arg(work).args(["--edition", "2024", "--crate-type", "cdylib", "--target", WASM_TARGET]);
    rustc.arg("-o").arg(&module).arg(&source);
    run::logged(&mut rustc, log)?;
    let made = fs::read(&module).about(module.display())?;
    if !made.starts_with(b"\0asm") {
        return Err(Failure::new(format!("{} is no WASM module", module.display())));
    }
    fs::remove_file(&source)?;
    fs::remove_file(&module)?;
    Ok(())
}
