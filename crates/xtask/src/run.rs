//! Starts other programs: with a clean environment, with their output where it belongs, and with a limit of time.

use crate::failure::{About, Failure, Result};
use crate::{guard, say};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What cargo tells this package about itself. Build scripts watch some of these: passed on, they would make cargo
/// compile half of the workspace again each time it is started by xtask and by hand in turn.
const OWN_TO_CARGO_RUN: [&str; 5] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];

pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = guard::command(program);
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if OWN_TO_CARGO_RUN.iter().any(|prefix| name_text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.env_remove("CARGO").env_remove("OUT_DIR").env_remove("LD_LIBRARY_PATH");
    command
}

/// Runs with our own terminal.
pub fn shown(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().about(name(command))?;
    check(command, status)
}

/// Runs and shows each line, which `line` sees too. Standard output and error come as one stream, in their order.
pub fn watched(command: &mut Command, mut line: impl FnMut(&str)) -> Result<()> {
    let (reader, writer) = std::io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let child = command.spawn().about(name(command));
    // The command holds the writing ends; the reader would wait for ever on them.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child?;
    for bytes in BufReader::new(reader).split(b'\n') {
        let bytes = bytes?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches('\r');
        say::line(text);
        line(text);
    }
    let status = child.wait()?;
    check(command, status)
}

/// Runs with all output in a file; a failure shows its last lines.
pub fn logged(command: &mut Command, log: &Path) -> Result<()> {
    logged_within(command, log, None)
}

pub fn logged_within(command: &mut Command, log: &Path, limit: Option<Duration>) -> Result<()> {
    if let Some(dir) = log.parent() {
        fs::create_dir_all(dir).about(dir.display())?;
    }
    let file = File::create(log).about(log.display())?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone().about(log.display())?)
        .stderr(file)
        .spawn()
        .about(name(command))?;
    let begun = Instant::now();
    let status = match limit {
        None => child.wait()?,
        Some(limit) => loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if begun.elapsed() > limit {
                child.kill()?;
                child.wait()?;
                return Err(Failure::new(format!("{} gave no answer within {}", name(command), say::seconds(limit))));
            }
            std::thread::sleep(Duration::from_millis(50));
        },
    };
    check(command, status).map_err(|failure| Failure::new(format!("{failure}\n{}", tail(log, 25))))
}

/// Its standard output, trimmed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().about(name(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure::new(format!("{}: {}\n{said}", name(command), output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// It runs tests of several binaries side by side; cargo itself runs them where it is not installed.
pub fn has_nextest() -> bool {
    output(command("cargo").args(["nextest", "--version"])).is_ok()
}

/// The last lines of a log; of a long one the first lines too, where some tools say what is wrong.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    let mut shown: Vec<&str> = Vec::new();
    if all.len() > lines {
        shown.extend(all.iter().take(lines / 4));
        shown.push("…");
    }
    shown.extend(all.iter().skip(all.len().saturating_sub(lines - lines / 4)));
    let shown: Vec<String> = shown.iter().map(|line| format!("    {line}")).collect();
    format!("{}\n    (all of it: {})", shown.join("\n"), log.display())
}

fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{} ended with {status}", name(command)))) }
}

/// The command as a person would type it, without the guard before it.
fn name(command: &Command) -> String {
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let own = words.iter().position(|word| word == "--").filter(|_| words.get(1).is_some_and(|word| word == "guard"));
    words.iter().skip(own.map_or(0, |at| at + 1)).map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_as_a_person_would_type_it() {
        let mut command = command("cargo");
        command.args(["fmt", "--", "--check"]);
        assert_eq!(name(&command), "cargo fmt -- --check");
    }

    #[test]
    fn a_long_log_is_shown_by_its_two_ends() {
        let log = std::env::temp_dir().join(format!("xtask-tail-{}", std::process::id()));
        fs::write(&log, "one\ntwo\nthree\nfour\nfive\nsix\n").unwrap();
        let shown = tail(&log, 4);
        fs::remove_file(&log).unwrap();
        let lines: Vec<&str> = shown.lines().map(str::trim).take(5).collect();
        assert_eq!(lines, ["one", "…", "four", "five", "six"]);
    }

    #[test]
    fn the_environment_of_cargo_run_is_not_passed_on() {
        let command = command("cargo");
        let removed = command.get_envs().any(|(name, value)| name == "CARGO_PKG_NAME" && value.is_none());
        assert!(removed, "tests run under cargo, so CARGO_PKG_NAME is set here");
    }
}
