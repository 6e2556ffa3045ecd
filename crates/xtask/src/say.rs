//! What the person at the terminal sees; the only place that prints.
#![expect(clippy::print_stdout, reason = "a command line tool talks on its standard output")]

use crate::failure::{Failure, Result};
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

pub fn line(text: impl Display) {
    println!("{text}");
}

/// Rewrites the current line, on a terminal only: in a file each state would be a line of its own.
pub fn progress(text: impl Display) {
    if !std::io::stdout().is_terminal() {
        return;
    }
    print!("\r\x1b[2K{text}");
    // A closed terminal must not stop the work.
    let _ = std::io::stdout().flush();
}

pub fn failure(failure: &Failure) {
    println!("✗ {failure}");
}

pub fn seconds(took: Duration) -> String {
    let all = took.as_secs_f64();
    if all < 60.0 { format!("{all:.1} s") } else { format!("{} min {:02} s", took.as_secs() / 60, took.as_secs() % 60) }
}

/// Announces a step, does it, and says how long it took. Whole lines only, so that parallel lanes stay readable.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    line(format_args!("→ {name}"));
    let begun = Instant::now();
    let result = work();
    let took = seconds(begun.elapsed());
    match &result {
        Ok(_) => line(format_args!("✓ {name} ({took})")),
        Err(_) => line(format_args!("✗ {name} ({took})")),
    }
    result.map_err(|failure| failure.within(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short_to_read() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
