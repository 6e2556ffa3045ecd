//! `read_group` and `formatted_read_group`: groups, periods, sums, and the domains that lead back to the rows.

use serde_json::{Value, json};

use crate::client::{call, error, search, small, start};
use crate::json2::{ask, nineteen};

#[tokio::test]
async fn deals_are_grouped_by_stage_as_recorded() {
    let sim = start(small()).await;
    let groups =
        call(&sim, "crm.lead", "read_group", json!([[], ["expected_revenue:sum"], ["stage_id"]]), json!({})).await;
    let row = |id: i64, name: &str, sum: f64| {
        json!({"stage_id": [id, name], "stage_id_count": 1, "expected_revenue": sum, "__fold": false,
            "__domain": [["stage_id", "=", id]]})
    };
    assert_eq!(groups, json!([row(1, "New", 100.0), row(2, "Qualified", 250.5), row(4, "Won", 1000.0)]));
}

#[tokio::test]
async fn every_group_carries_the_domain_that_finds_its_rows() {
    let sim = start(small()).await;
    let wanted =
        json!([[["probability", ">", 5], ["id", "<", 9]], ["probability:avg"], ["stage_id", "create_date:month"]]);
    let groups = call(&sim, "crm.lead", "read_group", wanted, json!({"lazy": false})).await;
    assert_eq!(
        groups[0],
        json!({"stage_id": [1, "New"], "create_date:month": "November 2026", "__count": 1, "probability": 10.0,
            "__domain": ["&", "&", "&", ["probability", ">", 5], ["id", "<", 9], ["stage_id", "=", 1],
                "&", ["create_date", ">=", "2026-11-01 00:00:00"], ["create_date", "<", "2026-12-01 00:00:00"]],
            "__range": {"create_date:month": {"from": "2026-11-01 00:00:00", "to": "2026-12-01 00:00:00"}}})
    );
    let mut found = Vec::new();
    for group in groups.as_array().expect("groups") {
        found.extend(search(&sim, "crm.lead", group["__domain"].clone()).await);
    }
    assert_eq!(found, [1, 2, 3]);
}

#[tokio::test]
async fn a_lazy_grouping_says_what_is_left_and_an_empty_period_has_no_range() {
    let sim = start(small()).await;
    let asked = json!([[], ["__count"], ["date_deadline:quarter", "stage_id"]]);
    let groups = call(&sim, "crm.lead", "read_group", asked, json!({})).await;
    assert_eq!(
        groups,
        json!([
            {"date_deadline:quarter": "Q4 2026", "date_deadline_count": 1, "__context": {"group_by": ["stage_id"]},
                "__domain": ["&", ["date_deadline", ">=", "2026-10-01"], ["date_deadline", "<", "2027-01-01"]],
                "__range": {"date_deadline:quarter": {"from": "2026-10-01", "to": "2027-01-01"}}},
            {"date_deadline:quarter": false, "date_deadline_count": 2, "__context": {"group_by": ["stage_id"]},
                "__domain": [["date_deadline", "=", false]], "__range": {"date_deadline:quarter": false}},
        ])
    );
}

#[tokio::test]
async fn without_groups_one_row_tells_of_all_and_its_stamp_is_cut() {
    let sim = start(small()).await;
    let asked = json!([[], ["write_date:max", "id:max", "least:min(expected_revenue)", "tag_ids:count"], []]);
    let probe = call(&sim, "crm.lead", "read_group", asked, json!({"lazy": false})).await;
    let expected = json!([{"__count": 3, "write_date": "2026-11-21 04:43:08", "id": 3, "least": 100.0, "tag_ids": 1,
        "__domain": []}]);
    assert_eq!(probe, expected);
    let nothing =
        call(&sim, "crm.lead", "read_group", json!([[["id", "=", 99]], ["expected_revenue"], []]), json!({})).await;
    assert_eq!(nothing, json!([{"__count": 0, "expected_revenue": false, "__domain": [["id", "=", 99]]}]));
}

#[tokio::test]
async fn money_is_added_exactly() {
    let sim = start(small()).await;
    for amount in [0.1, 0.2, 0.3, 1e-9] {
        let values = json!({"name": "Dime", "expected_revenue": amount, "priority": "2"});
        sim.control.create("crm.lead", values).expect("a deal");
    }
    let asked = json!([[["name", "=", "Dime"]], ["expected_revenue:sum"], ["priority"]]);
    let groups = call(&sim, "crm.lead", "read_group", asked, json!({})).await;
    // 0.1 + 0.2 + 0.3 as floats would be 0.6000000000000001.
    assert_eq!(groups[0]["expected_revenue"].to_string(), "0.600000001");
}

#[tokio::test]
async fn a_row_with_two_tags_counts_in_two_groups_and_order_and_limit_are_heard() {
    let sim = start(small()).await;
    let groups = call(&sim, "crm.lead", "read_group", json!([[], [], ["tag_ids"]]), json!({})).await;
    let counts: Vec<Value> =
        groups.as_array().expect("groups").iter().map(|row| row["tag_ids_count"].clone()).collect();
    assert_eq!(counts, [json!(1), json!(1), json!(2)]);
    let kwargs = json!({"orderby": "expected_revenue desc", "limit": 1});
    let best = call(&sim, "crm.lead", "read_group", json!([[], ["expected_revenue"], ["stage_id"]]), kwargs).await;
    assert_eq!((best.as_array().map(Vec::len), &best[0]["stage_id"]), (Some(1), &json!([4, "Won"])));
}

#[tokio::test]
async fn what_cannot_be_grouped_is_refused() {
    let sim = start(small()).await;
    let asked = json!([[], [], ["company_currency"]]);
    let (class, _) = error(&sim, "crm.lead", "read_group", asked, json!({})).await;
    assert_eq!(class, "builtins.ValueError");
    let (class, words) = error(&sim, "crm.lead", "read_group", json!([[], ["nope:sum"], []]), json!({})).await;
    assert_eq!((class.as_str(), words.as_str()), ("builtins.ValueError", "Invalid field 'nope' on model 'crm.lead'"));
}

#[tokio::test]
async fn nineteen_formats_its_groups_otherwise() {
    let sim = nineteen().await;
    let asked = json!({"domain": [], "groupby": ["create_date:month", "stage_id"], "aggregates": ["__count", "expected_revenue:sum"]});
    let (status, groups) = ask(&sim, "crm.lead/formatted_read_group", asked).await;
    assert_eq!(status, 200);
    assert_eq!(
        groups[0],
        json!({"create_date:month": ["2026-11-01 00:00:00", "November 2026"], "stage_id": [1, "New"],
            "__extra_domain": ["&", "&", ["create_date", ">=", "2026-11-01 00:00:00"],
                ["create_date", "<", "2026-12-01 00:00:00"], ["stage_id", "=", 1]],
            "__count": 1, "expected_revenue:sum": 100.0})
    );
    let (_, probe) = ask(
        &sim,
        "crm.lead/formatted_read_group",
        json!({"domain": [], "groupby": [], "aggregates": ["__count", "id:max", "write_date:max"]}),
    )
    .await;
    let expected =
        json!([{"__extra_domain": [[1, "=", 1]], "__count": 3, "id:max": 3, "write_date:max": "2026-11-21 04:43:08"}]);
    assert_eq!(probe, expected);
}
