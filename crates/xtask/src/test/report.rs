//! What was done, how long it took, what failed: the table at the end of a test run.

use super::count::Counts;
use super::none_ran;
use crate::failure::{Failure, Result};
use crate::say;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Debug)]
enum Outcome {
    Done,
    Failed(Failure),
    LeftOut(String),
}

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    counts: Counts,
    outcome: Outcome,
}

#[derive(Debug)]
pub struct Report {
    begun: Instant,
    steps: Vec<Step>,
}

impl Default for Report {
    fn default() -> Self {
        Self { begun: Instant::now(), steps: Vec::new() }
    }
}

impl Report {
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.record(name, || (Counts::default(), work()));
    }

    /// Runs tests; that none ran is a failure too.
    pub fn tests(&mut self, name: &str, work: impl FnOnce() -> (Counts, Result<()>)) {
        self.record(name, || {
            let (counts, result) = work();
            let result = result.and_then(|()| if counts.is_empty() { Err(none_ran()) } else { Ok(()) });
            (counts, result)
        });
    }

    /// Takes the result of something that was done elsewhere.
    pub fn keep<T>(&mut self, name: &str, result: Result<T>) -> Option<T> {
        let (value, outcome) = match result {
            Ok(value) => (Some(value), Outcome::Done),
            Err(failure) => {
                say::line(format_args!("✗ {name}: {failure}"));
                (None, Outcome::Failed(failure))
            }
        };
        let name = name.to_owned();
        self.steps.push(Step { name, took: Duration::ZERO, counts: Counts::default(), outcome });
        value
    }

    pub fn left_out(&mut self, name: &str, why: &str) {
        say::line(format_args!("– {name}: left out, {why}"));
        let outcome = Outcome::LeftOut(why.to_owned());
        self.steps.push(Step { name: name.to_owned(), took: Duration::ZERO, counts: Counts::default(), outcome });
    }

    pub fn is_done(&self, name: &str) -> bool {
        self.steps.iter().any(|step| step.name == name && matches!(step.outcome, Outcome::Done))
    }

    /// Prints the table and, last, the number of tests in the plain form that machines read.
    pub fn close(self) -> ExitCode {
        let width = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or_default();
        say::line("");
        for Step { name, took, counts, outcome } in &self.steps {
            let tests = if counts.is_empty() {
                String::new()
            } else {
                format!(", {} passed, {} failed", counts.passed, counts.failed)
            };
            let (sign, result) = match outcome {
                Outcome::Done => ('✓', format!("ok{tests}")),
                Outcome::Failed(_) => ('✗', format!("FAILED{tests}")),
                Outcome::LeftOut(why) => ('–', format!("left out: {why}")),
            };
            say::line(format_args!("{sign} {name:<width$}  {:>12}  {result}", say::seconds(*took)));
        }
        for step in &self.steps {
            if let Outcome::Failed(failure) = &step.outcome {
                say::line(format_args!("\n{}: {failure}", step.name));
            }
        }
        let failed = self.steps.iter().filter(|step| matches!(step.outcome, Outcome::Failed(_))).count();
        let total = self.steps.iter().fold(Counts::default(), |sum, step| sum.plus(step.counts));
        say::line(format_args!(
            "\n{} steps, {failed} failed, in {}",
            self.steps.len(),
            say::seconds(self.begun.elapsed())
        ));
        say::line(format_args!("{} passed, {} failed", total.passed, total.failed));
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn record(&mut self, name: &str, work: impl FnOnce() -> (Counts, Result<()>)) {
        say::line(format_args!("→ {name}"));
        let begun = Instant::now();
        let (counts, result) = work();
        let took = begun.elapsed();
        let outcome = match result {
            Ok(()) => Outcome::Done,
            Err(failure) => Outcome::Failed(failure),
        };
        let sign = if matches!(outcome, Outcome::Done) { '✓' } else { '✗' };
        say::line(format_args!("{sign} {name} ({})", say::seconds(took)));
        self.steps.push(Step { name: name.to_owned(), took, counts, outcome });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_tests_has_failed() {
        let mut report = Report::default();
        report.tests("tests", || (Counts::default(), Ok(())));
        assert!(!report.is_done("tests"));
    }

    #[test]
    fn one_failed_step_does_not_hide_the_next_one() {
        let mut report = Report::default();
        report.check("format", || Err(Failure::new("not formatted")));
        report.check("tidy", || Ok(()));
        assert!(!report.is_done("format"));
        assert!(report.is_done("tidy"));
        assert_eq!(format!("{:?}", report.close()), format!("{:?}", ExitCode::FAILURE));
    }
}
