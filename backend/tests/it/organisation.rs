//! Settings of the organisation: every figure follows at once.

use crate::support::{Reader, TestApp, problem, spawn_golden, wrong_fields};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::auth::UserRole;

async fn put(admin: &Reader, version: i64, form: &Value) -> Response {
    let request = admin.request(Method::PUT, "/api/config/organisation").header("If-Match", format!("\"{version}\""));
    request.json(form).send().await.unwrap()
}

async fn set(admin: &Reader, version: i64, form: Value) -> Value {
    let answer = put(admin, version, &form).await;
    assert_eq!(answer.status(), 200, "{form}");
    answer.json().await.unwrap()
}

async fn bruno(app: &TestApp) -> Reader {
    app.person(UserRole::AccountManager, "bruno@golden.example").await
}

#[tokio::test]
async fn what_was_never_set_is_a_default() {
    let app = spawn_golden().await;
    let settings = app.super_admin().await.json("/api/config/organisation").await;
    assert_eq!(settings["set"], json!({}));
    assert_eq!(
        (&settings["version"], &settings["fiscal_month"], &settings["rotting_days"]),
        (&json!(0), &json!(1), &json!(30))
    );
    assert_eq!((&settings["time_zone"], &settings["currency"]), (&json!("Asia/Dubai"), &json!("USD")));
    let stages: Vec<_> =
        settings["stages"].as_array().unwrap().iter().map(|stage| stage["stage"]["name"].clone()).collect();
    assert_eq!(stages, ["New", "Qualified", "Proposition", "Won"]);
}

#[tokio::test]
async fn figures_follow_zone_currency_and_fiscal_year_at_once() {
    let app = spawn_golden().await;
    let (admin, bruno) = (app.super_admin().await, bruno(&app).await);
    let won = async || {
        let explained = bruno.json("/api/explain/won?from=2026-07-01&until=2026-08-01").await;
        explained["value"]["value"].clone()
    };
    assert_eq!(won().await, json!({ "amount": "8640.00", "currency": "USD" }));
    // 23:30 in UTC on 30 June: in UTC the deal is of June.
    let set_to = set(&admin, 0, json!({ "time_zone": "UTC" })).await;
    assert_eq!((&set_to["version"], &set_to["time_zone"]), (&json!(1), &json!("UTC")));
    assert_eq!(won().await, json!({ "amount": "0.00", "currency": "USD" }));
    set(&admin, 1, json!({ "currency": "EUR" })).await;
    assert_eq!(won().await, json!({ "amount": "8000.00", "currency": "EUR" }));
    let year = async || {
        bruno.json("/api/dashboard/overview?period=this_year").await["period"]["from"].as_str().unwrap()[5..].to_owned()
    };
    assert_eq!(year().await, "01-01");
    set(&admin, 2, json!({ "fiscal_month": 4 })).await;
    assert_eq!(year().await, "04-01");
    let back = set(&admin, 3, json!({})).await;
    assert_eq!(
        (&back["currency"], &back["time_zone"], &back["set"]),
        (&json!("USD"), &json!("Asia/Dubai"), &json!({}))
    );
}

#[tokio::test]
async fn a_stage_has_its_own_limit_for_rotting() {
    let app = spawn_golden().await;
    let (admin, bruno) = (app.super_admin().await, bruno(&app).await);
    let rotting = async || bruno.json("/api/explain/rotting_deals").await["value"]["count"].clone();
    // All of Bruno's five open deals have not moved since 20 September; deal 1 is the only one in stage 3.
    assert_eq!(rotting().await, 5);
    let form = json!({ "stages": [{ "stage": "odoo_stage_3", "rotting_days": 3650 }] });
    let set_to = set(&admin, 0, form.clone()).await;
    assert_eq!((&set_to["set"], &set_to["stages"][2]["rotting_days"]), (&form, &json!(3650)));
    assert_eq!(rotting().await, 4);
    assert_eq!(bruno.json("/api/opportunities/odoo_opportunity_1").await["rotting_days"], 3650);
    set(&admin, 1, json!({ "rotting_days": 3650 })).await;
    assert_eq!(rotting().await, 0);
}

#[tokio::test]
async fn wrong_values_are_refused_by_the_field_and_an_old_version_too() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let stage = |stage: &str, days: u32| json!({ "stage": stage, "rotting_days": days });
    for (form, field) in [
        (json!({ "time_zone": "Dubai" }), "time_zone"),
        (json!({ "currency": "ABC" }), "currency"),
        (json!({ "fiscal_month": 0 }), "fiscal_month"),
        (json!({ "rotting_days": 0 }), "rotting_days"),
        (json!({ "rotting_days": 3651 }), "rotting_days"),
        (json!({ "stages": [stage("odoo_stage_99", 5)] }), "stages[0].stage"),
        (json!({ "stages": [stage("odoo_stage_1", 0)] }), "stages[0].rotting_days"),
        (json!({ "stages": [stage("odoo_stage_1", 5), stage("odoo_stage_1", 6)] }), "stages[1].stage"),
    ] {
        assert_eq!(wrong_fields(put(&admin, 0, &form).await).await, [field], "{form}");
    }
    set(&admin, 0, json!({ "fiscal_month": 7 })).await;
    problem(put(&admin, 0, &json!({})).await, 412, "changed_meanwhile").await;
    assert_eq!(admin.json("/api/config/organisation").await["fiscal_month"], 7);
}
