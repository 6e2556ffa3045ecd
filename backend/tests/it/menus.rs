//! The menu of each role: what is shown, to whom, and that nobody is locked out.

use crate::support::{Reader, TestApp, problem, spawn_golden, wrong_fields};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::auth::{ApprovalStatus, UserRole};

const PATH: &str = "/api/config/navigation";
const SALES: [&str; 5] = ["dashboard", "accounts", "opportunities", "goals", "activities"];

async fn put(admin: &Reader, version: i64, roles: Value) -> Response {
    let request = admin.request(Method::PUT, PATH).header("If-Match", format!("\"{version}\""));
    request.json(&json!({ "roles": roles })).send().await.unwrap()
}

async fn menu(reader: &Reader) -> Value {
    reader.json("/api/auth/me").await["navigation"].clone()
}

async fn bruno(app: &TestApp) -> Reader {
    app.person(UserRole::AccountManager, "bruno@golden.example").await
}

#[tokio::test]
async fn without_a_setting_everybody_sees_what_they_may_use() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let all = json!(["dashboard", "accounts", "opportunities", "goals", "activities", "odoo", "sync_runs", "settings"]);
    assert_eq!((menu(&admin).await, menu(&bruno(&app).await).await), (all.clone(), json!(SALES)));
    let pending = app.create(UserRole::Admin, ApprovalStatus::Pending, "pending@golden.example").await;
    assert_eq!(menu(&app.session_of(&pending).await).await, json!([]));
    let settings = admin.json(PATH).await;
    assert_eq!(settings["version"], 0);
    let roles = [
        ("account_manager", json!(SALES)),
        ("sales_manager", json!(SALES)),
        ("admin", all.clone()),
        ("super_admin", all),
    ];
    let expected: Vec<_> =
        roles.iter().map(|(role, menu)| json!({ "role": role, "shown": menu, "usable": menu })).collect();
    assert_eq!(settings["roles"], json!(expected));
}

#[tokio::test]
async fn a_menu_hides_pages_of_its_role_alone_and_closes_none() {
    let app = spawn_golden().await;
    let (admin, bruno) = (app.super_admin().await, bruno(&app).await);
    let amira = app.golden_reader("amira").await;
    let few = json!([{ "role": "account_manager", "shown": ["goals", "accounts"] }]);
    let set: Value = put(&admin, 0, few).await.json().await.unwrap();
    assert_eq!((&set["version"], &set["roles"][0]["shown"]), (&json!(1), &json!(["accounts", "goals"])));
    assert_eq!(set["roles"][0]["usable"], json!(SALES));
    assert_eq!((menu(&bruno).await, menu(&amira).await), (json!(["accounts", "goals"]), json!(SALES)));
    // Hidden is not forbidden, and shown is not allowed.
    assert_eq!(bruno.get("/api/dashboard/overview").await.status(), 200);
    assert_eq!(put(&admin, 1, json!([])).await.status(), 200);
    assert_eq!(menu(&bruno).await, json!(SALES));
}

#[tokio::test]
async fn nobody_can_be_locked_out_of_the_settings_or_shown_what_they_may_not_use() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    for (roles, field) in [
        (json!([{ "role": "admin", "shown": ["dashboard"] }]), "roles[0].shown"),
        (json!([{ "role": "super_admin", "shown": ["dashboard"] }]), "roles[0].shown"),
        (json!([{ "role": "sales_manager", "shown": [] }]), "roles[0].shown"),
        (json!([{ "role": "account_manager", "shown": ["dashboard", "settings"] }]), "roles[0].shown"),
        (json!([{ "role": "sales_manager", "shown": ["sync_runs"] }]), "roles[0].shown"),
        (
            json!([
                { "role": "account_manager", "shown": ["goals"] },
                { "role": "account_manager", "shown": ["accounts"] },
            ]),
            "roles[1].role",
        ),
    ] {
        assert_eq!(wrong_fields(put(&admin, 0, roles.clone()).await).await, [field], "{roles}");
    }
    assert_eq!(admin.json(PATH).await["version"], 0);
    assert_eq!(put(&admin, 0, json!([{ "role": "super_admin", "shown": ["settings"] }])).await.status(), 200);
    assert_eq!(menu(&admin).await, json!(["settings"]));
    problem(put(&admin, 0, json!([])).await, 412, "changed_meanwhile").await;
    problem(admin.request(Method::PUT, PATH).json(&json!({})).send().await.unwrap(), 428, "version_required").await;
}
