//! A server that the demo started: its address, its log, its orderly end.

use crate::failure::{About, Failure, Result};
use crate::guard::Stop;
use crate::{run, say};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub struct Service {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Service {
    /// In a process group of its own: Ctrl-C reaches only us, and we end things in order.
    pub fn start(name: &'static str, home: &Path, mut command: Command) -> Result<Self> {
        let log = home.join(format!("{}.log", name.replace(' ', "-")));
        // What a server says may hold secrets, such as the stand-in's keys.
        let mut open = OpenOptions::new();
        let file = open.create(true).truncate(true).write(true).mode(0o600).open(&log).about(log.display())?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().about(log.display())?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .about(name)?;
        Ok(Self { name, child, log })
    }

    /// Waits for the line `<what> on http://127.0.0.1:PORT`.
    pub fn address(&mut self, what: &str, limit: Duration, stop: &Stop) -> Result<SocketAddr> {
        self.wait(limit, stop, "says where it listens", |service| {
            let log = fs::read_to_string(&service.log).unwrap_or_default();
            Ok(log.lines().find_map(|line| address_in(line, what)))
        })
    }

    /// Asks `condition` until it gives something; ends early when the service does or when a stop is asked.
    pub fn wait<T>(
        &mut self,
        limit: Duration,
        stop: &Stop,
        what: &str,
        mut condition: impl FnMut(&mut Self) -> Result<Option<T>>,
    ) -> Result<T> {
        let begun = Instant::now();
        loop {
            if let Some(found) = condition(self)? {
                return Ok(found);
            }
            self.must_run()?;
            if stop.is_asked() {
                return Err(Failure::new("stopped"));
            }
            if begun.elapsed() > limit {
                let waited = say::seconds(limit);
                return Err(Failure::new(format!("waited {waited} until {} {what}\n{}", self.name, self.said())));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn must_run(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(Failure::new(format!("{} ended by itself: {status}\n{}", self.name, self.said()))),
        }
    }

    pub fn said(&self) -> String {
        run::tail(&self.log, 25)
    }

    pub fn stop(mut self) {
        let Ok(id) = i32::try_from(self.child.id()) else { return };
        let begun = Instant::now();
        let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        while begun.elapsed() < Duration::from_secs(30) {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(20)),
                _ => {
                    say::line(format_args!("{} stopped ({})", self.name, say::seconds(begun.elapsed())));
                    return;
                }
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        say::line(format_args!("{} did not stop by itself and was killed", self.name));
    }
}

fn address_in(line: &str, what: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once(&format!("{what} on http://"))?;
    rest.split(|c: char| c.is_whitespace() || c == '"' || c == '/').next()?.parse().ok()
}

/// Runs a short command that reads a secret from its standard input.
pub fn run_with_input(command: &mut Command, input: &str, log: &Path) -> Result<()> {
    let file = File::create(log).about(log.display())?;
    let mut child = command.stdin(Stdio::piped()).stdout(file.try_clone()?).stderr(file).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(format!("{input}\n").as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{status}\n{}", run::tail(log, 25)))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_plain_and_from_json_lines() {
        let address = Some("127.0.0.1:4711".parse().unwrap());
        assert_eq!(address_in("listening on http://127.0.0.1:4711", "listening"), address);
        let json = r#"{"message":"listening on http://127.0.0.1:4711","level":"INFO"}"#;
        assert_eq!(address_in(json, "listening"), address);
        assert_eq!(address_in("control on http://127.0.0.1:4711/", "control"), address);
        assert_eq!(address_in("control on http://127.0.0.1:4711/", "listening"), None);
    }
}
