//! Faults on demand, and that they end.

use std::time::{Duration, Instant};

use odoo_sim::{Distortion, Fault, FaultRule, Pace};
use serde_json::{Value, json};

use crate::client::{call, post, reply, small, start};

fn rows_request(sim: &odoo_sim::Sim) -> Value {
    let kwargs = json!({"fields": ["name", "expected_revenue"], "order": "id"});
    let args = json!([sim.database, sim.uid, sim.api_key, "crm.lead", "search_read", [[]], kwargs]);
    json!({"jsonrpc": "2.0", "method": "call", "params": {"service": "object", "method": "execute_kw", "args": args}, "id": 7})
}

#[tokio::test]
async fn broken_answers_come_as_ordered_and_then_stop() {
    let sim = start(small()).await;
    let request = rows_request(&sim);
    sim.control.fail(FaultRule::next(Fault::Status { code: 500 }));
    let answer = post(&sim, &request).await.expect("an answer");
    assert_eq!(answer.status(), 500);
    sim.control.fail(FaultRule::next(Fault::HtmlPage));
    let answer = post(&sim, &request).await.expect("an answer");
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"text/html; charset=utf-8".parse().expect("a header"))
    );
    sim.control.fail(FaultRule::next(Fault::Drop));
    assert!(post(&sim, &request).await.is_err());
    sim.control.fail(FaultRule::next(Fault::CutBody));
    assert!(post(&sim, &request).await.expect("a head").bytes().await.is_err());
    sim.control.fail(FaultRule::next(Fault::TruncatedJson));
    assert!(post(&sim, &request).await.expect("an answer").json::<Value>().await.is_err());
    sim.control.fail(FaultRule::next(Fault::NanLiteral));
    let text = post(&sim, &request).await.expect("an answer").text().await.expect("a body");
    assert!(text.contains("\"expected_revenue\": NaN"), "{text}");
    sim.control.fail(FaultRule::next(Fault::Error {
        name: "odoo.exceptions.AccessDenied".into(),
        message: "Access Denied".into(),
    }));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!((&json["id"], &json["error"]["data"]["name"]), (&json!(7), &json!("odoo.exceptions.AccessDenied")));
    sim.control.fail(FaultRule::next(Fault::EmptyPage));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(json["result"], json!([]));
    sim.control.fail(FaultRule::next(Fault::HalfPage));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(json["result"].as_array().map(Vec::len), Some(1));
    sim.control.fail(FaultRule::next(Fault::HugeRow { bytes: 3_000_000 }));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(json["result"][0]["name"].as_str().map(str::len), Some(3_000_000));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(json["result"].as_array().map(Vec::len), Some(3), "all is well again");
}

#[tokio::test]
async fn a_fault_can_wait_for_its_model_method_and_turn() {
    let sim = start(small()).await;
    sim.control.fail(FaultRule::always(Fault::EmptyPage).on("crm.lead", "search").after(1).times(2));
    assert_eq!(call(&sim, "crm.lead", "search_count", json!([[]]), json!({})).await, 3);
    let mut found = Vec::new();
    for _ in 0..4 {
        found.push(call(&sim, "crm.lead", "search", json!([[]]), json!({"order": "id"})).await);
    }
    assert_eq!(found, [json!([1, 2, 3]), json!([]), json!([]), json!([1, 2, 3])]);
}

