//! The 360° view over HTTP: for each reader and account as worked out apart from the product, lists equal to their counts.

use crate::support::{Reader, problem, spawn_business, wrong_fields};
use serde_json::{Map, Value, json};
use shared::auth::UserRole;

const EXPECTED: &str = include_str!("../../../crates/testkit/golden/around.json");

fn expected() -> Map<String, Value> {
    serde_json::from_str(EXPECTED).unwrap()
}

fn figure(figure: &Value) -> Value {
    let unconverted = figure["not_converted"].as_array().into_iter().flatten();
    let unconverted: Map<_, _> =
        unconverted.map(|money| (money["currency"].as_str().unwrap().to_owned(), money["amount"].clone())).collect();
    assert_eq!(figure["value"]["currency"], "USD");
    json!({ "amount": figure["value"]["amount"], "not_converted": unconverted })
}

fn billing(billing: &Value) -> Value {
    let parts = ["invoiced", "invoiced_this_year", "outstanding", "overdue", "in_payment"];
    parts.map(|part| (part.to_owned(), figure(&billing[part]))).into_iter().collect::<Map<_, _>>().into()
}

fn figures(figures: &Value) -> Value {
    json!({
        "open_deals": figures["open_deals"],
        "pipeline": figure(&figures["pipeline"]),
        "weighted": figure(&figures["weighted"]),
        "won": figure(&figures["won"]),
    })
}

fn number(id: &Value) -> i64 {
    id.as_str().unwrap().rsplit('_').next().unwrap().parse().unwrap()
}

fn ids<'a>(rows: impl IntoIterator<Item = &'a Value>) -> Vec<i64> {
    let mut ids: Vec<_> = rows.into_iter().map(|row| number(&row["id"])).collect();
    ids.sort_unstable();
    ids
}

/// All rows of a list, a few at a time, each exactly once and as many as the list says.
async fn rows(reader: &Reader, path: &str) -> Vec<Value> {
    let and = if path.contains('?') { '&' } else { '?' };
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.json(&format!("{path}{and}limit=2{cursor}")).await;
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else {
            let mut seen: Vec<_> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!((seen.len(), json!(seen.len())), (all.len(), page["total"].clone()), "{path}");
            return all;
        };
        cursor = format!("&cursor={next}");
    }
}

