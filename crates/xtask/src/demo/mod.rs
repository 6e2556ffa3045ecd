//! The whole product on one machine: stand-in Odoo, embedded database, server, app, and people who can sign in.

mod api;
mod people;
mod service;
mod state;

use crate::app::{self, Profile};
use crate::failure::{About, Failure, Result};
use crate::guard::Stop;
use crate::project::Project;
use crate::setup::{self, Purpose, wasm::Choice};
use crate::{lock, run, say};
use api::Api;
use people::Person;
use service::Service;
use state::State;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The stand-in's only database and the login of its integration user.
const ODOO_DATABASE: &str = "demo";
const ODOO_LOGIN: &str = "admin";

pub fn run(project: &Project, choice: Choice, profile: Profile, fresh: bool) -> Result<()> {
    let begun = Instant::now();
    let home = project.target.join("demo");
    fs::create_dir_all(&home).about(home.display())?;
    let _only_one = lock::exclusive(&project.target.join("demo.lock"))?;
    if fresh {
        lock::remove_folder(&home)?;
        fs::create_dir_all(&home).about(home.display())?;
    }
    let (ready, built) = setup::beside(project, Purpose::Demo, choice, || build_servers(project))?;
    built?;
    app::build(project, &ready.app?, profile)?;
    let mongod = ready.peers?.mongod;

    let stop = Stop::on_signals()?;
    let mut state = State::load(&home.join("people.json"))?;
    let mut running = Running::default();
    let result = start(project, &home, &mongod, &mut state, &mut running, &stop).and_then(|url| {
        say::line(format_args!("\nSalesCommand runs after {}: {url}\n", say::seconds(begun.elapsed())));
        people::print(&state.people, state.is_new, &project.shown(&home.join("people.json")).to_string());
        say::line("\nCtrl-C stops everything.");
        running.watch(&stop)
    });
    running.stop();
    match result {
        Err(_) if stop.is_asked() => Ok(()),
        other => other,
    }
}

/// Somebody who is signed in.
#[derive(Debug)]
pub struct Guest {
    pub role: String,
    /// As a `Cookie` header carries it.
    pub cookie: String,
}

/// The servers alone, without the app, with data of their own that are new each time; ends them after the visit.
pub fn visited(
    project: &Project,
    name: &str,
    mongod: &Path,
    visit: impl FnOnce(&str, &[Guest]) -> Result<()>,
) -> Result<()> {
    build_servers(project)?;
    let home = project.target.join(name);
    let _only_one = lock::exclusive(&project.target.join(format!("{name}.lock")))?;
    lock::remove_folder(&home)?;
    fs::create_dir_all(&home).about(home.display())?;
    let stop = Stop::on_signals()?;
    let mut state = State::load(&home.join("people.json"))?;
    let mut running = Running::default();
    let result = start(project, &home, mongod, &mut state, &mut running, &stop).and_then(|url| {
        let service = running.server.as_mut().ok_or_else(|| Failure::new("there is no server"))?;
        let address = service.address("listening", Duration::from_secs(1), &stop)?;
        let guest = |person: &Person| {
            let api = Api::new(address, url.clone()).sign_in(&person.email, &person.password)?;
            Ok(Guest { role: person.role.clone(), cookie: api.cookie().to_owned() })
        };
        visit(&url, &state.people.iter().map(guest).collect::<Result<Vec<_>>>()?)
    });
    running.stop();
    result
}

fn build_servers(project: &Project) -> Result<()> {
    say::step("build of the server and the stand-in Odoo", || {
        let mut cargo = run::command("cargo");
        cargo.args(["build", "--package", "salescommand", "--package", "odoo-sim"]).current_dir(&project.root);
        run::shown(&mut cargo)
    })
}

