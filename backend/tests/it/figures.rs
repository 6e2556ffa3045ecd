//! Figures over HTTP: golden values for each reader and period, each equal to the rows that it opens to.

use crate::support::{Reader, TestApp, Wanted, problem, spawn, spawn_golden, wrong_fields};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::sync::Arc;

const FIGURES: &str = include_str!("../../../crates/testkit/golden/figures.json");

/// By name, as the golden file has them.
const PERIODS: [(&str, &str); 4] = [
    ("all_time", "period=all_time"),
    ("2026", "from=2026-01-01&until=2027-01-01"),
    ("q2_2026", "from=2026-04-01&until=2026-07-01"),
    ("q3_2026", "from=2026-07-01&until=2026-10-01"),
];

fn golden() -> Value {
    serde_json::from_str(FIGURES).unwrap()
}

fn not_converted(figure: &Value) -> Value {
    let all = figure["not_converted"].as_array().into_iter().flatten();
    all.map(|money| (money["currency"].as_str().unwrap().to_owned(), money["amount"].clone())).collect()
}

fn sum(figure: &Value) -> Value {
    assert_eq!(figure["value"]["currency"], "USD");
    json!({ "amount": figure["value"]["amount"], "not_converted": not_converted(figure) })
}

/// What a tile says, in the words of the golden file.
fn said(tile: &Value) -> Value {
    let value = &tile["value"];
    match value["kind"].as_str().unwrap() {
        "money" => sum(value),
        "count" => {
            let mut said = sum(&value["worth"]);
            said["deals"] = value["count"].clone();
            said
        }
        "ratio" => value["ratio"].clone(),
        "mean" => value["amount"]["amount"].clone(),
        "days" => value["days"].clone(),
        other => panic!("{other}"),
    }
}

fn tile<'a>(overview: &'a Value, figure: &str) -> &'a Value {
    let found = overview["tiles"].as_array().unwrap().iter().find(|tile| tile["figure"] == figure);
    found.unwrap_or_else(|| panic!("no tile {figure}"))
}

/// The golden figure without its number of deals, as tiles of sums show it.
fn money(golden: &Value) -> Value {
    json!({ "amount": golden["amount"], "not_converted": golden["not_converted"] })
}

#[tokio::test]
async fn each_reader_sees_the_golden_figures_of_each_period() {
    let app = spawn_golden().await;
    for (name, of_reader) in golden().as_object().unwrap() {
        let reader = app.golden_reader(name).await;
        for (period, query) in PERIODS {
            let expected = &of_reader["periods"][period];
            let overview = reader.json(&format!("/api/dashboard/overview?{query}")).await;
            for figure in ["pipeline", "weighted", "won", "lost"] {
                assert_eq!(said(tile(&overview, figure)), money(&expected[figure]), "{name} {period} {figure}");
            }
            for (figure, counted) in [("open_deals", "pipeline"), ("won_deals", "won"), ("new_deals", "new_deals")] {
                assert_eq!(said(tile(&overview, figure)), expected[counted], "{name} {period} {figure}");
            }
            for figure in ["win_rate", "win_rate_by_value", "average_deal", "sales_cycle"] {
                assert_eq!(said(tile(&overview, figure)), expected[figure], "{name} {period} {figure}");
            }
            assert_eq!(reader.json(&format!("/api/dashboard/real?{query}")).await, overview);
        }
    }
}

/// All rows behind a link, asked for page by page; the answer of the first page.
async fn opened(reader: &Reader, link: &str) -> (Value, Vec<Value>) {
    let first = reader.json(&format!("{link}&limit=4")).await;
    let mut rows = first["rows"]["items"].as_array().unwrap().clone();
    let mut cursor = first["rows"]["next_cursor"].as_str().map(str::to_owned);
    while let Some(next) = cursor {
        let page = reader.json(&format!("{link}&limit=4&cursor={next}")).await;
        assert_eq!((&page["value"], &page["sums"]), (&first["value"], &first["sums"]));
        rows.extend(page["rows"]["items"].as_array().unwrap().iter().cloned());
        cursor = page["rows"]["next_cursor"].as_str().map(str::to_owned);
    }
    (first, rows)
}

