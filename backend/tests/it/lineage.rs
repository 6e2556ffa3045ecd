//! What invoices make: each figure of an account opens to the documents of it, and those add up to what was worked out apart.

use crate::support::{Reader, spawn_business, wrong_fields};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const EXPECTED: &str = include_str!("../../../crates/testkit/golden/around.json");

/// Of around.json, with the question that says the same.
const FIGURES: [(&str, &str); 5] = [
    ("invoiced", "invoiced?"),
    ("invoiced_this_year", "invoiced?period=this_year&"),
    ("outstanding", "outstanding?"),
    ("overdue", "overdue?"),
    ("in_payment", "in_payment?"),
];

fn decimal(text: &Value) -> Decimal {
    text.as_str().unwrap().parse().unwrap()
}

/// All rows behind a figure, a few at a time, under the same head.
async fn opened(reader: &Reader, link: &str) -> (Value, Vec<Value>) {
    let first = reader.json(&format!("{link}limit=2")).await;
    let mut rows = first["rows"]["items"].as_array().unwrap().clone();
    let mut cursor = first["rows"]["next_cursor"].clone();
    while let Some(next) = cursor.as_str() {
        let page = reader.json(&format!("{link}limit=2&cursor={next}")).await;
        assert_eq!((&page["value"], &page["sums"]), (&first["value"], &first["sums"]), "{link}");
        rows.extend(page["rows"]["items"].as_array().unwrap().iter().cloned());
        cursor = page["rows"]["next_cursor"].clone();
    }
    (first, rows)
}

fn number(id: &Value) -> i64 {
    id.as_str().unwrap().rsplit('_').next().unwrap().parse().unwrap()
}

fn numbers<'a>(ids: impl IntoIterator<Item = &'a Value>) -> BTreeSet<i64> {
    ids.into_iter().map(|id| id.as_i64().unwrap()).collect()
}

/// What the rows add up to in the reporting currency, and what they leave out by currency.
fn added_up(rows: &[Value]) -> (Decimal, Map<String, Value>) {
    let converted = rows.iter().filter(|row| !row["value"].is_null());
    let sum = converted.map(|row| decimal(&row["value"]["amount"])).sum();
    let mut left_out: Map<String, Value> = Map::new();
    for row in rows.iter().filter(|row| row["value"].is_null()) {
        let code = row["amount"]["currency"].as_str().unwrap();
        let so_far = left_out.get(code).map_or(Decimal::ZERO, decimal);
        left_out.insert(code.to_owned(), (so_far + decimal(&row["amount"]["amount"])).to_string().into());
    }
    (sum, left_out)
}

#[tokio::test]
async fn what_is_invoiced_and_unpaid_opens_to_its_documents_for_each_reader_and_account() {
    let app = spawn_business().await;
    let expected: Map<String, Value> = serde_json::from_str(EXPECTED).unwrap();
    let mut figures = 0;
    for (name, accounts) in &expected {
        let reader = app.golden_reader(name).await;
        for (account, told) in accounts.as_object().unwrap() {
            let posted = [&told["invoices"], &told["credit_notes"]].map(|ids| numbers(ids.as_array().unwrap()));
            for (figure, question) in FIGURES {
                let at = format!("{name} {account} {figure}");
                let link = format!("/api/explain/{question}account=odoo_account_{account}&");
                let (explained, rows) = opened(&reader, &link).await;
                let wanted = &told["billing"][figure];
                assert_eq!(explained["value"]["value"]["amount"], wanted["amount"], "{at}");
                let (sum, left_out) = added_up(&rows);
                assert_eq!(sum, decimal(&wanted["amount"]), "{at}");
                let wanted_left_out = wanted["not_converted"].as_object().unwrap();
                assert_eq!(left_out.len(), wanted_left_out.len(), "{at}");
                for (code, amount) in wanted_left_out {
                    assert_eq!(decimal(&left_out[code]), decimal(amount), "{at}");
                }
                for row in &rows {
                    let of_kind = if row["state"] == "credit_note" { &posted[1] } else { &posted[0] };
                    assert!(of_kind.contains(&number(&row["id"])), "{at}: {row}");
                    assert_eq!(number(&row["account"]["id"]).to_string(), *account, "{at}");
                }
                let all = posted[0].len() + posted[1].len();
                assert!(figure != "invoiced" || rows.len() == all, "{at}");
                assert_eq!(explained["rows"]["total"], rows.len(), "{at}");
                figures += 1;
            }
        }
    }
    assert!(figures > 100, "{figures}");
}

#[tokio::test]
async fn an_overdue_part_says_when_it_was_due_and_whether_in_instalments() {
    let app = spawn_business().await;
    let admin = app.golden_reader("admin").await;
    let (explained, rows) = opened(&admin, "/api/explain/overdue?account=odoo_account_10&").await;
    assert_eq!(explained["value"]["value"]["amount"], "425.05");
    assert_eq!(explained["period"], Value::Null, "what is unpaid now has no period");
    let today = explained["today"].as_str().unwrap();
    for row in &rows {
        assert!(row["due_on"].as_str().unwrap() < today, "{row}");
    }
    assert_eq!(rows.iter().map(|row| number(&row["id"])).collect::<BTreeSet<_>>(), BTreeSet::from([2, 3]));
    // Its first instalment is paid, its second one is due when all of us are gone.
    let (_, rows) = opened(&admin, "/api/explain/outstanding?account=odoo_account_10&").await;
    let in_parts = rows.iter().find(|row| row["id"] == "odoo_invoice_1").unwrap();
    assert_eq!((&in_parts["instalments"], &in_parts["due_on"]), (&json!(2), &json!("2099-12-31")));
    // Paid, one of them with a residual that Odoo keeps: nothing is due any more.
    let (_, rows) = opened(&admin, "/api/explain/invoiced?account=odoo_account_10&").await;
    for paid in ["odoo_invoice_7", "odoo_invoice_13"] {
        let row = rows.iter().find(|row| row["id"] == paid).unwrap();
        assert_eq!(row["due_on"], Value::Null, "{paid}");
    }
}

#[tokio::test]
async fn a_period_takes_nothing_from_what_is_unpaid_and_a_stage_has_no_invoices() {
    let app = spawn_business().await;
    let admin = app.golden_reader("admin").await;
    let whenever = admin.json("/api/explain/outstanding?").await;
    let lately = admin.json("/api/explain/outstanding?period=last_month").await;
    assert_eq!(lately["value"], whenever["value"]);
    let answer = admin.get("/api/explain/invoiced?stage=odoo_stage_1").await;
    assert_eq!(wrong_fields(answer).await, ["stage"]);
}