fn start(
    project: &Project,
    home: &Path,
    mongod: &Path,
    state: &mut State,
    running: &mut Running,
    stop: &Stop,
) -> Result<String> {
    let odoo = running.odoo.insert(Service::start("stand-in Odoo", home, odoo_command(project, state))?);
    let odoo_address = say::step("start of the stand-in Odoo", || {
        let address = odoo.address("listening", Duration::from_secs(60), stop)?;
        state.complete(odoo.address("control", Duration::from_secs(10), stop)?)?;
        Ok(address)
    })?;

    let server = Server { project, home: home.to_path_buf(), mongod, odoo_url: format!("http://{odoo_address}") };
    let service = running.server.insert(Service::start("server", home, server.command(state, &["serve"]))?);
    let url = state.public_url();
    let api = say::step("start of database and server", || {
        let api = Api::new(service.address("listening", Duration::from_secs(120), stop)?, url.clone());
        api.wait_until_ready(service, stop)?;
        Ok(api)
    })?;
    for person in state.people.iter().filter(|person| !person.is_first && !person.exists) {
        server.add(state, person)?;
    }
    state.people_exist()?;
    let first = state.people.first().ok_or_else(|| Failure::new("the demo has no people"))?;
    let api = api.sign_in(&first.email, &first.password)?;
    say::step("first sync", || api.wait_for_first_sync(service, stop))?;
    Ok(url)
}

fn odoo_command(project: &Project, state: &State) -> Command {
    let mut command = run::command(project.binary("odoo-sim"));
    command.arg("--listen").arg(format!("127.0.0.1:{}", state.odoo_port));
    command.args(["--control", "127.0.0.1:0"]);
    command.env("ODOO_SIM_DATABASE", ODOO_DATABASE).env("ODOO_SIM_LOGIN", ODOO_LOGIN);
    command.env("ODOO_SIM_API_KEY", &state.odoo_api_key);
    command
}

/// How this demo's server is called; the same for serving and for adding people.
struct Server<'a> {
    project: &'a Project,
    home: PathBuf,
    mongod: &'a Path,
    odoo_url: String,
}

impl Server<'_> {
    fn command(&self, state: &State, arguments: &[&str]) -> Command {
        let mut command = run::command(self.project.binary("salescommand"));
        // A developer's own settings, from the environment or from `.env`, are for their own server.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("SALESCOMMAND_") && text != "SALESCOMMAND_LOG" {
                command.env_remove(&name);
            }
        }
        command.args(arguments).current_dir(&self.home);
        command.env("SALESCOMMAND_LISTEN", format!("127.0.0.1:{}", state.server_port));
        command.env("SALESCOMMAND_PUBLIC_URL", state.public_url());
        command.env("SALESCOMMAND_DATA_DIR", self.home.join("data"));
        command.env("SALESCOMMAND_MONGOD", self.mongod);
        command.env("SALESCOMMAND_SITE_DIR", self.project.site());
        command.env("SALESCOMMAND_ODOO_URL", &self.odoo_url);
        command.env("SALESCOMMAND_ODOO_DATABASE", ODOO_DATABASE);
        command.env("SALESCOMMAND_ODOO_USERNAME", ODOO_LOGIN);
        command.env("SALESCOMMAND_ODOO_API_KEY", &state.odoo_api_key);
        if let Some(first) = state.people.first() {
            command.env("SALESCOMMAND_ADMIN_EMAIL", &first.email).env("SALESCOMMAND_ADMIN_PASSWORD", &first.password);
        }
        command
    }

    fn add(&self, state: &State, person: &Person) -> Result<()> {
        let mut command = self.command(state, &["user", "add", "--approved"]);
        command.args(["--email", &person.email, "--name", &person.name, "--role", &person.role]);
        service::run_with_input(&mut command, &person.password, &self.home.join("user-add.log"))
    }
}

#[derive(Default)]
struct Running {
    odoo: Option<Service>,
    server: Option<Service>,
}

impl Running {
    /// Returns when a stop is asked; fails when one of the two ends by itself.
    fn watch(&mut self, stop: &Stop) -> Result<()> {
        while !stop.is_asked() {
            for service in [&mut self.server, &mut self.odoo].into_iter().flatten() {
                service.must_run()?;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// The server first: it finishes its run while Odoo still answers, and ends its own database last.
    fn stop(&mut self) {
        for service in [self.server.take(), self.odoo.take()].into_iter().flatten() {
            service.stop();
        }
    }
}
