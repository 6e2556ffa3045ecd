//! Account health over HTTP: for each reader and account as worked out apart from the product, with the usual weights and others.

use crate::support::{Reader, header, problem, spawn_business, wrong_fields};
use reqwest::{Method, Response};
use serde_json::{Map, Value, json};

const EXPECTED: &str = include_str!("../../../crates/testkit/golden/health.json");
const PATH: &str = "/api/config/health-weights";

async fn put(admin: &Reader, version: i64, points: &Value) -> Response {
    let request = admin.request(Method::PUT, PATH).header("If-Match", format!("\"{version}\""));
    request.json(&json!({ "points": points })).send().await.unwrap()
}

/// In the form of health.json.
fn told(health: &Value) -> Value {
    let reasons = health["reasons"].as_array().unwrap().iter();
    let reasons: Vec<_> = reasons.map(|reason| json!([reason["kind"], reason["points"]])).collect();
    json!({ "state": health["state"], "score": health.get("score").unwrap_or(&Value::Null), "reasons": reasons })
}

/// Every account that the reader is said to see, by its own page; and what the list says is the same.
async fn agrees(reader: &Reader, name: &str, expected: &Value) {
    let expected = expected.as_object().unwrap();
    let mut found = Map::new();
    for account in expected.keys() {
        let detail = reader.json(&format!("/api/accounts/odoo_account_{account}")).await;
        found.insert(account.clone(), told(&detail["health"]));
    }
    assert_eq!(&found, expected, "{name}");
    let listed = reader.json("/api/accounts?limit=200").await;
    let cards = listed["items"].as_array().unwrap();
    assert!(!cards.is_empty(), "{name}");
    for card in cards {
        let account = card["id"].as_str().unwrap().rsplit('_').next().unwrap();
        assert_eq!(told(&card["health"]), expected[account], "{name}, account {account}");
    }
}

#[tokio::test]
async fn each_reader_sees_the_health_that_was_worked_out_with_the_usual_weights_and_with_others() {
    let app = spawn_business().await;
    let all: Value = serde_json::from_str(EXPECTED).unwrap();
    let mut readers = Vec::new();
    for name in all["usual"]["readers"].as_object().unwrap().keys() {
        readers.push((name.clone(), app.golden_reader(name).await));
    }
    assert_eq!(readers.len(), 6);
    for (name, reader) in &readers {
        agrees(reader, name, &all["usual"]["readers"][name]).await;
    }
    let admin = app.super_admin().await;
    let held = readers[0].1.get("/api/accounts?limit=200").await;
    let tag = header(&held, "etag").to_owned();
    assert_eq!(put(&admin, 0, &all["other"]["weights"]).await.status(), 200);
    for (name, reader) in &readers {
        agrees(reader, name, &all["other"]["readers"][name]).await;
    }
    // What a browser holds is out of date with the change, and its own again with the next.
    let again = readers[0].1.request(Method::GET, "/api/accounts?limit=200").header("If-None-Match", &tag);
    assert_eq!(again.send().await.unwrap().status(), 200);
    assert_eq!(put(&admin, 1, &json!({})).await.status(), 200);
    agrees(&readers[0].1, "after going back to the defaults", &all["usual"]["readers"][&readers[0].0]).await;
}

#[tokio::test]
async fn weights_have_the_sign_of_their_reason_and_bounds() {
    let app = spawn_business().await;
    let admin = app.super_admin().await;
    let before = admin.json(PATH).await;
    assert_eq!(before["version"], 0);
    let usual: Vec<_> = before["weights"].as_array().unwrap().iter().map(|one| one["usual"].clone()).collect();
    assert_eq!(usual, [15, 5, -15, -20, 10, 10, 15, -15, -10, -20]);
    for (points, field) in [
        (json!({ "won_lately": 51 }), "points.won_lately"),
        (json!({ "won_lately": -1 }), "points.won_lately"),
        (json!({ "overdue": 1 }), "points.overdue"),
        (json!({ "overdue": -51 }), "points.overdue"),
        (json!({ "limit": 5 }), "points.limit"),
    ] {
        assert_eq!(wrong_fields(put(&admin, 0, &points).await).await, [field], "{points}");
    }
    problem(put(&admin, 0, &json!({ "luck": 5 })).await, 422, "invalid_fields").await;
    let set: Value = put(&admin, 0, &json!({ "won_lately": 50, "overdue": 0 })).await.json().await.unwrap();
    let of = |set: &Value, kind: &str| {
        let weights = set["weights"].as_array().unwrap().iter();
        weights.clone().find(|one| one["kind"] == kind).map(|one| one["points"].clone()).unwrap()
    };
    assert_eq!((set["version"].clone(), of(&set, "won_lately"), of(&set, "overdue")), (json!(1), json!(50), json!(0)));
    problem(put(&admin, 0, &json!({})).await, 412, "changed_meanwhile").await;
    assert_eq!(of(&admin.json(PATH).await, "won_lately"), 50);
    let told = admin.json("/api/activities?type=settings_changed&limit=1").await;
    assert_eq!(told["items"][0]["title"], "health_weights", "{told}");
}
