//! What is to be won, by goals: golden targets of months and periods for each reader and filter, and what covers them.

use crate::{
    goals::{all_people, form, send, set},
    support::{Reader, spawn_golden},
};
use reqwest::Method;
use serde_json::{Value, json};
use shared::auth::{ApprovalStatus, UserRole};

const GOLDEN: &str = include_str!("../../../crates/testkit/golden/targets.json");

/// By name, as the golden file has them.
const PERIODS: [(&str, &str); 6] = [
    ("2026", "from=2026-01-01&until=2027-01-01"),
    ("q3_2026", "from=2026-07-01&until=2026-10-01"),
    ("q4_2026", "period=this_quarter"),
    ("november_2026", "period=this_month"),
    ("summer_2026", "from=2026-06-15&until=2026-08-10"),
    ("all_time", "period=all_time"),
];
const FILTERS: [(&str, &str); 7] = [
    ("none", ""),
    ("bruno", "&salesperson=odoo_user_6"),
    ("chen", "&salesperson=odoo_user_7"),
    ("dana", "&salesperson=odoo_user_8"),
    ("north", "&team=odoo_team_1"),
    ("south", "&team=odoo_team_2"),
    ("bruno_in_north", "&salesperson=odoo_user_6&team=odoo_team_1"),
];

async fn overview(reader: &Reader, period: &str, filter: &str) -> Value {
    reader.json(&format!("/api/dashboard/overview?{period}{filter}")).await
}

/// In the words of the golden file.
fn told(target: &Value) -> Value {
    if target.is_null() {
        return Value::Null;
    }
    let money = |money: &Value| {
        if money.is_null() {
            return Value::Null;
        }
        assert_eq!(money["currency"], "USD");
        money["amount"].clone()
    };
    json!({
        "amount": money(&target["amount"]),
        "goals": target["goals"],
        "left": money(&target["left"]),
        "closing": money(&target["closing"]["value"]),
        "coverage": target["coverage"],
    })
}

#[tokio::test]
async fn each_reader_sees_the_golden_targets_of_each_month_and_what_covers_each_period() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let by = app.create(UserRole::Admin, ApprovalStatus::Approved, "setter@golden.example").await.id;
    for mut one in golden["goals"].as_array().unwrap().iter().cloned() {
        one["name"] = Value::Null;
        one["won_target"] = Value::Null;
        app.store.goals().create(serde_json::from_value(one).unwrap(), by).await.unwrap();
    }
    let mut of_role = golden["role_target"].clone();
    of_role["won_target"] = Value::Null;
    app.store.goals().create_target(serde_json::from_value(of_role).unwrap(), by).await.unwrap();
    for (name, reader) in &people {
        for (chosen, filter) in FILTERS {
            let expected = &golden["readers"][name][chosen];
            for (period, query) in PERIODS {
                let overview = overview(reader, query, filter).await;
                assert_eq!(told(&overview["target"]), expected["periods"][period], "{name} {chosen} {period}");
                let months: serde_json::Map<_, _> = overview["months"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|bar| (bar["month"]["from"].as_str().unwrap().to_owned(), bar["target"]["amount"].clone()))
                    .collect();
                assert_eq!(Value::Object(months), expected["months"], "{name} {chosen} {period}");
                if overview["target"].is_null() {
                    continue;
                }
                let covering = reader.json(overview["target"]["explain"].as_str().unwrap()).await;
                assert_eq!(covering["figure"], "closing", "{name} {chosen} {period}");
                assert_eq!(covering["value"]["value"], overview["target"]["closing"]["value"]);
            }
        }
    }
}

#[tokio::test]
async fn who_has_the_dashboard_gets_it_anew_when_a_goal_on_won_revenue_is_set_changed_or_deleted() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let (admin, bruno) = (&people["admin"], &people["bruno"]);
    let path = "/api/dashboard/overview?period=this_month";
    let asked = async |etag: &Option<String>| {
        let mut request = bruno.request(Method::GET, path);
        if let Some(etag) = etag {
            request = request.header("If-None-Match", etag);
        }
        let answer = request.send().await.unwrap();
        let (status, held) = (answer.status().as_u16(), answer.headers()["ETag"].to_str().unwrap().to_owned());
        let amount = match status {
            200 => answer.json::<Value>().await.unwrap()["target"]["amount"]["amount"].clone(),
            _ => Value::Null,
        };
        (status, amount, Some(held))
    };
    let (status, amount, mut held) = asked(&None).await;
    assert_eq!((status, amount), (200, Value::Null));
    assert_eq!(asked(&held).await.0, 304);
    let goal = set(admin, &form("odoo_user_6", "won", "9000")).await;
    for (change, expected) in [(None, json!("9000.00")), (Some(json!({ "target": "9500.5" })), json!("9500.50"))] {
        if let Some(body) = change {
            let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
            assert_eq!(send(admin, Method::PATCH, &path, &goal["version"], Some(body)).await.status(), 200);
        }
        let (status, amount, next) = asked(&held).await;
        assert_eq!((status, amount), (200, expected));
        held = next;
        assert_eq!(asked(&held).await.0, 304);
    }
    // Of another one: no part of what Bruno is to win.
    set(admin, &form("odoo_user_7", "won", "100")).await;
    set(admin, &form("odoo_user_6", "won_deals", "3")).await;
    assert_eq!(asked(&held).await.0, 304);
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    assert_eq!(send(admin, Method::DELETE, &path, &json!(2), None).await.status(), 204);
    let (status, amount, _) = asked(&held).await;
    assert_eq!((status, amount), (200, Value::Null));
}
