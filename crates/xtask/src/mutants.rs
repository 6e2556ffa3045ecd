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

impl Ground {
    fn has(&self, file: &str) -> bool {
        file.starts_with(&format!("crates/{}/", self.package))
    }
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
            "crates/store/src/ledger/reader.rs",
            "crates/store/src/ledger/sums.rs",
            "crates/store/src/ledger/valuation.rs",
        ],
        tests: &[
            "ledger::",
            "reading::attributed",
            "reading::find",
            "reading::generations",
            "reading::list",
            "reading::midnight",
            "reading::overview",
            "reading::properties",
            "reading::scopes",
            "reading::search",
        ],
    },
];

/// `file`: one file instead of all, by its path in the repository.
pub fn run(project: &Project, file: Option<&str>) -> Result<()> {
    let mongod = setup::mongod(project)?;
    let bin = setup::cargo_tool(project, &tools::CARGO_MUTANTS)?;
    let mut survived = Vec::new();
    let grounds: Vec<_> = GROUNDS.iter().filter(|ground| file.is_none_or(|file| ground.has(file))).collect();
    if let Some(file) = file.filter(|file| grounds.is_empty() || !project.root.join(file).is_file()) {
        return Err(Failure::new(format!("{file} is no file of crates/domain or crates/store")));
    }
    for ground in grounds {
        let out = project.target.join("mutants").join(ground.package);
        fs::create_dir_all(&out).about(out.display())?;
        let mut command = run::command(bin.join("cargo-mutants"));
        command
            .args(["mutants", "--package", ground.package, "--no-shuffle", "--colors", "never"])
            // A property that fails looks for a smaller example, which takes its time.
            .args(["--timeout", "300", "--output"])
            .arg(&out);
        let files = file.map_or_else(|| ground.files.to_vec(), |file| vec![file]);
        files.iter().for_each(|file| {
            command.arg("--file").arg(file);
        });
        // It ends at the first test that fails, and runs those before it side by side.
        if run::has_nextest() {
            command.args(["--test-tool", "nextest"]);
        }
        command.args(["--", "--lib", "--test", "it", "--"]).args(ground.tests);
        command.current_dir(&project.root).env(setup::MONGOD, &mongod);
        // 2 and 3: some survived, or made a test hang; which did is in the lists.
        let ended = say::step(&format!("mutants of {}", ground.package), || run::watched(&mut command, |_| ()));
        let mut found = Vec::new();
        for list in ["missed", "timeout"] {
            let list = out.join(format!("mutants.out/{list}.txt"));
            let text = fs::read_to_string(&list).about(list.display())?;
            found.extend(text.lines().map(str::to_owned));
        }
        if found.is_empty() {
            ended?;
        }
        survived.extend(found);
    }
    if survived.is_empty() {
        say::line("Every mutant was noticed.");
        return Ok(());
    }
    say::line("Not noticed:");
    survived.iter().for_each(|mutant| say::line(format!("  {mutant}")));
    Err(Failure::new(format!("{} mutants survived", survived.len())))
}
