//! Goals over HTTP: golden figures for every reader, the board, what they open to, and time going by.

use crate::support::{Reader, TestApp, Wanted, spawn, spawn_golden};
use chrono::{DateTime, Utc};
use reqwest::{Method, Response};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use shared::{
    auth::{ApprovalStatus, UserRole},
    goals::{GoalMetric, GoalUnit},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

const GOLDEN: &str = include_str!("../../../crates/testkit/golden/goals.json");

fn decimal(value: &Value) -> Option<Decimal> {
    value.as_str().map(|text| text.parse().unwrap())
}

pub async fn send(reader: &Reader, method: Method, path: &str, version: &Value, body: Option<Value>) -> Response {
    let request = reader.request(method, path).header("If-Match", format!("\"{version}\""));
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    request.send().await.unwrap()
}

pub fn form(assignee: &str, metric: &str, target: &str) -> Value {
    json!({ "assignee": assignee, "metric": metric, "target": target, "span": "month", "from": "2026-11-15" })
}

pub async fn set(reader: &Reader, form: &Value) -> Value {
    let answer = reader.post("/api/goals", form).await;
    assert_eq!(answer.status(), 201, "{form}");
    answer.json().await.unwrap()
}

pub async fn all_people(app: &TestApp) -> BTreeMap<&'static str, Reader> {
    let mut people = BTreeMap::new();
    for name in ["admin", "amira", "bruno", "chen", "dana", "eli"] {
        people.insert(name, app.golden_reader(name).await);
    }
    people
}

/// With a clock that the test moves.
pub async fn spawn_with_clock(now: &str) -> (TestApp, Arc<Mutex<DateTime<Utc>>>) {
    let now = Arc::new(Mutex::new(now.parse().unwrap()));
    let clock = Arc::clone(&now);
    let clock: store::Clock = Arc::new(move || *clock.lock().unwrap());
    let app = spawn(Wanted { golden: true, clock: Some(clock), ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    (app, now)
}

#[tokio::test]
async fn each_goal_says_its_golden_figures_to_every_reader_who_may_see_it() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let golden: Vec<Value> = serde_json::from_str(GOLDEN).unwrap();
    let mut expected = BTreeMap::new();
    let by = app.create(UserRole::Admin, ApprovalStatus::Approved, "setter@golden.example").await.id;
    for one in &golden {
        let metric: GoalMetric = serde_json::from_value(one["metric"].clone()).unwrap();
        let mut set = one.clone();
        set["name"] = Value::Null;
        set["currency"] =
            if metric.unit() == GoalUnit::Money || metric == GoalMetric::Coverage { json!("USD") } else { Value::Null };
        let goal = app.store.goals().create(serde_json::from_value(set).unwrap(), by).await.unwrap();
        expected.insert(goal.id.to_string(), one);
    }
    let everybody_sees = ["account_manager", "everybody"];
    for (name, sees) in [
        ("admin", vec!["odoo_user_5", "odoo_user_6", "odoo_user_7", "odoo_user_8", "odoo_team_1", "odoo_team_2"]),
        // Eli of the team South is below her; Dana is not any more.
        ("amira", vec!["odoo_user_5", "odoo_user_6", "odoo_user_7", "odoo_team_1", "odoo_team_2"]),
        ("bruno", vec!["odoo_user_6", "odoo_team_1"]),
        ("chen", vec!["odoo_user_7", "odoo_team_1"]),
        ("dana", vec!["odoo_user_8", "odoo_team_2"]),
        ("eli", vec!["odoo_team_2"]),
    ] {
        let sees: BTreeSet<_> = sees.into_iter().chain(everybody_sees).collect();
        let board = people[name].json("/api/goals/board").await;
        let items = board["items"].as_array().unwrap();
        let shown: BTreeSet<_> = items.iter().map(|goal| goal["assignee"]["id"].as_str().unwrap()).collect();
        assert_eq!(shown, sees, "{name}");
        assert_eq!(items.len(), golden.iter().filter(|one| sees.contains(one["assignee"].as_str().unwrap())).count());
        let mut statuses: BTreeMap<&str, u64> = BTreeMap::new();
        let mut achievements = Vec::new();
        for goal in items {
            let one = expected[goal["id"].as_str().unwrap()];
            let progress = &goal["progress"];
            let told = format!("{name} {one}");
            assert_eq!(decimal(&progress["actual"]), decimal(&one["actual"]), "{told}");
            for field in ["status", "records", "achievement", "index", "covered"] {
                assert_eq!(progress[field], one[field], "{field} {told}");
            }
            *statuses.entry(one["status"].as_str().unwrap()).or_default() += 1;
            achievements.extend(decimal(&one["achievement"]));
        }
        let of = |status: &str| statuses.get(status).copied().unwrap_or_default();
        let counts = &board["counts"];
        for status in ["not_started", "no_data", "achieved", "early", "on_track", "at_risk", "behind", "missed"] {
            assert_eq!(counts[status], of(status), "{name} {status}");
        }
        assert_eq!(counts["total"], items.len(), "{name}");
        assert_eq!(board["on_track"], of("on_track") + of("early") + of("achieved"), "{name}");
        assert_eq!((&board["at_risk"], &board["missed"]), (&json!(of("at_risk") + of("behind")), &json!(of("missed"))));
        let mean = achievements.iter().sum::<Decimal>() / Decimal::from(achievements.len());
        assert_eq!(decimal(&board["average_achievement"]), Some(mean.round_dp(4).normalize()), "{name}");
        let missed = people[name].json("/api/goals?status=missed").await;
        assert_eq!(missed["items"].as_array().unwrap().len(), usize::try_from(of("missed")).unwrap(), "{name}");
    }
}

#[tokio::test]
async fn a_goal_opens_to_the_rows_in_reach_and_names_the_rest_as_one_line() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let year = |assignee, metric, target| json!({ "assignee": assignee, "metric": metric, "target": target, "span": "year", "from": "2026-05-05" });
    for (metric, target) in [("won", "1000"), ("new_deals", "4"), ("pipeline", "5000"), ("win_rate", "0.5")] {
        for assignee in ["odoo_user_6", "odoo_team_1", "odoo_team_2", "account_manager", "everybody"] {
            set(&people["admin"], &year(assignee, metric, target)).await;
        }
    }
    for (name, reader) in &people {
        for goal in reader.json("/api/goals").await["items"].as_array().unwrap() {
            let told = format!("{name} {goal}");
            let progress = &goal["progress"];
            let explained = reader.json(progress["explain"].as_str().unwrap()).await;
            let beyond = progress["beyond"]["records"].as_u64().unwrap_or_default();
            assert_eq!(explained["rows"]["total"].as_u64().unwrap() + beyond, progress["records"], "{told}");
            if *name == "admin" {
                assert!(progress["beyond"].is_null(), "{told}");
            }
            let seen = match explained["value"]["kind"].as_str().unwrap() {
                "money" => decimal(&explained["value"]["value"]["amount"]).unwrap(),
                "count" => explained["value"]["count"].as_u64().unwrap().into(),
                _ => continue,
            };
            let rest = decimal(&progress["beyond"]["amount"]).unwrap_or_default();
            assert_eq!(Some(seen + rest), decimal(&progress["actual"]), "{told}");
        }
    }
}

