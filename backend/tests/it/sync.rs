//! The sync over HTTP: one bell, status for all, history for admins, failures with a reason.

use crate::support::{Wanted, problem, spawn, spawn_app, spawn_golden, until};
use odoo_sim::{Fault, FaultRule};
use serde_json::json;
use shared::auth::UserRole;

#[tokio::test]
async fn without_an_odoo_nothing_runs_and_the_status_says_so() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let status = admin.json("/api/sync/status").await;
    assert_eq!(status["indicator"], "not_configured");
    assert_eq!(status["interval_minutes"], 60);
    problem(admin.post("/api/sync/trigger", &json!({})).await, 409, "conflict").await;
}

#[tokio::test]
async fn a_run_is_seen_in_status_and_history() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let status = admin.json("/api/sync/status").await;
    assert_eq!(status["generation"], 1);
    assert_eq!(status["indicator"], "connected", "{status}");
    assert!(status["last_success"].is_string());
    let history = admin.json("/api/sync/history").await;
    assert_eq!(history["items"][0], status["last_run"]);
    assert_eq!(history["items"][0]["state"], "success");
    assert_eq!(admin.json("/api/ready").await["generation"], 1);
}

#[tokio::test]
async fn asked_for_many_times_during_a_run_it_runs_once_more_and_finds_what_is_new() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let runs = async || admin.json("/api/sync/history").await["items"].as_array().unwrap().len();
    let before = runs().await;
    app.odoo.as_ref().unwrap().control.fail(FaultRule::next(Fault::Hang { ms: 1_500 }));
    let ask = async || {
        let answer = admin.post("/api/sync/trigger", &json!({})).await;
        assert_eq!(answer.status(), 202);
        answer.json::<serde_json::Value>().await.unwrap()
    };
    let first = ask().await;
    assert_eq!((&first["already_running"], &first["follows"]), (&json!(false), &json!(false)));
    until("it runs", async || admin.json("/api/sync/status").await["progress"].is_object()).await;
    for again in [ask().await, ask().await, ask().await] {
        assert_eq!(again["job"], first["job"]);
        assert_eq!((&again["already_running"], &again["follows"]), (&json!(true), &json!(true)));
    }
    until("both have run", async || {
        let done = admin.json("/api/sync/status").await["indicator"] != "syncing";
        done && runs().await >= before + 2
    })
    .await;
    assert_eq!(runs().await, before + 2);
}

#[tokio::test]
async fn a_salesperson_sees_the_state_but_not_the_details_and_has_no_button() {
    let app = spawn_golden().await;
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    let status = bruno.json("/api/sync/status").await;
    assert_eq!(status["indicator"], "connected");
    // Seven employees are in the golden company, one of them archived. How many there are is for everybody, nothing else is.
    assert_eq!(status["records"], json!([{ "entity": "employee", "count": 7 }]));
    assert_eq!(status["last_run"]["entities"], json!([]));
    problem(bruno.post("/api/sync/trigger", &json!({})).await, 403, "forbidden").await;
    problem(bruno.get("/api/sync/history").await, 403, "forbidden").await;
}

#[tokio::test]
async fn how_many_deletions_are_held_is_for_all_and_the_reason_with_its_sizes_for_admins() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let deals: Vec<i64> = (1..=20).collect();
    app.odoo.as_ref().unwrap().control.unlink("crm.lead", &deals).unwrap();
    let full = app.sync(&admin).await;
    let all = &full["held_deletions"][0];
    assert!(all["reason"].as_str().unwrap().contains(" of "), "{full}");
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    let shown = &bruno.json("/api/sync/status").await["held_deletions"][0];
    assert_eq!(shown["reason"], "An administrator can see the details.");
    for field in ["entity", "count", "since"] {
        assert!(!shown[field].is_null());
        assert_eq!(shown[field], all[field], "{field}");
    }
}

#[tokio::test]
async fn a_failing_odoo_is_an_error_with_its_reason_and_the_figures_stay() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let before = admin.json("/api/accounts").await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    odoo.fail(FaultRule::always(Fault::HtmlPage));
    let status = app.sync(&admin).await;
    assert_eq!(status["indicator"], "error");
    assert_eq!(status["last_run"]["state"], "failed");
    assert_eq!(status["last_run"]["errors"][0]["code"], "not_odoo");
    assert_eq!(admin.json("/api/accounts").await, before);
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    let error = &bruno.json("/api/sync/status").await["last_run"]["errors"][0];
    assert_eq!(error["code"], "not_odoo");
    assert_eq!(error["message"], "An administrator can see the details.");
    odoo.clear_faults();
    assert_eq!(app.sync(&admin).await["indicator"], "connected");
}

#[tokio::test]
async fn the_history_goes_back_page_by_page() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    app.sync(&admin).await;
    let all = admin.json("/api/sync/history").await;
    let ids: Vec<_> = all["items"].as_array().unwrap().iter().map(|run| run["id"].clone()).collect();
    assert!(ids.len() >= 3);
    assert!(all.get("next_cursor").is_none());
    let first = admin.json("/api/sync/history?limit=2").await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = admin.json(&format!("/api/sync/history?limit=2&cursor={cursor}")).await;
    let paged: Vec<_> = [first, second].iter().flat_map(|page| page["items"].as_array().unwrap().clone()).collect();
    assert_eq!(paged.iter().map(|run| run["id"].clone()).collect::<Vec<_>>(), ids[..paged.len()]);
}

#[tokio::test]
async fn without_room_on_the_disk_no_run_begins_and_with_room_it_goes_on_by_itself() {
    let room = |megabytes: &str| ("SALESCOMMAND_LEAST_FREE_DISK_MB", megabytes.to_owned());
    let (none, enough) = (room("1000000000"), room("0"));
    let app = spawn(Wanted { golden: true, no_worker: true, variables: vec![none.clone()], ..Wanted::default() }).await;
    let odoo = app.odoo.as_ref().unwrap();
    let full = app.another_worker(odoo, &[none]).await;
    let admin = app.super_admin().await;
    let status = app.sync(&admin).await;
    assert_eq!((&status["indicator"], &status["generation"]), (&json!("error"), &json!(0)));
    assert_eq!(status["last_run"]["errors"][0]["code"], "disk_nearly_full");
    let message = status["last_run"]["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("a run needs 1000000000 MB"), "{message}");
    let ready = admin.json("/api/ready").await;
    assert_eq!((&ready["ready"], &ready["disk_nearly_full"]), (&json!(true), &json!(true)));
    // Room is made: here, by a worker that needs none.
    full.abort();
    app.another_worker(odoo, &[enough]).await;
    admin.post("/api/sync/trigger", &json!({})).await;
    until("a run goes through", async || admin.json("/api/sync/status").await["generation"] == 1).await;
    assert_eq!(admin.json("/api/sync/status").await["last_run"]["state"], "success");
}
