//! The connection to Odoo: settings that an admin changes while everything runs, its secret, its test, its state.

use crate::support::{
    Reader, TestApp, Wanted, golden_odoo, problem, spawn, spawn_app, spawn_golden, until, wrong_fields,
};
use odoo_sim::{Fault, FaultRule, Sim};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::auth::UserRole;

const ODOO: &str = "/api/integrations/odoo";

fn form(odoo: &Sim) -> Value {
    json!({ "url": odoo.url, "database": odoo.database, "username": odoo.login, "secret": odoo.api_key })
}

async fn put(admin: &Reader, version: i64, form: &Value) -> Response {
    change(admin, Method::PUT, ODOO, version).json(form).send().await.unwrap()
}

fn change(admin: &Reader, method: Method, path: &str, version: i64) -> reqwest::RequestBuilder {
    admin.request(method, path).header("If-Match", format!("\"{version}\""))
}

async fn indicator_is(admin: &Reader, expected: &str) {
    until(expected, async || admin.json("/api/sync/status").await["indicator"] == expected).await;
}

async fn test_of(admin: &Reader, body: &Value) -> Value {
    let answer = admin.post("/api/integrations/odoo/test", body).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

#[tokio::test]
async fn the_connection_of_the_environment_is_the_first_one_and_its_secret_is_never_told() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = app.odoo.as_ref().unwrap();
    let shown = admin.json(ODOO).await;
    assert_eq!(shown["version"], 1);
    assert_eq!(shown["configured_by"], "environment");
    assert_eq!(shown["config"]["url"], format!("{}/", odoo.url));
    assert_eq!(shown["config"]["has_secret"], true);
    assert_eq!(shown["config"]["secret_kind"], "api_key");
    assert_eq!((&shown["enabled"], &shown["sync_status"]), (&json!(true), &json!("success")));
    assert_eq!(shown["indicator"], "connected");
    assert_eq!(shown["error_message"], Value::Null);
    for path in [ODOO, "/api/integrations", "/api/sync-status"] {
        assert!(!admin.json(path).await.to_string().contains(&odoo.api_key), "{path}");
    }
    let key = std::fs::metadata(app.data_dir.join("master-key")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777, 0o600);
}

#[tokio::test]
async fn an_admin_configures_odoo_and_it_is_synced_without_a_restart() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    assert_eq!(admin.json("/api/sync-status").await["items"][0]["indicator"], "not_configured");
    let odoo = golden_odoo().await;
    let made = put(&admin, 0, &form(&odoo)).await;
    assert_eq!(made.status(), 200);
    assert_eq!(made.headers()["etag"], "\"1\"");
    let made: Value = made.json().await.unwrap();
    assert_eq!(made["configured_by"], "admin");
    indicator_is(&admin, "connected").await;
    assert!(admin.json("/api/accounts").await["total"].as_u64().unwrap() > 0);
    let health = admin.json("/api/sync-status").await["items"][0].clone();
    assert_eq!(health["sync_status"], "success");
    assert!(health["last_sync"].is_string());
    assert_eq!(health["interval_minutes"], 60);
}

#[tokio::test]
async fn a_change_names_the_version_that_it_was_made_on() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let form = form(app.odoo.as_ref().unwrap());
    let bare = admin.request(Method::PUT, ODOO).json(&form).send().await.unwrap();
    problem(bare, 428, "version_required").await;
    problem(put(&admin, 0, &form).await, 412, "changed_meanwhile").await;
    assert_eq!(put(&admin, 1, &form).await.status(), 200);
    problem(put(&admin, 1, &form).await, 412, "changed_meanwhile").await;
    let stale = change(&admin, Method::POST, "/api/integrations/odoo/disable", 1).send().await.unwrap();
    problem(stale, 412, "changed_meanwhile").await;
}

