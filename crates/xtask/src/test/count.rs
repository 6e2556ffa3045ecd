//! Reads from what a test runner says how many tests passed and failed.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    Nextest,
    /// cargo test, and the runner of WASM tests.
    Libtest,
    Playwright,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    pub fn add(&mut self, runner: Runner, line: &str) {
        let line = without_colour(line);
        let line = line.trim();
        let summary = match runner {
            Runner::Nextest => {
                line.strip_prefix("Summary [").and_then(|rest| rest.split_once("run:")).map(|(_, rest)| rest)
            }
            Runner::Libtest => {
                line.strip_prefix("test result:").and_then(|rest| rest.split_once(". ")).map(|(_, rest)| rest)
            }
            Runner::Playwright => line.starts_with(|c: char| c.is_ascii_digit()).then_some(line),
        };
        let Some(summary) = summary else { return };
        for part in summary.split([',', ';', '(']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u64>().ok());
            let what: Vec<&str> = words.take_while(|word| !word.starts_with('[')).collect();
            match (number, what.as_slice()) {
                (Some(number), ["passed" | "flaky"]) => self.passed += number,
                (
                    Some(number),
                    ["failed" | "interrupted"] | ["timed", "out"] | ["exec", "failed"] | ["did", "not", "run"],
                ) => {
                    self.failed += number;
                }
                _ => {}
            }
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut parts = line.split('\u{1b}');
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(runner: Runner, lines: &[&str]) -> (u64, u64) {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.add(runner, line));
        (counts.passed, counts.failed)
    }

    #[test]
    fn nextest_says_it_in_its_summary() {
        let lines = [
            "        PASS [   0.005s] db it::lease::one_holder",
            "\u{1b}[32;1m     Summary\u{1b}[0m [   1.204s] \u{1b}[1m7\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m passed (1 slow), 2 failed, 1 timed out, 3 skipped",
            "        FAIL [   0.005s] db it::lease::two_holders",
        ];
        assert_eq!(counted(Runner::Nextest, &lines), (4, 3));
    }

    #[test]
    fn libtest_says_it_once_for_each_binary() {
        let lines = [
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test a ... ok",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ];
        assert_eq!(counted(Runner::Libtest, &lines), (6, 2));
    }

    #[test]
    fn playwright_says_it_in_its_last_lines() {
        let lines = [
            "Running 4 tests using 1 worker",
            "  1 failed",
            "    [chromium] › a.spec.mjs:3:1 › x",
            "  1 did not run",
            "  2 passed (3.4s)",
        ];
        assert_eq!(counted(Runner::Playwright, &lines), (2, 2));
    }
}
