//! What a process took: wall time, processor time, peak memory.

use crate::error::{Error, Result};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Ticks of `/proc/<pid>/stat` in a second, on every Linux of today.
const TICKS: f64 = 100.0;

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Took {
    pub wall: f64,
    /// Seconds of processor time of the process and its threads.
    pub cpu: f64,
    /// MiB of memory at its largest.
    pub peak: f64,
}

/// Runs the command as the only child of this small process, so that what children used is what it used.
pub fn run(into: &Path, command: &[OsString]) -> Result<ExitCode> {
    let (program, arguments) = command.split_first().ok_or_else(|| Error::wrong("measure needs a command"))?;
    let began = Instant::now();
    let status = Command::new(program).args(arguments).status()?;
    let wall = began.elapsed().as_secs_f64();
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = seconds(used.user_time()) + seconds(used.system_time());
    let took = Took { wall, cpu, peak: kib(used.max_rss()) };
    fs::write(into, serde_json::to_vec(&took)?)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn seconds(time: TimeVal) -> f64 {
    float(time.tv_sec()) + float(time.tv_usec()) / 1e6
}

/// KiB in MiB.
fn kib(size: i64) -> f64 {
    float(size) / 1024.0
}

pub fn float(number: impl TryInto<i64>) -> f64 {
    // Through text: exact up to 2^53, far above anything that is counted here.
    number.try_into().map_or(f64::NAN, |number: i64| number.to_string().parse().unwrap_or(f64::NAN))
}

/// Processor time of a process that runs, in seconds since its start.
pub fn cpu_of(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    Ok(ticks_in(&stat).ok_or_else(|| Error::wrong("/proc/<pid>/stat is not as it should be"))? / TICKS)
}

/// The name in brackets may hold anything; user and system time are the 12th and 13th word after it.
fn ticks_in(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let times: Vec<f64> = rest.split_whitespace().skip(11).take(2).filter_map(|word| word.parse().ok()).collect();
    (times.len() == 2).then(|| times.iter().sum())
}

/// The process and those that it has started.
pub fn with_children(pid: u32) -> Result<Vec<u32>> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    Ok(std::iter::once(pid).chain(children.split_whitespace().filter_map(|child| child.parse().ok())).collect())
}

/// MiB that a process holds now, and at most so far.
pub fn memory_of(pid: u32) -> Result<(f64, f64)> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.trim_start_matches(':').split_whitespace().next()?.parse::<i64>().ok()).map(kib)
    };
    of("VmRSS").zip(of("VmHWM")).ok_or_else(|| Error::wrong("/proc/<pid>/status is not as it should be"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_behind_a_name_with_brackets() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 9 0 100 1000 10";
        assert_eq!(ticks_in(stat), Some(300.0));
        assert_eq!(ticks_in("7 (a) S 1"), None);
    }

    #[test]
    fn a_process_knows_its_own_memory() {
        let (now, most) = memory_of(std::process::id()).unwrap();
        assert!(now > 0.0 && most >= now * 0.5, "{now} {most}");
    }
}