fn decimal(text: &Value) -> Decimal {
    text.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn every_figure_opens_to_the_rows_that_make_it() {
    let app = spawn_golden().await;
    for name in ["admin", "amira", "bruno", "eli"] {
        let reader = app.golden_reader(name).await;
        for query in ["period=all_time", "from=2026-01-01&until=2027-01-01"] {
            let overview = reader.json(&format!("/api/dashboard/overview?{query}")).await;
            for tile in overview["tiles"].as_array().unwrap() {
                let (explained, rows) = opened(&reader, tile["explain"].as_str().unwrap()).await;
                let told = format!("{name} {query} {}", tile["figure"]);
                assert_eq!((&explained["figure"], &explained["value"]), (&tile["figure"], &tile["value"]), "{told}");
                assert_eq!(explained["rows"]["total"], rows.len(), "{told}");
                let summed: Decimal =
                    rows.iter().filter(|row| !row["value"].is_null()).map(|row| decimal(&row["value"]["amount"])).sum();
                let of_states: Decimal = explained["sums"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|group| decimal(&group["sum"]["value"]["amount"]))
                    .sum();
                assert_eq!(summed, of_states, "{told}");
                match tile["value"]["kind"].as_str().unwrap() {
                    "money" => assert_eq!(summed, decimal(&tile["value"]["value"]["amount"]), "{told}"),
                    "count" => assert_eq!(tile["value"]["count"], rows.len(), "{told}"),
                    "ratio" => assert_eq!(tile["value"]["of"], rows.len(), "{told}"),
                    _ => {}
                }
            }
        }
    }
}

#[tokio::test]
async fn an_explanation_names_definition_period_zone_rates_and_run() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    let won = bruno.json("/api/explain/won?from=2026-07-01&until=2026-10-01").await;
    assert_eq!((&won["figure"], &won["version"]), (&json!("won"), &json!(2)));
    assert!(won["definition"].as_str().unwrap().contains("won in the period"));
    assert_eq!(won["period"], json!({ "from": "2026-07-01", "until": "2026-10-01" }));
    assert_eq!((&won["time_zone"], &won["currency"]), (&json!("Asia/Dubai"), &json!("USD")));
    // 30 June 23:30 in UTC is 1 July in Dubai: at the rate of July.
    assert_eq!(won["rates"], json!([{ "currency": "EUR", "day": "2026-07-01", "rate": "1.08", "rows": 1 }]));
    let rows = won["rows"]["items"].as_array().unwrap();
    assert_eq!(rows[0]["id"], "odoo_opportunity_3");
    assert_eq!(rows[0]["amount"], json!({ "amount": "8000.00", "currency": "EUR" }));
    assert_eq!((&rows[0]["value"]["amount"], &rows[0]["day"]), (&json!("8640.00"), &json!("2026-07-01")));
    let history = app.super_admin().await.json("/api/sync/history").await;
    let published = history["items"].as_array().unwrap().iter().find(|run| run["generation"] == 1).unwrap();
    assert_eq!(won["run"], published["id"]);
    assert!(won["synced_at"].is_string());
    // Chen's deal 13 has no closing date: its change of stage stands in.
    let chen = app.golden_reader("chen").await;
    let guessed = chen.json("/api/explain/won?from=2026-09-01&until=2026-10-01").await;
    assert_eq!((&guessed["estimated"], &guessed["rows"]["items"][0]["closed_estimated"]), (&json!(1), &json!(true)));
}

#[tokio::test]
async fn a_figure_that_has_nothing_to_say_is_null_and_never_zero() {
    let app = spawn_golden().await;
    let eli = app.golden_reader("eli").await;
    let overview = eli.json("/api/dashboard/overview?from=2020-01-01&until=2020-02-01").await;
    assert_eq!(tile(&overview, "win_rate")["value"], json!({ "kind": "ratio", "ratio": null, "of": 0 }));
    assert_eq!(tile(&overview, "average_deal")["value"], json!({ "kind": "mean", "amount": null, "of": 0 }));
    assert!(tile(&overview, "sales_cycle")["value"]["days"].is_null());
    // What is open now has no period.
    assert_eq!(tile(&overview, "pipeline")["value"]["value"]["amount"], "110.01");
}

#[tokio::test]
async fn the_parts_of_a_dashboard_add_up_to_its_tiles() {
    let app = spawn_golden().await;
    for name in ["admin", "amira", "bruno"] {
        let reader = app.golden_reader(name).await;
        let overview = reader.json("/api/dashboard/overview?period=all_time").await;
        let golden = &golden()[name]["stages"];
        let mut of_stages = Decimal::ZERO;
        for stage in overview["stages"].as_array().unwrap() {
            let expected = &golden[stage["stage"]["name"].as_str().unwrap()];
            assert_eq!(stage["deals"], expected["pipeline"]["deals"], "{name}");
            assert_eq!(sum(&stage["pipeline"]), money(&expected["pipeline"]), "{name}");
            assert_eq!(sum(&stage["weighted"]), money(&expected["weighted"]), "{name}");
            of_stages += decimal(&stage["pipeline"]["value"]["amount"]);
            let (explained, _) = opened(&reader, stage["explain"].as_str().unwrap()).await;
            assert_eq!(explained["value"]["value"], stage["pipeline"]["value"], "{name}");
        }
        assert_eq!(of_stages, decimal(&tile(&overview, "pipeline")["value"]["value"]["amount"]), "{name}");
        let of_people: Decimal = overview["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| {
                let won = person["values"].as_array().unwrap().iter().find(|value| value["figure"] == "won").unwrap();
                decimal(&won["value"]["value"]["amount"])
            })
            .sum();
        let won = decimal(&tile(&overview, "won")["value"]["value"]["amount"]);
        assert_eq!(of_people, if overview["people"] == json!([]) { Decimal::ZERO } else { won }, "{name}");
        let months = overview["months"].as_array().unwrap();
        assert_eq!(months.len(), 12);
        for month in months {
            let (explained, _) = opened(&reader, month["explain"].as_str().unwrap()).await;
            assert_eq!(explained["value"]["value"], month["won"]["value"], "{name} {}", month["month"]);
        }
    }
}

