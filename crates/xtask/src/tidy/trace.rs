//! The trace from requirements and faults to tests, and from the documentation to each decision.

use super::Complaint;
use super::tree::Tree;

const TRACE: &str = "docs/requirements.md";
const FAULTS: &str = "docs/reliability.md";
const DECISIONS: &str = "docs/decisions/";

pub fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = requirements(tree);
    complaints.extend(faults(tree));
    complaints.extend(decisions(tree));
    complaints
}

/// A row is ``| R049 | what | `path::test`, `path::test` | depth |``; a test is found by its name in its file.
fn requirements(tree: &Tree) -> Vec<Complaint> {
    let Some(file) = tree.find(TRACE) else {
        return vec![Complaint::new(TRACE, "is missing")];
    };
    let mut complaints = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let place = format!("{TRACE}:{}", number + 1);
        let mut cells = line.trim().trim_matches('|').split('|').map(str::trim);
        let Some(id) = cells.next().filter(|cell| is_requirement(cell)) else { continue };
        if seen.contains(&id) {
            complaints.push(Complaint::new(&place, format!("{id} has a row already")));
        }
        seen.push(id);
        let what = cells.next().unwrap_or_default();
        let tests: Vec<&str> = quoted(cells.next().unwrap_or_default()).collect();
        let depth = cells.next().unwrap_or_default();
        if what.is_empty() || tests.is_empty() || depth.is_empty() {
            complaints.push(Complaint::new(&place, format!("{id} needs what it is, its tests and their depth")));
        }
        for test in tests {
            if let Err(why) = exists(tree, test) {
                complaints.push(Complaint::new(&place, format!("{id}: {test} {why}")));
            }
        }
    }
    complaints
}

/// `R049`, `R180a`, `B01`
fn is_requirement(cell: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.chars().all(|c| c.is_ascii_digit());
    match (cell.strip_prefix('R'), cell.strip_prefix('B')) {
        (Some(number), _) => digits(number.trim_end_matches(|c: char| c.is_ascii_lowercase()), 3),
        (_, Some(number)) => digits(number, 2),
        (None, None) => false,
    }
}

/// What stands between backticks: titles of journeys may hold commas.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn exists(tree: &Tree, test: &str) -> Result<(), &'static str> {
    let (path, name) = test.split_once("::").ok_or("is not written as path::test")?;
    let file = tree.find(path).ok_or("is in a file that does not exist")?;
    let found = if file.is_rust() {
        // The last part only: modules inside of the file are not spelled out.
        let name = name.rsplit("::").next().unwrap_or(name);
        [format!("fn {name}("), format!("fn {name}<")].iter().any(|head| file.text.contains(head))
    } else {
        ['"', '\'', '`'].iter().any(|quote| file.text.contains(&format!("{quote}{name}{quote}")))
    };
    if found { Ok(()) } else { Err("does not exist") }
}

/// Tests between backticks, `path::test`; in a table whose head names a `folder/`, paths are below it. `path::*`: all of
/// them.
fn faults(tree: &Tree) -> Vec<Complaint> {
    let lines = tree.find(FAULTS).map(|file| file.text.lines()).into_iter().flatten();
    let mut complaints = Vec::new();
    let mut folder = "";
    for (number, line) in lines.enumerate() {
        if !line.starts_with('|') {
            folder = "";
        }
        folder = quoted(line).find(|quoted| quoted.ends_with('/')).unwrap_or(folder);
        let tests = quoted(line).filter(|quoted| quoted.contains("::") && !quoted.starts_with("path::"));
        for test in tests {
            let full = format!("{folder}{test}");
            let found = match full.strip_suffix("::*") {
                Some(path) => tree.find(path).map(drop).ok_or("is in a file that does not exist"),
                None => exists(tree, &full),
            };
            if let Err(why) = found {
                complaints.push(Complaint::new(format!("{FAULTS}:{}", number + 1), format!("{full} {why}")));
            }
        }
    }
    complaints
}