/// What around.json says of an account, gathered from the whole, its lists and the contacts' own pages.
async fn gathered(reader: &Reader, account: &str) -> Value {
    let base = format!("/api/accounts/odoo_account_{account}");
    let whole = reader.json(&format!("{base}/360?rollup=true")).await;
    let counts = &whole["counts"];
    let mut seen = Map::new();
    for (part, kind) in [("people", "person"), ("addresses", "address")] {
        let contacts = rows(reader, &format!("{base}/contacts?kind={kind}")).await;
        assert_eq!(counts[part], contacts.len(), "{account} {part}");
        let mut told = Map::new();
        for contact in contacts {
            let id = contact["id"].as_str().unwrap();
            let own = reader.json(&format!("{base}/contacts/{id}")).await;
            assert_eq!(own["contact"], contact, "{account}");
            let [deals, invoices] = ["deals", "invoices"].map(|list| ids(own[list].as_array().unwrap()));
            assert_eq!(json!([deals.len(), invoices.len()]), json!([contact["deals"], contact["invoices"]]), "{id}");
            assert_eq!(ids(&rows(reader, &format!("{base}/invoices?contact={id}")).await), invoices, "{id}");
            told.insert(number(&contact["id"]).to_string(), json!({ "deals": deals, "invoices": invoices }));
        }
        seen.insert(part.into(), told.into());
    }
    let invoices = rows(reader, &format!("{base}/invoices")).await;
    let of = |state: &str, kind: &str| {
        ids(invoices.iter().filter(|row| row["state"] == state && (kind.is_empty() || row["kind"] == kind)))
    };
    for (part, count, found) in [
        ("invoices", "invoices", of("posted", "invoice")),
        ("credit_notes", "credit_notes", of("posted", "credit_note")),
        ("drafts", "draft_invoices", of("draft", "")),
    ] {
        assert_eq!(counts[count], found.len(), "{account} {part}");
        seen.insert(part.into(), json!(found));
    }
    assert_eq!(reader.json(&format!("{base}/invoices")).await["totals"], whole["billing"], "{account}");
    let orders = rows(reader, &format!("{base}/orders")).await;
    for (part, states) in [("orders", ["sale", "done"]), ("quotations", ["quotation", "sent"])] {
        let found = ids(orders.iter().filter(|row| states.contains(&row["state"].as_str().unwrap())));
        assert_eq!(counts[part], found.len(), "{account} {part}");
        seen.insert(part.into(), json!(found));
    }
    let timeline = rows(reader, &format!("{base}/activities")).await;
    let planned = counts["planned_activities"].as_u64().unwrap();
    assert_eq!(json!(timeline.len()), json!(planned + counts["touches"].as_u64().unwrap()), "{account}");
    let is_planned = |row: &&Value| row["kind"] == "planned";
    assert_eq!(timeline.iter().take_while(is_planned).count(), timeline.iter().filter(is_planned).count());
    let mut touches = Map::new();
    for kind in reader.json(&format!("{base}/activities")).await["kinds"].as_array().unwrap() {
        let name = kind["kind"].as_str().unwrap();
        let found = ids(&rows(reader, &format!("{base}/activities?kind={name}")).await);
        assert_eq!(found, ids(timeline.iter().filter(|row| row["kind"] == name)), "{account}");
        assert_eq!(kind["count"], found.len(), "{account} {name}");
        touches.insert(name.into(), json!(found));
    }
    seen.insert("touches".into(), touches.into());
    let state = |name: &str| counts[format!("{name}_deals")].clone();
    let states = ["open", "won", "lost", "archived"].map(|name| (name.to_owned(), state(name)));
    seen.insert("deals".into(), states.into_iter().collect::<Map<_, _>>().into());
    let months = whole["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    let won = months.iter().filter(|month| month["deals"] != 0).map(|month| {
        let mut of_month = figure(&month["won"]);
        of_month["deals"] = month["deals"].clone();
        (month["month"]["from"].as_str().unwrap()[..7].to_owned(), of_month)
    });
    seen.insert("months".into(), won.collect::<Map<_, _>>().into());
    seen.insert("billing".into(), billing(&whole["billing"]));
    seen.insert("figures".into(), figures(&whole["account"]["figures"]));
    let parent = &whole["parent"];
    assert_eq!(parent["id"], whole["account"]["parent"]["id"], "{account}");
    seen.insert("parent".into(), if parent.is_null() { Value::Null } else { json!(number(&parent["id"])) });
    seen.insert("children".into(), json!(ids(whole["children"].as_array().unwrap())));
    assert_eq!(counts["children"], whole["children"].as_array().unwrap().len());
    let rollup = &whole["rollup"];
    let told = json!({
        "accounts": rollup["accounts"],
        "figures": figures(&rollup["figures"]),
        "billing": billing(&rollup["billing"]),
    });
    seen.insert("rollup".into(), told);
    for (part, list) in [("invoices", &invoices), ("orders", &orders), ("activities", &timeline)] {
        assert_eq!(whole[part].as_array().unwrap().as_slice(), &list[..list.len().min(5)], "{account} {part}");
    }
    seen.into()
}

