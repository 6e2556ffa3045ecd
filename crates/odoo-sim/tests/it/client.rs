//! A small JSON-RPC client and the companies that the tests serve.

use chrono::{DateTime, Utc};
use odoo_sim::{Company, Options, Sim};
use serde_json::{Value, json};

pub fn day() -> DateTime<Utc> {
    "2026-11-21T09:00:00Z".parse().expect("a literal date")
}

/// A handful of records whose ids the tests can name.
pub fn small() -> Company {
    Company::from_json(include_str!("small.json")).expect("small.json is well-formed")
}

pub async fn start(company: Company) -> Sim {
    let options = Options { company: Some(company), ..Options::new(day()) };
    Sim::start(options).await.expect("the company is sound")
}

pub fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client without special demands")
}

pub async fn post(sim: &Sim, body: &Value) -> reqwest::Result<reqwest::Response> {
    http().post(format!("{}/jsonrpc", sim.url)).json(body).send().await
}

/// The whole reply to an `execute_kw` as the administrator.
pub async fn reply(sim: &Sim, model: &str, method: &str, args: Value, kwargs: Value) -> Value {
    reply_as(sim, (sim.uid, &sim.api_key), model, method, args, kwargs).await
}

pub async fn reply_as(sim: &Sim, who: (i64, &str), model: &str, method: &str, args: Value, kwargs: Value) -> Value {
    let args = json!([sim.database, who.0, who.1, model, method, args, kwargs]);
    let params = json!({"service": "object", "method": "execute_kw", "args": args});
    let body = json!({"jsonrpc": "2.0", "method": "call", "params": params, "id": 1});
    post(sim, &body).await.expect("an answer").json().await.expect("JSON")
}

/// The result of a call that must succeed.
pub async fn call(sim: &Sim, model: &str, method: &str, args: Value, kwargs: Value) -> Value {
    let reply = reply(sim, model, method, args, kwargs).await;
    assert!(reply.get("error").is_none(), "{model}.{method}: {reply}");
    reply.get("result").cloned().unwrap_or(Value::Null)
}

/// The exception's class and message of a call that must fail.
pub async fn error(sim: &Sim, model: &str, method: &str, args: Value, kwargs: Value) -> (String, String) {
    let reply = reply(sim, model, method, args, kwargs).await;
    let data = &reply["error"]["data"];
    (data["name"].as_str().unwrap_or_default().into(), data["message"].as_str().unwrap_or_default().into())
}

pub async fn search(sim: &Sim, model: &str, domain: Value) -> Vec<i64> {
    let found = call(sim, model, "search", json!([domain]), json!({"order": "id"})).await;
    serde_json::from_value(found).expect("ids")
}

/// One field of one record, archived or not.
pub async fn value(sim: &Sim, model: &str, id: i64, field: &str) -> Value {
    let rows = call(sim, model, "read", json!([[id], [field]]), json!({"load": ""})).await;
    rows[0][field].clone()
}
