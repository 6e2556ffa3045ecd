//! A Python of its own with the pinned packages of a peer.

use crate::failure::{About, Result};
use crate::lock::Stamp;
use crate::project::Project;
use crate::{lock, run, say};
use std::fs;
use std::path::{Path, PathBuf};

/// The interpreter; `requirements` names each package with its version.
pub fn ensure(project: &Project, name: &str, requirements: &Path) -> Result<PathBuf> {
    let place = project.tools().join(format!("python-{name}"));
    let program = place.join("bin/python");
    let wanted = fs::read_to_string(requirements).about(requirements.display())?;
    let stamp = Stamp::new(place.join("requirements.stamp"), wanted);
    let _one_at_a_time = lock::exclusive(&project.tools().join(format!("python-{name}.lock")))?;
    if stamp.is_current() && program.is_file() {
        return Ok(program);
    }
    say::step(&format!("Python packages of the {name} peer"), || {
        lock::remove_folder(&place)?;
        let log = project.log(&format!("python-{name}"));
        // Debian splits `venv` off from its Python.
        if run::logged(run::command("python3").args(["-m", "venv"]).arg(&place), &log).is_err() {
            super::apt::install(project, &["python3-venv"])?;
            run::logged(run::command("python3").args(["-m", "venv", "--clear"]).arg(&place), &log)?;
        }
        let mut pip = run::command(&program);
        pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]);
        run::logged(pip.arg("--requirement").arg(requirements), &log)?;
        stamp.set()
    })?;
    Ok(program)
}
