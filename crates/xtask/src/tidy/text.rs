//! What the files themselves must keep to: a head that says what they are for, a length, no shortcuts, no traces.

use super::Complaint;
use super::tree::{SourceFile, Tree};

const LONGEST: usize = 400;

/// Written by tools, or recorded as they came.
fn is_made(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json") || path.contains("/fixtures/")
}

/// Files that name these things in order to forbid them or to test the check.
const OWN: &str = "crates/xtask/src/tidy/";

pub fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(|file| !is_made(&file.path)) {
        let mut add = |what: String| complaints.push(Complaint::new(&file.path, what));
        if file.is_rust() || file.is_script() || file.extension() == "css" {
            head(file).into_iter().for_each(&mut add);
            length(file).into_iter().for_each(&mut add);
        }
        if !file.path.starts_with(OWN) {
            shortcuts(file).into_iter().for_each(&mut add);
            traces(file).into_iter().for_each(&mut add);
        }
    }
    complaints
}

fn head(file: &SourceFile) -> Option<String> {
    let marks: &[&str] = match file.extension() {
        "rs" => &["//! "],
        "css" => &["/* "],
        _ => &["// ", "/** "],
    };
    let first = file.text.lines().next().unwrap_or_default();
    if !marks.iter().any(|mark| first.starts_with(mark)) {
        return Some(format!("does not open with a `{}…` sentence that says what it is for", marks.first()?));
    }
    let mut paragraph = String::new();
    for line in file.text.lines() {
        let line = line.trim_start_matches("//!").trim_start_matches("/**").trim_start_matches("/*").trim();
        let line = line.trim_start_matches("//").trim_start_matches("* ").trim();
        let (line, ends) = line.split_once("*/").map_or((line, false), |(line, _)| (line.trim(), true));
        if line.is_empty() {
            break;
        }
        paragraph = format!("{paragraph} {line}");
        if ends || line.ends_with(['.', ':', '?']) {
            break;
        }
    }
    let is_sentence = paragraph.ends_with(['.', ':', '?']);
    (!is_sentence).then(|| "its opening comment is no sentence".to_owned())
}

fn length(file: &SourceFile) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > LONGEST).then(|| format!("has {lines} lines, {LONGEST} at most"))
}

fn shortcuts(file: &SourceFile) -> Vec<String> {
    let mut found = Vec::new();
    if file.is_rust() {
        if file.text.contains("#[ignore") {
            found.push("ignores a test".to_owned());
        }
        let may_use_testkit = file.path.contains("/tests/") || file.path.starts_with("crates/testkit/");
        if file.text.contains("testkit::") && !may_use_testkit {
            found.push("uses testkit outside of tests/".to_owned());
        }
    }
    if file.is_script() {
        for (call, why) in [
            (".skip(", "skips a test"),
            (".only(", "runs one test only"),
            (".fixme(", "skips a test"),
            ("waitForTimeout", "waits for time to pass instead of a condition"),
        ] {
            if file.text.contains(call) {
                found.push(format!("{why} ({call})"));
            }
        }
    }
    found
}

fn traces(file: &SourceFile) -> Vec<String> {
    let mut found = Vec::new();
    let registries = [
        concat!("crates", ".io/"),
        concat!("registry.npmjs", ".org"),
        concat!("pypi", ".org"),
        concat!("pythonhosted", ".org"),
        concat!("deb.debian", ".org"),
        concat!("static.rust-lang", ".org"),
    ];
    for (number, line) in file.text.lines().enumerate() {
        let at = number + 1;
        if let Some(host) = registries.iter().find(|host| line.contains(**host)) {
            found.push(format!("line {at} names the package registry {host}"));
        }
        if ["/work/", "/root/", "/home/", "/Users/"].iter().any(|home| holds_path(line, home)) {
            found.push(format!("line {at} holds a path of one machine"));
        }
        if line.match_indices("../shared").any(|(start, _)| leaves_the_repository(file, line, start)) {
            found.push(format!("line {at} points outside of the repository"));
        }
    }
    found
}

/// At the start of a path, not in the middle of a longer one or of an address.
fn holds_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '}' | ':')))
    })
}

