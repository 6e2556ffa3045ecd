//! The program itself: its commands, its one line of output, its end.

use crate::support::{PASSWORD, data_dir, golden_odoo, variables};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Output, Stdio},
};
use testkit::database::TestDb;

/// With these variables only.
fn salescommand(variables: &[(String, String)], directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_salescommand"));
    command.args(arguments).current_dir(directory).env_clear().envs(variables.iter().cloned());
    command
}

fn run(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn config_check_says_everything_that_is_wrong_at_once() {
    let directory = data_dir("config_check");
    std::fs::write(directory.join(".env"), "SALESCOMMAND_CURRENCY=euro\nSALESCOMMAND_LISTEN=127.0.0.1:1\n").unwrap();
    let variables = [("SALESCOMMAND_LISTEN".to_owned(), "nowhere".to_owned())];
    let bad = run(salescommand(&variables, &directory, &["config", "check"]), "");
    assert_eq!(bad.status.code(), Some(1));
    let said = text(&bad.stderr);
    assert!(said.contains("SALESCOMMAND_LISTEN must") && said.contains("SALESCOMMAND_CURRENCY must"), "{said}");
    let variables = variables.map(|(name, _)| (name, "[::1]:0".to_owned()));
    std::fs::remove_file(directory.join(".env")).unwrap();
    let good = run(salescommand(&variables, &directory, &["config", "check"]), "");
    assert_eq!((good.status.code(), text(&good.stdout).as_str()), (Some(0), "the configuration is good\n"));
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn openapi_prints_the_document_without_a_database() {
    let output = run(salescommand(&[], Path::new("/"), &["openapi"]), "");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document, serde_json::to_value(backend::openapi_document()).unwrap());
}

#[tokio::test]
async fn the_server_says_where_it_listens_and_ends_well_when_told_to() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let variables = variables(&db, &directory, None);
    let mut server = salescommand(&variables, &directory, &["serve"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let token_line = lines.next().unwrap().unwrap();
    let token = std::fs::read_to_string(directory.join("setup-token")).unwrap();
    assert!(token_line.contains("setup-token") && !token_line.contains(token.trim()), "not a terminal: {token_line}");
    let line = lines.next().unwrap().unwrap();
    let url = line.strip_prefix("listening on ").unwrap();
    assert!(url.starts_with("http://127.0.0.1:"), "{line}");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    assert_eq!(http.get(format!("{url}/api/ready")).send().await.unwrap().status(), 200);
    let kill = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = server.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains(token.trim()), "the token is in no log");
    assert!(http.get(format!("{url}/api/ready")).send().await.is_err());
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn a_person_is_added_with_the_password_from_standard_input() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let variables = variables(&db, &directory, None);
    let add = |email: &str, role: &str, password: &str| {
        let arguments = ["user", "add", "--email", email, "--name", "Ada", "--role", role, "--approved"];
        run(salescommand(&variables, &directory, &arguments), password)
    };
    let added = add("Ada@golden.example", "sales_manager", &format!("{PASSWORD}\n"));
    assert_eq!(added.status.code(), Some(0), "{}", text(&added.stderr));
    assert!(text(&added.stdout).starts_with("added "));
    assert!(!text(&added.stderr).contains("golden.example"), "no address in the log");
    let again = add("ada@golden.example", "admin", PASSWORD);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(add("eve@golden.example", "emperor", PASSWORD).status.code(), Some(2));
    let short = add("eve@golden.example", "admin", "short");
    assert!(text(&short.stderr).contains("must have 12 to 1024 characters"));
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn sync_once_reads_odoo_and_says_what_came_of_it() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let odoo = golden_odoo().await;
    let variables = variables(&db, &directory, Some(&odoo));
    let run_it = |arguments: &[&str]| run(salescommand(&variables, &directory, arguments), "");
    let first = run_it(&["sync-once"]);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let first: Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!((&first["state"], &first["generation"]), (&"success".into(), &1.into()));
    let replayed = run_it(&["replay"]);
    assert_eq!(replayed.status.code(), Some(0), "{}", text(&replayed.stderr));
    assert!(text(&replayed.stdout).contains("of 1 generations"));
    let full: Value = serde_json::from_slice(&run_it(&["sync-once", "--full"]).stdout).unwrap();
    assert_eq!((&full["mode"], &full["state"], &full["generation"]), (&"full".into(), &"success".into(), &Value::Null));
    drop(odoo);
    let failed = run_it(&["sync-once"]);
    assert_eq!(failed.status.code(), Some(1));
    let failed: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(failed["errors"][0]["code"], "unreachable");
    std::fs::remove_dir_all(directory).unwrap();
}
