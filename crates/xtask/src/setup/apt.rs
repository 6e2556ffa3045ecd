//! Debian's packages, where the system is one that has them.

use crate::failure::{Failure, Result};
use crate::project::{Project, find_in_path};
use crate::{lock, run, say};
use std::process::Command;

/// Installs what is missing of `packages`; one apt at a time.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let by_hand = format!("install these packages as root: {}", packages.join(" "));
    if find_in_path("apt-get").is_none() {
        return Err(Failure::new("this system has no apt-get").by_hand(by_hand));
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join("apt.lock"))?;
    say::step(&format!("apt-get install {}", packages.join(" ")), || {
        let log = project.log("apt");
        run::logged(apt()?.arg("update"), &log)?;
        run::logged(apt()?.args(["install", "--yes", "--no-install-recommends"]).args(packages), &log)
    })
    .map_err(|failure| failure.by_hand(by_hand))
}

pub fn is_installed(package: &str) -> bool {
    run::output(run::command("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
        .is_ok_and(|status| status == "installed")
}

fn apt() -> Result<Command> {
    let mut command = if nix::unistd::geteuid().is_root() {
        run::command("apt-get")
    } else if find_in_path("sudo").is_some() {
        let mut sudo = run::command("sudo");
        sudo.args(["--non-interactive", "apt-get"]);
        sudo
    } else {
        return Err(Failure::new("apt-get needs root, and there is no sudo"));
    };
    command.args(["--option", "DPkg::Lock::Timeout=300"]).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
