//! The sync explorer: what a run changed, how a record came to be, held deletions, quarantine, single records.

use crate::support::{Reader, TestApp, Wanted, problem, spawn, spawn_golden, until, wrong_fields};
use futures::future::join_all;
use serde_json::{Value, json};

async fn last_run(admin: &Reader) -> Value {
    admin.json("/api/sync/history?limit=1").await["items"][0].clone()
}

async fn post(admin: &Reader, path: &str, body: &Value) -> Value {
    let answer = admin.post(path, body).await;
    assert!(answer.status().is_success(), "{path} {}", answer.status());
    answer.json().await.unwrap()
}

fn odoo(app: &TestApp) -> &odoo_sim::Control {
    &app.odoo.as_ref().unwrap().control
}

#[tokio::test]
async fn a_changed_field_is_found_by_its_run_and_by_its_record() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let before = odoo(&app).read("crm.lead", &json!([["id", "=", 1]]), &["name"]).unwrap()[0]["name"].clone();
    odoo(&app).rename("crm.lead", 1, "A better name").unwrap();
    app.sync(&admin).await;
    let run = last_run(&admin).await;
    let id = run["id"].as_str().unwrap();
    let detail = admin.json(&format!("/api/sync/runs/{id}")).await;
    assert_eq!(detail["run"], run);
    assert_eq!((&detail["changed"], &detail["held"]), (&json!(1), &json!(0)));
    assert!(detail["duration_ms"].is_u64());
    let changed = admin.json(&format!("/api/sync/runs/{id}/records")).await;
    let items = changed["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{changed}");
    let record = &items[0];
    assert_eq!((&record["change"], &record["name"]), (&json!("updated"), &json!("A better name")));
    assert_eq!(record["fields"], json!([{ "field": "name", "old": before, "new": "A better name" }]));
    let history = admin.json(&format!("/api/sync/records/{}", record["id"].as_str().unwrap())).await;
    assert_eq!((&history["record"], &history["is_active"]), (&json!("crm.lead 1"), &json!(true)));
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!((&versions[0]["run"], &versions[0]["fields"]), (&json!(id), &record["fields"]));
    assert_eq!(versions[1]["change"], "inserted");
}

#[tokio::test]
async fn changed_records_come_page_by_page_and_by_kind() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let run = last_run(&admin).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/sync/runs/{run}/records");
    let total = admin.json(&format!("/api/sync/runs/{run}")).await["changed"].as_u64().unwrap();
    let (mut ids, mut cursor) = (std::collections::BTreeSet::new(), String::new());
    loop {
        let page = admin.json(&format!("{path}?limit=40{cursor}")).await;
        ids.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(u64::try_from(ids.len()).unwrap(), total);
    let teams = admin.json(&format!("{path}?entity=team")).await;
    assert!(teams["items"].as_array().unwrap().iter().all(|item| item["entity"] == "team"));
    assert_eq!(wrong_fields(admin.get(&format!("{path}?cursor=x")).await).await, ["cursor"]);
    assert_eq!(wrong_fields(admin.get(&format!("{path}?limit=0")).await).await, ["limit"]);
    assert_eq!(wrong_fields(admin.get(&format!("{path}?entity=car")).await).await, ["entity"]);
}

#[tokio::test]
async fn held_deletions_are_rejected_by_record_and_released_by_run() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let deals: Vec<i64> = (1..=20).collect();
    odoo(&app).unlink("crm.lead", &deals).unwrap();
    assert_eq!(app.sync(&admin).await["indicator"], "warning");
    let run = last_run(&admin).await["id"].clone();
    let held = admin.json("/api/sync/held?limit=200").await;
    let total = held["total"].as_u64().unwrap();
    let items = held["items"].as_array().unwrap();
    assert_eq!(u64::try_from(items.len()).unwrap(), total);
    assert!(total >= 11, "{total}");
    let of_kind = |entity: &str| items.iter().filter(|item| item["entity"] == entity).count();
    for entity in ["opportunity", "team"] {
        let page = admin.json(&format!("/api/sync/held?entity={entity}")).await;
        assert_eq!(page["total"], of_kind(entity), "{entity}");
    }
    let detail = admin.json(&format!("/api/sync/runs/{}", run.as_str().unwrap())).await;
    assert_eq!(detail["held"], total);
    let one = items[0].clone();
    assert!(one["record"].as_str().unwrap().starts_with("crm.lead "));
    assert_eq!((&one["run"], &one["verdict"]), (&run, &Value::Null));
    let shown = admin.json(&format!("/api/sync/records/{}", one["id"].as_str().unwrap())).await;
    assert_eq!((&shown["is_held"], &shown["is_active"]), (&json!(true), &json!(true)));

    let released = post(&admin, "/api/sync/held/release", &json!({ "run": run })).await;
    assert_eq!(released["records"], total);
    assert!(released["job"].is_string());
    let record = async || admin.json(&format!("/api/sync/records/{}", one["id"].as_str().unwrap())).await;
    until("they are gone", async || record().await["is_active"] == false).await;
    let gone = record().await;
    assert_eq!(admin.json("/api/sync/held").await["total"], 0);
    assert_eq!(gone["versions"][0]["change"], "deleted");
    assert!(gone["versions"][0]["reason"].as_str().unwrap().len() > 10, "{gone}");
}