#[tokio::test]
async fn each_wrong_field_of_a_connection_is_named() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let good = json!({ "url": "https://odoo.example.com", "database": "d", "username": "u", "secret": "s" });
    let with = |field: &str, value: Value| {
        let mut form = good.clone();
        form[field] = value;
        form
    };
    for url in [
        "",
        "odoo.example.com",
        "ftp://odoo.example.com",
        "http://odoo.example.com",
        "https://169.254.169.254",
        "https://[::169.254.169.254]",
        "https://[64:ff9b::a9fe:a9fe]",
        "https://[fd00:ec2::254]",
        "http://[fe80::1]/",
        "https://user:password@odoo.example.com",
    ] {
        assert_eq!(wrong_fields(put(&admin, 0, &with("url", json!(url))).await).await, ["url"], "{url}");
    }
    for field in ["database", "username", "secret"] {
        assert_eq!(wrong_fields(put(&admin, 0, &with(field, json!(" "))).await).await, [field]);
    }
    assert_eq!(wrong_fields(put(&admin, 0, &with("secret", Value::Null)).await).await, ["secret"]);
    assert_eq!(wrong_fields(put(&admin, 0, &with("colour", json!("red"))).await).await, ["colour"]);
    problem(admin.post("/api/integrations/odoo/test", &json!({})).await, 409, "conflict").await;
}

#[tokio::test]
async fn a_stored_secret_stays_and_is_not_sent_to_another_server() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = app.odoo.as_ref().unwrap();
    let mut same = form(odoo);
    same.as_object_mut().unwrap().remove("secret");
    same["transport"] = json!("jsonrpc");
    assert_eq!(put(&admin, 1, &same).await.status(), 200);
    assert_eq!(app.sync(&admin).await["indicator"], "connected");
    let other = golden_odoo().await;
    same["url"] = json!(other.url);
    assert_eq!(wrong_fields(put(&admin, 2, &same).await).await, ["secret"]);
    let tested = admin.post("/api/integrations/odoo/test", &json!({ "connection": same })).await;
    assert_eq!(wrong_fields(tested).await, ["secret"]);
    assert_eq!(other.control.stats().total, 0);
}

#[tokio::test]
async fn a_disabled_connection_runs_nothing_until_it_is_enabled() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let off = change(&admin, Method::POST, "/api/integrations/odoo/disable", 1).send().await.unwrap();
    assert_eq!(off.json::<Value>().await.unwrap()["indicator"], "not_configured");
    for path in ["/api/sync/trigger", "/api/integrations/sync/odoo"] {
        problem(admin.post(path, &json!({})).await, 409, "conflict").await;
    }
    for path in ["sync-users", "sync-departments"] {
        problem(admin.post(&format!("{ODOO}/{path}"), &json!({})).await, 409, "conflict").await;
    }
    let runs = admin.json("/api/sync/history").await["items"].as_array().unwrap().len();
    let on = change(&admin, Method::POST, "/api/integrations/odoo/enable", 2).send().await.unwrap();
    assert_eq!(on.status(), 200);
    indicator_is(&admin, "connected").await;
    until("it runs at once", async || admin.json("/api/sync/history").await["items"].as_array().unwrap().len() > runs)
        .await;
}

#[tokio::test]
async fn a_test_says_what_is_wrong() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = app.odoo.as_ref().unwrap();
    let stored = test_of(&admin, &json!({})).await;
    assert_eq!((&stored["works"], &stored["problem"]), (&json!(true), &Value::Null));
    assert!(stored["version"].as_str().unwrap().starts_with("Odoo "), "{stored}");
    let cases = [
        ("secret", json!("wrong"), "wrong_credentials"),
        ("username", json!("nobody@golden.example"), "wrong_credentials"),
        ("database", json!("nowhere"), "unknown_database"),
        ("url", json!("http://127.0.0.1:9"), "unreachable"),
        ("url", json!("https://odoo.invalid"), "dns"),
        ("url", json!(app.url), "not_odoo"),
    ];
    for (field, value, code) in cases {
        let mut form = form(odoo);
        form[field] = value.clone();
        let tested = test_of(&admin, &json!({ "connection": form })).await;
        assert_eq!((&tested["works"], &tested["problem"]["code"]), (&json!(false), &json!(code)), "{field} {tested}");
        assert!(!tested.to_string().contains(&odoo.api_key));
    }
    // Nothing of it was stored.
    assert_eq!(admin.json(ODOO).await["version"], 1);
}

