//! The activity log over HTTP: who writes it, who reads what, filters, pages, the file.

use crate::{
    goals::{form, send, set},
    support::{Reader, TestApp, header, problem, spawn_app, spawn_golden, wrong_fields},
};
use reqwest::Method;
use serde_json::{Value, json};
use shared::{
    activities::{LoggedDetails, LoggedEntity, LoggedType},
    auth::{ApprovalStatus, UserRole},
};
use store::activities::{Deed, Sight};
use uuid::Uuid;

async fn entries(reader: &Reader, query: &str) -> Vec<Value> {
    reader.json(&format!("/api/activities{query}")).await["items"].as_array().unwrap().clone()
}

/// `type title`, newest first.
async fn told(reader: &Reader, query: &str) -> Vec<String> {
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    let entries = entries(reader, query).await;
    entries.iter().map(|entry| format!("{} {}", text(entry, "activity_type"), text(entry, "title"))).collect()
}

async fn sorted(reader: &Reader, query: &str) -> Vec<String> {
    let mut told = told(reader, query).await;
    told.sort();
    told
}

/// Two deals and an account are changed in Odoo; of that, a deal is Bruno's and the rest is Chen's.
async fn change_odoo(app: &TestApp, admin: &Reader) {
    let odoo = &app.odoo.as_ref().unwrap().control;
    odoo.write("crm.lead", &[1], json!({ "expected_revenue": 13000 })).unwrap();
    odoo.write("crm.lead", &[10], json!({ "stage_id": 3 })).unwrap();
    odoo.write("res.partner", &[14], json!({ "city": "大阪" })).unwrap();
    app.sync(admin).await;
}

#[tokio::test]
async fn changes_in_odoo_are_told_to_those_who_see_the_record() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    assert_eq!(told(&admin, "?source=odoo").await, [""; 0], "the first import is no change");
    change_odoo(&app, &admin).await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    let (amira, dana) = (app.golden_reader("amira").await, app.golden_reader("dana").await);
    let of_bruno = "opportunity_updated Lens line 2027";
    let of_chen = ["account_updated 東京精密株式会社", "stage_changed Warehouse Osaka"];
    let all = [of_chen[0], of_bruno, of_chen[1]];
    assert_eq!(sorted(&admin, "?source=odoo").await, all);
    assert_eq!(sorted(&amira, "").await, all);
    assert_eq!(sorted(&bruno, "").await, [of_bruno]);
    assert_eq!(sorted(&chen, "").await, of_chen);
    assert_eq!(sorted(&dana, "").await, [""; 0]);

    let moved = &entries(&admin, "?type=stage_changed").await[0];
    assert_eq!(moved["metadata"], json!({ "from": "Qualified", "to": "Proposition" }));
    assert_eq!((&moved["entity_type"], &moved["entity_id"]), (&json!("opportunity"), &json!("odoo_opportunity_10")));
    assert_eq!((&moved["user_id"], &moved["user_name"]), (&json!("odoo_user_7"), &json!("Chen Wei")));
    assert_eq!(moved["source"], "odoo");
    let updated = &entries(&bruno, "").await[0];
    assert_eq!(updated["metadata"], json!({ "fields": ["expected_revenue"] }));
    // Nothing new in Odoo: nothing new here.
    app.sync(&admin).await;
    assert_eq!(sorted(&admin, "?source=odoo").await, all);

    let filters = bruno.json("/api/activities/filters").await;
    assert_eq!(
        filters,
        json!({
            "types": ["opportunity_updated"],
            "people": [
                { "id": "odoo_user_5", "name": "Amira Haddad" },
                { "id": "odoo_user_6", "name": "Bruno Costa" },
                { "id": "odoo_user_7", "name": "Chen Wei" },
                { "id": "odoo_user_8", "name": "Dana Novak" },
                { "id": "odoo_user_11", "name": "Eli Berg" },
                { "id": "odoo_user_2", "name": "Integration" },
            ],
        })
    );
}

