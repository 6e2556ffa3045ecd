//! The program itself: its commands, its one line of output, its end.

use crate::events::{Events, Frame};
use crate::support::{PASSWORD, data_dir, golden_odoo, variables};
use odoo_sim::{Fault, FaultRule};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use testkit::database::TestDb;

/// With these variables only.
pub fn salescommand(variables: &[(String, String)], directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_salescommand"));
    command.args(arguments).current_dir(directory).env_clear().envs(variables.iter().cloned());
    command
}

pub fn run(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
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

#[tokio::test]
async fn migrate_brings_the_database_up_to_date_and_says_so() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let variables = variables(&db, &directory, None);
    for arguments in [&["migrate"][..], &["migrate", "--check"]] {
        let output = run(salescommand(&variables, &directory, arguments), "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn told_to_stop_in_mid_run_the_server_gives_the_lease_back_and_the_next_run_does_it_all() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let odoo = golden_odoo().await;
    odoo.control.fail(FaultRule::always(Fault::Hang { ms: 30_000 }).on("res.partner", "search_read"));
    let variables = variables(&db, &directory, Some(&odoo));
    let mut server = Server::start(&variables, &directory);
    while !odoo.control.stats().calls.contains_key("res.partner.search_read") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let told = Instant::now();
    server.tell("TERM");
    assert_eq!(server.process.wait().unwrap().code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(15), "{:?}", told.elapsed());
    odoo.control.clear_faults();
    let next = run(salescommand(&variables, &directory, &["sync-once"]), "");
    let next: Value = serde_json::from_slice(&next.stdout).unwrap();
    assert_eq!((&next["state"], &next["id"]), (&"success".into(), &"0000000002".into()), "{next}");
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn without_its_database_the_server_says_so_and_goes_on_by_itself_when_it_is_back() {
    let directory = data_dir("database_away");
    let program = directory.join("mongod");
    let link = || std::os::unix::fs::symlink(testkit::database::mongod().unwrap(), &program).unwrap();
    link();
    let odoo = golden_odoo().await;
    let variables = [
        ("SALESCOMMAND_LISTEN", "127.0.0.1:0".into()),
        ("SALESCOMMAND_DATA_DIR", directory.join("data").display().to_string()),
        ("SALESCOMMAND_MONGOD", program.display().to_string()),
        ("SALESCOMMAND_ADMIN_EMAIL", "root@golden.example".into()),
        ("SALESCOMMAND_ADMIN_PASSWORD", PASSWORD.into()),
        ("SALESCOMMAND_ODOO_URL", odoo.url.clone()),
        ("SALESCOMMAND_ODOO_DATABASE", odoo.database.clone()),
        ("SALESCOMMAND_ODOO_USERNAME", odoo.login.clone()),
        ("SALESCOMMAND_ODOO_API_KEY", odoo.api_key.clone()),
    ]
    .map(|(name, value): (_, String)| (name.to_owned(), value));
    let mut server = Server::start(&variables, &directory);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let ready = async || http.get(format!("{}/api/ready", server.url)).send().await.unwrap();
    let post = |path: &str, body: Value| {
        let request = http.post(format!("{}{path}", server.url)).json(&body);
        request.header("Sec-Fetch-Site", "same-origin").header("X-SalesCommand", "1")
    };
    let sign_in = serde_json::json!({ "email": "root@golden.example", "password": PASSWORD });
    let signed_in = post("/api/auth/login", sign_in).send().await.unwrap();
    let cookie = crate::support::cookie_of(&signed_in);
    let generation = async || {
        let status = http.get(format!("{}/api/sync/status", server.url)).header("Cookie", &cookie);
        status.send().await.unwrap().json::<Value>().await.unwrap()["generation"].clone()
    };
    while generation().await != 1 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let events = http.get(format!("{}/api/events", server.url)).header("Cookie", &cookie).send().await.unwrap();
    let mut events = Events::of(events);
    events.next("status").await;
    std::fs::remove_file(&program).unwrap();
    let lock = directory.join("data/db/mongod.lock");
    let killed = std::fs::read_to_string(&lock).unwrap();
    assert!(Command::new("kill").args(["-KILL", killed.trim()]).status().unwrap().success());
    let away = ready().await;
    assert_eq!(away.status(), 503);
    let away: Value = away.json().await.unwrap();
    assert_eq!((&away["ready"], &away["database"]), (&false.into(), &false.into()));
    let me = http.get(format!("{}/api/auth/me", server.url)).header("Cookie", "salescommand=x").send().await.unwrap();
    crate::support::problem(me, 503, "unavailable").await;
    assert_eq!(http.get(format!("{}/api/health", server.url)).send().await.unwrap().status(), 200);

    link();
    while ready().await.status() != 200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    odoo.control.write("crm.lead", &[1], serde_json::json!({ "name": "Renamed" })).unwrap();
    let asked = post("/api/sync/trigger", serde_json::json!({})).header("Cookie", &cookie).send().await.unwrap();
    assert_eq!(asked.status(), 202);
    let changed = events.next("changed").await;
    assert_eq!(changed.data["records"][0]["ids"][0], "odoo_opportunity_1", "the same stream, through the outage");
    assert_eq!(generation().await, 2);

    let revived = std::fs::read_to_string(&lock).unwrap();
    assert_ne!(revived, killed);
    let told = Instant::now();
    server.tell("TERM");
    let sent_away = loop {
        match events.frame().await {
            Some(Frame { retry: Some(retry), .. }) => break retry,
            other => assert!(other.is_some(), "the end came without a hint"),
        }
    };
    assert_eq!((sent_away.as_str(), events.frame().await), ("2000", None));
    assert_eq!(server.process.wait().unwrap().code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(15), "an open stream holds nobody up: {:?}", told.elapsed());
    assert!(!Path::new("/proc").join(revived.trim()).exists(), "mongod ended with the server");
    drop(server);
    std::fs::remove_dir_all(directory).unwrap();
}

/// A server process that listens; killed when dropped.
pub struct Server {
    pub process: Child,
    pub url: String,
}

impl Server {
    fn start(variables: &[(String, String)], directory: &Path) -> Self {
        Self::start_with(variables, directory, Stdio::null())
    }

    /// Its log is in the file `log.txt`.
    pub fn start_logged(variables: &[(String, String)], directory: &Path) -> Self {
        let log = std::fs::File::create(directory.join("log.txt")).unwrap();
        Self::start_with(variables, directory, log.into())
    }

    fn start_with(variables: &[(String, String)], directory: &Path, log: Stdio) -> Self {
        let mut command = salescommand(variables, directory, &["serve"]);
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let url = lines.into_iter().find_map(|line| line.strip_prefix("listening on ").map(str::to_owned)).unwrap();
        Self { process, url }
    }

    pub fn tell(&self, signal: &str) {
        let told = Command::new("kill").args([&format!("-{signal}"), &self.process.id().to_string()]).status();
        assert!(told.unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
