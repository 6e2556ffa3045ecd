//! Opportunities over HTTP: board and list agree with the golden figures, with each other and with the accounts' cards.

use crate::support::{problem, spawn_golden, wrong_fields};
use serde_json::{Value, json};

const FIGURES: &str = include_str!("../../../crates/testkit/golden/figures.json");

fn ids(items: &Value) -> Vec<i64> {
    let id = |item: &Value| item["id"].as_str().unwrap().trim_start_matches("odoo_opportunity_").parse().unwrap();
    items.as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn each_reader_has_the_golden_board() {
    let app = spawn_golden().await;
    let golden: Value = serde_json::from_str(FIGURES).unwrap();
    for (name, of_reader) in golden.as_object().unwrap() {
        let board = app.golden_reader(name).await.json("/api/opportunities/board?limit=200").await;
        let columns = board["columns"].as_array().unwrap();
        let names: Vec<_> = columns.iter().map(|column| column["stage"]["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["New", "Qualified", "Proposition", "Won"], "{name}");
        for column in columns {
            let expected = &of_reader["stages"][column["stage"]["name"].as_str().unwrap()];
            let mut found = ids(&column["items"]);
            found.sort_unstable();
            assert_eq!(json!(found), expected["deals"], "{name}");
            assert_eq!(column["deals"], expected["pipeline"]["deals"], "{name}");
            assert_eq!(column["totals"]["pipeline"]["value"]["amount"], expected["pipeline"]["amount"], "{name}");
            assert_eq!(column["totals"]["weighted"]["value"]["amount"], expected["weighted"]["amount"], "{name}");
        }
        let all = &of_reader["periods"]["all_time"];
        assert_eq!(board["totals"]["pipeline"]["value"]["amount"], all["pipeline"]["amount"], "{name}");
        assert_eq!(board["totals"]["open_deals"], all["pipeline"]["deals"], "{name}");
    }
}

#[tokio::test]
async fn a_column_goes_on_in_the_list() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let board = admin.json("/api/opportunities/board?limit=2&sort=expected").await;
    for column in board["columns"].as_array().unwrap() {
        let mut found = ids(&column["items"]);
        let stage = column["stage"]["id"].as_str().unwrap();
        let mut cursor = column["next_cursor"].as_str().map(str::to_owned);
        while let Some(next) = cursor {
            let page =
                admin.json(&format!("/api/opportunities?stage={stage}&limit=2&sort=expected&cursor={next}")).await;
            found.extend(ids(&page["items"]));
            cursor = page["next_cursor"].as_str().map(str::to_owned);
        }
        let whole = admin.json(&format!("/api/opportunities?stage={stage}&limit=200&sort=expected")).await;
        assert_eq!(found, ids(&whole["items"]), "{stage}");
        assert_eq!(column["deals"], whole["total"], "{stage}");
    }
}

#[tokio::test]
async fn the_list_of_an_account_equals_its_card_for_every_reader() {
    let app = spawn_golden().await;
    for name in ["admin", "amira", "bruno", "dana"] {
        let reader = app.golden_reader(name).await;
        for card in reader.json("/api/accounts?limit=200").await["items"].as_array().unwrap() {
            let id = card["id"].as_str().unwrap();
            let list = reader.json(&format!("/api/opportunities?account={id}&show=all&limit=200")).await;
            for figure in ["pipeline", "weighted", "won", "open_deals"] {
                assert_eq!(list["totals"][figure], card["figures"][figure], "{name} {id} {figure}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_shown_sorted_and_searched_for_is_what_was_asked_for() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    let found = async |query: &str| ids(&bruno.json(&format!("/api/opportunities?{query}")).await["items"]);
    // Only deal 1 has a closing day; the others come last, by their ids.
    assert_eq!(found("").await, [1, 2, 22, 25, 28]);
    assert_eq!(found("sort=expected").await, [1, 25, 22, 28, 2]);
    assert_eq!(found("sort=weighted&direction=asc").await, [2, 28, 22, 25, 1]);
    assert_eq!(found("show=won&sort=closed_at").await, [29, 3, 6, 7, 20]);
    assert_eq!(found("show=won&from=2026-04-01&until=2026-07-01").await, [6]);
    assert_eq!(found("show=lost").await, [4]);
    assert_eq!(found("show=archived").await, [9]);
    assert_eq!(found("show=all&account=odoo_account_11&sort=expected").await, [6, 7]);
    assert_eq!(found("account=none&sort=expected").await, [25, 28]);
    assert_eq!(found("q=ALPENGLOW&sort=expected").await, [1, 2]);
    assert!(found("salesperson=odoo_user_7").await.is_empty());
    assert_eq!(found("q=%20%20&stage=odoo_stage_3").await, [1]);
    for (query, field) in
        [("stage=7", "stage"), ("limit=201", "limit"), ("cursor=x", "cursor"), ("from=2026-01-01", "period")]
    {
        assert_eq!(wrong_fields(bruno.get(&format!("/api/opportunities?{query}")).await).await, [field]);
    }
    assert_eq!(bruno.get("/api/opportunities?show=everything").await.status(), 422);
}

#[tokio::test]
async fn the_filters_count_the_deals_in_reach() {
    let app = spawn_golden().await;
    let filters = app.golden_reader("bruno").await.json("/api/opportunities/filters").await;
    // 1 to 4, 6, 7, 20, 22, 25, 28 and 29; 9 is archived, 17 is a lead.
    assert_eq!(filters["salespeople"], json!([{ "id": "odoo_user_6", "name": "Bruno Costa", "deals": 11 }]));
    assert_eq!(filters["teams"], json!([{ "id": "odoo_team_1", "name": "North", "deals": 11 }]));
    let stages: Vec<_> = filters["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| (stage["name"].clone(), stage["deals"].clone()))
        .collect();
    assert_eq!(
        stages,
        [("New", 4), ("Qualified", 1), ("Proposition", 1), ("Won", 5)].map(|(name, deals)| (json!(name), json!(deals)))
    );
}

#[tokio::test]
async fn a_deal_tells_its_way_through_the_stages_and_what_was_moved() {
    let app = spawn_golden().await;
    let (admin, bruno) = (app.super_admin().await, app.golden_reader("bruno").await);
    let control = &app.odoo.as_ref().unwrap().control;
    let first = bruno.json("/api/opportunities/odoo_opportunity_1").await;
    assert_eq!(first["stages"].as_array().unwrap().len(), 1);
    assert_eq!((&first["pushes"], &first["amount_changes"]), (&json!(0), &json!(0)));
    assert_eq!(first["rotting_days"], 30);
    control.write("crm.lead", &[1], json!({ "date_deadline": "2027-01-15" })).unwrap();
    app.sync(&admin).await;
    control.write("crm.lead", &[1], json!({ "stage_id": 2, "expected_revenue": 13000.0 })).unwrap();
    app.sync(&admin).await;
    control.rename("crm.stage", 3, "Proposal sent").unwrap();
    app.sync(&admin).await;
    let deal = bruno.json("/api/opportunities/odoo_opportunity_1").await;
    let stages = deal["stages"].as_array().unwrap();
    let names: Vec<_> = stages.iter().map(|stay| stay["stage"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Proposal sent", "Qualified"]);
    assert_eq!(stages[0]["since"], "2026-09-20T10:00:00Z");
    assert_eq!(stages[0]["until"], stages[1]["since"]);
    assert!(stages[1]["until"].is_null());
    assert_eq!((&deal["pushes"], &deal["amount_changes"]), (&json!(1), &json!(1)));
    assert_eq!((&deal["stage_age"], &stages[1]["days"]), (&json!(0), &json!(0)));
    assert_eq!(deal["expected_revenue"], json!({ "amount": "13000.00", "currency": "EUR" }));
}

#[tokio::test]
async fn deals_out_of_reach_are_not_there() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    // Amira's, nobody's, a lead, none, and other writings of an id.
    for id in [
        "odoo_opportunity_5",
        "odoo_opportunity_26",
        "odoo_opportunity_17",
        "odoo_lead_17",
        "odoo_opportunity_999",
        "odoo_account_10",
        "5",
    ] {
        problem(bruno.get(&format!("/api/opportunities/{id}")).await, 404, "not_found").await;
    }
}
