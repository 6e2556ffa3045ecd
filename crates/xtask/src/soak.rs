//! Long runs: of the tests that kill workers at random points, of made-up requests against the API's description, as many rounds
//! as there is time for, and of tests against figures that were broken on purpose.

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::{contract, mutants, run, say, setup};

/// Read by the tests; without it each makes few rounds.
const ROUNDS: &str = "SALESCOMMAND_TEST_KILLS";

/// Package, and the part of its test's name.
const TESTS: [(&str, &str); 2] = [
    ("sync", "kills::a_worker_killed_at_random_points_loses_and_doubles_nothing"),
    ("salescommand", "killed::a_process_killed_at_random_points_loses_and_doubles_nothing"),
];

/// For each operation and reader.
const EXAMPLES: u32 = 100;

pub fn run(project: &Project, rounds: u64) -> Result<()> {
    let mongod = setup::mongod(project)?;
    let mut told = Vec::new();
    for (package, test) in TESTS {
        let mut cargo = run::command("cargo");
        cargo.args(["test", "--package", package, "--test", "it", "--", "--exact", "--nocapture", test]);
        cargo.current_dir(&project.root).env(ROUNDS, rounds.to_string()).env(setup::MONGOD, &mongod);
        say::step(&format!("{rounds} rounds of {test}"), || {
            run::watched(&mut cargo, |line| {
                if line.contains(" were cut off") {
                    told.push(line.to_owned());
                }
            })
        })?;
    }
    if told.len() != TESTS.len() {
        return Err(Failure::new("a test did not say how often it killed: it was not found"));
    }
    say::line("\nEach lake was afterwards the same as one that was never disturbed:");
    told.iter().for_each(say::line);
    contract::run(project, &mongod, EXAMPLES)?;
    mutants::run(project, None)
}
