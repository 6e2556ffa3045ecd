//! Logs of a real process: one JSON object a line, under the run and the request that it belongs to, and no secret in any.

use crate::{
    command_line::Server,
    support::{PASSWORD, cookie_of, data_dir, golden_odoo, variables},
};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::database::TestDb;

#[tokio::test]
async fn each_line_is_json_under_its_run_or_request_and_holds_no_secret() {
    let db = TestDb::new().await;
    let directory = data_dir(db.name());
    let odoo = golden_odoo().await;
    let mut variables = variables(&db, &directory, Some(&odoo));
    for (name, value) in [
        ("SALESCOMMAND_ADMIN_EMAIL", "root@golden.example"),
        ("SALESCOMMAND_ADMIN_PASSWORD", PASSWORD),
        ("SALESCOMMAND_LOG", "debug"),
        ("SALESCOMMAND_LOG_FORMAT", "json"),
    ] {
        variables.push((name.into(), value.into()));
    }
    let mut server = Server::start_logged(&variables, &directory);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = |method, path: &str| {
        let request = http.request(method, format!("{}{path}", server.url));
        request.header("Sec-Fetch-Site", "same-origin").header("X-SalesCommand", "1")
    };
    let sign_in = json!({ "email": "root@golden.example", "password": PASSWORD });
    let signed_in = request(reqwest::Method::POST, "/api/auth/login").json(&sign_in).send().await.unwrap();
    let cookie = cookie_of(&signed_in);
    let wrong = json!({ "email": "root@golden.example", "password": "another long password" });
    assert_eq!(request(reqwest::Method::POST, "/api/auth/login").json(&wrong).send().await.unwrap().status(), 401);
    let get = async |path: &str| {
        let answer = request(reqwest::Method::GET, path).header("Cookie", &cookie).send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    while get("/api/sync/status").await["generation"] != 1 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let typed = "what-somebody-typed";
    get(&format!("/api/accounts?q={typed}")).await;
    server.tell("TERM");
    let status = server.process.wait().unwrap();
    let log = std::fs::read_to_string(directory.join("log.txt")).unwrap();
    assert_eq!(status.code(), Some(0), "{log}");
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect();
    for line in &lines {
        assert!(line["timestamp"].is_string() && line["level"].is_string() && line["message"].is_string(), "{line}");
    }
    let of_run: Vec<_> = lines.iter().filter(|line| line["span"]["run.id"] == "0000000001").collect();
    assert!(of_run.iter().any(|line| line["span"]["generation"] == 1), "{of_run:?}");
    let answered =
        lines.iter().find(|line| line["message"] == "answered" && line["span"]["http.route"] == "/api/accounts");
    let span = &answered.unwrap()["span"];
    assert!(span["request.id"].as_str().is_some_and(|id| id.len() > 8) && span["generation"] == 1, "{span}");
    let key = std::fs::read_to_string(directory.join("master-key")).unwrap();
    let session = cookie.split_once('=').unwrap().1;
    let secrets = [
        PASSWORD,
        "another long password",
        &odoo.api_key,
        &odoo.login,
        "root@golden.example",
        key.trim(),
        session,
        typed,
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{}", log.lines().find(|line| line.contains(secret)).unwrap());
    }
    std::fs::remove_dir_all(directory).unwrap();
}