#[tokio::test]
async fn a_deal_that_is_won_or_new_in_odoo_is_told_so() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    odoo.write("crm.lead", &[1], json!({ "stage_id": 4 })).unwrap();
    odoo.write("crm.lead", &[5], json!({ "active": false, "probability": 0 })).unwrap();
    let values = json!({ "name": "Telescope", "type": "opportunity", "partner_id": 10, "user_id": 6, "stage_id": 1 });
    odoo.create("crm.lead", values).unwrap();
    odoo.create("res.partner", json!({ "name": "New Corp", "is_company": true })).unwrap();
    odoo.create("res.partner", json!({ "name": "Nia New", "parent_id": 10 })).unwrap();
    app.sync(&admin).await;
    let expected = [
        "account_created New Corp",
        "contact_created Nia New",
        "opportunity_created Telescope",
        "opportunity_lost Inspection service",
        "opportunity_won Lens line 2027",
        "stage_changed Lens line 2027",
    ];
    assert_eq!(sorted(&admin, "?source=odoo").await, expected);
}

#[tokio::test]
async fn looking_at_an_account_is_told_once_an_hour_to_those_who_see_it() {
    let app = spawn_golden().await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    let amira = app.golden_reader("amira").await;
    let answer = bruno.get("/api/accounts/odoo_account_10/360").await;
    let etag = header(&answer, "etag").to_owned();
    bruno.json("/api/accounts/odoo_account_10").await;
    let again = bruno.request(Method::GET, "/api/accounts/odoo_account_10/360").header("If-None-Match", etag);
    assert_eq!(again.send().await.unwrap().status(), 304);
    bruno.json("/api/accounts/odoo_account_11").await;
    problem(bruno.get("/api/accounts/odoo_account_21").await, 404, "not_found").await;
    amira.json("/api/accounts/odoo_account_10/360").await;
    let alpenglow = "account_viewed Alpenglow Optik GmbH";
    assert_eq!(told(&bruno, "").await, [alpenglow, "account_viewed Blue Harbor Shipping", alpenglow]);
    assert_eq!(told(&chen, "?entity_id=odoo_account_10").await, [""; 0]);
    let entry = &entries(&bruno, "").await[1];
    assert_eq!((&entry["entity_id"], &entry["entity_type"]), (&json!("odoo_account_11"), &json!("account")));
    assert_eq!((&entry["user_name"], &entry["source"]), (&json!("Somebody"), &json!("app")));
    assert_eq!(entry["metadata"], json!({}));
}

#[tokio::test]
async fn signing_in_and_out_is_for_oneself_and_admins() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let eve = app.person(UserRole::AccountManager, "eve@company.example").await;
    assert_eq!(app.sign_in("root@golden.example", "a wrong password").await.status(), 401);
    let own = entries(&admin, "").await;
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!((&own[0]["activity_type"], &own[0]["entity_type"]), (&json!("signed_in"), &json!("user")));
    assert_eq!(own[0]["entity_id"], own[0]["user_id"]);
    assert_eq!(eve.post("/api/auth/logout", &json!({})).await.status(), 204);
    // Signed out already: nobody does anything.
    assert_eq!(eve.post("/api/auth/logout", &json!({})).await.status(), 204);
    assert_eq!(told(&admin, "?type=signed_out").await, ["signed_out Somebody"]);
    let person = app.store.people().find_by_email("eve@company.example").await.unwrap().unwrap();
    let eve = app.session_of(&person).await;
    assert_eq!(told(&eve, "").await, ["signed_out Somebody"]);
    let zoe = app.person(UserRole::SalesManager, "zoe@company.example").await;
    assert_eq!(told(&zoe, "").await, [""; 0]);
}

