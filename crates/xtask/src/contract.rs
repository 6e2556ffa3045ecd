//! What the API's description promises, tried out by schemathesis with made-up requests of an admin and of an account manager.

use crate::demo;
use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::{http, run, say, setup};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "contract";
const ROLES: [&str; 2] = ["admin", "account_manager"];
/// The session ends, begins anew, or the answer never ends.
const LEFT_OUT: [&str; 4] = ["/api/auth/logout", "/api/auth/login", "/api/setup", "/api/events"];

/// `examples`: made-up requests for each operation, besides those at the edges of its schema.
pub fn run(project: &Project, mongod: &Path, examples: u32) -> Result<()> {
    let peer = project.root.join("crates/testkit/peers/schemathesis");
    let python = setup::python(project, "schemathesis", &peer.join("requirements.txt"))?;
    let mut told = Vec::new();
    demo::visited(project, NAME, mongod, |url, guests| {
        let description = describe(project, url)?;
        for role in ROLES {
            let guest = guests.iter().find(|guest| guest.role == role);
            let guest = guest.ok_or_else(|| Failure::new(format!("nobody is {role}")))?;
            let counts = say::step(&format!("schemathesis as {role}"), || {
                let mut command = run::command(&python);
                command.args(["-m", "schemathesis.cli", "--config-file"]).arg(peer.join("schemathesis.toml"));
                command.arg("run").arg(&description).args(arguments(url, examples));
                command.env("SALESCOMMAND_COOKIE", &guest.cookie).env("SALESCOMMAND_ORIGIN", url);
                command.current_dir(project.target.join(NAME));
                let log = project.log(&format!("schemathesis-{role}"));
                run::logged(&mut command, &log)?;
                counted(&fs::read_to_string(&log).about(log.display())?)
                    .ok_or_else(|| Failure::new("schemathesis did not say how much it tried"))
            })?;
            told.push(format!("  {role}: {counts}"));
        }
        Ok(())
    })?;
    say::line("Every answer was as the description says:");
    told.iter().for_each(say::line);
    Ok(())
}

/// The description without who must be signed in: that is tested elsewhere, operation by operation.
fn describe(project: &Project, url: &str) -> Result<PathBuf> {
    let host = url.trim_start_matches("http://");
    let port = host.rsplit(':').next().unwrap_or_default();
    let address = format!("127.0.0.1:{port}").parse().map_err(|_| Failure::new(format!("no address: {url}")))?;
    let mut document = http::send(address, host, "GET /api/openapi.json", &[], None)?.body;
    open(&mut document);
    let path = project.target.join(NAME).join("openapi.json");
    fs::write(&path, document.to_string()).about(path.display())?;
    Ok(path)
}

fn open(document: &mut Value) {
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("securitySchemes");
    }
    let paths =
        document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(|paths| paths.values_mut());
    let operations = paths.filter_map(Value::as_object_mut).flat_map(|path| path.values_mut());
    for operation in operations.filter_map(Value::as_object_mut) {
        operation.remove("security");
    }
}

fn arguments(url: &str, examples: u32) -> Vec<String> {
    let fixed = "--phases examples,coverage,fuzzing --seed 1 --generation-database none --no-color --continue-on-failure \
                 --request-timeout 30 --warnings off";
    let mut all: Vec<String> = fixed.split_whitespace().map(str::to_owned).collect();
    let mut pair = |name: &str, value: String| all.extend([name.to_owned(), value]);
    pair("--url", url.to_owned());
    pair("--max-examples", examples.to_string());
    for path in LEFT_OUT {
        pair("--exclude-path", path.to_owned());
    }
    all
}

/// `76 operations, 3595 generated, 3595 passed`.
fn counted(log: &str) -> Option<String> {
    let after = |head: &str| log.lines().map(str::trim).skip_while(move |line| *line != head).nth(1);
    let operations = log.lines().find_map(|line| line.trim().strip_prefix("Tested: "))?;
    Some(format!("{operations} operations, {}", after("Test cases:")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_log_says_how_much_was_tried() {
        let log = "API Operations:\n  Selected: 76/80\n  Tested: 76\n\nTest cases:\n  3595 generated, 3595 passed\n";
        assert_eq!(counted(log).as_deref(), Some("76 operations, 3595 generated, 3595 passed"));
        assert_eq!(counted("Tested: 76"), None);
    }

    #[test]
    fn nobody_has_to_be_signed_in_by_the_open_description() {
        let mut document = json!({
            "components": { "schemas": { "Me": {} }, "securitySchemes": { "session": {} } },
            "paths": { "/api/a": { "get": { "summary": "A", "security": [{ "session": [] }] } } },
        });
        open(&mut document);
        let expected =
            json!({ "components": { "schemas": { "Me": {} } }, "paths": { "/api/a": { "get": { "summary": "A" } } } });
        assert_eq!(document, expected);
    }
}
