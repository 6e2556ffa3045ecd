//! Activities due on the dashboard over HTTP: the golden company's, for each reader.

use crate::support::{Reader, spawn_business};
use serde_json::{Value, json};

/// Overdue, today, soon, and the ids.
async fn due(reader: &Reader, query: &str) -> Value {
    let due = reader.json(&format!("/api/dashboard/overview{query}")).await["due"].take();
    let ids: Vec<_> = due["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    json!([due["overdue"], due["today"], due["soon"], ids])
}

/// Bruno has two that are over their day; all others of the company are due in 2099. Chen sees the records that they hang
/// on and is not asked to do them.
#[tokio::test]
async fn each_reader_is_told_what_their_people_have_to_do() {
    let app = spawn_business().await;
    let brunos = json!([2, 0, 0, ["odoo_activity_2", "odoo_activity_7"]]);
    let nothing = json!([0, 0, 0, []]);
    for (name, expected) in [
        ("admin", &brunos),
        ("amira", &brunos),
        ("bruno", &brunos),
        ("chen", &nothing),
        ("dana", &nothing),
        ("eli", &nothing),
    ] {
        let reader = app.golden_reader(name).await;
        assert_eq!(&due(&reader, "").await, expected, "{name}");
        assert_eq!(&due(&reader, "?period=all_time").await, expected, "{name}: the period says nothing about it");
    }
    let admin = app.golden_reader("admin").await;
    assert_eq!(due(&admin, "?salesperson=odoo_user_6").await, brunos);
    assert_eq!(due(&admin, "?salesperson=odoo_user_7").await, nothing);
    assert_eq!(due(&admin, "?salesperson=none").await, nothing);
}

#[tokio::test]
async fn a_row_says_what_it_is_for_whom_and_on_what() {
    let app = spawn_business().await;
    let bruno = app.golden_reader("bruno").await;
    let rows = bruno.json("/api/dashboard/overview").await["due"]["rows"].take();
    let shown =
        |row: &Value| json!([row["title"], row["who"], row["on"]["id"], row["due_on"], row["is_overdue"], row["kind"]]);
    let ulla = json!(["Ask Ulla", "Bruno Costa", "odoo_contact_40", "2026-08-08", true, "planned"]);
    let remind = json!(["Remind", "Bruno Costa", "odoo_invoice_2", "2026-09-09", true, "planned"]);
    assert_eq!([shown(&rows[0]), shown(&rows[1])], [ulla, remind]);
}
