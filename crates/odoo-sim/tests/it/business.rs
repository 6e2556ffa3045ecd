//! Invoices and payments, orders, activities, messages, meetings: what the buttons do, and which row they stamp.

use odoo_sim::{Removed, Settled, Sim};
use serde_json::{Value, json};

use crate::client::{call, error, search, small, start, value};

async fn invoice(sim: &Sim, values: Value) -> i64 {
    let mut vals = json!({"move_type": "out_invoice", "partner_id": 11, "invoice_date": "2026-11-10"});
    let wanted = values.as_object().expect("an object").clone();
    vals.as_object_mut().expect("an object").extend(wanted);
    call(sim, "account.move", "create", json!([vals]), json!({})).await.as_i64().expect("an id")
}

async fn row(sim: &Sim, model: &str, id: i64, fields: Value) -> Value {
    let mut row = call(sim, model, "read", json!([[id], fields]), json!({"load": ""})).await[0].clone();
    row.as_object_mut().expect("a row").remove("id");
    row
}

#[tokio::test]
async fn posting_gives_a_number_and_makes_a_customer_without_a_new_write_date() {
    let sim = start(small()).await;
    let id =
        invoice(&sim, json!({"amount_untaxed": 100.0, "amount_tax": 21.0, "invoice_date_due": "2026-12-10"})).await;
    let draft = row(&sim, "account.move", id, json!(["name", "display_name", "state", "amount_total"])).await;
    assert_eq!(draft, json!({"name": "/", "display_name": "Draft Invoice ", "state": "draft", "amount_total": 121.0}));
    let before = row(&sim, "res.partner", 10, json!(["customer_rank", "write_date"])).await;
    sim.control.shift_clock(60);
    call(&sim, "account.move", "action_post", json!([[id]]), json!({})).await;
    let posted =
        row(&sim, "account.move", id, json!(["name", "state", "commercial_partner_id", "amount_residual"])).await;
    assert_eq!(
        posted,
        json!({"name": "INV/2026/00001", "state": "posted", "commercial_partner_id": 10, "amount_residual": 121.0})
    );
    let after = row(&sim, "res.partner", 10, json!(["customer_rank", "write_date"])).await;
    assert_eq!((&before["customer_rank"], &after["customer_rank"]), (&json!(0), &json!(1)));
    assert_eq!(before["write_date"], after["write_date"]);
    let domain = json!([["move_id.move_type", "=", "out_invoice"], ["account_type", "=", "asset_receivable"]]);
    let line = search(&sim, "account.move.line", domain).await;
    assert_eq!(
        row(&sim, "account.move.line", line[0], json!(["date_maturity", "balance", "amount_residual"])).await,
        json!({"date_maturity": "2026-12-10", "balance": 121.0, "amount_residual": 121.0})
    );
    let refused = error(&sim, "account.move", "unlink", json!([[id]]), json!({})).await;
    assert!(refused.1.starts_with("You can't delete a posted journal item."), "{}", refused.1);
    let refused = error(&sim, "res.partner", "unlink", json!([[11]]), json!({})).await;
    assert!(refused.1.contains("account_move_partner_id_fkey"), "{}", refused.1);
}

#[tokio::test]
async fn a_foreign_document_is_counted_at_the_rate_of_its_day_and_a_credit_note_below_zero() {
    let sim = start(small()).await;
    let fields = json!(["amount_total", "amount_total_signed", "amount_residual_signed"]);
    let foreign = invoice(&sim, json!({"amount_untaxed": 100.0, "currency_id": 2})).await;
    assert_eq!(
        row(&sim, "account.move", foreign, fields.clone()).await,
        json!({"amount_total": 100.0, "amount_total_signed": 250.0, "amount_residual_signed": 250.0})
    );
    let refund = invoice(&sim, json!({"amount_untaxed": 40.0, "move_type": "out_refund"})).await;
    assert_eq!(
        row(&sim, "account.move", refund, fields).await,
        json!({"amount_total": 40.0, "amount_total_signed": -40.0, "amount_residual_signed": -40.0})
    );
}

