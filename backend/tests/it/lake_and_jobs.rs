//! The data lake from outside, and the jobs behind it.

use crate::support::{problem, spawn_app, spawn_golden, until, wrong_fields};
use serde_json::{Value, json};
use shared::auth::UserRole;

#[tokio::test]
async fn the_lake_says_how_it_is_and_how_much_is_in_it() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let health = admin.json("/api/data-lake/health").await;
    assert_eq!((&health["healthy"], &health["concerns"]), (&json!(true), &json!([])));
    assert_eq!((&health["generation"], &health["loading"]), (&json!(1), &json!(false)));
    let odoo = &app.odoo.as_ref().unwrap().control;
    let stats = admin.json("/api/data-lake/stats").await;
    let of = |entity: &str| {
        let found = stats["entities"].as_array().unwrap().iter().find(|of| of["entity"] == entity);
        found.unwrap().clone()
    };
    let users = of("user");
    assert_eq!(users["raw_versions"], odoo.count("res.users"));
    assert_eq!((&users["canonical"], &users["deleted"]), (&users["raw_versions"], &json!(0)));
    assert_eq!(of("opportunity")["raw_versions"], odoo.count("crm.lead"));
    let deals = of("opportunity")["canonical"].as_u64().unwrap() + of("lead")["canonical"].as_u64().unwrap();
    assert_eq!(deals, u64::try_from(odoo.count("crm.lead")).unwrap());
    assert_eq!(of("opportunity")["serving"], of("opportunity")["active"]);
    assert_eq!(of("industry")["serving"], Value::Null);
}

#[tokio::test]
async fn an_empty_lake_is_not_healthy() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let health = admin.json("/api/data-lake/health").await;
    assert_eq!((&health["healthy"], &health["concerns"]), (&json!(false), &json!(["empty"])));
}

#[tokio::test]
async fn rows_of_the_lake_are_cut_to_the_reader_and_come_page_by_page() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    let path = "/api/data-lake/entities/account";
    let all = admin.json(&format!("{path}?limit=200")).await;
    let own = bruno.json(&format!("{path}?limit=200")).await;
    // The 11 of the list and the 5 of Bruno's, with what no list shows: an archived account of his, and a vendor of nobody's.
    assert_eq!((&admin.json("/api/accounts").await["total"], &all["total"]), (&json!(11), &json!(13)));
    assert_eq!((&bruno.json("/api/accounts").await["total"], &own["total"]), (&json!(5), &json!(6)));
    let row = &all["items"][0];
    assert_eq!((&row["entity_type"], &row["is_active"]), (&json!("account"), &json!(true)));
    assert!(row["serving_id"].as_str().unwrap().starts_with("odoo_account_"));
    assert!(row["data"]["name"].is_string() && row["last_aggregated"].is_string(), "{row}");
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.json(&format!("{path}?limit=3{cursor}")).await;
        ids.extend(page["items"].as_array().unwrap().iter().map(|row| row["serving_id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let expected: Vec<_> = all["items"].as_array().unwrap().iter().map(|row| row["serving_id"].clone()).collect();
    assert_eq!(ids, expected);
    let next = admin.json(&format!("{path}?limit=3")).await["next_cursor"].as_str().unwrap().to_owned();
    for foreign in [format!("/api/data-lake/entities/opportunity?cursor={next}"), format!("{path}?cursor=x")] {
        assert_eq!(wrong_fields(admin.get(&foreign).await).await, ["cursor"], "{foreign}");
    }
    assert_eq!(wrong_fields(bruno.get(&format!("{path}?cursor={next}")).await).await, ["cursor"]);
    assert_eq!(wrong_fields(admin.get(&format!("{path}?limit=201")).await).await, ["limit"]);
    problem(admin.get("/api/data-lake/entities/car").await, 404, "not_found").await;
}

#[tokio::test]
async fn jobs_are_listed_with_what_is_due_and_started_by_hand() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let list = admin.json("/api/jobs").await;
    let names: Vec<_> = list["items"].as_array().unwrap().iter().map(|job| job["name"].clone()).collect();
    let (asked, timed) = (["sync", "sync_users", "sync_departments", "resync"], ["full_compare", "drift_sample"]);
    let kept = ["audit", "kpi_snapshots", "retention", "alerts"];
    assert_eq!(json!(names), json!([asked.as_slice(), &timed, &kept].concat()));
    let of = |list: &Value, name: &str| {
        list["items"].as_array().unwrap().iter().find(|job| job["name"] == name).unwrap().clone()
    };
    assert_eq!(of(&list, "sync")["schedule"], json!({ "kind": "every", "minutes": 60 }));
    assert_eq!(of(&list, "full_compare")["schedule"], json!({ "kind": "daily", "hour": 2 }));
    assert_eq!(of(&list, "resync")["next_due"], Value::Null);
    assert!(of(&list, "drift_sample")["next_due"].is_string());
    assert_eq!(of(&list, "sync")["last_runs"][0]["state"], "done");
    for name in ["retention", "drift_sample", "audit", "full_compare"] {
        let started = admin.post(&format!("/api/jobs/{name}/run"), &json!({})).await;
        assert_eq!(started.status(), 202);
        let started: Value = started.json().await.unwrap();
        assert_eq!(started["job"]["name"], name);
        let path = format!("/api/jobs/{}", started["job"]["id"].as_str().unwrap());
        until(name, async || admin.json(&path).await["state"] == "done").await;
        let result = admin.json(&path).await["result"].clone();
        assert!(result.is_string());
        assert!(name != "audit" || result.as_str().unwrap().starts_with("0 differences in "), "{result}");
        let again = admin.post(&format!("{path}/retry"), &json!({})).await;
        problem(again, 409, "conflict").await;
    }
    let drift = admin.json("/api/data-lake/stats").await["drift"].clone();
    assert_eq!(drift["percent_identical"], "100.00", "{drift}");
    assert_eq!(admin.json("/api/sync/status").await["drift"], drift);
    let bruno = app.person(UserRole::AccountManager, "bruno@golden.example").await;
    assert_eq!(bruno.json("/api/sync/status").await["drift"], Value::Null, "how much is compared is for admins");
    until("the comparison of everything has run", async || {
        admin.json("/api/sync/history?limit=1").await["items"][0]["mode"] == "full"
    })
    .await;
    problem(admin.post("/api/jobs/resync/run", &json!({})).await, 409, "conflict").await;
}

#[tokio::test]
async fn without_an_odoo_only_the_lake_is_tidied() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    problem(admin.post("/api/jobs/drift_sample/run", &json!({})).await, 409, "conflict").await;
    assert_eq!(admin.post("/api/jobs/retention/run", &json!({})).await.status(), 202);
}
