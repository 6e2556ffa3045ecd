//! Who may set which goals, what they must look like, targets of roles and thresholds.

use crate::{
    goals::{all_people, form, send, set},
    support::{header, problem, spawn_golden, wrong_fields},
};
use reqwest::Method;
use serde_json::{Value, json};
use shared::auth::UserRole;

#[tokio::test]
async fn managers_set_goals_for_their_people_and_change_only_their_own() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let (admin, amira, bruno) = (&people["admin"], &people["amira"], &people["bruno"]);
    let of_admin = set(admin, &form("odoo_user_6", "won", "1000")).await;
    let path_of = |goal: &Value| format!("/api/goals/{}", goal["id"].as_str().unwrap());
    for assignee in ["odoo_user_5", "odoo_user_6", "odoo_user_11", "odoo_team_1"] {
        assert_eq!(set(amira, &form(assignee, "won", "1000")).await["may_change"], true, "{assignee}");
    }
    for assignee in ["odoo_user_8", "odoo_user_99", "odoo_team_2", "account_manager", "everybody"] {
        problem(amira.post("/api/goals", &form(assignee, "won", "nonsense")).await, 403, "forbidden").await;
    }
    problem(bruno.post("/api/goals", &form("odoo_user_6", "won", "1000")).await, 403, "forbidden").await;

    let seen = amira.json(&path_of(&of_admin)).await;
    assert_eq!((&seen["may_change"], &seen["assignee"]["name"]), (&json!(false), &json!("Bruno Costa")));
    let lower = Some(json!({ "target": "1" }));
    problem(send(amira, Method::PATCH, &path_of(&of_admin), &json!(1), lower.clone()).await, 403, "forbidden").await;
    problem(send(amira, Method::DELETE, &path_of(&of_admin), &json!(1), None).await, 403, "forbidden").await;
    let of_dana = set(admin, &form("odoo_user_8", "won", "1000")).await;
    problem(amira.get(&path_of(&of_dana)).await, 404, "not_found").await;
    problem(send(amira, Method::PATCH, &path_of(&of_dana), &json!(1), lower.clone()).await, 404, "not_found").await;

    let own = set(amira, &form("odoo_user_6", "win_rate", "0.5")).await;
    problem(amira.request(Method::DELETE, &path_of(&own)).send().await.unwrap(), 428, "version_required").await;
    let to_dana = Some(json!({ "assignee": "odoo_user_8" }));
    problem(send(amira, Method::PATCH, &path_of(&own), &json!(1), to_dana).await, 403, "forbidden").await;
    let patch = json!({ "name": " Half of them ", "target": "0.6", "span": "quarter", "from": "2026-11-15", "assignee": "odoo_team_1" });
    let changed = send(amira, Method::PATCH, &path_of(&own), &json!(1), Some(patch)).await;
    assert_eq!((changed.status().as_u16(), header(&changed, "etag")), (200, "\"2\""));
    let changed: Value = changed.json().await.unwrap();
    assert_eq!(
        (&changed["name"], &changed["target"], &changed["version"]),
        (&json!("Half of them"), &json!("0.6"), &json!(2))
    );
    assert_eq!(changed["period"], json!({ "span": "quarter", "from": "2026-10-01", "until": "2027-01-01" }));
    assert_eq!(changed["assignee"], json!({ "id": "odoo_team_1", "kind": "team", "name": "North" }));
    problem(send(amira, Method::PATCH, &path_of(&own), &json!(1), lower).await, 412, "changed_meanwhile").await;
    problem(send(amira, Method::DELETE, &path_of(&own), &json!(1), None).await, 412, "changed_meanwhile").await;
    assert_eq!(send(amira, Method::DELETE, &path_of(&own), &json!(2), None).await.status(), 204);
    problem(amira.get(&path_of(&own)).await, 404, "not_found").await;

    let board = amira.json("/api/goals/board?assignee=me").await;
    assert_eq!((&board["counts"]["total"], &board["me"]), (&json!(1), &json!("odoo_user_5")));
    let names: Vec<_> = board["assignees"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(names, ["odoo_user_5", "odoo_user_6", "odoo_user_7", "odoo_user_11", "odoo_team_1"]);
    assert_eq!(bruno.json("/api/goals/board").await["assignees"], json!([]));
}

