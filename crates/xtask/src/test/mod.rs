//! Every check and every test, in one run that goes on after a failure and tells all of them at its end.

mod count;
mod report;

use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::setup::{self, AppTools, Chromium, Peers, Purpose, wasm::Choice};
use crate::tools::WASM_TARGET;
use crate::{app, project, run, tidy};
use count::{Counts, Runner};
use report::Report;
use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, ExitCode};

pub fn run(project: &Project, choice: Choice) -> Result<ExitCode> {
    let mut report = Report::default();
    // The tools install while the compiler works; no test runs before they are done, so none is slowed down by them.
    let (ready, ()) = setup::beside(project, Purpose::Test, choice, || {
        report.check("format", || run::shown(cargo(project, "fmt").args(["--all", "--", "--check"])));
        report.check("tidy", || tidy::run(project));
        report.check("clippy", || run::shown(cargo(project, "clippy").args(["--all-targets", "--", "-D", "warnings"])));
        // With --tests, so that the binaries come out of the very build that the tests use.
        report.check("build of tests and binaries", || run::shown(cargo(project, "build").args(["--tests", "--bins"])));
    })?;
    let peers = report.keep("set-up: packages", ready.peers);
    let tools = report.keep("set-up: compilers", ready.app);

    if let Some(peers) = &peers {
        report.tests("unit and integration tests", || rust_tests(project, peers));
    }
    examples(project, &mut report)?;
    if let Some(tools) = &tools {
        browser_app(project, tools, peers.as_ref().and_then(|peers| peers.chromium.as_ref()), &mut report);
    }
    debian_route(project, tools.as_ref(), &mut report);
    match (&peers, &tools) {
        (Some(Peers { mongod, chromium: Some(chromium), .. }), Some(_)) if report.is_done("build of the app") => {
            report.tests("end-to-end tests", || end_to_end(project, mongod, chromium));
        }
        _ => report.left_out("end-to-end tests", "they need what has failed above"),
    }
    Ok(report.close())
}

fn cargo(project: &Project, subcommand: &str) -> Command {
    let mut command = run::command("cargo");
    command.arg(subcommand).current_dir(&project.root);
    command
}

fn coloured(command: &mut Command) {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
}

fn counted(mut command: Command, runner: Runner) -> (Counts, Result<()>) {
    coloured(&mut command);
    let mut counts = Counts::default();
    let result = run::watched(&mut command, |line| counts.add(runner, line));
    (counts, result)
}

fn rust_tests(project: &Project, peers: &Peers) -> (Counts, Result<()>) {
    let (mut command, runner) = if run::has_nextest() {
        let mut command = cargo(project, "nextest");
        command.args(["run", "--no-fail-fast"]);
        (command, Runner::Nextest)
    } else {
        let mut command = cargo(project, "test");
        command.args(["--tests", "--no-fail-fast"]);
        (command, Runner::Libtest)
    };
    command.env("SALESCOMMAND_MONGOD", &peers.mongod);
    if let Some(python) = &peers.smtp {
        command.env("SALESCOMMAND_TEST_SMTP_PYTHON", python);
    }
    counted(command, runner)
}

fn examples(project: &Project, report: &mut Report) -> Result<()> {
    let packages = tidy::packages_with_examples(project)?;
    if !packages.is_empty() {
        report.tests("examples in the documentation", || {
            let mut command = cargo(project, "test");
            command.args(["--doc", "--no-fail-fast"]);
            for package in &packages {
                command.args(["--package", package]);
            }
            counted(command, Runner::Libtest)
        });
    }
    Ok(())
}

fn browser_app(project: &Project, tools: &AppTools, chromium: Option<&Chromium>, report: &mut Report) {
    report.check("clippy of the app", || {
        let mut command = app::cargo(project, tools, "clippy")?;
        run::shown(command.args(["--all-targets", "--", "-D", "warnings"]))
    });
    if app_holds(project, "#[test]") {
        report.tests("unit tests of the app", || {
            let mut command = cargo(project, "test");
            command.args(["--package", app::PACKAGE, "--no-fail-fast"]);
            // On this machine, and without optimising: their time is the compiler's, not their own.
            command.args(["--config", "profile.dev.package.'*'.opt-level=0"]);
            command.arg("--target-dir").arg(app::target_dir(project));
            counted(command, Runner::Libtest)
        });
    }
    match (app_holds(project, "#[wasm_bindgen_test"), chromium) {
        (false, _) => {}
        (true, None) => report.left_out("tests of the app in Chromium", "there is no Chromium"),
        (true, Some(chromium)) => {
            report.tests("tests of the app in Chromium", || match wasm_tests(project, tools, chromium) {
                Ok(command) => counted(command, Runner::Libtest),
                Err(failure) => (Counts::default(), Err(failure)),
            });
        }
    }
    report.check("build of the app", || app::build(project, tools, app::Profile::Release));
}

fn wasm_tests(project: &Project, tools: &AppTools, chromium: &Chromium) -> Result<Command> {
    let mut command = app::cargo(project, tools, "test")?;
    let runner = tools.wasm_bindgen.join("wasm-bindgen-test-runner");
    command.arg("--no-fail-fast").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    command.env("CHROMEDRIVER", &chromium.driver).env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

fn app_holds(project: &Project, text: &str) -> bool {
    tidy::tree::Tree::load(&project.root).is_ok_and(|tree| {
        tree.files.iter().any(|file| file.path.starts_with("frontend/src/") && file.text.contains(text))
    })
}

/// The second way to WASM, on every machine that has it: else it would be tried first by the person who needs it.
fn debian_route(project: &Project, tools: Option<&AppTools>, report: &mut Report) {
    const NAME: &str = "WASM by Debian's Rust";
    if tools.is_some_and(|tools| tools.toolchain.is_debian()) {
        report.left_out(NAME, "it has built the app already");
    } else if project::find_in_path("apt-get").is_none() {
        report.left_out(NAME, "this is no Debian");
    } else {
        report.check(NAME, || {
            let toolchain = setup::debian_toolchain(project)?;
            let mut command = toolchain.cargo()?;
            command.args(["build", "--package", "shared", "--target", WASM_TARGET]).current_dir(&project.root);
            run::shown(command.arg("--target-dir").arg(project.target.join("app-debian")))
        });
    }
}

fn end_to_end(project: &Project, mongod: &Path, chromium: &Chromium) -> (Counts, Result<()>) {
    let mut command = run::command(project.node_bin().join("playwright"));
    command.args(["test", "--config", "e2e/playwright.config.mjs"]).current_dir(&project.root);
    command.env("SALESCOMMAND_MONGOD", mongod).env("SALESCOMMAND_CHROMIUM", &chromium.browser);
    command.env("SALESCOMMAND_TARGET_DIR", &project.target);
    let (counts, result) = counted(command, Runner::Playwright);
    (counts, result.about(format!("report: {}", project.shown(&project.target.join("e2e-report/index.html")))))
}

/// A run in which nothing was tested proves nothing.
fn none_ran() -> Failure {
    Failure::new("no test ran")
}