fn decisions(tree: &Tree) -> Vec<Complaint> {
    let notes = tree.files.iter().filter_map(|file| file.path.strip_prefix(DECISIONS));
    notes
        .filter(|name| name.ends_with(".md") && name.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|name| {
            let own = format!("{DECISIONS}{name}");
            !tree.files.iter().any(|file| file.path.ends_with(".md") && file.path != own && file.text.contains(name))
        })
        .map(|name| Complaint::new(format!("{DECISIONS}{name}"), "is linked from no page"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tree::tree;
    use super::*;

    const TEST: (&str, &str) = ("crates/store/tests/it/kill.rs", "async fn a_killed_run_repairs_itself() {}");

    fn complaints(trace: &str) -> Vec<String> {
        let script = ("e2e/accounts.spec.mjs", "test('each role, in turn, signs in', async () => {})");
        check(&tree(&[(TRACE, trace), TEST, script])).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_row_names_tests_that_exist() {
        let rows = "| Id | What | Tests | Depth |\n|---|---|---|---|\n\
            | R049 | repairs | `crates/store/tests/it/kill.rs::a_killed_run_repairs_itself` | integration |\n\
            | B04 | roles | `crates/store/tests/it/kill.rs::kill::a_killed_run_repairs_itself`, \
            `e2e/accounts.spec.mjs::each role, in turn, signs in` | journey |\n";
        assert_eq!(complaints(rows), [""; 0]);
    }

    #[test]
    fn a_test_that_is_gone_is_named() {
        let rows = "| R049 | repairs | `crates/store/tests/it/kill.rs::a_killed_run` | unit |\n| R050 | x | `a.rs::b` | unit |";
        assert_eq!(
            complaints(rows),
            [
                "docs/requirements.md:1: R049: crates/store/tests/it/kill.rs::a_killed_run does not exist",
                "docs/requirements.md:2: R050: a.rs::b is in a file that does not exist",
            ]
        );
    }

    #[test]
    fn a_row_is_whole_and_there_is_one_for_each_requirement() {
        let rows = "| R049 | repairs | | unit |\n| R049 | repairs | `kill.rs` | unit |";
        assert_eq!(
            complaints(rows),
            [
                "docs/requirements.md:1: R049 needs what it is, its tests and their depth",
                "docs/requirements.md:2: R049 has a row already",
                "docs/requirements.md:2: R049: kill.rs is not written as path::test",
            ]
        );
    }

    #[test]
    fn the_table_may_be_empty_but_not_missing() {
        assert_eq!(complaints("# Requirements\n"), [""; 0]);
        let found: Vec<String> = check(&tree(&[TEST])).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["docs/requirements.md: is missing"]);
    }

    #[test]
    fn the_tests_of_each_fault_exist() {
        let folder = "crates/store/tests/it/";
        let text = format!(
            "Tests are named `path::name`.\n\n| Fault | Proof (`{folder}`) |\n|---|---|\n\
            | killed | `kill.rs::a_killed_run_repairs_itself`, `kill.rs::*` |\n| hangs | `kill.rs::gone`, `stop.rs::*` |\n\n\
            | Fault | Proof |\n|---|---|\n| killed | `{folder}kill.rs::a_killed_run_repairs_itself` |\n"
        );
        let files = [(TRACE, ""), (FAULTS, text.as_str()), TEST];
        let found: Vec<String> = check(&tree(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "docs/reliability.md:6: crates/store/tests/it/kill.rs::gone does not exist",
                "docs/reliability.md:6: crates/store/tests/it/stop.rs::* is in a file that does not exist",
            ]
        );
    }

    #[test]
    fn each_decision_is_linked_from_a_page() {
        let files = [
            (TRACE, ""),
            ("docs/decisions/README.md", "[one](0001-one.md)"),
            ("docs/decisions/0001-one.md", "x"),
            ("docs/decisions/0002-two.md", "0002-two.md"),
        ];
        let found: Vec<String> = check(&tree(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["docs/decisions/0002-two.md: is linked from no page"]);
    }
}