#[tokio::test]
async fn goals_targets_settings_and_the_bell_are_in_it_when_they_went_well() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    let goal = set(&admin, &form("odoo_user_6", "won", "1000")).await;
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let named = Some(json!({ "name": "Half" }));
    assert_eq!(send(&admin, Method::PATCH, &path, &json!(1), named.clone()).await.status(), 200);
    assert_eq!(send(&admin, Method::PATCH, &path, &json!(1), named).await.status(), 412);
    assert_eq!(send(&admin, Method::DELETE, &path, &json!(2), None).await.status(), 204);
    problem(bruno.post("/api/goals", &form("odoo_user_6", "won", "1")).await, 403, "forbidden").await;
    let target =
        json!({ "role": "account_manager", "metric": "won", "target": "5", "span": "month", "from": "2026-11-01" });
    let target: Value = admin.post("/api/config/targets", &target).await.json().await.unwrap();
    let path = format!("/api/config/targets/{}", target["id"].as_str().unwrap());
    assert_eq!(send(&admin, Method::DELETE, &path, &json!(1), None).await.status(), 204);
    let organisation = Some(json!({ "fiscal_month": 4 }));
    let put = send(&admin, Method::PUT, "/api/config/organisation", &json!(0), organisation).await;
    assert_eq!(put.status(), 200);
    app.sync(&admin).await;
    let mine = ["goal_deleted Half", "goal_changed Half", "goal_created won"];
    let expected = [
        "sync_started odoo",
        "settings_changed organisation",
        "target_deleted won",
        "target_created won",
        mine[0],
        mine[1],
        mine[2],
    ];
    assert_eq!(told(&admin, "?limit=7").await, expected);
    assert_eq!(told(&bruno, "").await, mine);
    assert_eq!(told(&chen, "").await, [""; 0]);
    let types = admin.json("/api/activities/filters").await["types"].clone();
    let expected = [
        "signed_in",
        "goal_created",
        "goal_changed",
        "goal_deleted",
        "target_created",
        "target_deleted",
        "settings_changed",
        "sync_started",
    ];
    assert_eq!(types, json!(expected));
}

async fn put_down(app: &TestApp, by: (Uuid, &str), activity_type: LoggedType, id: &str, title: &str) {
    let deed = Deed {
        activity_type,
        title: title.into(),
        entity_type: LoggedEntity::Goal,
        entity_id: id.into(),
        by: (by.0, by.1.into()),
        details: LoggedDetails::default(),
        sight: Sight::Own,
        hourly: false,
    };
    app.store.activities().note(deed).await.unwrap();
}

#[tokio::test]
async fn pages_give_each_entry_once_and_filters_leave_the_right_ones() {
    let app = spawn_app().await;
    let ana = app.create(UserRole::AccountManager, ApprovalStatus::Approved, "ana@company.example").await;
    let bob = app.create(UserRole::Admin, ApprovalStatus::Approved, "bob@company.example").await;
    for number in 0..25 {
        let activity_type = if number % 5 == 0 { LoggedType::GoalDeleted } else { LoggedType::GoalCreated };
        let by = if number % 2 == 0 { (ana.id, "Ana") } else { (bob.id, "Bob") };
        put_down(&app, by, activity_type, &format!("goal {}", number % 3), &format!("Goal {number}")).await;
    }
    let (all, few) = (app.session_of(&bob).await, app.session_of(&ana).await);
    for (reader, expected) in [(&all, 25), (&few, 13)] {
        let whole = told(reader, "?limit=200").await;
        assert_eq!(whole.len(), expected);
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = reader.json(&format!("/api/activities?limit=4{cursor}")).await;
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let paged: Vec<_> = paged
            .iter()
            .map(|one| format!("{} {}", one["activity_type"].as_str().unwrap(), one["title"].as_str().unwrap()))
            .collect();
        assert_eq!(paged, whole);
    }
    // Of 25 numbers, 5 divide by 5, 8 leave 1 by 3, and 13 are even.
    let day = entries(&all, "?limit=1").await[0]["timestamp"].as_str().unwrap().to_owned();
    let day = chrono::DateTime::parse_from_rfc3339(&day).unwrap() + chrono::TimeDelta::hours(4);
    let (today, tomorrow) = (day.date_naive(), day.date_naive() + chrono::Days::new(1));
    let cases = [
        ("type=goal_deleted".to_owned(), 5),
        ("entity_id=goal+1".to_owned(), 8),
        (format!("user={}", ana.id), 13),
        (format!("user={}&type=goal_deleted", ana.id), 3),
        ("type=goal_created,goal_deleted".to_owned(), 25),
        ("type=call,signed_out".to_owned(), 0),
        ("source=odoo".to_owned(), 0),
        (format!("from={today}&until={tomorrow}"), 25),
        (format!("until={today}"), 0),
        (format!("from={tomorrow}"), 0),
    ];
    for (query, expected) in cases {
        assert_eq!(entries(&all, &format!("?limit=200&{query}")).await.len(), expected, "{query}");
    }
    let filters = all.json("/api/activities/filters").await;
    assert_eq!(filters["types"], json!(["goal_created", "goal_deleted"]));
    assert_eq!(filters["people"][0], json!({ "id": ana.id.to_string(), "name": "Ana" }));
    let query = "/api/activities?limit=0&type=fax&user=&account=odoo_user_1&from=2026-02-02&until=2026-02-01";
    assert_eq!(wrong_fields(all.get(query).await).await, ["limit", "type", "user", "account", "until"]);
    assert_eq!(wrong_fields(all.get("/api/activities?cursor=nonsense").await).await, ["cursor"]);
}

