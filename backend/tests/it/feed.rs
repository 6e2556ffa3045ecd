//! The feed over HTTP: for each reader as worked out apart from the product, pages, filters, days of another zone, the file.

use crate::support::{Reader, TestApp, problem, spawn_business, wrong_fields};
use serde_json::{Map, Value, json};
use shared::auth::UserRole;

const EXPECTED: &str = include_str!("../../../crates/testkit/golden/feed.json");

fn expected(reader: &str) -> Vec<Value> {
    let all: Map<String, Value> = serde_json::from_str(EXPECTED).unwrap();
    all[reader].as_array().unwrap().clone()
}

/// Page by page; what Odoo tells.
async fn entries(reader: &Reader, query: &str, limit: u32) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.json(&format!("/api/activities?limit={limit}&{query}{cursor}")).await;
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}

/// As feed.json says it.
fn line(entry: &Value) -> Value {
    let account = entry["account"].as_object().map_or(Value::Null, |account| account["id"].clone());
    json!({
        "at": entry["timestamp"],
        "id": entry["id"],
        "type": entry["activity_type"],
        "title": entry["title"],
        "entity_id": entry["entity_id"],
        "account": account,
        "user_id": entry["user_id"],
        "user_name": entry["user_name"],
        "subject": entry["touch"]["subject"],
    })
}

fn ids(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

async fn found(reader: &Reader, query: &str) -> Vec<String> {
    ids(&entries(reader, query, 200).await).into_iter().map(str::to_owned).collect()
}

/// Changes a message in Odoo and waits until it is here.
async fn move_message(app: &TestApp, admin: &Reader, id: i64, date: &str) {
    app.odoo.as_ref().unwrap().control.write("mail.message", &[id], json!({ "date": date })).unwrap();
    app.sync(admin).await;
}

#[tokio::test]
async fn each_reader_sees_what_happened_in_odoo_as_it_was_worked_out_in_pages_of_any_size() {
    let app = spawn_business().await;
    for (name, count) in [("admin", 24), ("amira", 23), ("bruno", 18), ("chen", 13), ("dana", 1), ("eli", 0)] {
        let (reader, expected) = (app.golden_reader(name).await, expected(name));
        assert_eq!(expected.len(), count, "{name}");
        for limit in [1, 7, 200] {
            let entries = entries(&reader, "source=odoo", limit).await;
            assert_eq!(entries.iter().map(line).collect::<Vec<_>>(), expected, "{name}, {limit} a page");
        }
    }
}

#[tokio::test]
async fn filters_leave_the_entries_of_the_type_the_person_the_account_and_the_record() {
    let app = spawn_business().await;
    let (admin, chen) = (app.golden_reader("admin").await, app.golden_reader("chen").await);
    chen.json("/api/accounts/odoo_account_11").await;
    let viewed = &entries(&admin, "type=account_viewed", 200).await[0];
    let (viewed, person) = (viewed["id"].as_str().unwrap(), viewed["user_id"].as_str().unwrap());
    let of_chen = [viewed, "odoo_message_11", "odoo_message_9", "odoo_activity_5"];
    let cases = [
        ("type=call".to_owned(), vec!["odoo_message_4"]),
        ("type=meeting,account_viewed".to_owned(), vec![viewed, "odoo_event_1", "odoo_event_5", "odoo_event_4"]),
        ("type=email".to_owned(), vec!["odoo_message_3", "odoo_message_1", "odoo_message_10", "odoo_message_8"]),
        ("type=task".to_owned(), vec![]),
        // Chen here and in Odoo, under either id.
        ("user=odoo_user_7".to_owned(), of_chen.to_vec()),
        (format!("user={person}"), of_chen.to_vec()),
        ("user=odoo_user_7&type=planned".to_owned(), vec!["odoo_activity_5"]),
        (
            "account=odoo_account_11".to_owned(),
            vec![viewed, "odoo_message_9", "odoo_message_8", "odoo_activity_8", "odoo_activity_5"],
        ),
        ("account=odoo_account_11&user=odoo_user_6".to_owned(), vec!["odoo_activity_8"]),
        ("entity_id=odoo_opportunity_1".to_owned(), vec!["odoo_message_2", "odoo_event_1", "odoo_activity_3"]),
        ("source=app&user=odoo_user_7".to_owned(), vec![viewed]),
        ("source=odoo&type=account_viewed".to_owned(), vec![]),
        ("account=odoo_account_999".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&admin, &query).await, expected, "{query}");
    }
    let filters = chen.json("/api/activities/filters").await;
    assert_eq!(filters["types"], json!(["account_viewed", "email", "meeting", "note", "planned"]));
    let people: Vec<_> =
        filters["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(people, ["Amira Haddad", "Bruno Costa", "Chen Wei", "Dana Novak", "Eli Berg", "Integration"]);
}

#[tokio::test]
async fn days_begin_at_midnight_in_the_organisations_zone() {
    let app = spawn_business().await;
    let admin = app.golden_reader("admin").await;
    // 03:30 of the next day in Dubai, and half an hour before and at its midnight.
    move_message(&app, &admin, 1, "2026-06-19 23:30:00").await;
    move_message(&app, &admin, 3, "2026-06-19 19:59:59").await;
    move_message(&app, &admin, 8, "2026-06-19 20:00:00").await;
    let of_day = async |from: &str, until: &str| found(&admin, &format!("type=email&from={from}&until={until}")).await;
    assert_eq!(of_day("2026-06-19", "2026-06-20").await, ["odoo_message_3"]);
    assert_eq!(of_day("2026-06-20", "2026-06-21").await, ["odoo_message_1", "odoo_message_8"]);
    let page = admin.json("/api/activities?type=email&limit=1").await;
    assert_eq!(page["items"][0]["timestamp"], "2026-06-19T23:30:00Z");
    assert_eq!(page["items"][0]["local"], "2026-06-20T03:30:00");
    assert_eq!((&page["today"], &page["time_zone"]), (&json!("2026-11-02"), &json!("Asia/Dubai")));
    assert_eq!(found(&admin, "type=email&from=2026-06-21").await, [""; 0]);
}

#[tokio::test]
async fn a_cursor_is_refused_for_another_question_and_another_person() {
    let app = spawn_business().await;
    let (admin, bruno) = (app.golden_reader("admin").await, app.golden_reader("bruno").await);
    let next = admin.json("/api/activities?limit=1&source=odoo").await["next_cursor"].as_str().unwrap().to_owned();
    for query in ["limit=1", "limit=1&source=odoo&type=call", "limit=1&source=odoo&from=2026-01-01"] {
        let path = format!("/api/activities?{query}&cursor={next}");
        assert_eq!(wrong_fields(admin.get(&path).await).await, ["cursor"], "{query}");
    }
    let path = format!("/api/activities?limit=2&source=odoo&cursor={next}");
    assert_eq!(wrong_fields(bruno.get(&path).await).await, ["cursor"]);
    assert_eq!(admin.json(&path).await["items"][0]["id"], "odoo_message_3");
}

/// Fields of each line.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '"' if quoted && rest.peek() == Some(&'"') => field.push(rest.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(rest.next(), Some('\n'));
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            letter => field.push(letter),
        }
    }
    assert!(field.is_empty() && row.is_empty());
    rows
}

