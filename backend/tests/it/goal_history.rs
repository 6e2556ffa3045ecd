//! Snapshots of goals: one for a day and a goal whatever happens to the job, for whoever may see the goal.

use crate::{
    goals::{all_people, form, send, set, spawn_with_clock},
    support::{Reader, problem, spawn_golden, until},
};
use chrono::NaiveDate;
use domain::metrics::goal::Assignee;
use reqwest::Method;
use serde_json::{Value, json};
use shared::goals::{GoalMetric, GoalStatus};
use store::KpiSnapshot;

/// Runs the job to its end; says what came of it.
async fn put_down(admin: &Reader) -> String {
    let started = admin.post("/api/jobs/kpi_snapshots/run", &json!({})).await;
    assert_eq!(started.status(), 202);
    let started: Value = started.json().await.unwrap();
    let path = format!("/api/jobs/{}", started["job"]["id"].as_str().unwrap());
    until("the job is done", async || admin.json(&path).await["state"] == "done").await;
    admin.json(&path).await["result"].as_str().unwrap().to_owned()
}

async fn history(reader: &Reader, goal: &Value) -> Value {
    reader.json(&format!("/api/goals/{}/history", goal["id"].as_str().unwrap())).await["items"].clone()
}

#[tokio::test]
async fn a_day_is_put_down_as_it_was_last_and_the_next_one_beside_it() {
    let (app, now) = spawn_with_clock("2026-11-02T08:00:00Z").await;
    let admin = app.super_admin().await;
    let goal = set(&admin, &form("odoo_user_6", "won", "20000")).await;
    // Not begun, and over for more than a day.
    for from in ["2026-12-01", "2026-09-01"] {
        let other = json!({ "assignee": "odoo_user_6", "metric": "won", "target": "1", "span": "month", "from": from });
        set(&admin, &other).await;
    }
    assert_eq!(history(&admin, &goal).await, json!([]));
    assert_eq!(put_down(&admin).await, "1 goals put down");
    let second = json!({ "date": "2026-11-02", "actual": "0.00", "target": "20000", "currency": "USD", "achievement": "0", "status": "early" });
    assert_eq!(history(&admin, &goal).await, json!([second]));
    // Deal 1: 12,400 EUR at 1.10.
    let won = json!({ "stage_id": 4, "probability": 100.0, "date_closed": "2026-11-02 07:00:00" });
    app.odoo.as_ref().unwrap().control.write("crm.lead", &[1], won).unwrap();
    app.sync(&admin).await;
    assert_eq!(history(&admin, &goal).await, json!([second]), "what is history does not change by itself");
    assert_eq!(put_down(&admin).await, "1 goals put down");
    let second = json!({ "date": "2026-11-02", "actual": "13640.00", "target": "20000", "currency": "USD", "achievement": "0.682", "status": "on_track" });
    assert_eq!(history(&admin, &goal).await, json!([second]));
    // Midnight in Dubai.
    *now.lock().unwrap() = "2026-11-02T20:00:00Z".parse().unwrap();
    assert_eq!(put_down(&admin).await, "1 goals put down");
    let third = json!({ "date": "2026-11-03", "actual": "13640.00", "target": "20000", "currency": "USD", "achievement": "0.682", "status": "on_track" });
    assert_eq!(history(&admin, &goal).await, json!([second, third]));
    // The day after the last one says how it ended; the next one says no more.
    for (at, days) in [("2026-12-01T08:00:00Z", 3), ("2026-12-02T08:00:00Z", 3)] {
        *now.lock().unwrap() = at.parse().unwrap();
        put_down(&admin).await;
        assert_eq!(history(&admin, &goal).await.as_array().unwrap().len(), days, "{at}");
    }
    assert_eq!(history(&admin, &goal).await[2]["status"], "missed");
}

#[tokio::test]
async fn a_job_that_was_cut_off_is_finished_and_nothing_is_put_down_twice() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let of_bruno = set(&admin, &form("odoo_user_6", "pipeline", "20000")).await;
    let of_chen = set(&admin, &form("odoo_user_7", "won", "9000")).await;
    // As far as it had come, with what was true then.
    let first = KpiSnapshot {
        date: NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
        goal: of_bruno["id"].as_str().unwrap().to_owned(),
        metric: GoalMetric::Pipeline,
        assignee: Assignee::User(6),
        target: "20000".parse().unwrap(),
        currency: Some("USD".into()),
        actual: Some("19000.00".parse().unwrap()),
        achievement: Some("0.95".parse().unwrap()),
        status: GoalStatus::OnTrack,
        generation: 1,
    };
    app.store.goals().put_down(vec![first]).await.unwrap();
    assert_eq!(put_down(&admin).await, "2 goals put down");
    let kept = history(&admin, &of_bruno).await;
    assert_eq!((kept.as_array().unwrap().len(), &kept[0]["actual"]), (1, &json!("19041.30")));
    let added = history(&admin, &of_chen).await;
    assert_eq!((added.as_array().unwrap().len(), &added[0]["date"]), (1, &json!("2026-11-02")));
}

#[tokio::test]
async fn a_history_is_for_whoever_may_see_the_goal() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let goal = set(&people["admin"], &form("odoo_user_6", "pipeline", "20000")).await;
    let target = json!({ "role": "account_manager", "metric": "won_deals", "target": "3", "span": "year", "from": "2026-01-01" });
    assert_eq!(people["admin"].post("/api/config/targets", &target).await.status(), 201);
    put_down(&people["admin"]).await;
    // What Bruno's five open deals are worth: in golden/goals.json too.
    for name in ["admin", "amira", "bruno"] {
        let shown = history(&people[name], &goal).await;
        let day = &shown[0];
        assert_eq!((&day["actual"], &day["achievement"]), (&json!("19041.30"), &json!("0.9521")), "{name}");
    }
    let path = format!("/api/goals/{}/history", goal["id"].as_str().unwrap());
    for name in ["chen", "dana", "eli"] {
        problem(people[name].get(&path).await, 404, "not_found").await;
    }
    // Handed to somebody else, it begins anew: whose it was is none of theirs.
    let handed = set(&people["admin"], &form("odoo_user_6", "won", "9000")).await;
    put_down(&people["admin"]).await;
    let address = format!("/api/goals/{}", handed["id"].as_str().unwrap());
    send(&people["admin"], Method::PATCH, &address, &json!(1), Some(json!({ "assignee": "odoo_user_7" }))).await;
    assert_eq!(history(&people["chen"], &handed).await, json!([]));
    let made = people["bruno"].json("/api/goals").await["items"].clone();
    let made = made.as_array().unwrap().iter().find(|goal| goal["metric"] == "won_deals").unwrap().clone();
    let (own, of_another) = (history(&people["bruno"], &made).await, made["id"].as_str().unwrap());
    assert_eq!((&own[0]["actual"], &own[0]["status"]), (&json!("5"), &json!("achieved")));
    problem(people["chen"].get(&format!("/api/goals/{of_another}/history")).await, 404, "not_found").await;
}
