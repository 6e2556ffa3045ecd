//! Makes every program that xtask starts end with xtask, however xtask ends.

use crate::failure::{Failure, Result};
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A command that starts through this binary's `guard`. On Linux `/proc/self/exe` stays right even when cargo has
/// replaced the file meanwhile.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    if cfg!(target_os = "linux") {
        let mut command = Command::new("/proc/self/exe");
        command.arg("guard").arg(std::process::id().to_string()).arg("--").arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Becomes `command`, after asking the kernel for SIGTERM at the death of `parent`. Returns only on failure.
pub fn exec(parent: i32, command: &[OsString]) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGTERM)
            .map_err(|error| Failure::new(format!("prctl: {error}")))?;
        // The parent may have died before the request was made.
        if nix::unistd::getppid().as_raw() != parent {
            return Err(Failure::new("the process that asked for this one is gone"));
        }
    }
    let (program, arguments) = command.split_first().ok_or_else(|| Failure::new("guard needs a command"))?;
    let error = Command::new(program).args(arguments).exec();
    Err(Failure::new(error.to_string()).within(program.to_string_lossy()))
}

/// Turns true at the first SIGINT, SIGTERM or SIGHUP.
#[derive(Clone, Debug)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn on_signals() -> Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
        }
        Ok(Self(flag))
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
