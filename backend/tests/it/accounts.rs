//! Accounts over HTTP: golden figures for each reader, pages of one generation, ETags.

use crate::support::{Reader, header, problem, spawn_golden, wrong_fields};
use reqwest::Method;
use serde_json::{Value, json};
use shared::auth::UserRole;

const EXPECTED: &str = include_str!("../../../crates/testkit/golden/expected.json");

fn figure(figure: &Value) -> Value {
    let unconverted = figure["not_converted"].as_array().into_iter().flatten();
    let unconverted: serde_json::Map<_, _> =
        unconverted.map(|money| (money["currency"].as_str().unwrap().to_owned(), money["amount"].clone())).collect();
    assert_eq!(figure["value"]["currency"], "USD");
    json!({ "amount": figure["value"]["amount"], "not_converted": unconverted })
}

fn figures(figures: &Value) -> Value {
    json!({
        "open_deals": figures["open_deals"],
        "pipeline": figure(&figures["pipeline"]),
        "weighted": figure(&figures["weighted"]),
        "won": figure(&figures["won"]),
    })
}

#[tokio::test]
async fn each_reader_sees_the_golden_figures_of_their_reach_and_no_others() {
    let app = spawn_golden().await;
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    for (name, wanted) in expected.as_object().unwrap() {
        let page = app.golden_reader(name).await.json("/api/accounts?limit=200").await;
        assert_eq!(figures(&page["totals"]), wanted["totals"], "{name}");
        let accounts = wanted["accounts"].as_object().unwrap();
        assert_eq!(page["total"], accounts.len(), "{name}");
        for card in page["items"].as_array().unwrap() {
            let id = card["id"].as_str().unwrap();
            let mut seen = figures(&card["figures"]);
            seen["name"] = card["name"].clone();
            seen["your_deals_only"] = card["figures"]["your_deals_only"].clone();
            assert_eq!(Some(&seen), accounts.get(id), "{name} {id}");
        }
    }
}

#[tokio::test]
async fn an_account_equals_its_card_and_the_sum_of_its_rows() {
    let app = spawn_golden().await;
    let bruno = app.golden_reader("bruno").await;
    let detail = bruno.json("/api/accounts/odoo_account_10").await;
    assert_eq!(detail["name"], "Alpenglow Optik GmbH");
    assert_eq!(figure(&detail["figures"]["pipeline"])["amount"], "13640.30");
    assert_eq!(figure(&detail["figures"]["won"])["amount"], "8640.00");
    let rows = |state: &str| -> Vec<_> {
        let deals = detail["deals"].as_array().unwrap().iter();
        deals.filter(|deal| deal["state"] == state).map(|deal| deal["converted"]["amount"].as_str().unwrap()).collect()
    };
    assert_eq!(rows("open"), ["13640.00", "0.30"]);
    assert_eq!(rows("won"), ["8640.00"]);
    for missing in ["odoo_account_21", "odoo_account_999", "odoo_contact_10", "10", "odoo_account_010", "%00"] {
        problem(bruno.get(&format!("/api/accounts/{missing}")).await, 404, "not_found").await;
    }
}

#[tokio::test]
async fn industries_and_filters_count_the_accounts_in_reach() {
    let app = spawn_golden().await;
    let eli = app.golden_reader("eli").await;
    let filters = eli.json("/api/accounts/filters").await;
    let industries = eli.json("/api/industries").await;
    assert_eq!(filters["industries"], industries["items"]);
    let sum = |options: &Value| {
        options.as_array().unwrap().iter().map(|option| option["accounts"].as_u64().unwrap()).sum::<u64>()
    };
    for kind in ["industries", "salespeople", "countries"] {
        assert_eq!(sum(&filters[kind]), 1, "Eli sees one account: {kind}");
    }
}

