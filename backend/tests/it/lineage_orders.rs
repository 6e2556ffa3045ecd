//! Orders of an account, and the sums over what is below it: each figure opens to its rows, as worked out apart.

use crate::{
    goals::all_people,
    support::{Reader, spawn_business, wrong_fields},
};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const AROUND: &str = include_str!("../../../crates/testkit/golden/around.json");
const ORDERS: &str = include_str!("../../../crates/testkit/golden/orders.json");

/// By name, as the golden file has them.
const PERIODS: [(&str, &str); 4] = [
    ("all_time", ""),
    ("2026", "&period=this_year"),
    ("may_2026", "&from=2026-05-01&until=2026-06-01"),
    ("third_quarter", "&from=2026-07-01&until=2026-10-01"),
];

/// In the words of the golden files.
fn money(figure: &Value) -> Value {
    let unconverted = figure["not_converted"].as_array().into_iter().flatten();
    let unconverted: Map<_, _> =
        unconverted.map(|money| (money["currency"].as_str().unwrap().to_owned(), money["amount"].clone())).collect();
    json!({ "amount": figure["value"]["amount"], "not_converted": unconverted })
}

/// What all rows of all pages add up to, and their ids.
async fn rows(reader: &Reader, link: &str) -> (Decimal, BTreeSet<String>) {
    let (mut sum, mut ids, mut cursor) = (Decimal::ZERO, BTreeSet::new(), String::new());
    loop {
        let page = reader.json(&format!("{link}&limit=2{cursor}")).await;
        for row in page["rows"]["items"].as_array().unwrap() {
            sum += row["value"]["amount"].as_str().map_or(Decimal::ZERO, |amount| amount.parse().unwrap());
            assert!(ids.insert(row["id"].as_str().unwrap().to_owned()), "{link} {row}");
        }
        match page["rows"]["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => {
                assert_eq!(page["rows"]["total"], ids.len(), "{link}");
                return (sum, ids);
            }
        }
    }
}

fn is(sum: Decimal, amount: &Value) -> bool {
    amount.as_str().is_some_and(|amount| amount.parse() == Ok(sum))
}

#[tokio::test]
async fn orders_and_quotations_of_each_account_open_to_their_rows_in_each_period() {
    let app = spawn_business().await;
    let golden: Map<String, Value> = serde_json::from_str(ORDERS).unwrap();
    let people = all_people(&app).await;
    for name in ["admin", "bruno", "dana"] {
        let reader = &people[name];
        for (account, told) in golden[name].as_object().unwrap() {
            let whole = reader.json(&format!("/api/accounts/odoo_account_{account}/orders")).await;
            for figure in ["orders", "quotations"] {
                for (period, query) in PERIODS {
                    let expected = &told[figure][period];
                    let (at, link) = (
                        format!("{name} {account} {figure} {period}"),
                        format!("/api/explain/{figure}?account=odoo_account_{account}{query}"),
                    );
                    let explained = reader.json(&link).await;
                    let sums = json!({ "amount": expected["amount"], "not_converted": expected["not_converted"] });
                    assert_eq!(money(&explained["value"]), sums, "{at}");
                    let (sum, ids) = rows(reader, &link).await;
                    assert!(is(sum, &expected["amount"]), "{at}");
                    let wanted = expected["rows"].as_array().unwrap().iter().map(|id| format!("odoo_order_{id}"));
                    assert_eq!(ids, wanted.collect(), "{at}");
                    if period == "all_time" {
                        assert_eq!(money(&whole[figure]), sums, "{at}: on the account's page");
                    }
                }
            }
        }
    }
    // Of an account out of reach there is nothing.
    let hidden = people["dana"].json("/api/explain/orders?account=odoo_account_10").await;
    assert_eq!((&hidden["rows"]["total"], &hidden["value"]["value"]["amount"]), (&json!(0), &json!("0.00")));
}

#[tokio::test]
async fn the_sums_over_what_is_below_an_account_open_to_their_rows_for_each_reader() {
    let app = spawn_business().await;
    let golden: Map<String, Value> = serde_json::from_str(AROUND).unwrap();
    let mut deep = 0;
    for (name, accounts) in &golden {
        let reader = app.golden_reader(name).await;
        for (account, told) in accounts.as_object().unwrap() {
            let rollup = &told["rollup"];
            if rollup["accounts"] == 1 && account != "10" {
                continue;
            }
            deep += u64::from(rollup["accounts"] != 1);
            for (figure, part) in [
                ("pipeline", "figures"),
                ("weighted", "figures"),
                ("won", "figures"),
                ("invoiced", "billing"),
                ("outstanding", "billing"),
                ("overdue", "billing"),
                ("in_payment", "billing"),
            ] {
                let link = format!("/api/explain/{figure}?account=odoo_account_{account}&below=true");
                let (at, expected) = (format!("{name} {account} {figure}"), &rollup[part][figure]);
                let explained = reader.json(&link).await;
                assert_eq!(&money(&explained["value"]), expected, "{at}");
                assert!(is(rows(&reader, &link).await.0, &expected["amount"]), "{at}");
                assert_eq!(explained["filter"][1], "and everything below it", "{at}");
            }
        }
    }
    assert!(deep > 3, "{deep}");
}

#[tokio::test]
async fn what_is_below_belongs_to_an_account_and_orders_to_one() {
    let app = spawn_business().await;
    let admin = app.golden_reader("admin").await;
    for (path, fields) in [
        ("pipeline?below=true", vec!["below"]),
        ("pipeline?below=true&account=none", vec!["below"]),
        ("orders?", vec!["account"]),
        ("orders?account=none", vec!["account"]),
        ("orders?account=odoo_account_10&below=true", vec!["below"]),
        ("orders?account=odoo_account_10&stage=odoo_stage_1", vec!["stage"]),
    ] {
        assert_eq!(wrong_fields(admin.get(&format!("/api/explain/{path}")).await).await, fields, "{path}");
    }
    // A cursor of the one is none of the other.
    let link = "/api/explain/pipeline?account=odoo_account_11&limit=1";
    let next = admin.json(&format!("{link}&below=true")).await["rows"]["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(wrong_fields(admin.get(&format!("{link}&cursor={next}")).await).await, ["cursor"]);
}
