//! Which protocol is spoken with which server.

use crate::between::{Answer, Between, of, response, sim_of};
use odoo::{Odoo, OdooConfig, http_client};
use odoo_sim::{Sim, Version};
use secrecy::SecretString;
use shared::integrations::TransportChoice::{Auto, Json2, Jsonrpc, Xmlrpc};
use source::{ErrorKind, Source, SourceError};

fn closed(paths: &'static [&'static str]) -> impl Fn(&crate::between::Asked) -> Answer {
    move |asked| match paths.iter().any(|path| asked.path.starts_with(path)) {
        true => Answer::Bytes(response("404 Not Found", "text/html", "<html>not here</html>")),
        false => Answer::PassOn,
    }
}

async fn version(config: OdooConfig) -> Result<String, SourceError> {
    Odoo::new(config, http_client().unwrap()).connect().await.map(|identity| identity.version)
}

async fn behind(sim: &Sim, paths: &'static [&'static str]) -> Result<String, SourceError> {
    let between = Between::start(sim, closed(paths)).await;
    version(of(sim, &between.url, Auto)).await
}

#[tokio::test]
async fn the_best_protocol_that_the_server_has_is_spoken() {
    for (server, expected) in [
        (Version::V17, "Odoo 17.0 over JSON-RPC"),
        (Version::V18, "Odoo 18.0 over JSON-RPC"),
        (Version::V19, "Odoo 19.0 over JSON-2"),
    ] {
        let sim = sim_of(server).await;
        assert_eq!(version(of(&sim, &sim.url, Auto)).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_protocol_that_was_configured_is_spoken_and_no_other() {
    let sim = sim_of(Version::V19).await;
    for (transport, expected) in
        [(Jsonrpc, "Odoo 19.0 over JSON-RPC"), (Xmlrpc, "Odoo 19.0 over XML-RPC"), (Json2, "Odoo 19.0 over JSON-2")]
    {
        assert_eq!(version(of(&sim, &sim.url, transport)).await.unwrap(), expected);
    }
    let between = Between::start(&sim, closed(&["/jsonrpc"])).await;
    let error = version(of(&sim, &between.url, Jsonrpc)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoApi);
    assert!(error.message.contains("(it answers HTTP 404 while asking for its version)"), "{}", error.message);
}

#[tokio::test]
async fn what_a_proxy_closes_is_gone_round() {
    let (old, new) = (sim_of(Version::V18).await, sim_of(Version::V19).await);
    assert_eq!(behind(&old, &["/jsonrpc"]).await.unwrap(), "Odoo 18.0 over XML-RPC");
    assert_eq!(behind(&new, &["/json/2"]).await.unwrap(), "Odoo 19.0 over JSON-RPC");
    assert_eq!(behind(&new, &["/json/2", "/jsonrpc"]).await.unwrap(), "Odoo 19.0 over XML-RPC");
    assert_eq!(behind(&new, &["/web/version"]).await.unwrap(), "Odoo 19.0 over JSON-RPC");
}

#[tokio::test]
async fn an_odoo_with_a_closed_api_is_told_from_what_is_no_odoo() {
    let sim = sim_of(Version::V19).await;
    // Of a newer Odoo without the older protocols, a 404 with HTML means the database.
    assert_eq!(behind(&sim, &["/json/2", "/jsonrpc", "/xmlrpc"]).await.unwrap_err().kind, ErrorKind::UnknownDatabase);
    assert_eq!(behind(&sim, &["/"]).await.unwrap_err().kind, ErrorKind::NotOdoo);
    let between = Between::start(&sim, |asked| match asked.path.as_str() {
        "/web/version" => Answer::PassOn,
        _ => Answer::Bytes(response("403 Forbidden", "text/html", "<html>not on this plan</html>")),
    })
    .await;
    let error = version(of(&sim, &between.url, Auto)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoApi);
    assert!(error.message.contains("on Odoo Online the plan must be Custom"), "{}", error.message);
}

#[tokio::test]
async fn json_2_on_an_odoo_without_it_says_what_it_needs() {
    let sim = sim_of(Version::V18).await;
    let error = version(of(&sim, &sim.url, Json2)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NoApi);
    assert!(error.message.contains("JSON-2 needs Odoo 19"), "{}", error.message);
}

#[tokio::test]
async fn a_password_is_never_sent_as_a_key() {
    let sim = sim_of(Version::V19).await;
    let between = Between::start(&sim, |_| Answer::PassOn).await;
    let config = of(&sim, &between.url, Auto).with_password();
    assert_eq!(version(config).await.unwrap(), "Odoo 19.0 over JSON-RPC");
    assert!(between.asked().iter().all(|asked| !asked.path.starts_with("/json/2")));
}

#[tokio::test]
async fn a_wrong_key_and_a_wrong_database_have_their_names_in_each_protocol() {
    let sim = sim_of(Version::V19).await;
    for transport in [Auto, Jsonrpc, Xmlrpc, Json2] {
        let url = url::Url::parse(&sim.url).unwrap();
        let with = |database: &str, key: &str| {
            let config = OdooConfig::new(url.clone(), database, &*sim.login, SecretString::from(key)).unwrap();
            version(config.with_transport(transport))
        };
        let wrong_key = with(&sim.database, "0123456789012345678901234567890123456789").await.unwrap_err();
        assert_eq!(wrong_key.kind, ErrorKind::WrongCredentials, "{transport:?}");
        let wrong_database = with("nope", &sim.api_key).await.unwrap_err();
        assert_eq!(wrong_database.kind, ErrorKind::UnknownDatabase, "{transport:?}");
    }
}

#[tokio::test]
async fn json_2_sends_key_and_database_in_the_head_and_arguments_by_name() {
    let sim = sim_of(Version::V19).await;
    let between = Between::start(&sim, |_| Answer::PassOn).await;
    let odoo = Odoo::new(of(&sim, &between.url, Json2), http_client().unwrap());
    odoo.connect().await.unwrap();
    odoo.page(domain::canonical::Kind::Stage, source::Window::Everything, 0).await.unwrap();
    let asked = &between.calls("crm.stage", "search_read")[0];
    assert!(asked.head.contains(&format!("authorization: bearer {}", sim.api_key)), "no key");
    assert!(asked.head.contains("x-odoo-database: demo"), "no database");
    assert!(asked.head.contains("content-type: application/json"), "no type");
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["domain"], serde_json::json!([["id", ">", 0]]));
    assert_eq!((&body["limit"], &body["order"], &body["load"]), (&1000.into(), &"id".into(), &"".into()));
    assert_eq!(body["context"]["active_test"], false);
    assert!(!asked.body.contains(&sim.api_key));
    let version = &between.asked()[0];
    assert_eq!((version.method.as_str(), version.path.as_str()), ("GET", "/web/version"));
    assert!(!version.head.contains("authorization"));
}