#[tokio::test]
async fn a_payment_with_an_entry_pays_the_oldest_instalment_and_one_without_leaves_the_residual() {
    let sim = start(small()).await;
    let state = json!(["payment_state", "amount_residual"]);
    let lines = json!([
        [0, 0, {"date_maturity": "2026-11-20", "amount_currency": 30.0, "amount_residual_currency": 30.0}],
        [0, 0, {"date_maturity": "2026-12-20", "amount_currency": 70.0, "amount_residual_currency": 70.0}],
    ]);
    let id = invoice(&sim, json!({"amount_untaxed": 100.0})).await;
    let only = search(&sim, "account.move.line", json!([["move_id", "=", id]])).await;
    sim.control.unlink("account.move.line", &only).expect("a draft's line");
    sim.control.write("account.move", &[id], json!({"line_ids": lines})).expect("instalments");
    sim.control.act("account.move", "action_post", &[id], json!({})).expect("a draft");
    sim.control.shift_clock(60);
    let before = value(&sim, "account.move", id, "write_date").await;
    let payment = sim.control.pay(&[id], 50.0, Settled::Bank).expect("an invoice");
    assert_ne!(value(&sim, "account.move", id, "write_date").await, before, "a payment stamps the invoice");
    assert_eq!(
        row(&sim, "account.move", id, state.clone()).await,
        json!({"payment_state": "partial", "amount_residual": 50.0})
    );
    assert_eq!(value(&sim, "account.payment", payment, "reconciled_invoice_ids").await, json!([id]));
    let lines = search(&sim, "account.move.line", json!([["move_id", "=", id]])).await;
    let open: Vec<Value> = [
        value(&sim, "account.move.line", lines[0], "amount_residual").await,
        value(&sim, "account.move.line", lines[1], "amount_residual").await,
    ]
    .into();
    assert_eq!(open, [json!(0.0), json!(50.0)]);
    sim.control.pay(&[id], 50.0, Settled::Outstanding).expect("an invoice");
    assert_eq!(
        row(&sim, "account.move", id, state.clone()).await,
        json!({"payment_state": "in_payment", "amount_residual": 0.0})
    );
    let other = invoice(&sim, json!({"amount_untaxed": 250.0})).await;
    sim.control.act("account.move", "action_post", &[other], json!({})).expect("a draft");
    sim.control.pay(&[other], 100.0, Settled::WithoutEntry).expect("an invoice");
    assert_eq!(
        row(&sim, "account.move", other, state).await,
        json!({"payment_state": "paid", "amount_residual": 250.0})
    );
}

#[tokio::test]
async fn a_done_activity_is_gone_and_leaves_a_message_and_the_deal_is_not_stamped() {
    let sim = start(small()).await;
    let before = value(&sim, "crm.lead", 1, "write_date").await;
    sim.control.shift_clock(60);
    let without_model = json!([{"res_model": "crm.lead", "res_id": 1, "activity_type_id": 2}]);
    let refused = error(&sim, "mail.activity", "create", without_model, json!({})).await;
    assert!(refused.1.contains("Field: Document Model (res_model_id)"), "{}", refused.1);
    let arguments = json!([[1], "mail.mail_activity_data_call", "2026-11-20", "Call Hank"]);
    call(&sim, "crm.lead", "activity_schedule", arguments, json!({"user_id": 6})).await;
    let id = search(&sim, "mail.activity", json!([["res_model", "=", "crm.lead"]])).await[0];
    assert_eq!(
        row(&sim, "mail.activity", id, json!(["state", "res_id", "res_name", "activity_type_id", "user_id", "active"]))
            .await,
        json!({"state": "overdue", "res_id": 1, "res_name": "Mine", "activity_type_id": 2, "user_id": 6, "active": true})
    );
    let message =
        call(&sim, "mail.activity", "action_feedback", json!([[id]]), json!({"feedback": "reached him"})).await;
    assert_eq!(search(&sim, "mail.activity", json!([["active", "in", [true, false]]])).await, Vec::<i64>::new());
    let message = message.as_i64().expect("a message");
    assert_eq!(
        row(
            &sim,
            "mail.message",
            message,
            json!(["model", "res_id", "message_type", "mail_activity_type_id", "preview"])
        )
        .await,
        json!({"model": "crm.lead", "res_id": 1, "message_type": "notification", "mail_activity_type_id": 2,
            "preview": "Call Hank done reached him"})
    );
    call(&sim, "crm.lead", "message_post", json!([[1]]), json!({"body": "<b>", "message_type": "comment"})).await;
    let posted = search(&sim, "mail.message", json!([["message_type", "=", "comment"]])).await[0];
    assert_eq!(
        row(&sim, "mail.message", posted, json!(["body", "author_id", "email_from", "record_name"])).await,
        json!({"body": "<p>&lt;b&gt;</p>", "author_id": 3, "email_from": "\"Ada Admin\" <ada@main.example>", "record_name": "Mine"})
    );
    assert_eq!(value(&sim, "crm.lead", 1, "write_date").await, before);
}

