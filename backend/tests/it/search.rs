//! Search over HTTP: what people type, who finds what, the best first.

use crate::support::{Reader, spawn_golden, wrong_fields};
use serde_json::{Value, json};

/// Names of what was found, by kind.
async fn found(reader: &Reader, text: &str) -> Value {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
    let answer = reader.json(&format!("/api/search?{query}")).await;
    let groups = answer["groups"].as_array().unwrap().iter().map(|group| {
        let items = group["items"].as_array().unwrap();
        assert_eq!(group["total"], items.len(), "{group}");
        let names: Vec<_> = items.iter().map(|item| item["name"].clone()).collect();
        (group["entity_type"].as_str().unwrap().to_owned(), Value::from(names))
    });
    Value::Object(groups.collect())
}

#[tokio::test]
async fn case_accents_and_width_do_not_matter_and_every_script_is_found() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let zoe = json!({ "account": ["Café Zoé"], "contact": ["Zoé Martin"] });
    for text in ["zoe", "ZOÉ", "Ｚｏｅ", "  zoe "] {
        assert_eq!(found(&admin, text).await, zoe, "{text}");
    }
    assert_eq!(found(&admin, "精密").await, json!({ "account": ["東京精密株式会社"] }));
    assert_eq!(found(&admin, "عمان").await, json!({ "account": ["شركة عمان للتجارة"] }));
    assert_eq!(found(&admin, "har blue").await["account"], json!(["Blue Harbor Logistics", "Blue Harbor Shipping"]));
    assert_eq!(found(&admin, "ulla@alp").await, json!({ "contact": ["Ulla Köhler"] }));
    assert_eq!(found(&admin, "bruno").await, json!({ "user": ["Bruno Costa"] }));
    for text in ["", "   ", "zzz", "zoe zzz"] {
        assert_eq!(found(&admin, text).await, json!({}), "{text}");
    }
}

#[tokio::test]
async fn the_best_come_first_and_the_rest_are_counted() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    // Begins so, by name; has a word that begins so; has it inside a word.
    let deals = found(&admin, "lens").await["opportunity"].clone();
    assert_eq!(deals, json!(["Lens line 2026", "Lens line 2027", "Sample lenses"]));
    assert_eq!(found(&admin, "orphan").await["account"], json!(["Orphan Deals Inc"]));
    assert_eq!(found(&admin, "ffah").await["account"].as_array().unwrap().len(), 1);
    let cut = admin.json("/api/search?q=orphan&limit=1").await;
    let deals = &cut["groups"][1];
    assert_eq!((&deals["entity_type"], &deals["total"]), (&json!("opportunity"), &json!(3)));
    assert_eq!(deals["items"][0]["name"], "Orphan one");
    assert_eq!(deals["items"][0]["account"]["name"], "Orphan Deals Inc");
    assert_eq!(deals["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_finds_what_is_out_of_reach() {
    let app = spawn_golden().await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    // Chen's account and deal; Bruno has one deal on it.
    assert_eq!(found(&bruno, "zoe").await, json!({ "account": ["Café Zoé"], "contact": ["Zoé Martin"] }));
    assert_eq!(found(&bruno, "espresso").await, json!({}));
    assert_eq!(found(&chen, "espresso").await, json!({ "opportunity": ["Espresso machines"] }));
    for text in ["東京", "danube", "dana", "osaka"] {
        assert_eq!(found(&bruno, text).await, json!({}), "{text}");
    }
    assert_eq!(found(&bruno, "alpen").await["account"], json!(["Alpenglow Optik GmbH"]));
    assert_eq!(found(&chen, "alpen").await, json!({}));
}

#[tokio::test]
async fn what_is_renamed_or_deleted_in_odoo_is_found_as_it_is_now() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    odoo.write("res.partner", &[40], json!({ "name": "Ulla Krüger" })).unwrap();
    odoo.unlink("res.partner", &[42]).unwrap();
    odoo.write("crm.lead", &[6], json!({ "name": "Fleet finding" })).unwrap();
    app.sync(&admin).await;
    assert_eq!(found(&admin, "kohler").await, json!({}));
    assert_eq!(found(&admin, "kruger").await, json!({ "contact": ["Ulla Krüger"] }));
    assert_eq!(found(&admin, "martin").await, json!({}));
    assert_eq!(found(&admin, "tracking").await, json!({}));
    assert_eq!(found(&admin, "fleet").await, json!({ "opportunity": ["Fleet finding"] }));
}

#[tokio::test]
async fn an_invoice_is_found_by_its_number_and_by_the_customers_reference() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    let values = json!({
        "move_type": "out_invoice", "partner_id": 10, "invoice_date": "2026-10-05", "ref": "PO 4711",
        "invoice_user_id": 6, "amount_untaxed": 1200.5,
    });
    let id = odoo.create("account.move", values).unwrap();
    odoo.act("account.move", "action_post", &[id], json!([])).unwrap();
    app.sync(&admin).await;
    let (bruno, chen) = (app.golden_reader("bruno").await, app.golden_reader("chen").await);
    let answer = bruno.json("/api/search?q=po+4711").await;
    let group = &answer["groups"][0];
    assert_eq!((&group["entity_type"], &group["total"]), (&json!("invoice"), &json!(1)));
    let item = &group["items"][0];
    assert_eq!(item["id"], format!("odoo_invoice_{id}"));
    assert_eq!((&item["detail"], &item["account"]["name"]), (&json!("PO 4711"), &json!("Alpenglow Optik GmbH")));
    let number = item["name"].as_str().unwrap();
    assert_eq!(found(&bruno, number).await, json!({ "invoice": [number] }));
    assert_eq!(found(&chen, "4711").await, json!({}));
}

#[tokio::test]
async fn a_wrong_question_is_named() {
    let app = spawn_golden().await;
    let admin = app.golden_reader("admin").await;
    let long = "x".repeat(201);
    let fields = wrong_fields(admin.get(&format!("/api/search?q={long}&limit=21")).await).await;
    assert_eq!(fields, ["q", "limit"]);
}