#[tokio::test]
async fn a_refused_credential_asks_for_a_new_one_and_a_good_one_turns_green() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = app.odoo.as_ref().unwrap();
    let mut wrong = form(odoo);
    wrong["secret"] = json!("expired");
    assert_eq!(put(&admin, 1, &wrong).await.status(), 200);
    indicator_is(&admin, "needs_refresh").await;
    let shown = admin.json(ODOO).await;
    assert_eq!(shown["sync_status"], "failed");
    let message = shown["error_message"].as_str().unwrap();
    assert!(!message.contains("expired") && !message.contains(&odoo.login), "{message}");
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    let seen = bruno.json("/api/sync-status").await["items"][0].clone();
    assert_eq!(seen["indicator"], "needs_refresh");
    assert_eq!(seen["error_message"], "An administrator can see the details.");
    assert_eq!(put(&admin, 2, &form(odoo)).await.status(), 200);
    indicator_is(&admin, "connected").await;
    assert_eq!(admin.json(ODOO).await["error_message"], Value::Null);
}

#[tokio::test]
async fn the_record_says_that_a_run_goes_on() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    app.odoo.as_ref().unwrap().control.fail(FaultRule::next(Fault::Hang { ms: 3_000 }));
    admin.post("/api/sync/trigger", &json!({})).await;
    until("in progress", async || admin.json(ODOO).await["sync_status"] == "in_progress").await;
    indicator_is(&admin, "connected").await;
    assert_eq!(admin.json(ODOO).await["sync_status"], "success");
}

#[tokio::test]
async fn users_and_departments_are_synced_by_themselves() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    let whole = admin.json("/api/sync/status").await["last_run"]["id"].clone();
    let user = odoo.read("res.users", &json!([]), &["id", "name"]).unwrap()[0]["id"].as_i64().unwrap();
    odoo.write("res.users", &[user], json!({ "name": "Renamed" })).unwrap();
    odoo.rename("crm.lead", 1, "Renamed").unwrap();
    for (path, mode, kinds) in [
        ("sync-users", "users", json!(["user", "employee"])),
        ("sync-departments", "departments", json!(["department"])),
    ] {
        let asked = admin.post(&format!("{ODOO}/{path}"), &json!({})).await;
        assert_eq!(asked.status(), 202);
        until(path, async || {
            let last = admin.json("/api/sync/history?limit=1").await["items"][0].clone();
            last["mode"] == mode && last["state"] != "in_progress"
        })
        .await;
        let last = admin.json("/api/sync/history?limit=1").await["items"][0].clone();
        assert_eq!(last["state"], "success", "{last}");
        let mut read: Vec<_> = last["entities"].as_array().unwrap().iter().map(|of| of["entity"].clone()).collect();
        read.sort_by_key(|entity| std::cmp::Reverse(entity.to_string()));
        assert_eq!(json!(read), kinds);
    }
    let users = admin.json("/api/sync/history?limit=2").await["items"][1].clone();
    assert_eq!(users["entities"].as_array().unwrap().iter().map(|of| of["updated"].as_u64().unwrap()).sum::<u64>(), 1);
    // Freshness is that of the whole lake.
    assert_eq!(admin.json("/api/sync/status").await["last_run"]["id"], whole);
}

#[tokio::test]
async fn what_an_admin_has_set_holds_against_the_environment_of_a_later_start() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let mut set = form(app.odoo.as_ref().unwrap());
    set["username"] = json!("somebody.else@golden.example");
    assert_eq!(put(&admin, 1, &set).await.status(), 200);
    start_again(&app, app.odoo.as_ref().unwrap()).await;
    let shown = admin.json(ODOO).await;
    assert_eq!((&shown["version"], &shown["configured_by"]), (&json!(2), &json!("admin")));
    assert_eq!(shown["config"]["username"], "somebody.else@golden.example");
}

#[tokio::test]
async fn a_connection_of_the_environment_follows_the_environment() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    start_again(&app, app.odoo.as_ref().unwrap()).await;
    assert_eq!(admin.json(ODOO).await["version"], 1);
    let moved = golden_odoo().await;
    start_again(&app, &moved).await;
    let shown = admin.json(ODOO).await;
    assert_eq!((&shown["version"], &shown["configured_by"]), (&json!(2), &json!("environment")));
    assert_eq!(shown["config"]["url"], format!("{}/", moved.url));
}

/// Another process of the same database, which only starts.
async fn start_again(app: &TestApp, odoo: &Sim) {
    let another = app.another_process(odoo).await;
    drop(another);
}