#[tokio::test]
async fn the_file_has_the_rows_of_the_list_with_the_same_filters() {
    let app = spawn_business().await;
    let (admin, bruno) = (app.golden_reader("admin").await, app.golden_reader("bruno").await);
    bruno.json("/api/accounts/odoo_account_10").await;
    for (query, count) in [("", 26), ("type=email,account_viewed", 5), ("user=odoo_user_7", 3)] {
        let list = entries(&admin, query, 200).await;
        let rows = read_csv(&admin.get(&format!("/api/activities/export.csv?{query}")).await.text().await.unwrap());
        assert_eq!((list.len(), rows.len()), (count, count + 1), "{query}");
        assert_eq!(rows[0][..5], ["timestamp", "type", "title", "entity_type", "entity_id"]);
        for (entry, row) in list.iter().zip(&rows[1..]) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
            assert_eq!(at(&row[0]), at(&text(&entry["timestamp"])));
            let (account, touch) = (&entry["account"], &entry["touch"]);
            let expected = [
                &entry["activity_type"],
                &entry["title"],
                &entry["entity_type"],
                &entry["entity_id"],
                &account["id"],
                &account["name"],
                &entry["user_id"],
                &entry["user_name"],
                &entry["source"],
            ];
            assert_eq!(row[1..10], expected.map(text), "{query}");
            let expected = [&touch["kind"], &touch["subject"], &touch["excerpt"], &touch["due_on"]];
            assert_eq!(row[13..], expected.map(text), "{query}");
        }
    }
    problem(bruno.get("/api/activities/export.csv").await, 403, "forbidden").await;
}

#[tokio::test]
async fn who_sees_nothing_is_offered_no_names() {
    let app = spawn_business().await;
    let nobody = app.person(UserRole::AccountManager, "nobody@golden.example").await;
    assert_eq!(nobody.json("/api/activities/filters").await["people"], json!([]));
}