/// Counts the steps upwards before `shared` against the file's depth.
fn leaves_the_repository(file: &SourceFile, line: &str, start: usize) -> bool {
    let before = line.get(..start).unwrap_or_default();
    let steps = before.len() - before.trim_end_matches("../").len();
    steps / "../".len() + 1 > file.path.matches('/').count()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        check(&tree(&[(path, text)])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_opens_with_a_sentence() {
        assert_eq!(complaints("a.rs", "//! Accounts that the caller may see.\n"), [""; 0]);
        assert_eq!(complaints("a.rs", "//! Accounts that the\n//! caller may see.\n\nuse x;\n"), [""; 0]);
        assert_eq!(complaints("a.css", "/* Colours and sizes of the app. */\n"), [""; 0]);
        assert_eq!(complaints("a.mjs", "// Signs in as each role.\n"), [""; 0]);
        assert_eq!(complaints("a.rs", "//! placeholder\n"), ["a.rs: its opening comment is no sentence"]);
        assert_eq!(
            complaints("a.rs", "use x;\n"),
            ["a.rs: does not open with a `//! …` sentence that says what it is for"]
        );
    }

    #[test]
    fn a_file_has_four_hundred_lines_at_most() {
        let text = |lines: usize| format!("//! Accounts that one may see.\n{}", "//\n".repeat(lines - 1));
        assert_eq!(complaints("a.rs", &text(400)), [""; 0]);
        assert_eq!(complaints("a.rs", &text(401)), ["a.rs: has 401 lines, 400 at most"]);
    }

    #[test]
    fn tests_are_neither_skipped_nor_timed() {
        let script = "// Signs in as each role.\ntest.skip(x); await page.waitForTimeout(5);";
        assert_eq!(
            complaints("e2e/a.spec.mjs", script),
            [
                "e2e/a.spec.mjs: skips a test (.skip()",
                "e2e/a.spec.mjs: waits for time to pass instead of a condition (waitForTimeout)",
            ]
        );
        let rust = "//! Accounts that one may see.\nfn f() { list.iter().skip(1); }\n";
        assert_eq!(complaints("a.rs", rust), [""; 0]);
        let ignored = "//! Accounts that one may see.\n#[ignore = \"slow\"]\n";
        assert_eq!(complaints("a.rs", ignored), ["a.rs: ignores a test"]);
    }

    #[test]
    fn the_testkit_stays_in_tests() {
        let text = "//! Accounts that one may see.\nuse testkit::lake;\n";
        assert_eq!(complaints("crates/store/tests/it/a.rs", text), [""; 0]);
        assert_eq!(
            complaints("crates/store/src/a.rs", text),
            ["crates/store/src/a.rs: uses testkit outside of tests/"]
        );
    }

    #[test]
    fn paths_of_one_machine_and_registries_are_found() {
        assert_eq!(complaints("a.md", "see /root/.cargo"), ["a.md: line 1 holds a path of one machine"]);
        assert_eq!(complaints("a.md", "GET {url}/home/ and https://x/work/1"), [""; 0]);
        assert_eq!(
            complaints("a.json", "\n\"https://pypi.org/x\""),
            ["a.json: line 2 names the package registry pypi.org"]
        );
    }

    #[test]
    fn a_path_to_shared_may_not_leave_the_repository() {
        assert_eq!(
            complaints("README.md", "see ../shared/DESIGN.md"),
            ["README.md: line 1 points outside of the repository"]
        );
        assert_eq!(complaints("frontend/Cargo.toml", "path = \"../shared\""), [""; 0]);
        assert_eq!(complaints("crates/a/Cargo.toml", "path = \"../../shared\""), [""; 0]);
        assert_eq!(complaints("docs/a.md", "../../shared/x"), ["docs/a.md: line 1 points outside of the repository"]);
    }

    #[test]
    fn what_tools_have_written_is_not_judged() {
        assert_eq!(complaints("Cargo.lock", "crates.io/"), [""; 0]);
        assert_eq!(complaints("crates/odoo/tests/fixtures/a.json", "/home/odoo"), [""; 0]);
    }
}
