//! The access matrix: every operation of the API's description, reader by reader.

use crate::support::{PASSWORD, Reader, TestApp, spawn_golden};
use reqwest::Method;
use serde_json::{Value, json};
use shared::auth::{ApprovalStatus, UserRole};
use std::collections::BTreeSet;

const READERS: [&str; 8] = [
    "anonymous",
    "pending",
    "deactivated",
    "account manager",
    "unlinked account manager",
    "sales manager",
    "admin",
    "super admin",
];

struct Row {
    operation: &'static str,
    /// The template's `{…}` filled in.
    path: &'static str,
    body: Option<Value>,
    expected: [u16; 8],
}

fn row(operation: &'static str, path: &'static str, expected: [u16; 8]) -> Row {
    Row { operation, path, body: None, expected }
}

/// `expected`: what admins get.
fn admins_only(operation: &'static str, path: &'static str, expected: u16) -> Row {
    row(operation, path, [401, 403, 403, 403, 403, 403, expected, expected])
}

fn matrix() -> Vec<Row> {
    let login = json!({ "email": "root@golden.example", "password": PASSWORD });
    let setup = json!({ "token": "x", "email": "eve@golden.example", "name": "Eve", "password": PASSWORD });
    vec![
        Row { body: Some(login), ..row("POST /api/auth/login", "/api/auth/login", [200; 8]) },
        Row { body: Some(json!({})), ..row("POST /api/auth/logout", "/api/auth/logout", [204; 8]) },
        Row { body: Some(setup), ..row("POST /api/setup", "/api/setup", [409; 8]) },
        row("GET /api/auth/me", "/api/auth/me", [401, 200, 403, 200, 200, 200, 200, 200]),
        row("GET /api/accounts", "/api/accounts", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/accounts/filters", "/api/accounts/filters", [401, 403, 403, 200, 200, 200, 200, 200]),
        // Nobody's account without deals: there for admins only.
        row("GET /api/accounts/{id}", "/api/accounts/odoo_account_21", [401, 403, 403, 404, 404, 404, 200, 200]),
        // On which the account manager, below the sales manager, has deals.
        row("GET /api/accounts/{id}", "/api/accounts/odoo_account_10", [401, 403, 403, 200, 404, 200, 200, 200]),
        row(
            "GET /api/accounts/{id}/360",
            "/api/accounts/odoo_account_10/360",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/contacts",
            "/api/accounts/odoo_account_10/contacts",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/contacts/{contact}",
            "/api/accounts/odoo_account_10/contacts/odoo_contact_40",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/invoices",
            "/api/accounts/odoo_account_10/invoices",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/orders",
            "/api/accounts/odoo_account_10/orders",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/activities",
            "/api/accounts/odoo_account_10/activities",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        row(
            "GET /api/accounts/{id}/360",
            "/api/accounts/odoo_account_21/360",
            [401, 403, 403, 404, 404, 404, 200, 200],
        ),
        row("GET /api/opportunities", "/api/opportunities", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/opportunities/board", "/api/opportunities/board", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/opportunities/filters", "/api/opportunities/filters", [401, 403, 403, 200, 200, 200, 200, 200]),
        // Bruno's own, below the sales manager.
        row(
            "GET /api/opportunities/{id}",
            "/api/opportunities/odoo_opportunity_1",
            [401, 403, 403, 200, 404, 200, 200, 200],
        ),
        Row {
            body: Some(json!({ "category": null })),
            ..row(
                "PUT /api/opportunities/{id}/forecast-category",
                "/api/opportunities/odoo_opportunity_1/forecast-category",
                [401, 403, 403, 412, 404, 412, 412, 412],
            )
        },
        row("GET /api/dashboard/overview", "/api/dashboard/overview", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/dashboard/real", "/api/dashboard/real", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/figures/flow", "/api/figures/flow", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/explain/{figure}", "/api/explain/won", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/search", "/api/search?q=a", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/activities", "/api/activities", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/activities/filters", "/api/activities/filters", [401, 403, 403, 200, 200, 200, 200, 200]),
        admins_only("GET /api/activities/export.csv", "/api/activities/export.csv", 200),
        row("GET /api/industries", "/api/industries", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/sync/status", "/api/sync/status", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/events", "/api/events", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/sync/history", "/api/sync/history", [401, 403, 403, 403, 403, 403, 200, 200]),
        Row {
            body: Some(json!({})),
            ..row("POST /api/sync/trigger", "/api/sync/trigger", [401, 403, 403, 403, 403, 403, 202, 202])
        },
        admins_only("GET /api/sync/settings", "/api/sync/settings", 200),
        // Bad enough to be refused behind the door: nothing is changed, and nobody is let in by an error.
        Row {
            body: Some(json!({ "interval_minutes": 4 })),
            ..admins_only("PUT /api/sync/settings", "/api/sync/settings", 422)
        },
        admins_only("GET /api/sync/runs/{id}", "/api/sync/runs/none", 404),
        admins_only("GET /api/sync/runs/{id}/records", "/api/sync/runs/none/records", 404),
        admins_only("GET /api/sync/records/{id}", "/api/sync/records/odoo_account_10", 200),
        admins_only("POST /api/sync/records/{id}/resync", "/api/sync/records/nothing/resync", 404),
        admins_only("GET /api/sync/held", "/api/sync/held", 200),
        Row { body: Some(json!({})), ..admins_only("POST /api/sync/held/release", "/api/sync/held/release", 422) },
        Row { body: Some(json!({})), ..admins_only("POST /api/sync/held/reject", "/api/sync/held/reject", 422) },
        admins_only("GET /api/sync/quarantine", "/api/sync/quarantine", 200),
        Row {
            body: Some(json!({ "records": [] })),
            ..admins_only("POST /api/sync/quarantine/retry", "/api/sync/quarantine/retry", 422)
        },
        row("GET /api/sync-status", "/api/sync-status", [401, 403, 403, 200, 200, 200, 200, 200]),
        admins_only("GET /api/integrations", "/api/integrations", 200),
        admins_only("GET /api/integrations/odoo", "/api/integrations/odoo", 200),
        Row {
            body: Some(json!({ "url": "", "database": "", "username": "" })),
            ..admins_only("PUT /api/integrations/odoo", "/api/integrations/odoo", 422)
        },
        Row {
            body: Some(json!({ "connection": { "url": "", "database": "", "username": "" } })),
            ..admins_only("POST /api/integrations/odoo/test", "/api/integrations/odoo/test", 422)
        },
        admins_only("POST /api/integrations/odoo/enable", "/api/integrations/odoo/enable", 412),
        admins_only("POST /api/integrations/odoo/disable", "/api/integrations/odoo/disable", 412),
        Row {
            body: Some(json!({})),
            ..admins_only("POST /api/integrations/sync/odoo", "/api/integrations/sync/odoo", 202)
        },
        admins_only("POST /api/integrations/odoo/sync-users", "/api/integrations/odoo/sync-users", 202),
        admins_only("POST /api/integrations/odoo/sync-departments", "/api/integrations/odoo/sync-departments", 202),
        admins_only("GET /api/data-lake/health", "/api/data-lake/health", 200),
        admins_only("GET /api/data-lake/stats", "/api/data-lake/stats", 200),
        row(
            "GET /api/data-lake/entities/{type}",
            "/api/data-lake/entities/opportunity",
            [401, 403, 403, 200, 200, 200, 200, 200],
        ),
        admins_only("GET /api/config/organisation", "/api/config/organisation", 200),
        Row {
            body: Some(json!({ "fiscal_month": 13 })),
            ..admins_only("PUT /api/config/organisation", "/api/config/organisation", 422)
        },
        admins_only("GET /api/config/activity-log", "/api/config/activity-log", 200),
        Row {
            body: Some(json!({ "keep_days": 0 })),
            ..admins_only("PUT /api/config/activity-log", "/api/config/activity-log", 422)
        },
        admins_only("GET /api/config/goal-thresholds", "/api/config/goal-thresholds", 200),
        Row {
            body: Some(json!({ "on_track": "0" })),
            ..admins_only("PUT /api/config/goal-thresholds", "/api/config/goal-thresholds", 422)
        },
        admins_only("GET /api/config/health-weights", "/api/config/health-weights", 200),
        Row {
            body: Some(json!({ "points": { "overdue": 1 } })),
            ..admins_only("PUT /api/config/health-weights", "/api/config/health-weights", 422)
        },
        admins_only("GET /api/config/navigation", "/api/config/navigation", 200),
        Row {
            body: Some(json!({ "roles": [{ "role": "admin", "shown": [] }] })),
            ..admins_only("PUT /api/config/navigation", "/api/config/navigation", 422)
        },
        admins_only("GET /api/config/targets", "/api/config/targets", 200),
        Row { body: Some(json!({})), ..admins_only("POST /api/config/targets", "/api/config/targets", 422) },
        admins_only("DELETE /api/config/targets/{id}", "/api/config/targets/none", 404),
        row("GET /api/goals", "/api/goals", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/goals/board", "/api/goals/board", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/goals/report", "/api/goals/report", [401, 403, 403, 200, 200, 200, 200, 200]),
        row("GET /api/goals/{id}", "/api/goals/none", [401, 403, 403, 404, 404, 404, 404, 404]),
        row("GET /api/goals/{id}/history", "/api/goals/none/history", [401, 403, 403, 404, 404, 404, 404, 404]),
        Row { body: Some(json!({})), ..row("POST /api/goals", "/api/goals", [401, 403, 403, 403, 403, 422, 422, 422]) },
        Row {
            body: Some(json!({})),
            ..row("PATCH /api/goals/{id}", "/api/goals/none", [401, 403, 403, 403, 403, 404, 404, 404])
        },
        row("DELETE /api/goals/{id}", "/api/goals/none", [401, 403, 403, 403, 403, 404, 404, 404]),
        admins_only("GET /api/alerts", "/api/alerts", 200),
        admins_only("GET /api/jobs", "/api/jobs", 200),
        admins_only("GET /api/jobs/{id}", "/api/jobs/none", 404),
        admins_only("POST /api/jobs/{name}/run", "/api/jobs/nothing/run", 404),
        admins_only("POST /api/jobs/{id}/retry", "/api/jobs/none/retry", 404),
        row("GET /api/health", "/api/health", [200; 8]),
        row("GET /api/ready", "/api/ready", [200; 8]),
        row("GET /api/openapi.json", "/api/openapi.json", [200; 8]),
    ]
}

async fn reader(app: &TestApp, name: &str) -> Reader {
    let email = |name: &str| format!("{}@golden.example", name.replace(' ', "."));
    let (role, approval, email) = match name {
        "anonymous" => return app.anonymous(),
        "pending" => (UserRole::SuperAdmin, ApprovalStatus::Pending, email(name)),
        "deactivated" => (UserRole::SuperAdmin, ApprovalStatus::Approved, email(name)),
        "account manager" => (UserRole::AccountManager, ApprovalStatus::Approved, email("bruno")),
        "unlinked account manager" => (UserRole::AccountManager, ApprovalStatus::Approved, email(name)),
        "sales manager" => (UserRole::SalesManager, ApprovalStatus::Approved, email("amira")),
        "admin" => (UserRole::Admin, ApprovalStatus::Approved, email("matrix")),
        _ => (UserRole::SuperAdmin, ApprovalStatus::Approved, email(name)),
    };
    let people = app.store.people();
    let person = match people.find_by_email(&email).await.unwrap() {
        Some(person) => person,
        None => app.create(role, approval, &email).await,
    };
    if name == "deactivated" {
        people.deactivate(person.id).await.unwrap();
    }
    // A new session for each request: one of the operations ends it.
    app.session_of(&person).await
}

#[tokio::test]
async fn each_operation_lets_in_whom_it_should() {
    let app = spawn_golden().await;
    let mut wrong = Vec::new();
    for row in matrix() {
        let (method, _) = row.operation.split_once(' ').unwrap();
        for (name, expected) in READERS.iter().zip(row.expected) {
            let request = reader(&app, name).await.request(Method::from_bytes(method.as_bytes()).unwrap(), row.path);
            let version = match row.operation.starts_with("PUT /api/integrations") {
                true => "\"1\"",
                false => "\"99\"",
            };
            let request = request.header("If-Match", version);
            let request = match &row.body {
                Some(body) => request.json(body),
                None => request,
            };
            let status = request.send().await.unwrap().status().as_u16();
            if status != expected {
                wrong.push(format!("{} as {name}: {status} instead of {expected}", row.operation));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_only_to_those_who_may_make_it() {
    let app = spawn_golden().await;
    let (bruno, nobody) = (reader(&app, "account manager").await, app.anonymous());
    let mut wrong = Vec::new();
    for row in matrix().iter().filter(|row| row.expected[3] == 403) {
        let (method, _) = row.operation.split_once(' ').unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let with = |reader: &Reader, query: &str| reader.request(method.clone(), &format!("{}{query}", row.path));
        let json = |body: &'static str| with(&bruno, "").header("Content-Type", "application/json").body(body);
        let asked = [
            (json("{}"), 403),
            (json("[]"), 403),
            (json("{"), 403),
            (with(&bruno, "?colour=red&limit=many"), 403),
            (with(&bruno, "").header("If-Match", "*").body("no json"), 403),
            (with(&nobody, "?colour=red").body("no json"), 401),
        ];
        for (at, (request, expected)) in asked.into_iter().enumerate() {
            let status = request.send().await.unwrap().status().as_u16();
            if status != expected {
                wrong.push(format!("{} in case {at}: {status} instead of {expected}", row.operation));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_matrix_has_a_row_for_each_operation() {
    let document = serde_json::to_value(backend::openapi_document()).unwrap();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        described.extend(item.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let tested: BTreeSet<_> = matrix().into_iter().map(|row| row.operation.to_owned()).collect();
    assert_eq!(tested, described);
}

#[tokio::test]
async fn people_who_wait_for_approval_are_told_so() {
    let app = spawn_golden().await;
    let answer = reader(&app, "pending").await.get("/api/accounts").await;
    crate::support::problem(answer, 403, "pending_approval").await;
}