#[tokio::test]
async fn what_hangs_on_a_deleted_record_goes_along_and_a_deleted_tag_leaves_no_stamp() {
    let sim = start(small()).await;
    for id in [1, 2] {
        call(&sim, "crm.lead", "message_post", json!([[id]]), json!({"body": "hello"})).await;
        call(&sim, "crm.lead", "activity_schedule", json!([[id]]), json!({"summary": "x"})).await;
    }
    let order = call(
        &sim,
        "sale.order",
        "create",
        json!([{"partner_id": 11, "opportunity_id": 1, "amount_untaxed": 5}]),
        json!({}),
    );
    let order = order.await.as_i64().expect("an id");
    assert_eq!(value(&sim, "crm.lead", 1, "order_ids").await, json!([order]));
    let before = value(&sim, "crm.lead", 1, "write_date").await;
    sim.control.shift_clock(60);
    call(&sim, "crm.tag", "unlink", json!([[1]]), json!({})).await;
    assert_eq!(
        row(&sim, "crm.lead", 1, json!(["tag_ids", "write_date"])).await,
        json!({"tag_ids": [2], "write_date": before})
    );
    call(&sim, "crm.lead", "unlink", json!([[1]]), json!({})).await;
    assert_eq!(search(&sim, "mail.message", json!([["res_id", "=", 1]])).await, Vec::<i64>::new());
    assert_eq!(search(&sim, "mail.message", json!([["res_id", "=", 2]])).await.len(), 1);
    assert_eq!(search(&sim, "mail.activity", json!([])).await.len(), 1);
    assert_eq!(value(&sim, "sale.order", order, "opportunity_id").await, json!(false));
}

#[tokio::test]
async fn an_order_has_a_number_an_address_and_a_total_and_is_confirmed_by_its_button() {
    let sim = start(small()).await;
    let vals = json!({"partner_id": 14, "amount_untaxed": 200.0, "amount_tax": 10.0, "opportunity_id": 2});
    let id = call(&sim, "sale.order", "create", json!([vals]), json!({})).await.as_i64().expect("an id");
    let fields = json!(["name", "state", "amount_total", "currency_id", "partner_invoice_id"]);
    assert_eq!(
        row(&sim, "sale.order", id, fields).await,
        json!({"name": "S00001", "state": "draft", "amount_total": 210.0, "currency_id": 1, "partner_invoice_id": 14})
    );
    let before = value(&sim, "crm.lead", 2, "write_date").await;
    sim.control.shift_clock(60);
    call(&sim, "sale.order", "action_confirm", json!([[id]]), json!({})).await;
    assert_eq!(value(&sim, "sale.order", id, "state").await, json!("sale"));
    assert_eq!(value(&sim, "crm.lead", 2, "write_date").await, before, "an order does not stamp its deal");
}

