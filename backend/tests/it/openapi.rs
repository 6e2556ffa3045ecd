//! The API's description is complete, and is what the server serves.

use crate::support::spawn_app;
use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(backend::openapi_document()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation))
    });
    all.collect()
}

#[tokio::test]
async fn the_served_document_is_openapi_3_1_with_the_operations_of_the_issue() {
    let app = spawn_app().await;
    let served = app.anonymous().json("/api/openapi.json").await;
    assert_eq!(served, document());
    assert_eq!(served["openapi"], "3.1.0");
    let mut names: Vec<_> = operations(&served).into_iter().map(|(name, _)| name).collect();
    names.sort();
    let expected = [
        "DELETE /api/config/targets/{id}",
        "DELETE /api/goals/{id}",
        "GET /api/accounts",
        "GET /api/accounts/filters",
        "GET /api/accounts/{id}",
        "GET /api/accounts/{id}/360",
        "GET /api/accounts/{id}/activities",
        "GET /api/accounts/{id}/contacts",
        "GET /api/accounts/{id}/contacts/{contact}",
        "GET /api/accounts/{id}/invoices",
        "GET /api/accounts/{id}/orders",
        "GET /api/activities",
        "GET /api/activities/export.csv",
        "GET /api/activities/filters",
        "GET /api/alerts",
        "GET /api/auth/me",
        "GET /api/config/activity-log",
        "GET /api/config/goal-thresholds",
        "GET /api/config/health-weights",
        "GET /api/config/navigation",
        "GET /api/config/organisation",
        "GET /api/config/targets",
        "GET /api/dashboard/overview",
        "GET /api/dashboard/real",
        "GET /api/data-lake/entities/{type}",
        "GET /api/data-lake/health",
        "GET /api/data-lake/stats",
        "GET /api/events",
        "GET /api/explain/{figure}",
        "GET /api/figures/flow",
        "GET /api/goals",
        "GET /api/goals/board",
        "GET /api/goals/report",
        "GET /api/goals/{id}",
        "GET /api/goals/{id}/history",
        "GET /api/health",
        "GET /api/industries",
        "GET /api/integrations",
        "GET /api/integrations/odoo",
        "GET /api/jobs",
        "GET /api/jobs/{id}",
        "GET /api/openapi.json",
        "GET /api/opportunities",
        "GET /api/opportunities/board",
        "GET /api/opportunities/filters",
        "GET /api/opportunities/{id}",
        "GET /api/ready",
        "GET /api/search",
        "GET /api/sync-status",
        "GET /api/sync/held",
        "GET /api/sync/history",
        "GET /api/sync/quarantine",
        "GET /api/sync/records/{id}",
        "GET /api/sync/runs/{id}",
        "GET /api/sync/runs/{id}/records",
        "GET /api/sync/settings",
        "GET /api/sync/status",
        "PATCH /api/goals/{id}",
        "POST /api/auth/login",
        "POST /api/auth/logout",
        "POST /api/config/targets",
        "POST /api/goals",
        "POST /api/integrations/odoo/disable",
        "POST /api/integrations/odoo/enable",
        "POST /api/integrations/odoo/sync-departments",
        "POST /api/integrations/odoo/sync-users",
        "POST /api/integrations/odoo/test",
        "POST /api/integrations/sync/odoo",
        "POST /api/jobs/{id}/retry",
        "POST /api/jobs/{name}/run",
        "POST /api/setup",
        "POST /api/sync/held/reject",
        "POST /api/sync/held/release",
        "POST /api/sync/quarantine/retry",
        "POST /api/sync/records/{id}/resync",
        "POST /api/sync/trigger",
        "PUT /api/config/activity-log",
        "PUT /api/config/goal-thresholds",
        "PUT /api/config/health-weights",
        "PUT /api/config/navigation",
        "PUT /api/config/organisation",
        "PUT /api/integrations/odoo",
        "PUT /api/opportunities/{id}/forecast-category",
        "PUT /api/sync/settings",
    ];
    assert_eq!(names, expected);
}

#[test]
fn every_operation_says_what_it_is_who_may_use_it_and_how_it_fails() {
    let document = document();
    for (name, operation) in operations(&document) {
        assert!(operation["summary"].as_str().is_some_and(|summary| summary.len() > 2), "{name} has no summary");
        assert!(operation["security"].is_array(), "{name} has no security");
        let answers = operation["responses"].as_object().unwrap();
        for status in ["405", "421", "500"] {
            let problem = &answers[status]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{name} {status}");
        }
        let needs_session = operation["security"] == serde_json::json!([{ "session": [] }]);
        assert_eq!(
            needs_session,
            answers.contains_key("401") && answers.contains_key("403") && !is_open(&name),
            "{name}"
        );
    }
}

fn is_open(name: &str) -> bool {
    ["POST /api/auth/login", "POST /api/auth/logout", "POST /api/setup"].contains(&name)
}

#[test]
fn two_types_of_the_same_name_are_two_schemas() {
    let document = document();
    let has = |schema: &str, field: &str| document["components"]["schemas"][schema]["properties"][field].is_object();
    assert!(has("Health", "version") && !has("Health", "score"));
    assert!(has("AccountHealth", "score") && !has("AccountHealth", "version"));
    assert!(has("Progress", "records_read") && !has("Progress", "achievement"));
    assert!(has("GoalProgress", "achievement") && !has("GoalProgress", "records_read"));
    // A time on the organisation's clock has no zone, so it is no `date-time`.
    let local = &document["components"]["schemas"]["LoggedActivity"]["properties"]["local"];
    assert_eq!((&local["type"], local.get("format")), (&serde_json::json!("string"), None));
}

#[test]
fn no_reference_of_the_document_leads_nowhere() {
    let document = document();
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"][reference].is_object(), "{reference}");
    }
}
