//! Breaks the code of the figures on purpose, one small change at a time: each must make a test fail.

use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::setup;
use crate::{run, say, tools};
use std::fs;

/// Files whose every line is part of a figure, and the tests that must notice.
struct Ground {
    package: &'static str,
    files: &'static [&'static str],
    tests: &'static [&'static str],
}

const GROUNDS: [Ground; 2] = [
    Ground { package: "domain", files: &["crates/domain/src/metrics/**/*.rs"], tests: &[] },
    Ground {
        package: "store",
        files: &[
            "crates/store/src/accounts/fold.rs",
            "crates/store/src/figures/attributed.rs",
            "crates/store/src/figures/overview.rs",
            "crates/store/src/ledger/pieces.rs",
            "crates/store/src/ledger/sums.rs",
            "crates/store/src/ledger/valuation.rs",
        ],
        tests: &["pieces", "reading::attributed", "reading::list", "reading::midnight", "reading::properties"],
    },
];

/// `only`: files with this in their path.
pub fn run(project: &Project, only: Option<&str>) -> Result<()> {
    let mongod = setup::mongod(project)?;
    let bin = setup::cargo_tool(project, &tools::CARGO_MUTANTS)?;
    let mut survived = Vec::new();
    for ground in &GROUNDS {
        let files: Vec<_> = ground.files.iter().filter(|file| only.is_none_or(|only| file.contains(only))).collect();
        if files.is_empty() {
            continue;
        }
        let out = project.target.join("mutants").join(ground.package);
        fs::create_dir_all(&out).about(out.display())?;
        let mut command = run::command(bin.join("cargo-mutants"));
        command
            .args(["mutants", "--package", ground.package, "--no-shuffle", "--colors", "never", "--output"])
            .arg(&out);
        files.iter().for_each(|file| {
            command.arg("--file").arg(file);
        });
        command.args(["--", "--lib", "--test", "it", "--"]).args(ground.tests);
        command.current_dir(&project.root).env(setup::MONGOD, &mongod);
        // It ends badly when mutants survive; which did is in its list.
        let ended = say::step(&format!("mutants of {}", ground.package), || run::watched(&mut command, |_| ()));
        let list = out.join("mutants.out/missed.txt");
        let missed = fs::read_to_string(&list).about(list.display())?;
        if missed.is_empty() {
            ended?;
        }
        survived.extend(missed.lines().map(str::to_owned));
    }
    if survived.is_empty() {
        say::line("Every mutant was noticed.");
        return Ok(());
    }
    say::line("Not noticed:");
    survived.iter().for_each(|mutant| say::line(format!("  {mutant}")));
    Err(Failure::new(format!("{} mutants survived", survived.len())))
}
