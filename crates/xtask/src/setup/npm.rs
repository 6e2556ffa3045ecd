//! What npm brings, exactly as in the lock file.

use crate::failure::Result;
use crate::lock::{self, Stamp};
use crate::project::Project;
use crate::{run, say};

pub fn ensure(project: &Project) -> Result<()> {
    let stamp = Stamp::new(
        project.root.join("node_modules/.salescommand-stamp"),
        lock::fingerprint(&project.root, &["package.json", "package-lock.json"])?,
    );
    if stamp.is_current() {
        return Ok(());
    }
    let _one_at_a_time = lock::exclusive(&project.tools().join("npm.lock"))?;
    if stamp.is_current() {
        return Ok(());
    }
    say::step("npm ci (wasm-opt, Tailwind, Playwright, axe-core, font)", || {
        // Playwright would fetch browsers of its own; the tests use the system's Chromium.
        let mut command = run::command("npm");
        command.arg("ci").current_dir(&project.root).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run::logged(&mut command, &project.log("npm"))?;
        stamp.set()
    })
    .map_err(|failure| failure.by_hand("run `npm ci` in the root of the repository and look at its error"))
}
