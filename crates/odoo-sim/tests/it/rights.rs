//! Signing in, and rights that are missing or taken away.

use odoo_sim::{Removed, Sim};
use serde_json::{Value, json};

use crate::client::{call, error, post, reply_as, search, small, start};

async fn as_salesman(sim: &Sim, model: &str, method: &str, args: Value) -> Value {
    let salesman = sim.salesman.as_ref().expect("a salesman");
    reply_as(sim, (salesman.uid, &salesman.api_key), model, method, args, json!({})).await
}

async fn common(sim: &Sim, method: &str, args: Value) -> Value {
    let body = json!({"jsonrpc": "2.0", "params": {"service": "common", "method": method, "args": args}, "id": 1});
    post(sim, &body).await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn signing_in_answers_the_user_or_false() {
    let sim = start(small()).await;
    let cases = [
        (sim.login.as_str(), sim.api_key.as_str(), json!(2)),
        ("sam@main.example", sim.salesman.as_ref().expect("a salesman").api_key.as_str(), json!(6)),
        (sim.login.as_str(), "wrong", json!(false)),
        ("nobody", sim.api_key.as_str(), json!(false)),
        (sim.login.as_str(), "", json!(false)),
    ];
    for (login, key, expected) in cases {
        let got = common(&sim, "authenticate", json!([sim.database, login, key, {}])).await;
        assert_eq!(got["result"], expected, "{login}");
    }
    let refused = common(&sim, "login", json!(["nope", sim.login, sim.api_key])).await;
    assert_eq!(refused["error"]["data"]["name"], "psycopg2.OperationalError");
    sim.control.archive("res.users", &[2]).expect("a user");
    assert_eq!(common(&sim, "authenticate", json!([sim.database, sim.login, sim.api_key, {}])).await["result"], false);
    assert_eq!(error(&sim, "crm.lead", "search", json!([[]]), json!({})).await.0, "odoo.exceptions.AccessDenied");
}

#[tokio::test]
async fn another_version_can_be_answered() {
    let sim = start(small()).await;
    assert_eq!(
        common(&sim, "version", json!([])).await["result"]["server_version_info"],
        json!([18, 0, 0, "final", 0, ""])
    );
    sim.control.set_version(Some("16.0"));
    let version = common(&sim, "version", json!([])).await;
    assert_eq!(version["result"]["server_serie"], "16.0");
    assert_eq!(version["result"]["server_version_info"][0], 16);
}

#[tokio::test]
async fn a_salesman_sees_own_and_unassigned_deals_and_not_every_model() {
    let sim = start(small()).await;
    // Deal 3 is nobody's, but of a company that is not his.
    assert_eq!(as_salesman(&sim, "crm.lead", "search", json!([[]])).await["result"], json!([1]));
    let refused = as_salesman(&sim, "crm.lead", "read", json!([[1, 2], ["name"]])).await;
    assert_eq!(refused["error"]["data"]["name"], "odoo.exceptions.AccessError");
    let refused = as_salesman(&sim, "ir.config_parameter", "search", json!([[]])).await;
    assert_eq!(refused["error"]["data"]["name"], "odoo.exceptions.AccessError");
    let refused = as_salesman(&sim, "res.users", "write", json!([[6], {"signature": "x"}])).await;
    assert_eq!(refused["error"]["data"]["name"], "odoo.exceptions.AccessError");
}

#[tokio::test]
async fn rights_are_taken_away_and_given_back() {
    let sim = start(small()).await;
    sim.control.remove_right(Removed::Records { model: "crm.lead".into(), ids: vec![1, 3], uid: None });
    assert_eq!(search(&sim, "crm.lead", json!([])).await, [2]);
    assert_eq!(
        error(&sim, "crm.lead", "read", json!([[1], ["name"]]), json!({})).await.0,
        "odoo.exceptions.AccessError"
    );
    sim.control.remove_right(Removed::Field { model: "crm.lead".into(), field: "probability".into(), uid: None });
    let fields = call(&sim, "crm.lead", "fields_get", json!([]), json!({"attributes": ["type"]})).await;
    assert!(fields.get("probability").is_none());
    let refused = error(&sim, "crm.lead", "read", json!([[2], ["probability"]]), json!({})).await;
    assert_eq!(refused.0, "odoo.exceptions.AccessError");
    sim.control.remove_right(Removed::Model { model: "res.partner".into(), uid: Some(2) });
    let refused = error(&sim, "res.partner", "search", json!([[]]), json!({})).await;
    assert!(refused.1.starts_with("You are not allowed to access 'Contact' (res.partner) records."), "{}", refused.1);
    sim.control.restore_rights();
    assert_eq!(search(&sim, "crm.lead", json!([])).await, [1, 2, 3]);
}

#[tokio::test]
async fn calls_are_counted() {
    let sim = start(small()).await;
    sim.control.reset_stats();
    search(&sim, "crm.lead", json!([])).await;
    call(&sim, "crm.lead", "search", json!([[]]), json!({"offset": 1})).await;
    call(&sim, "crm.lead", "write", json!([[1], {}]), json!({})).await;
    common(&sim, "version", json!([])).await;
    let stats = sim.control.stats();
    assert_eq!((stats.total, stats.with_offset, stats.writes), (4, 1, 1));
    assert_eq!(stats.calls["crm.lead.search"], 2);
    assert_eq!(stats.calls["common.version"], 1);
}
