//! Each way in which the peer or the configuration can be wrong, with the message that an admin reads.

use crate::cut::Cutting;
use crate::recorded::{Call, Recorded, config, fault, result, wire};
use domain::canonical::Kind;
use odoo::{Odoo, http_client};
use serde_json::json;
use source::{ErrorKind, Source, SourceError, Window};
use std::time::Duration;
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

const SECRETS: [&str; 3] = ["a secret", "sync@example.com", "Traceback"];

async fn failure(script: impl Fn(&Call) -> Option<ResponseTemplate> + Send + Sync + 'static) -> SourceError {
    let recorded = Recorded::with(script).await;
    checked(recorded.odoo().connect().await.unwrap_err())
}

async fn failure_of(response: ResponseTemplate) -> SourceError {
    failure(move |_| Some(response.clone())).await
}

fn checked(error: SourceError) -> SourceError {
    for secret in SECRETS {
        assert!(!error.message.contains(secret), "{}", error.message);
    }
    error
}

fn at(url: &str) -> Odoo {
    Odoo::new(config(url), http_client().unwrap())
}

#[tokio::test]
async fn a_url_where_nothing_listens_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = checked(at(&url).connect().await.unwrap_err());
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert_eq!(
        error.message,
        format!("Odoo at {url}/ cannot be reached while asking for its version: nothing listens at this address")
    );
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_not_known() {
    let error = at("https://odoo.invalid").connect().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Dns);
}