#[tokio::test]
async fn filters_and_sorts_of_the_list_do_as_they_say() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let names = |page: &Value| -> Vec<_> {
        page["items"].as_array().unwrap().iter().map(|card| card["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&admin.json("/api/accounts?q=CAFE%20zoe").await), ["Café Zoé"]);
    assert_eq!(names(&admin.json("/api/accounts?sort=won&limit=1").await), ["Blue Harbor Shipping"]);
    assert_eq!(
        names(&admin.json("/api/accounts?q=blue%20harbor&direction=desc").await),
        ["Blue Harbor Shipping", "Blue Harbor Logistics"]
    );
    for query in ["industry=none", "salesperson=none", "country=none"] {
        let (filter, _) = query.split_once('=').unwrap();
        let page = admin.json(&format!("/api/accounts?{query}&limit=200")).await;
        assert!(page["items"].as_array().unwrap().iter().all(|card| card[filter].is_null()), "{query}");
    }
}

#[tokio::test]
async fn all_pages_of_a_list_come_from_one_generation_while_a_run_publishes() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let first = admin.json("/api/accounts?limit=3").await;
    app.odoo.as_ref().unwrap().control.rename("res.partner", 11, "Aaaaa, now the first").unwrap();
    let status = app.sync(&admin).await;
    assert_eq!(status["generation"], 2, "{status}");
    let mut seen: Vec<_> = first["items"].as_array().unwrap().clone();
    let mut cursor = first["next_cursor"].as_str().map(str::to_owned);
    while let Some(next) = cursor {
        let page = admin.json(&format!("/api/accounts?limit=3&cursor={next}")).await;
        assert_eq!((&page["generation"], &page["totals"]), (&json!(1), &first["totals"]));
        seen.extend(page["items"].as_array().unwrap().iter().cloned());
        cursor = page["next_cursor"].as_str().map(str::to_owned);
    }
    assert_eq!(seen.len(), usize::try_from(first["total"].as_u64().unwrap()).unwrap());
    assert!(seen.iter().any(|card| card["name"] == "Blue Harbor Shipping"), "as it was called then");
    let now = admin.json("/api/accounts?limit=1").await;
    assert_eq!(now["items"][0]["name"], "Aaaaa, now the first");
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_and_reach_only() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let cursor = admin.json("/api/accounts?limit=2&sort=won").await["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(admin.get(&format!("/api/accounts?sort=won&cursor={cursor}")).await.status(), 200);
    let mut broken = cursor.clone().into_bytes();
    broken[3] = if broken[3] == b'A' { b'B' } else { b'A' };
    let broken = String::from_utf8(broken).unwrap();
    for query in [
        format!("sort=won&cursor={broken}"),
        "sort=won&cursor=".to_owned(),
        "sort=won&cursor=not%20a%20cursor".to_owned(),
        format!("sort=pipeline&cursor={cursor}"),
        format!("sort=won&q=blue&cursor={cursor}"),
    ] {
        let answer = admin.get(&format!("/api/accounts?{query}")).await;
        assert_eq!(wrong_fields(answer).await, ["cursor"], "{query}");
    }
    let bruno = app.golden_reader("bruno").await;
    let foreign = bruno.get(&format!("/api/accounts?sort=won&cursor={cursor}")).await;
    assert_eq!(wrong_fields(foreign).await, ["cursor"]);
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again_to_its_reader_and_never_to_another() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    for path in ["/api/accounts", "/api/accounts/odoo_account_10", "/api/accounts/filters", "/api/industries"] {
        let first = admin.get(path).await;
        let tag = header(&first, "etag").to_owned();
        assert_eq!(header(&first, "cache-control"), "private, no-cache");
        assert_eq!(header(&first, "vary"), "Cookie, Authorization");
        let ask = async |reader: &Reader, path: &str| {
            reader.request(Method::GET, path).header("If-None-Match", &tag).send().await.unwrap()
        };
        let again = ask(&admin, path).await;
        assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, tag.as_str()), "{path}");
        assert_eq!(again.text().await.unwrap(), "");
        let other = app.person(UserRole::Admin, &format!("other{}@golden.example", path.len())).await;
        assert_eq!(ask(&other, path).await.status(), 200, "another admin sees the same, and is sent it: {path}");
        assert_eq!(ask(&app.anonymous(), path).await.status(), 401);
        assert_eq!(ask(&admin, "/api/accounts?limit=7").await.status(), 200);
    }
    let tag = header(&admin.get("/api/accounts").await, "etag").to_owned();
    app.odoo.as_ref().unwrap().control.rename("res.partner", 11, "Renamed").unwrap();
    let status = app.sync(&admin).await;
    let changed = admin.request(Method::GET, "/api/accounts").header("If-None-Match", &tag).send().await.unwrap();
    assert_eq!(changed.status(), 200, "{status}");
}

#[tokio::test]
async fn health_tells_reasons_that_add_up_and_is_the_same_in_list_and_record() {
    let app = spawn_golden().await;
    for name in ["admin", "bruno"] {
        let reader = app.golden_reader(name).await;
        let page = reader.json("/api/accounts?limit=200").await;
        let mut states = std::collections::BTreeSet::new();
        for card in page["items"].as_array().unwrap() {
            let (id, health) = (card["id"].as_str().unwrap(), &card["health"]);
            states.insert(health["state"].as_str().unwrap().to_owned());
            assert_eq!(&reader.json(&format!("/api/accounts/{id}")).await["health"], health, "{name} {id}");
            match health["score"].as_i64() {
                None => assert_eq!((&health["state"], &health["reasons"]), (&json!("no_business"), &json!([])), "{id}"),
                Some(score) => {
                    let points =
                        health["reasons"].as_array().unwrap().iter().map(|reason| reason["points"].as_i64().unwrap());
                    assert_eq!(50 + points.sum::<i64>(), score, "{name} {id}");
                    // Nobody has written to anybody in this company.
                    assert_eq!(health["reasons"][0], json!({ "kind": "never_touched", "points": -20 }), "{id}");
                }
            }
        }
        assert!(states.len() > 1, "{name} {states:?}");
    }
    // Account 21 has no deals at all.
    let admin = app.super_admin().await;
    assert_eq!(admin.json("/api/accounts/odoo_account_21").await["health"]["state"], "no_business");
}