#[tokio::test]
async fn the_file_is_csv_that_no_spreadsheet_runs_and_for_admins_only() {
    let app = spawn_app().await;
    let bob = app.create(UserRole::Admin, ApprovalStatus::Approved, "bob@company.example").await;
    put_down(&app, (bob.id, "Bob, the \"Builder\""), LoggedType::GoalCreated, "1", "=HYPERLINK(\"http://x\")").await;
    put_down(&app, (bob.id, "東京"), LoggedType::GoalDeleted, "2", "plain").await;
    let reader = app.session_of(&bob).await;
    let times: Vec<_> = entries(&reader, "")
        .await
        .iter()
        .map(|one| one["timestamp"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap())
        .collect();
    let times: Vec<_> = times.iter().map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)).collect();
    let answer = reader.get("/api/activities/export.csv").await;
    assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"activities.csv\"");
    let expected = format!(
        "timestamp,type,title,entity_type,entity_id,account_id,account,user_id,user_name,source,fields,from,to,kind,subject,\
         excerpt,due_on\r\n\
         {},goal_deleted,plain,goal,2,,,{id},東京,app,,,,,,,\r\n\
         {},goal_created,\"'=HYPERLINK(\"\"http://x\"\")\",goal,1,,,{id},\"Bob, the \"\"Builder\"\"\",app,,,,,,,\r\n",
        times[0],
        times[1],
        id = bob.id
    );
    assert_eq!(answer.text().await.unwrap(), expected);
    let some = reader.get("/api/activities/export.csv?type=goal_deleted&limit=1").await.text().await.unwrap();
    assert_eq!(some.matches("\r\n").count(), 2);
    let manager = app.person(UserRole::SalesManager, "eve@company.example").await;
    problem(manager.get("/api/activities/export.csv").await, 403, "forbidden").await;
}

#[tokio::test]
async fn admins_say_how_long_the_log_goes_back() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let path = "/api/config/activity-log";
    assert_eq!(admin.json(path).await, json!({ "version": 0, "keep_days": 365 }));
    for days in [0, 3_651] {
        let answer = send(&admin, Method::PUT, path, &json!(0), Some(json!({ "keep_days": days }))).await;
        assert_eq!(wrong_fields(answer).await, ["keep_days"]);
    }
    let answer = send(&admin, Method::PUT, path, &json!(0), Some(json!({ "keep_days": 30 }))).await;
    assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "version": 1, "keep_days": 30 }));
    let answer = send(&admin, Method::PUT, path, &json!(0), Some(json!({ "keep_days": 31 }))).await;
    problem(answer, 412, "changed_meanwhile").await;
    assert_eq!(told(&admin, "?limit=1").await, ["settings_changed activity_log"]);
}