#[tokio::test]
async fn a_figure_is_explained_as_it_was_while_runs_publish() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    let overview = bruno.json("/api/dashboard/overview?period=all_time").await;
    let link = tile(&overview, "pipeline")["explain"].as_str().unwrap().to_owned();
    let admin = app.super_admin().await;
    app.odoo.as_ref().unwrap().control.write("crm.lead", &[1], json!({ "expected_revenue": 20000.0 })).unwrap();
    app.sync(&admin).await;
    let (then, _) = opened(&bruno, &link).await;
    assert_eq!((&then["value"]["value"]["amount"], &then["rows"]["generation"]), (&json!("19041.30"), &json!(1)));
    // 20,000 EUR instead of 12,400 at 1.10.
    let now = bruno.json("/api/explain/pipeline").await;
    assert_eq!((&now["value"]["value"]["amount"], &now["rows"]["generation"]), (&json!("27401.30"), &json!(2)));
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused_by_the_field() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    for (query, field) in [
        ("from=2026-01-01", "period"),
        ("until=2026-01-01", "period"),
        ("period=this_year&from=2026-01-01&until=2026-02-01", "period"),
        ("from=2026-02-01&until=2026-02-01", "until"),
        ("from=0001-01-01&until=2026-02-01", "until"),
        ("team=odoo_user_1", "team"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
    ] {
        assert_eq!(wrong_fields(bruno.get(&format!("/api/explain/won?{query}")).await).await, [field], "{query}");
    }
    problem(bruno.get("/api/explain/happiness").await, 404, "not_found").await;
    problem(bruno.get("/api/explain/won?generation=99").await, 410, "snapshot_expired").await;
    let page = bruno.json("/api/explain/pipeline?limit=2").await;
    let cursor = page["rows"]["next_cursor"].as_str().unwrap();
    let other = bruno.get(&format!("/api/explain/weighted?limit=2&cursor={cursor}")).await;
    assert_eq!(wrong_fields(other).await, ["cursor"]);
    assert_eq!(wrong_fields(bruno.get("/api/dashboard/overview?salesperson=6").await).await, ["salesperson"]);
}

/// What the golden forecast is worked out with.
async fn spawn_in_november() -> TestApp {
    let now = "2026-11-21T08:00:00Z".parse().unwrap();
    let clock: store::Clock = Arc::new(move || now);
    let app = spawn(Wanted { golden: true, clock: Some(clock), ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    let stage = |id: u8, forecast: &str| json!({ "stage": format!("odoo_stage_{id}"), "forecast": forecast });
    let form = json!({ "stages": [stage(1, "omitted"), stage(2, "best_case"), stage(3, "commit")] });
    let put = admin.request(Method::PUT, "/api/config/organisation").header("If-Match", "\"0\"").json(&form);
    let answer = put.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.json::<Value>().await.unwrap()["set"], form);
    app
}

#[tokio::test]
async fn a_forecast_adds_up_what_was_won_and_what_is_expected_for_each_reader_and_period() {
    let app = spawn_in_november().await;
    let periods = [
        ("q3_2026", "from=2026-07-01&until=2026-10-01"),
        ("q4_2026", "from=2026-10-01&until=2027-01-01"),
        ("november_2026", "from=2026-11-01&until=2026-12-01"),
        ("late_november_2026", "from=2026-11-15&until=2026-12-01"),
        ("all_time", "period=all_time"),
    ];
    for (name, of_reader) in golden().as_object().unwrap() {
        let reader = app.golden_reader(name).await;
        for (period, query) in periods {
            let expected = of_reader["forecast"][period].as_object().unwrap();
            let overview = reader.json(&format!("/api/dashboard/overview?{query}")).await;
            for tile in overview["forecast"].as_array().unwrap() {
                let figure = tile["figure"].as_str().unwrap();
                let part = match figure {
                    "forecast" => "total",
                    figure => figure.trim_start_matches("forecast_"),
                };
                let at = format!("{name} {period} {part}");
                assert_eq!(said(tile), money(&expected[part]), "{at}");
                assert_eq!(tile["previous"], Value::Null, "{at}");
                let (explained, rows) = opened(&reader, tile["explain"].as_str().unwrap()).await;
                assert_eq!(explained["value"], tile["value"], "{at}");
                assert_eq!(expected[part]["deals"], rows.len(), "{at}");
            }
            assert_eq!(overview["forecast"].as_array().unwrap().len(), expected.len(), "{name} {period}");
        }
    }
}
