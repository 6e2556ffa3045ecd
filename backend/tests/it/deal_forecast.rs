//! The forecast category of a single deal: who may say it, where it counts, and that it counts at once.

use crate::support::{Reader, header, problem, spawn_golden};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const QUARTER: &str = "from=2026-10-01&until=2027-01-01";
/// Bruno's, of the third stage, over 12,400 EUR at 1.10, expected on 15 December.
const DEAL: &str = "/api/opportunities/odoo_opportunity_1";

async fn say(reader: &Reader, path: &str, version: u8, category: Value) -> Response {
    let put = reader.request(Method::PUT, &format!("{path}/forecast-category"));
    put.header("If-Match", format!("\"{version}\"")).json(&json!({ "category": category })).send().await.unwrap()
}

/// What is in the forecast of the quarter, but for what is nothing.
async fn forecast(reader: &Reader) -> BTreeMap<String, String> {
    let overview = reader.json(&format!("/api/dashboard/overview?{QUARTER}")).await;
    let amount = |tile: &Value| tile["value"]["value"]["amount"].as_str().unwrap().to_owned();
    let tiles = overview["forecast"].as_array().unwrap();
    let parts = tiles.iter().map(|tile| (tile["figure"].as_str().unwrap().to_owned(), amount(tile)));
    parts.filter(|(figure, amount)| figure != "undated" && amount != "0.00").collect()
}

async fn rows(reader: &Reader, figure: &str) -> Vec<String> {
    let explained = reader.json(&format!("/api/explain/{figure}?{QUARTER}")).await;
    let items = explained["rows"]["items"].as_array().unwrap();
    items.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn parts(expected: &[(&str, &str)]) -> BTreeMap<String, String> {
    expected.iter().map(|(figure, amount)| ((*figure).to_owned(), (*amount).to_owned())).collect()
}

#[tokio::test]
async fn a_deals_own_category_counts_at_once_for_all_who_see_it() {
    let app = spawn_golden().await;
    let (bruno, amira) = (app.golden_reader("bruno").await, app.golden_reader("amira").await);
    assert_eq!(forecast(&bruno).await, parts(&[("forecast", "13640.00"), ("forecast_pipeline", "13640.00")]));
    // Her own deal 5 over 5,000 was expected yesterday.
    let of_amira = |part| [("forecast", "18640.00"), ("forecast_overdue", "5000.00"), (part, "13640.00")];
    assert_eq!(forecast(&amira).await, parts(&of_amira("forecast_pipeline")));
    let before = bruno.get(&format!("/api/dashboard/overview?{QUARTER}")).await;
    let tag = header(&before, "etag").to_owned();

    let said = say(&bruno, DEAL, 0, json!("commit")).await;
    assert_eq!((said.status().as_u16(), header(&said, "etag")), (200, "\"1\""));
    let own = json!({ "category": "commit", "of_stage": "pipeline", "is_own": true, "version": 1 });
    assert_eq!(said.json::<Value>().await.unwrap(), own);
    assert_eq!(bruno.json(DEAL).await["forecast"], own);
    assert_eq!(forecast(&bruno).await, parts(&[("forecast", "13640.00"), ("forecast_commit", "13640.00")]));
    assert_eq!(forecast(&amira).await, parts(&of_amira("forecast_commit")));
    for reader in [&bruno, &amira] {
        assert_eq!(rows(reader, "forecast_commit").await, ["odoo_opportunity_1"]);
        assert_eq!(rows(reader, "forecast_pipeline").await, [""; 0]);
    }
    let again = bruno.request(Method::GET, &format!("/api/dashboard/overview?{QUARTER}")).header("If-None-Match", tag);
    assert_eq!(again.send().await.unwrap().status(), 200, "it is not as it was");

    assert_eq!(say(&amira, DEAL, 1, json!("omitted")).await.status(), 200);
    assert_eq!(forecast(&bruno).await, parts(&[("forecast_omitted", "13640.00")]));
    let of_amira = [("forecast", "5000.00"), ("forecast_omitted", "13640.00"), ("forecast_overdue", "5000.00")];
    assert_eq!(forecast(&amira).await, parts(&of_amira));
    assert_eq!(rows(&bruno, "forecast_omitted").await, ["odoo_opportunity_1"]);

    let back = say(&bruno, DEAL, 2, Value::Null).await.json::<Value>().await.unwrap();
    assert_eq!(back, json!({ "category": "pipeline", "of_stage": "pipeline", "is_own": false, "version": 3 }));
    assert_eq!(forecast(&bruno).await, parts(&[("forecast", "13640.00"), ("forecast_pipeline", "13640.00")]));
}

#[tokio::test]
async fn it_is_said_by_those_who_see_the_deal_and_of_the_version_that_they_saw() {
    let app = spawn_golden().await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    problem(say(&chen, DEAL, 0, json!("commit")).await, 404, "not_found").await;
    for gone in ["odoo_opportunity_9999", "odoo_account_10", "1"] {
        let path = format!("/api/opportunities/{gone}");
        problem(say(&bruno, &path, 0, json!("commit")).await, 404, "not_found").await;
    }
    let won = bruno.json("/api/opportunities?show=won").await["items"][0]["id"].as_str().unwrap().to_owned();
    problem(say(&bruno, &format!("/api/opportunities/{won}"), 0, json!("commit")).await, 409, "conflict").await;
    let put = bruno.request(Method::PUT, &format!("{DEAL}/forecast-category")).json(&json!({ "category": "commit" }));
    problem(put.send().await.unwrap(), 428, "version_required").await;
    problem(say(&bruno, DEAL, 1, json!("commit")).await, 412, "changed_meanwhile").await;
    assert_eq!(say(&bruno, DEAL, 0, json!("best_case")).await.status(), 200);
    problem(say(&bruno, DEAL, 0, json!("commit")).await, 412, "changed_meanwhile").await;
    assert_eq!(bruno.json(DEAL).await["forecast"]["category"], "best_case");
    // Of two who saw the same, one is told.
    let (first, second) = tokio::join!(say(&bruno, DEAL, 1, json!("commit")), say(&bruno, DEAL, 1, Value::Null));
    let mut statuses = [first.status().as_u16(), second.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);

    let log = "/api/activities?type=forecast_changed";
    let told = bruno.json(log).await["items"].clone();
    assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
    assert_eq!((&told[0]["entity_id"], &told[0]["entity_type"]), (&json!("odoo_opportunity_1"), &json!("opportunity")));
    assert_eq!(chen.json(log).await["items"], json!([]));
}