#[tokio::test]
async fn what_admins_do_is_in_the_audit_without_secrets() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let odoo = app.odoo.as_ref().unwrap();
    let form = form(odoo);
    test_of(&admin, &json!({ "connection": form })).await;
    put(&admin, 1, &form).await;
    change(&admin, Method::POST, "/api/integrations/odoo/disable", 2).send().await.unwrap();
    change(&admin, Method::POST, "/api/integrations/odoo/enable", 3).send().await.unwrap();
    let times = change(&admin, Method::PUT, "/api/sync/settings", 0).json(&json!({ "interval_minutes": 10 }));
    assert_eq!(times.send().await.unwrap().status(), 200);
    admin.post("/api/sync/trigger", &json!({ "full": true })).await;
    admin.post("/api/jobs/retention/run", &json!({})).await;
    let me = admin.json("/api/auth/me").await["id"].clone();
    let audit = app.store.audit(None, 50).await.unwrap().items;
    let mine: Vec<_> =
        audit.iter().filter(|entry| json!(entry.actor) == me).map(|entry| entry.action.as_str()).collect();
    let expected = [
        "job_started",
        "full_sync_started",
        "sync_times_changed",
        "connection_enabled",
        "connection_disabled",
        "connection_changed",
        "connection_tested",
    ];
    assert_eq!(mine, expected);
    let all = format!("{audit:?}");
    assert!(!all.contains(&odoo.api_key) && !all.contains('@'), "{all}");
}

#[tokio::test]
async fn the_interval_is_between_5_and_60_minutes_and_holds_without_a_restart() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let set = async |version: i64, minutes: u32| {
        let form = json!({ "interval_minutes": minutes });
        change(&admin, Method::PUT, "/api/sync/settings", version).json(&form).send().await.unwrap()
    };
    for minutes in [0, 4, 61, 4_000_000_000] {
        assert_eq!(wrong_fields(set(0, minutes).await).await, ["interval_minutes"], "{minutes}");
    }
    let before = admin.json("/api/sync/history").await["items"].as_array().unwrap().len();
    let answer = set(0, 7).await;
    assert_eq!(answer.headers()["etag"], "\"1\"");
    let answer: Value = answer.json().await.unwrap();
    assert_eq!((&answer["interval_minutes"], &answer["full_compare_hour"]), (&json!(7), &json!(2)));
    assert_eq!(answer["time_zone"], "Asia/Dubai");
    assert_eq!(admin.json("/api/sync/status").await["interval_minutes"], 7);
    problem(set(0, 8).await, 412, "changed_meanwhile").await;
    // The first tick of the new interval is another one than that of the old: the clock has turned by itself.
    until("the new interval ticks", async || {
        admin.json("/api/sync/history").await["items"].as_array().unwrap().len() > before
    })
    .await;
}

#[tokio::test]
async fn a_full_sync_is_not_swallowed_by_a_delta_that_waits_or_runs() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let ask = async |full: bool| {
        let answer = admin.post("/api/sync/trigger", &json!({ "full": full })).await;
        answer.json::<Value>().await.unwrap()
    };
    app.odoo.as_ref().unwrap().control.fail(FaultRule::next(Fault::Hang { ms: 2_000 }));
    let delta = ask(false).await;
    until("it runs", async || admin.json("/api/sync/status").await["progress"].is_object()).await;
    let full = ask(true).await;
    assert_eq!((&full["job"], &full["already_running"]), (&delta["job"], &json!(true)));
    assert_eq!((&full["full"], &full["follows"]), (&json!(true), &json!(true)));
    indicator_is(&admin, "connected").await;
    let runs = admin.json("/api/sync/history?limit=2").await["items"].clone();
    assert_eq!((&runs[0]["mode"], &runs[1]["mode"]), (&json!("full"), &json!("delta")));

    let idle = spawn(Wanted { golden: true, no_worker: true, ..Wanted::default() }).await;
    let admin = idle.super_admin().await;
    let ask = async |full: bool| {
        let answer = admin.post("/api/integrations/sync/odoo", &json!({ "full": full })).await;
        answer.json::<Value>().await.unwrap()
    };
    let waiting = ask(false).await;
    let full = ask(true).await;
    assert_eq!((&full["job"], &full["follows"]), (&waiting["job"], &json!(false)));
    assert!(idle.store.asks().await.unwrap().full);
}
