//! The HTTP that is spoken: one call for a connection, refusals in Odoo's words, the control port, the end.

use std::net::{Ipv4Addr, SocketAddr};

use odoo_sim::{Options, Sim};
use serde_json::{Value, json};

use crate::client::{day, http, post, small, start};

#[tokio::test]
async fn answers_are_http_1_0_closed_and_uncompressed() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let sim = start(small()).await;
    let address = sim.url.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a listener");
    let body = r#"{"jsonrpc":"2.0","params":{"service":"common","method":"version","args":[]}}"#;
    // A chunked request is accepted, a wish for compression is not heard.
    let request = format!(
        "POST /jsonrpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\nTransfer-Encoding: \
         chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("written");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("the server closes");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let lines: Vec<&str> = head.lines().filter(|line| !line.starts_with("Date: ")).collect();
    assert_eq!(
        lines,
        [
            "HTTP/1.0 200 OK",
            "Server: Werkzeug/3.0.1 Python/3.12.1",
            "Content-Length: 177",
            "Content-Type: application/json; charset=utf-8",
            "X-Content-Type-Options: nosniff",
            "Connection: close"
        ]
    );
    assert!(body.starts_with(r#"{"jsonrpc": "2.0", "id": null, "result": {"#), "{body}");
}

#[tokio::test]
async fn requests_that_are_none_are_refused() {
    let sim = start(small()).await;
    let url = format!("{}/jsonrpc", sim.url);
    let send = async |content_type: &str, body: &str| {
        let answer = http()
            .post(&url)
            .header("content-type", content_type)
            .body(body.to_owned())
            .send()
            .await
            .expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    };
    assert_eq!(send("application/json", "{nope").await, (400, "Invalid JSON data".to_owned()));
    assert_eq!(send("application/json", "[{}]").await, (400, "Invalid JSON-RPC data".to_owned()));
    let (status, page) = send("text/plain", "{}").await;
    assert_eq!(status, 400);
    assert!(page.starts_with("<!doctype html>"));
    assert_eq!(http().get(&url).send().await.expect("an answer").status(), 405);
    let other = format!("{}/json/2/res.partner/search", sim.url);
    assert_eq!(http().post(other).send().await.expect("an answer").status(), 404);
}

#[tokio::test]
async fn the_control_port_does_what_the_library_does() {
    let control = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    let options = Options { company: Some(small()), control, ..Options::new(day()) };
    let sim = Sim::start(options).await.expect("a sound company");
    let base = format!("{}/control", sim.control_url.clone().expect("a control port"));
    let send = async |path: &str, body: Value| -> Value {
        let answer = http().post(format!("{base}/{path}")).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.expect("JSON")
    };
    let id = send("create", json!({"model": "crm.tag", "values": {"name": "T"}})).await["id"].clone();
    send("rename", json!({"model": "crm.tag", "id": id, "name": "U"})).await;
    send("write", json!({"model": "crm.lead", "ids": [1], "values": {"name": "Late"}, "at": "2026-11-20T00:00:00Z"}))
        .await;
    send("archive", json!({"model": "crm.lead", "ids": [2]})).await;
    send("silent", json!({"model": "crm.lead", "id": 1, "values": {"probability": 5.0}})).await;
    send("unlink", json!({"model": "crm.lead", "ids": [3]})).await;
    send("faults", json!({"kind": "hang", "ms": 1, "model": "crm.lead", "times": 2})).await;
    send("distort", json!({"model": "crm.lead", "id": 1, "field": "name"})).await;
    send("rights", json!({"take": "model", "model": "crm.team"})).await;
    send("pace", json!({"pace": "odoo18"})).await;
    send("version", json!({"version": "16.0"})).await;
    send("clock", json!({"seconds": 3600})).await;
    send("database_uuid", json!({"uuid": "another"})).await;
    let rows = send(
        "read",
        json!({"model": "crm.lead", "domain": [], "fields": ["name", "write_date", "active", "probability"]}),
    )
    .await;
    assert_eq!(
        rows["rows"][0],
        json!({"id": 1, "name": "Late", "write_date": "2026-11-20 00:00:00", "active": true, "probability": 5.0})
    );
    assert_eq!(rows["rows"][1]["active"], false);
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(3));
    let uuid =
        sim.control.read("ir.config_parameter", &json!([["key", "=", "database.uuid"]]), &["value"]).expect("rows");
    assert_eq!(uuid[0]["value"], "another");
    let people: Value =
        http().get(format!("{base}/people")).send().await.expect("an answer").json().await.expect("JSON");
    assert_eq!(people["admin"]["login"], "ada@main.example");
    let refused =
        http().post(format!("{base}/create")).json(&json!({"model": "no.model"})).send().await.expect("an answer");
    assert_eq!(refused.status(), 400);
}

#[tokio::test]
async fn the_database_service_names_the_one_database() {
    let sim = start(small()).await;
    let ask = async |method: &str, args: Value| -> Value {
        let body = json!({"jsonrpc": "2.0", "params": {"service": "db", "method": method, "args": args}, "id": 1});
        post(&sim, &body).await.expect("an answer").json::<Value>().await.expect("JSON")["result"].clone()
    };
    assert_eq!(ask("list", json!([])).await, json!(["demo"]));
    assert_eq!(ask("db_exist", json!(["nope"])).await, false);
    assert_eq!(ask("server_version", json!([])).await, "18.0+e-20241005");
}

#[tokio::test]
async fn a_dropped_server_listens_no_more() {
    let sim = start(small()).await;
    let url = format!("{}/jsonrpc", sim.url);
    drop(sim);
    assert!(http().post(url).send().await.is_err());
}