#[tokio::test]
async fn who_is_invited_to_a_meeting_has_a_row_with_an_answer() {
    let sim = start(small()).await;
    let vals = json!({"name": "Demo", "start": "2026-11-23 10:00:00", "stop": "2026-11-23 11:30:00",
        "partner_ids": [[6, 0, [3, 11]]], "opportunity_id": 1});
    let id = call(&sim, "calendar.event", "create", json!([vals]), json!({})).await.as_i64().expect("an id");
    assert_eq!(
        row(&sim, "calendar.event", id, json!(["duration", "user_id"])).await,
        json!({"duration": 1.5, "user_id": 2})
    );
    let attendees = call(
        &sim,
        "calendar.attendee",
        "search_read",
        json!([[["event_id", "=", id]]]),
        json!({"fields": ["partner_id", "state"], "order": "id", "load": ""}),
    )
    .await;
    let states: Vec<(&Value, &Value)> =
        attendees.as_array().expect("rows").iter().map(|row| (&row["partner_id"], &row["state"])).collect();
    assert_eq!(states, [(&json!(3), &json!("accepted")), (&json!(11), &json!("needsAction"))]);
    let second = attendees[1]["id"].as_i64().expect("an id");
    call(&sim, "calendar.attendee", "do_decline", json!([[second]]), json!({})).await;
    assert_eq!(value(&sim, "calendar.attendee", second, "state").await, json!("declined"));
    call(&sim, "calendar.event", "write", json!([[id], {"partner_ids": [[3, 11]]}]), json!({})).await;
    assert_eq!(search(&sim, "calendar.attendee", json!([])).await.len(), 1);
    call(&sim, "calendar.event", "unlink", json!([[id]]), json!({})).await;
    assert_eq!(search(&sim, "calendar.attendee", json!([])).await, Vec::<i64>::new());
}

#[tokio::test]
async fn the_public_side_of_employees_is_readable_where_they_are_not_and_nobody_writes_it() {
    let sim = start(small()).await;
    sim.control.remove_right(Removed::Model { model: "hr.employee".into(), uid: None });
    assert_eq!(error(&sim, "hr.employee", "search", json!([[]]), json!({})).await.0, "odoo.exceptions.AccessError");
    assert_eq!(
        call(
            &sim,
            "hr.employee.public",
            "search_read",
            json!([[]]),
            json!({"fields": ["name", "parent_id"], "order": "id"})
        )
        .await,
        json!([{"id": 1, "name": "Ada Admin", "parent_id": false}, {"id": 2, "name": "Sam Seller", "parent_id": [1, "Ada Admin"]}])
    );
    let refused =
        error(&sim, "hr.employee.public", "search_read", json!([[]]), json!({"fields": ["private_email"]})).await;
    assert_eq!(refused.0, "builtins.ValueError", "what is private is not there");
    let refused = error(&sim, "hr.employee.public", "write", json!([[1], {"name": "x"}]), json!({})).await;
    assert_eq!(refused.0, "odoo.exceptions.AccessError");
}

#[tokio::test]
async fn merged_partners_hand_their_deals_and_messages_to_the_one_that_stays() {
    let sim = start(small()).await;
    call(&sim, "res.partner", "message_post", json!([[14]]), json!({"body": "hello"})).await;
    let before = value(&sim, "crm.lead", 2, "write_date").await;
    sim.control.merge("res.partner", 10, &[14]).expect("two partners");
    assert_eq!(value(&sim, "crm.lead", 2, "partner_id").await, json!(10));
    assert_ne!(value(&sim, "crm.lead", 2, "write_date").await, before);
    assert_eq!(
        search(&sim, "mail.message", json!([["model", "=", "res.partner"], ["res_id", "=", 10]])).await.len(),
        1
    );
    assert_eq!(search(&sim, "res.partner", json!([["id", "=", 14]])).await, Vec::<i64>::new());
}

#[tokio::test]
async fn many_records_change_and_go_in_one_transaction() {
    let sim = start(small()).await;
    assert_eq!(sim.control.write_every("crm.lead", 2, json!({"expected_revenue": 7.0})), Ok(2));
    let written = search(&sim, "crm.lead", json!([["expected_revenue", "=", 7.0]])).await;
    assert_eq!(written, [1, 3]);
    assert_eq!(value(&sim, "crm.lead", 1, "write_date").await, value(&sim, "crm.lead", 3, "write_date").await);
    assert_eq!(sim.control.unlink_first("crm.lead", 3), Ok(3));
    assert_eq!(sim.control.count("crm.lead"), 1);
    assert!(sim.control.unlink_first("crm.stage", 10).is_err(), "the last deal stands in one");
    assert_eq!(sim.control.count("crm.stage"), 4, "none of them went");
}