#[tokio::test]
async fn what_a_goal_must_not_be_is_named_by_the_field() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let with = |field: &str, value: Value| {
        let mut form = form("odoo_user_6", "won", "1000");
        form[field] = value;
        form
    };
    let long = "x".repeat(121);
    for (form, fields) in [
        (with("target", json!("0")), vec!["target"]),
        (with("target", json!("-5")), vec!["target"]),
        (with("target", json!("1e3")), vec!["target"]),
        (with("target", json!("10.005")), vec!["target"]),
        (with("target", json!("1000000000000001")), vec!["target"]),
        (with("assignee", json!("odoo_user_99")), vec!["assignee"]),
        (with("assignee", json!("odoo_account_1")), vec!["assignee"]),
        (with("assignee", json!("odoo_user_10")), vec!["assignee"]),
        (with("name", json!(long)), vec!["name"]),
        (with("name", json!("two\nlines")), vec!["name"]),
        (with("until", json!("2026-12-01")), vec!["until"]),
        (with("from", json!("1800-01-01")), vec!["from"]),
        (with("won_target", json!("5")), vec!["won_target"]),
        (with("metric", json!("coverage")), vec!["won_target"]),
        (
            json!({ "assignee": "nobody", "metric": "win_rate", "target": "1.5", "span": "days", "from": "2026-11-01" }),
            vec!["assignee", "target", "until"],
        ),
    ] {
        let answer = admin.post("/api/goals", &form).await;
        assert_eq!(wrong_fields(answer).await, fields, "{form}");
    }
    for form in
        [with("metric", json!("happiness")), with("span", json!("week")), with("target", json!(5)), with("x", json!(1))]
    {
        assert_eq!(admin.post("/api/goals", &form).await.status(), 422, "{form}");
    }
    for (query, field) in [("assignee=x", "assignee"), ("from=2026-01-01", "period"), ("status=sad", "status")] {
        assert_eq!(wrong_fields(admin.get(&format!("/api/goals/board?{query}")).await).await, [field], "{query}");
    }
    let goal = set(&admin, &form("odoo_user_6", "won", "1000")).await;
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    for (patch, fields) in [
        (json!({ "target": "0", "name": "a\tb" }), ["name", "target"].as_slice()),
        (json!({ "from": "2026-01-01" }), ["span"].as_slice()),
        (json!({ "span": "year" }), ["from"].as_slice()),
        (json!({ "won_target": "5" }), ["won_target"].as_slice()),
    ] {
        assert_eq!(wrong_fields(send(&admin, Method::PATCH, &path, &json!(1), Some(patch)).await).await, fields);
    }
}

#[tokio::test]
async fn a_target_in_a_currency_that_is_not_reported_in_has_no_data() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let money = set(&admin, &form("everybody", "pipeline", "1000")).await;
    let count = set(&admin, &form("everybody", "new_deals", "1")).await;
    assert_eq!((&money["currency"], &count["currency"]), (&json!("USD"), &Value::Null));
    let euro = Some(json!({ "currency": "EUR" }));
    assert_eq!(send(&admin, Method::PUT, "/api/config/organisation", &json!(0), euro).await.status(), 200);
    let path = format!("/api/goals/{}", money["id"].as_str().unwrap());
    let progress = admin.json(&path).await["progress"].clone();
    assert_eq!((&progress["status"], &progress["no_data"]), (&json!("no_data"), &json!("other_currency")));
    assert_ne!(
        admin.json(&format!("/api/goals/{}", count["id"].as_str().unwrap())).await["progress"]["status"],
        "no_data"
    );
    let moved = Some(json!({ "span": "month", "from": "2026-12-01" }));
    assert_eq!(wrong_fields(send(&admin, Method::PATCH, &path, &json!(1), moved).await).await, ["target"]);
    let anew = send(&admin, Method::PATCH, &path, &json!(1), Some(json!({ "target": "1000" }))).await;
    let anew: Value = anew.json().await.unwrap();
    assert_eq!((&anew["currency"], &anew["progress"]["no_data"]), (&json!("EUR"), &Value::Null));
}