#[tokio::test]
async fn everything_around_each_account_is_as_worked_out_for_each_reader() {
    let app = spawn_business().await;
    for (name, accounts) in expected() {
        let reader = app.golden_reader(&name).await;
        for (account, wanted) in accounts.as_object().unwrap() {
            let seen = gathered(&reader, account).await;
            for (part, wanted) in wanted.as_object().unwrap() {
                assert_eq!(&seen[part], wanted, "{name} {account} {part}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_around_an_account_equals_its_card_and_the_list_of_its_deals() {
    let app = spawn_business().await;
    for name in ["admin", "amira", "bruno", "dana"] {
        let reader = app.golden_reader(name).await;
        for card in reader.json("/api/accounts?limit=200").await["items"].as_array().unwrap() {
            let id = card["id"].as_str().unwrap();
            let whole = reader.json(&format!("/api/accounts/{id}/360")).await;
            assert_eq!(
                (&whole["account"]["figures"], &whole["account"]["health"]),
                (&card["figures"], &card["health"])
            );
            assert_eq!(whole["rollup"], Value::Null, "only where it is asked for");
            let deals = reader.json(&format!("/api/opportunities?account={id}&show=all&limit=200")).await;
            let counts = &whole["counts"];
            let all: u64 =
                ["open_deals", "won_deals", "lost_deals"].map(|of| counts[of].as_u64().unwrap()).iter().sum();
            assert_eq!(deals["total"], all, "{name} {id}");
            assert_eq!(deals["totals"]["open_deals"], counts["open_deals"], "{name} {id}");
            assert_eq!(deals["totals"]["pipeline"], card["figures"]["pipeline"], "{name} {id}");
        }
    }
}

#[tokio::test]
async fn what_is_out_of_reach_is_not_there() {
    let app = spawn_business().await;
    let parts = ["360", "contacts", "invoices", "orders", "activities"];
    for (name, accounts) in expected() {
        let reader = app.golden_reader(&name).await;
        let all = expected()["admin"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        for account in all.iter().filter(|account| !accounts.as_object().unwrap().contains_key(*account)) {
            for part in parts {
                let path = format!("/api/accounts/odoo_account_{account}/{part}");
                problem(reader.get(&path).await, 404, "not_found").await;
            }
        }
    }
    let unlinked = app.person(UserRole::AccountManager, "nobody@golden.example").await;
    problem(unlinked.get("/api/accounts/odoo_account_10/360").await, 404, "not_found").await;
    let admin = app.super_admin().await;
    // A person of another account, nobody, and no id at all; an account is its own contact only where it is a person.
    for contact in ["odoo_contact_74", "odoo_contact_999", "40", "odoo_account_10", "odoo_account_40"] {
        let path = format!("/api/accounts/odoo_account_10/contacts/{contact}");
        problem(admin.get(&path).await, 404, "not_found").await;
    }
    for part in parts {
        for account in ["odoo_contact_40", "odoo_account_999", "10"] {
            problem(admin.get(&format!("/api/accounts/{account}/{part}")).await, 404, "not_found").await;
        }
    }
    let herself = admin.json("/api/accounts/odoo_account_18/contacts/odoo_account_18").await;
    assert_eq!(herself["contact"]["name"], "Ingrid Sørensen");
    // Archived: in no list, and there for those who have the link.
    assert_eq!(
        admin.json("/api/accounts/odoo_account_10/contacts/odoo_contact_72").await["contact"]["name"],
        "Former Person"
    );
}

#[tokio::test]
async fn rows_tell_what_is_behind_the_sums() {
    let app = spawn_business().await;
    let bruno = app.golden_reader("bruno").await;
    let invoices = bruno.json("/api/accounts/odoo_account_10/invoices").await;
    let row = |id: &str| {
        let items = invoices["items"].as_array().unwrap();
        items.iter().find(|row| row["id"] == format!("odoo_invoice_{id}")).unwrap()
    };
    let amount = |own: &str, code: &str, usd: &str| {
        json!({
            "own": { "amount": own, "currency": code },
            "converted": { "amount": usd, "currency": "USD" },
        })
    };
    assert_eq!(row("1")["untaxed"], amount("1000.00", "EUR", "1050.00"));
    assert_eq!(row("1")["outstanding"], amount("833.00", "EUR", "874.65"));
    assert_eq!(row("1")["overdue"], Value::Null);
    assert_eq!(row("3")["overdue"], amount("-119.00", "EUR", "-124.95"));
    assert_eq!(row("3")["document_total"], json!({ "amount": "119.00", "currency": "EUR" }));
    assert_eq!(row("7")["outstanding"], Value::Null);
    assert_eq!(row("7")["residual"], json!({ "amount": "60.00", "currency": "USD" }));
    assert_eq!((&row("4")["number"], &row("4")["untaxed"]["converted"]), (&Value::Null, &Value::Null));
    let dates: Vec<_> = invoices["items"].as_array().unwrap().iter().map(|row| number(&row["id"])).collect();
    assert_eq!(dates, [7, 6, 3, 2, 1, 13, 4], "newest first, the draft without a date last");

    let orders = bruno.json("/api/accounts/odoo_account_10/orders").await;
    let of = |order: &Value| (number(&order["id"]), order["deal"].clone());
    let told: Vec<_> = orders["items"].as_array().unwrap().iter().map(of).collect();
    // The quotation came from a deal of Amira's.
    assert_eq!(told, [(3, Value::Null), (2, Value::Null), (1, json!("odoo_opportunity_1"))]);
    assert_eq!(figure(&orders["orders"])["amount"], "1050.00");
    assert_eq!(figure(&orders["quotations"])["amount"], "340.00");

    let timeline = bruno.json("/api/accounts/odoo_account_10/activities").await;
    let items = timeline["items"].as_array().unwrap();
    let told: Vec<_> = items.iter().map(|row| row["id"].as_str().unwrap().trim_start_matches("odoo_")).collect();
    assert_eq!(
        told,
        [
            "activity_2",
            "activity_7",
            "activity_1",
            "activity_3",
            "message_1",
            "message_2",
            "event_1",
            "message_10",
            "message_6",
            "message_4",
            "message_7",
            "event_4"
        ]
    );
    assert_eq!((&items[0]["is_overdue"], &items[2]["is_overdue"]), (&json!(true), &json!(false)));
    assert_eq!((&items[4]["who"], &items[5]["who"]), (&json!("Ulla Köhler"), &json!("Bruno Costa")));
    assert_eq!(items[5]["on"], json!({ "id": "odoo_opportunity_1", "name": "Lens line 2027" }));
    assert_eq!(items[9]["activity_type"], json!({ "id": "odoo_activity_type_2", "name": "Call" }));
    let whole = bruno.json("/api/accounts/odoo_account_10/360").await;
    assert_eq!(whole["next_activity"]["title"], "Ask Ulla");
    let people: Vec<_> = whole["people"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(people, ["Ängström, Veit", "Assistant of Ulla", "Ulla Köhler"]);
}

#[tokio::test]
async fn a_deleted_contact_is_gone_with_the_next_sync_and_a_list_goes_on_in_its_generation() {
    let app = spawn_business().await;
    let admin = app.super_admin().await;
    let base = "/api/accounts/odoo_account_11";
    let before = admin.json(&format!("{base}/contacts?limit=1")).await;
    assert_eq!((&before["total"], &before["items"][0]["name"]), (&json!(2), &json!("Harbor Master")));
    app.odoo.as_ref().unwrap().control.unlink("res.partner", &[75]).unwrap();
    app.sync(&admin).await;
    let after = admin.json(&format!("{base}/contacts")).await;
    assert_eq!(after["total"], 1);
    assert_eq!(admin.json(&format!("{base}/360")).await["counts"]["people"], 1);
    problem(admin.get(&format!("{base}/contacts/odoo_contact_75")).await, 404, "not_found").await;
    let cursor = before["next_cursor"].as_str().unwrap();
    let rest = admin.json(&format!("{base}/contacts?limit=1&cursor={cursor}")).await;
    assert_eq!((&rest["items"][0]["name"], &rest["generation"]), (&json!("Short Stay"), &before["generation"]));
    for foreign in ["contacts?kind=address&", "invoices?", "orders?", "activities?"] {
        let answer = admin.get(&format!("{base}/{foreign}cursor={cursor}")).await;
        assert_eq!(wrong_fields(answer).await, ["cursor"], "{foreign}");
    }
    let other = admin.get(&format!("/api/accounts/odoo_account_10/contacts?cursor={cursor}")).await;
    assert_eq!(wrong_fields(other).await, ["cursor"]);
    for (wrong, field) in [("contacts?limit=0", "limit"), ("invoices?contact=odoo_user_7", "contact")] {
        assert_eq!(wrong_fields(admin.get(&format!("{base}/{wrong}")).await).await, [field]);
    }
    assert_eq!(admin.get(&format!("{base}/activities?kind=dance")).await.status(), 422);
}