#[tokio::test]
async fn a_cut_connection_is_unreachable_after_three_tries() {
    let peer = Cutting::start("").await;
    let error = at(&peer.url).connect().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(error.message.ends_with("the connection was cut"), "{}", error.message);
    assert_eq!(peer.calls(), 3);
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_of_the_answer_is_unreachable() {
    let peer =
        Cutting::start("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"jsonrpc\"")
            .await;
    assert_eq!(at(&peer.url).connect().await.unwrap_err().kind, ErrorKind::Unreachable);
}

#[tokio::test]
async fn an_answer_of_zero_bytes_is_unreachable() {
    let error = failure_of(ResponseTemplate::new(200)).await;
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(error.message.ends_with("the answer was empty"), "{}", error.message);
}

#[tokio::test]
async fn a_gateway_without_odoo_behind_it_is_unreachable() {
    let error = failure_of(ResponseTemplate::new(502).set_body_string("<html>Bad Gateway</html>")).await;
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(error.message.ends_with("it answers HTTP 502"), "{}", error.message);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let recorded = Recorded::with(|_| Some(result(1).set_delay(Duration::from_secs(60)))).await;
    let client = reqwest::Client::builder().timeout(Duration::from_millis(100)).build().unwrap();
    let error = Odoo::new(config(&recorded.server.uri()), client).connect().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert_eq!(recorded.calls("", "version").len(), 1);
}

#[tokio::test]
async fn html_instead_of_json_is_no_odoo() {
    let error = failure_of(ResponseTemplate::new(200).set_body_raw("<!doctype html><p>Hello", "text/html")).await;
    assert_eq!(error.kind, ErrorKind::NotOdoo);
    assert!(error.message.contains("is no Odoo, or not its base address"), "{}", error.message);
}

#[tokio::test]
async fn what_does_not_speak_json_rpc_is_no_odoo() {
    for response in [
        ResponseTemplate::new(404).set_body_string("not found"),
        ResponseTemplate::new(200).set_body_json(json!({"hello": "world"})),
        ResponseTemplate::new(200).set_body_json(json!(["hello"])),
        ResponseTemplate::new(301).insert_header("location", "https://elsewhere.example.com/"),
        result(json!({"server_version": "18.0"})),
        result(json!("18.0")),
    ] {
        assert_eq!(failure_of(response.clone()).await.kind, ErrorKind::NotOdoo, "{response:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Recorded::start().await;
    let location = format!("{}/jsonrpc", elsewhere.server.uri());
    let error = failure_of(ResponseTemplate::new(307).insert_header("location", location)).await;
    assert_eq!(error.kind, ErrorKind::NotOdoo);
    assert_eq!(elsewhere.calls("", "version"), []);
}

#[tokio::test]
async fn a_version_below_17_is_too_old_and_both_are_named() {
    let version = json!({"server_version": "16.0", "server_version_info": [16, 0, 0, "final", 0, ""]});
    let error = failure(move |call| (call.method == "version").then(|| result(version.clone()))).await;
    assert_eq!(error.kind, ErrorKind::VersionTooOld);
    assert!(error.message.ends_with("is Odoo 16.0, which is too old: at least Odoo 17 is needed"), "{}", error.message);
}

#[tokio::test]
async fn a_wrong_database_is_unknown() {
    let recorded =
        Recorded::with(|call| (call.method == "authenticate").then(|| wire("common_authenticate_wrong_db"))).await;
    let secret = secrecy::SecretString::from("a secret that is nowhere else");
    let url = url::Url::parse(&recorded.server.uri()).unwrap();
    let wrong = odoo::OdooConfig::new(url, "nope", "sync@example.com", secret).unwrap();
    let error = checked(Odoo::new(wrong, http_client().unwrap()).connect().await.unwrap_err());
    assert_eq!(error.kind, ErrorKind::UnknownDatabase);
    assert_eq!(recorded.calls("", "authenticate").len(), 1);
}

#[tokio::test]
async fn a_wrong_login_is_refused_without_an_error_of_odoo() {
    let error =
        failure(|call| (call.method == "authenticate").then(|| wire("common_authenticate_wrong_password"))).await;
    assert_eq!(error.kind, ErrorKind::WrongCredentials);
    assert!(error.message.contains("refuses the user name, the password or the API key"), "{}", error.message);
}

#[tokio::test]
async fn a_credential_that_ends_in_the_middle_of_a_run_stops_it_at_once() {
    let recorded = Recorded::with(|call| (call.method == "search_count").then(|| wire("object_wrong_password"))).await;
    let odoo = recorded.odoo();
    odoo.connect().await.unwrap();
    let error = odoo.count(Kind::Deal, Window::Everything).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::WrongCredentials);
    assert_eq!(recorded.calls("crm.lead", "search_count").len(), 1);
    odoo.connect().await.unwrap();
    assert_eq!(recorded.calls("", "authenticate").len(), 2);
}

#[tokio::test]
async fn rights_taken_away_in_the_middle_of_a_run_are_named() {
    let recorded = Recorded::with(|call| {
        (call.method == "search_read" && call.model == "crm.lead").then(|| wire("object_access_error_read"))
    })
    .await;
    let odoo = recorded.odoo();
    odoo.connect().await.unwrap();
    let error = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::MissingRights);
    assert_eq!(error.message, "The integration user has no right for this in Odoo: reading crm.lead");
    assert_eq!(recorded.calls("crm.lead", "search_read").len(), 1);
}

#[tokio::test]
async fn broken_json_is_a_bad_answer() {
    for body in [
        r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "name": "New"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "sequence": NaN}]}"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "sequence": Infinity}]}"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "sequence": 1e999}]}"#,
        r#"{"jsonrpc": "2.0", "id": 1, "result": []} and more"#,
        r#"{"jsonrpc": "2.0", "id": 1, "error": "no object"}"#,
        r#"{"jsonrpc": "2.0", "id": 1}"#,
    ] {
        let recorded = Recorded::with(move |call| {
            let page = call.model == "crm.stage" && call.method == "search_read";
            page.then(|| ResponseTemplate::new(200).set_body_raw(body, "application/json"))
        })
        .await;
        let error = recorded.odoo().page(Kind::Stage, Window::Everything, 0).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{body}");
    }
}

#[tokio::test]
async fn another_error_of_odoo_is_told_by_its_class_and_not_repeated() {
    let recorded = Recorded::with(|call| (call.method == "search_count").then(|| fault("builtins.ValueError"))).await;
    let error = checked(recorded.odoo().count(Kind::Deal, Window::Everything).await.unwrap_err());
    assert_eq!(error.kind, ErrorKind::Refused);
    assert_eq!(error.message, "Odoo answers with its error builtins.ValueError while counting crm.lead");
    assert_eq!(recorded.calls("crm.lead", "search_count").len(), 1);
}
