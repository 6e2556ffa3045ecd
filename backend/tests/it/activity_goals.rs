//! Goals on activities done: golden numbers for every assignee, what they open to for each reader, and how they move.

use crate::{
    goals::{all_people, form, set},
    support::{Reader, spawn_business, wrong_fields},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const GOLDEN: &str = include_str!("../../../crates/testkit/golden/activities.json");

/// By name, as the golden file has them.
const PERIODS: [(&str, &str, &str); 4] = [
    ("2026", "year", "2026-05-05"),
    ("may_2026", "month", "2026-05-05"),
    ("october_2026", "month", "2026-10-31"),
    ("november_2026", "month", "2026-11-01"),
];

/// All rows behind a link, asked for page by page.
async fn rows(reader: &Reader, link: &str) -> (Value, Vec<Value>) {
    let first = reader.json(&format!("{link}&limit=2")).await;
    let mut rows = first["rows"]["items"].as_array().unwrap().clone();
    let mut cursor = first["rows"]["next_cursor"].as_str().map(str::to_owned);
    while let Some(next) = cursor {
        let page = reader.json(&format!("{link}&limit=2&cursor={next}")).await;
        rows.extend(page["rows"]["items"].as_array().unwrap().iter().cloned());
        cursor = page["rows"]["next_cursor"].as_str().map(str::to_owned);
    }
    (first, rows)
}

#[tokio::test]
async fn goals_on_activities_have_their_golden_number_and_open_to_the_activities_in_reach() {
    let app = spawn_business().await;
    let people = all_people(&app).await;
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let mut goals = Vec::new();
    for assignee in golden.as_object().unwrap().keys() {
        for (period, span, from) in PERIODS {
            let form = json!({ "assignee": assignee, "metric": "activities_done", "target": "20", "span": span, "from": from });
            let goal = set(&people["admin"], &form).await;
            goals.push((goal["id"].as_str().unwrap().to_owned(), golden[assignee][period].clone()));
        }
    }
    let mut opened = 0;
    for (name, reader) in &people {
        let all = reader.json("/api/goals").await;
        let all = all["items"].as_array().unwrap();
        for (id, expected) in &goals {
            let Some(goal) = all.iter().find(|goal| goal["id"] == *id) else { continue };
            let (progress, told) = (&goal["progress"], format!("{name} {goal}"));
            let done = expected["done"].as_u64().unwrap();
            assert_eq!((&progress["actual"], &progress["records"]), (&json!(done.to_string()), &json!(done)), "{told}");
            let seen = expected["seen"][name].as_array().unwrap();
            let beyond = done - u64::try_from(seen.len()).unwrap();
            let told_beyond =
                if beyond == 0 { Value::Null } else { json!({ "records": beyond, "amount": beyond.to_string() }) };
            assert_eq!(progress["beyond"], told_beyond, "{told}");
            let (explained, rows) = rows(reader, progress["explain"].as_str().unwrap()).await;
            let ids: BTreeSet<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!(ids, seen.iter().map(|id| id.as_str().unwrap()).collect(), "{told}");
            assert_eq!((rows.len(), &explained["value"]["count"]), (seen.len(), &json!(seen.len())), "{told}");
            assert!(rows.iter().all(|row| row["amount"].is_null() && row["value"].is_null()), "{told}");
            let days: Vec<_> = rows.iter().map(|row| row["day"].as_str().unwrap()).collect();
            assert!(days.is_sorted_by(|a, b| a >= b), "{told}");
            opened += rows.len();
        }
    }
    assert!(opened > 100, "{opened}");
}

#[tokio::test]
async fn an_activity_names_what_it_was_who_did_it_and_on_which_record() {
    let app = spawn_business().await;
    let people = all_people(&app).await;
    let goal = set(&people["admin"], &json!({ "assignee": "odoo_user_7", "metric": "activities_done", "target": "5", "span": "year", "from": "2026-05-05" })).await;
    let link = goal["progress"]["explain"].as_str().unwrap();
    let (explained, rows) = rows(&people["admin"], link).await;
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    // Bruno's meeting, which Chen accepted; Dana declined it.
    let visit = row("odoo_event_4");
    assert_eq!(
        (&visit["name"], &visit["state"], &visit["day"]),
        (&json!("Site visit"), &json!("meeting"), &json!("2026-03-11"))
    );
    assert_eq!((&visit["salesperson"]["name"], &visit["on"]["id"]), (&json!("Bruno Costa"), &json!("odoo_account_10")));
    let comment = row("odoo_message_9");
    assert_eq!((&comment["state"], &comment["salesperson"]["name"]), (&json!("comment"), &json!("Chen Wei")));
    assert_eq!(comment["on"]["id"], "odoo_opportunity_8");
    let sums: Vec<_> = explained["sums"].as_array().unwrap().iter().map(|sum| (&sum["state"], &sum["rows"])).collect();
    assert_eq!(sums, [(&json!("comment"), &json!(2)), (&json!("meeting"), &json!(1))]);
    let wrong = people["admin"].get("/api/explain/activities_done?stage=odoo_stage_1").await;
    assert_eq!(wrong_fields(wrong).await, ["stage"]);
}

#[tokio::test]
async fn what_is_done_cancelled_or_taken_back_moves_the_goal_with_the_next_sync() {
    let app = spawn_business().await;
    let people = all_people(&app).await;
    let admin = &people["admin"];
    let goal = set(admin, &form("odoo_user_6", "activities_done", "4")).await;
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let actual = async || admin.json(&path).await["progress"]["actual"].clone();
    // The comment of half past midnight on 1 November in Dubai.
    assert_eq!(actual().await, "1");
    let odoo = &app.odoo.as_ref().unwrap().control;
    let by = |author: i64| json!({ "message_type": "comment", "model": "crm.lead", "res_id": 1, "author_id": author, "body": "<p>Text</p>", "date": "2026-11-02 06:00:00" });
    let done = odoo.create("mail.message", by(62)).unwrap();
    // A customer's is nobody's deed.
    odoo.create("mail.message", by(40)).unwrap();
    let meeting = json!({ "name": "Call", "start": "2026-11-02 05:00:00", "stop": "2026-11-02 06:00:00", "user_id": 6, "opportunity_id": 1, "res_model": "crm.lead", "res_id": 1 });
    let meeting = odoo.create("calendar.event", meeting).unwrap();
    app.sync(admin).await;
    assert_eq!(actual().await, "3");
    odoo.write("calendar.event", &[meeting], json!({ "active": false })).unwrap();
    app.sync(admin).await;
    assert_eq!(actual().await, "2");
    odoo.write("mail.message", &[done], json!({ "date": "2026-10-30 06:00:00" })).unwrap();
    app.sync(admin).await;
    assert_eq!(actual().await, "1");
}