#[tokio::test]
async fn a_hanging_call_is_answered_in_the_end() {
    let sim = start(small()).await;
    sim.control.fail(FaultRule::next(Fault::Hang { ms: 80 }));
    let began = Instant::now();
    assert_eq!(call(&sim, "crm.lead", "search_count", json!([[]]), json!({})).await, 3);
    assert!(began.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn one_field_of_one_record_can_be_wrong_or_missing() {
    let sim = start(small()).await;
    let distort =
        |id, value| sim.control.distort(Distortion { model: "crm.lead".into(), id, field: "name".into(), value });
    distort(1, Some(json!(17)));
    distort(2, None);
    let rows = call(&sim, "crm.lead", "read", json!([[1, 2, 3], ["name"]]), json!({})).await;
    assert_eq!(rows, json!([{"id": 1, "name": 17}, {"id": 2}, {"id": 3, "name": "Nobody's"}]));
    sim.control.clear_faults();
    assert_eq!(call(&sim, "crm.lead", "read", json!([[2], ["name"]]), json!({})).await[0]["name"], "Hers");
}

#[tokio::test]
async fn the_pace_of_a_real_server_costs_thirty_milliseconds_a_call() {
    let sim = start(small()).await;
    sim.control.set_pace(Pace::Odoo18);
    let began = Instant::now();
    for _ in 0..3 {
        reply(&sim, "crm.lead", "search", json!([[]]), json!({})).await;
    }
    assert!(began.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_back_and_a_killed_worker_says_nothing() {
    let sim = start(small()).await;
    let request = rows_request(&sim);
    sim.control.fail(FaultRule::next(Fault::Busy { code: 429, retry_after: Some("7".into()) }));
    let answer = post(&sim, &request).await.expect("an answer");
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"7".parse().expect("a header")));
    sim.control.fail(FaultRule::next(Fault::Busy { code: 503, retry_after: None }));
    let answer = post(&sim, &request).await.expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, false));
    sim.control.fail(FaultRule::next(Fault::Killed { after_ms: 60 }));
    let began = Instant::now();
    assert!(post(&sim, &request).await.is_err());
    assert!(began.elapsed() >= Duration::from_millis(60));
    sim.control.fail(FaultRule::next(Fault::ControlCharacters));
    let json: Value = post(&sim, &request).await.expect("an answer").json().await.expect("JSON");
    assert_eq!(json["result"][0]["name"], "\u{7}Mine\u{b}\u{1f}");
}

#[tokio::test]
async fn a_restored_backup_brings_back_what_was_and_forgets_what_came() {
    let sim = start(small()).await;
    let earlier = sim.control.snapshot();
    let before = call(&sim, "crm.lead", "read", json!([[1], ["name", "write_date"]]), json!({})).await;
    let came = sim.control.create("crm.lead", json!({"name": "Came"})).expect("a deal");
    sim.control.rename("crm.lead", 1, "Changed").expect("renamed");
    sim.control.unlink("crm.lead", &[2]).expect("gone");
    assert!(sim.control.restore(earlier));
    assert_eq!(call(&sim, "crm.lead", "search", json!([[]]), json!({"order": "id"})).await, json!([1, 2, 3]));
    assert_eq!(call(&sim, "crm.lead", "read", json!([[1], ["name", "write_date"]]), json!({})).await, before);
    assert_eq!(
        sim.control.create("crm.lead", json!({"name": "Other"})).expect("a deal"),
        came,
        "the id is given again"
    );
    assert!(!sim.control.restore(9));
}

#[tokio::test]
async fn a_record_deleted_and_made_anew_has_another_id_and_the_same_values() {
    let sim = start(small()).await;
    let id = sim.control.recreate("crm.lead", 2).expect("made anew");
    assert_eq!(call(&sim, "crm.lead", "search", json!([[]]), json!({"order": "id"})).await, json!([1, 3, id]));
    let row =
        call(&sim, "crm.lead", "read", json!([[id], ["name", "expected_revenue", "partner_id"]]), json!({})).await;
    assert_eq!(row, json!([{"id": id, "name": "Hers", "expected_revenue": 250.5, "partner_id": [14, "Beta_1"]}]));
}

#[tokio::test]
async fn a_call_that_takes_too_long_ends_without_a_byte_and_without_effect() {
    let sim = start(small()).await;
    sim.control.set_call_limit(Some(Duration::from_millis(50)));
    sim.control.fail(FaultRule::next(Fault::Hang { ms: 60_000 }));
    let args = json!([sim.database, sim.uid, sim.api_key, "crm.lead", "write", [[1], {"name": "Late"}]]);
    let params = json!({"service": "object", "method": "execute_kw", "args": args});
    let request = json!({"jsonrpc": "2.0", "method": "call", "params": params, "id": 1});
    assert!(post(&sim, &request).await.is_err());
    assert_eq!(crate::client::value(&sim, "crm.lead", 1, "name").await, json!("Mine"));
    sim.control.set_pace(Pace::Odoo18);
    sim.control.set_call_limit(Some(Duration::from_millis(30)));
    assert!(post(&sim, &rows_request(&sim)).await.is_err(), "the floor of a call is 30 ms");
    sim.control.set_call_limit(None);
    assert_eq!(post(&sim, &rows_request(&sim)).await.expect("an answer").status(), 200);
}