#[tokio::test]
async fn a_deal_that_is_won_moves_the_goal_with_the_next_sync() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let bruno = app.golden_reader("bruno").await;
    let goal = set(&admin, &form("odoo_user_6", "won", "20000")).await;
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let told = async || {
        let progress = bruno.json(&path).await["progress"].clone();
        [progress["actual"].clone(), progress["status"].clone(), progress["achievement"].clone()]
    };
    assert_eq!(told().await, [json!("0.00"), json!("early"), json!("0")]);
    // Deal 1: 12,400 EUR at 1.10.
    let won = json!({ "stage_id": 4, "probability": 100.0, "date_closed": "2026-11-02 07:00:00" });
    app.odoo.as_ref().unwrap().control.write("crm.lead", &[1], won).unwrap();
    app.sync(&admin).await;
    assert_eq!(told().await, [json!("13640.00"), json!("on_track"), json!("0.682")]);
    send(&admin, Method::PATCH, &path, &json!(1), Some(json!({ "target": "13640" }))).await;
    assert_eq!(told().await, [json!("13640.00"), json!("achieved"), json!("1")]);
}

#[tokio::test]
async fn the_clock_makes_a_goal_begin_fall_behind_and_be_missed_or_achieved() {
    let (app, now) = spawn_with_clock("2026-08-31T12:00:00Z").await;
    let admin = app.super_admin().await;
    let month = |target: &str| json!({ "assignee": "odoo_user_7", "metric": "won", "target": target, "span": "month", "from": "2026-09-01" });
    // Chen has won 6,535.56 on 15 September.
    let (reached, missed) = (set(&admin, &month("6535.56")).await, set(&admin, &month("6535.57")).await);
    let status = async |goal: &Value, at: &str| {
        *now.lock().unwrap() = at.parse().unwrap();
        let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
        admin.json(&path).await["progress"]["status"].as_str().unwrap().to_owned()
    };
    for (at, of_reached, of_missed) in [
        // 23:59 of 31 August in Dubai, and a minute later.
        ("2026-08-31T19:59:00Z", "not_started", "not_started"),
        ("2026-08-31T20:00:00Z", "achieved", "on_track"),
        ("2026-09-30T19:59:00Z", "achieved", "on_track"),
        ("2026-09-30T20:00:00Z", "achieved", "missed"),
    ] {
        assert_eq!(
            (status(&reached, at).await.as_str(), status(&missed, at).await.as_str()),
            (of_reached, of_missed),
            "{at}"
        );
    }
}

#[tokio::test]
async fn a_stock_is_read_on_the_last_day_of_its_period_or_has_no_data() {
    // Generations are stamped by the database: far away from it, on both sides.
    let (app, now) = spawn_with_clock("2199-11-20T12:00:00Z").await;
    let admin = app.super_admin().await;
    let of = |from: &str| json!({ "assignee": "odoo_user_11", "metric": "pipeline", "target": "110.02", "span": "month", "from": from });
    let (past, future) = (set(&admin, &of("2019-11-01")).await, set(&admin, &of("2199-11-01")).await);
    assert_eq!((&past["progress"]["status"], &past["progress"]["no_data"]), (&json!("no_data"), &json!("no_history")));
    assert!(past["progress"]["actual"].is_null() && past["progress"]["explain"].is_null());
    // 110.01 of 110.02.
    assert_eq!(
        (&future["progress"]["status"], &future["progress"]["achievement"]),
        (&json!("on_track"), &json!("0.9999"))
    );
    *now.lock().unwrap() = "2199-12-05T12:00:00Z".parse().unwrap();
    let path = format!("/api/goals/{}", future["id"].as_str().unwrap());
    let over = admin.json(&path).await["progress"].clone();
    assert_eq!(
        (&over["status"], &over["actual"], &over["explain"]),
        (&json!("missed"), &json!("110.01"), &Value::Null)
    );
    send(&admin, Method::PATCH, &path, &json!(1), Some(json!({ "target": "110.01" }))).await;
    assert_eq!(admin.json(&path).await["progress"]["status"], "achieved");
}