#[tokio::test]
async fn the_target_of_a_role_makes_a_goal_for_each_of_its_people_and_counts_each_record_once() {
    let app = spawn_golden().await;
    let people = all_people(&app).await;
    let admin = &people["admin"];
    app.person(UserRole::AccountManager, "unlinked@golden.example").await;
    // Its goal is not added to those of its members.
    set(
        admin,
        &json!({ "assignee": "odoo_team_1", "metric": "won", "target": "5", "span": "quarter", "from": "2026-07-01" }),
    )
    .await;
    let target = json!({ "role": "account_manager", "metric": "won", "target": "4000", "span": "quarter", "from": "2026-09-09" });
    let answer = admin.post("/api/config/targets", &target).await;
    assert_eq!(answer.status(), 201);
    let made: Value = answer.json().await.unwrap();
    assert_eq!((&made["people"], &made["currency"]), (&json!(4), &json!("USD")));
    problem(admin.post("/api/config/targets", &target).await, 409, "conflict").await;
    let rate = json!({ "role": "account_manager", "metric": "win_rate", "target": "0.8", "span": "quarter", "from": "2026-09-09" });
    assert_eq!(admin.post("/api/config/targets", &rate).await.status(), 201);

    let report = admin.json("/api/goals/report").await;
    let won = report["items"].as_array().unwrap().iter().find(|item| item["target"]["id"] == made["id"]).unwrap();
    // Bruno 8,640 + 450.10 and Chen 6,535.56 in the third quarter, of 4 × 4,000.
    assert_eq!((&won["together"], &won["progress"]["actual"]), (&json!("16000"), &json!("15625.66")));
    assert_eq!((&won["progress"]["achievement"], &won["progress"]["status"]), (&json!("0.9766"), &json!("missed")));
    assert_eq!(
        (&won["counts"]["total"], &won["counts"]["achieved"], &won["counts"]["missed"]),
        (&json!(4), &json!(2), &json!(2))
    );
    let each: Vec<_> =
        won["goals"].as_array().unwrap().iter().map(|goal| goal["progress"]["actual"].as_str().unwrap()).collect();
    assert_eq!(each, ["9090.10", "6535.56", "0.00", "0.00"]);
    let rates = report["items"].as_array().unwrap().iter().find(|item| item["target"]["metric"] == "win_rate").unwrap();
    // Three won and none lost: a quotient of all their deals, its target not added up.
    assert_eq!((&rates["together"], &rates["progress"]["actual"]), (&json!("0.8"), &json!("1")));
    assert_eq!((&rates["counts"]["achieved"], &rates["counts"]["no_data"]), (&json!(2), &json!(2)));

    // A role that nobody in Odoo has: there to be seen and deleted by admins, and nothing to measure.
    let of_admins =
        json!({ "role": "admin", "metric": "won_deals", "target": "2", "span": "month", "from": "2026-10-01" });
    assert_eq!(admin.post("/api/config/targets", &of_admins).await.status(), 201);
    let report = admin.json("/api/goals/report").await;
    let nobody = report["items"].as_array().unwrap().iter().find(|item| item["target"]["role"] == "admin").unwrap();
    assert_eq!((&nobody["progress"]["no_data"], &nobody["progress"]["actual"]), (&json!("no_people"), &Value::Null));
    assert_eq!((&nobody["together"], &nobody["counts"]["total"]), (&json!("2"), &json!(0)));
    assert_eq!(people["amira"].json("/api/goals/report").await["items"].as_array().unwrap().len(), 2);

    let of_bruno = people["bruno"].json("/api/goals/report").await;
    let own = of_bruno["items"].as_array().unwrap().iter().find(|item| item["target"]["id"] == made["id"]).unwrap();
    assert_eq!((&own["together"], &own["progress"]["actual"]), (&json!("4000"), &json!("9090.10")));
    let goals = people["bruno"].json("/api/goals?assignee=me").await;
    let goal = goals["items"].as_array().unwrap().iter().find(|goal| goal["metric"] == "won").unwrap();
    assert_eq!((&goal["made_by"], &goal["version"], &goal["may_change"]), (&made["id"], &json!(0), &json!(false)));
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    assert_eq!(people["bruno"].json(&path).await, *goal);
    problem(people["chen"].get(&path).await, 404, "not_found").await;
    problem(send(admin, Method::DELETE, &path, &json!(0), None).await, 409, "conflict").await;

    let path = format!("/api/config/targets/{}", made["id"].as_str().unwrap());
    problem(send(admin, Method::DELETE, &path, &json!(7), None).await, 412, "changed_meanwhile").await;
    assert_eq!(send(admin, Method::DELETE, &path, &json!(1), None).await.status(), 204);
    assert_eq!(admin.json("/api/config/targets").await["items"].as_array().unwrap().len(), 2);
    assert_eq!(admin.json("/api/goals/report").await["items"].as_array().unwrap().len(), 2);
    let wrong =
        json!({ "role": "account_manager", "metric": "won", "target": "x", "span": "days", "from": "2026-09-09" });
    assert_eq!(wrong_fields(admin.post("/api/config/targets", &wrong).await).await, ["target", "until"]);
}

