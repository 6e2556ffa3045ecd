//! The contract: every recorded JSON-RPC call that this server supports, answered as the real Odoo 18 answered it.

use serde_json::{Value, json};

use crate::client::http;
use crate::recorded::{Recording, compare_rows, fixtures};

/// Calls that are not replayed, and why.
const NOT_REPLAYED: &[(&str, &str)] = &[
    ("export", "export_data and external ids are not served"),
    (
        "object_serialization_failure",
        "a conflict of parallel transactions: only its answer was recorded; a fault plays it",
    ),
    ("wb_get_external_id_int_keys", "external ids are not served"),
];

/// Calls on the second database of the recordings, whose rows had changed since: the shape is compared, not the values.
const OTHER_DATABASE: &[&str] = &["search_read_date", "read_group", "read_group_month_lazy_false"];

/// The body of a recorded message.
fn body(name: &str) -> Value {
    let text = std::fs::read_to_string(fixtures().join("jsonrpc").join(name)).expect("a recording");
    let (_, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    serde_json::from_str(body).expect("JSON")
}

/// Tracebacks name other lines; that is all that may differ in an error.
fn without_traceback(mut reply: Value) -> Value {
    if let Some(data) = reply.pointer_mut("/error/data").and_then(Value::as_object_mut) {
        let debug = data.remove("debug").and_then(|debug| debug.as_str().map(str::to_owned)).unwrap_or_default();
        assert!(debug.starts_with("Traceback (most recent call last):\n"), "{debug}");
        let class = data["name"].as_str().unwrap_or_default().trim_start_matches("builtins.").to_owned();
        let message = data["message"].as_str().unwrap_or_default().trim_end().to_owned();
        assert!(debug.trim_end().ends_with(&format!("{class}: {message}")), "{debug}");
    }
    reply
}

/// Every text and number by its kind only.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::String(_) => json!("text"),
        Value::Number(number) => json!(if number.is_f64() { 0.5 } else { 0.0 }),
        other => other.clone(),
    }
}

#[tokio::test]
async fn recorded_calls_are_answered_as_the_real_odoo_answered_them() {
    let mut replayed = 0;
    let mut names: Vec<String> = std::fs::read_dir(fixtures().join("jsonrpc"))
        .expect("fixtures")
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".response.json").map(str::to_owned)
        })
        .collect();
    names.sort();
    for name in &names {
        if NOT_REPLAYED.iter().any(|(skipped, _)| skipped == name) {
            continue;
        }
        let sim = Recording::eighteen().serve().await;
        let mut request = body(&format!("{name}.request.json"));
        if request.pointer("/params/args/0") == Some(&json!("crm18lab")) {
            request["params"]["args"][0] = json!("crm18");
        }
        let response = http().post(format!("{}/jsonrpc", sim.url)).json(&request).send().await.expect("an answer");
        assert_eq!(response.status(), 200, "{name}");
        let mut expected = without_traceback(body(&format!("{name}.response.json")));
        let mut got = without_traceback(response.json().await.expect("JSON"));
        match name.as_str() {
            // The id of the new record is the database's next one.
            "wb_create" | "create_control_chars" | "wb_message_post" => {
                assert!(got["result"].as_i64().is_some_and(|id| id > 40), "{name}: {got}");
                got["result"] = expected["result"].clone();
            }
            "wb_activity_schedule_recordset" => {
                assert!(got["result"].as_str().is_some_and(|text| text.starts_with("mail.activity(")), "{name}: {got}");
                got["result"] = expected["result"].clone();
            }
            // The recordings hold forty of the fifty-five visible partners.
            "object_null_argument" => {
                assert!(got["result"].is_i64(), "{name}: {got}");
                got["result"] = expected["result"].clone();
            }
            other if OTHER_DATABASE.contains(&other) => {
                for row in [&mut expected, &mut got] {
                    *row = shape(row.pointer("/result/0").expect("a row"));
                }
            }
            _ => {}
        }
        assert_eq!(got, expected, "{name}");
        replayed += 1;
    }
    assert_eq!(replayed + NOT_REPLAYED.len(), names.len());
    assert_eq!(replayed, 36);
}

#[tokio::test]
async fn recorded_rows_come_back_as_they_were_recorded() {
    let compared = compare_rows(Recording::eighteen()).await;
    assert!(compared > 4_000, "{compared} values compared");
}