#[tokio::test]
async fn a_rejected_deletion_does_not_wait_any_more_and_the_record_stays() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let deals: Vec<i64> = (1..=20).collect();
    odoo(&app).unlink("crm.lead", &deals).unwrap();
    app.sync(&admin).await;
    let held = admin.json("/api/sync/held?limit=200").await;
    let ids: Vec<_> = held["items"].as_array().unwrap().iter().map(|held| held["id"].clone()).collect();
    let rejected = post(&admin, "/api/sync/held/reject", &json!({ "records": ids })).await;
    assert_eq!((&rejected["records"], &rejected["job"]), (&held["total"], &Value::Null));
    let after = admin.json("/api/sync/held?limit=200").await;
    assert_eq!(after["total"], 0);
    assert_eq!(after["items"][0]["verdict"], "rejected");
    app.sync(&admin).await;
    let stays = admin.json(&format!("/api/sync/records/{}", ids[0].as_str().unwrap())).await;
    assert_eq!((&stays["is_active"], &stays["is_held"]), (&json!(true), &json!(false)));
    for bad in [json!({}), json!({ "records": [], "run": "1" }), json!({ "records": [] }), json!({ "records": ["x"] })]
    {
        assert_eq!(wrong_fields(admin.post("/api/sync/held/release", &bad).await).await, ["records"], "{bad}");
    }
}

#[tokio::test]
async fn a_refused_record_is_listed_with_its_reason_and_asked_for_again() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let rate = odoo(&app).read("res.currency.rate", &json!([]), &["id", "rate"]).unwrap()[0].clone();
    let id = rate["id"].as_i64().unwrap();
    odoo(&app).write("res.currency.rate", &[id], json!({ "rate": -1.0 })).unwrap();
    app.sync(&admin).await;
    let page = admin.json("/api/sync/quarantine").await;
    assert_eq!(page["total"], 1, "{page}");
    let refused = page["items"][0].clone();
    assert_eq!(refused["record"], format!("res.currency.rate {id}"));
    assert_eq!(refused["reasons"].as_array().unwrap().len(), 1);
    assert_eq!(admin.json("/api/data-lake/health").await["concerns"], json!(["records_quarantined"]));
    odoo(&app).write_silently("res.currency.rate", id, json!({ "rate": rate["rate"] })).unwrap();
    post(&admin, "/api/sync/quarantine/retry", &json!({ "records": [refused["id"]] })).await;
    until("it has passed", async || admin.json("/api/sync/quarantine").await["total"] == 0).await;
}

#[tokio::test]
async fn one_record_is_read_again_whatever_its_time_of_writing() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let partner = 10;
    odoo(&app).write_silently("res.partner", partner, json!({ "city": "Elsewhere" })).unwrap();
    post(&admin, "/api/sync/records/odoo_account_10/resync", &json!({})).await;
    let city = async || admin.json("/api/accounts/odoo_account_10").await["city"].clone();
    until("it is read", async || city().await == "Elsewhere").await;
    until("its run has ended", async || last_run(&admin).await["state"] == "success").await;
    assert_eq!(last_run(&admin).await["mode"], "records");
    problem(admin.post("/api/sync/records/odoo_car_1/resync", &json!({})).await, 404, "not_found").await;
    problem(admin.get("/api/sync/records/odoo_account_999999").await, 404, "not_found").await;
}

#[tokio::test]
async fn asked_for_many_times_at_once_a_record_is_read_again_once() {
    // Nobody does what is asked for, so that all of it waits.
    let app = spawn(Wanted { golden: true, no_worker: true, ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    let ask = async |id: &str| post(&admin, &format!("/api/sync/records/{id}/resync"), &json!({})).await;
    let same = join_all((0..30).map(|_| ask("odoo_account_10"))).await;
    assert!(same.iter().all(|answer| answer["job"] == same[0]["job"]), "{same:?}");
    assert_eq!(same.iter().filter(|answer| answer["already_running"] == false).count(), 1);
    assert_ne!(ask("odoo_account_11").await["job"], same[0]["job"]);
    assert_ne!(ask("odoo_opportunity_10").await["job"], same[0]["job"]);
}