#[tokio::test]
async fn thresholds_move_statuses_at_once() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    // Chen has won 6,535.56 in 2026, until day 306 of 365: the pace of 8,000 is 6,706.85.
    let goal =
        json!({ "assignee": "odoo_user_7", "metric": "won", "target": "8000", "span": "year", "from": "2026-01-01" });
    let goal = set(&admin, &goal).await;
    assert_eq!((&goal["progress"]["pace"], &goal["progress"]["index"]), (&json!("6706.85"), &json!("0.9745")));
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let status = async || admin.json(&path).await["progress"]["status"].clone();
    let defaults = admin.json("/api/config/goal-thresholds").await;
    assert_eq!(
        defaults,
        json!({ "version": 0, "on_track": "0.9", "at_risk": "0.6", "early_share": "0.1", "early_days": 3 })
    );
    let put = async |version: i64, form: Value| {
        send(&admin, Method::PUT, "/api/config/goal-thresholds", &json!(version), Some(form)).await
    };
    for (version, form, expected) in [
        (0, json!({ "on_track": "1" }), "at_risk"),
        (1, json!({ "on_track": "1", "at_risk": "0.99" }), "behind"),
        (2, json!({ "on_track": "1", "at_risk": "0.99", "early_days": 366 }), "early"),
        (3, json!({}), "on_track"),
    ] {
        assert_eq!(put(version, form.clone()).await.status(), 200, "{form}");
        assert_eq!(status().await, expected, "{form}");
    }
    problem(put(1, json!({})).await, 412, "changed_meanwhile").await;
    for (form, fields) in [
        (json!({ "on_track": "0", "at_risk": "3" }), ["on_track", "at_risk"].as_slice()),
        (json!({ "at_risk": "0.95" }), ["at_risk"].as_slice()),
        (json!({ "early_share": "1.1", "early_days": 367 }), ["early_share", "early_days"].as_slice()),
    ] {
        assert_eq!(wrong_fields(put(4, form).await).await, fields);
    }
}
