//! The test of a connection says exactly what is wrong, and what works.

use crate::between::{Answer, Between, EACH, of, recording, response, sim_for, sim_of};
use chrono::{DateTime, Utc};
use domain::canonical::Kind;
use odoo::{ConnectionProblem, ConnectionReport, OdooConfig, http_client, test_connection};
use odoo_sim::{Removed, Version};
use secrecy::SecretString;
use shared::integrations::TransportChoice::{self, Auto, Json2, Jsonrpc};
use source::ErrorKind;
use tokio::net::TcpListener;
use url::Url;

async fn test(config: OdooConfig) -> Result<ConnectionReport, ConnectionProblem> {
    test_connection(config, http_client().unwrap()).await
}

fn config(url: &str, database: &str, key: &str) -> OdooConfig {
    OdooConfig::new(Url::parse(url).unwrap(), database, "sync@example.com", SecretString::from(key)).unwrap()
}

async fn problem(config: OdooConfig) -> ConnectionProblem {
    let problem = test(config).await.unwrap_err();
    for secret in ["a-very-secret-key", "sync@example.com", "Traceback"] {
        assert!(!problem.to_string().contains(secret), "{problem}");
    }
    problem
}

#[tokio::test]
async fn a_connection_that_works_says_who_we_are_and_what_can_be_read() {
    for transport in EACH {
        let sim = sim_for(transport).await;
        let report = test(of(&sim, &sim.url, transport)).await.unwrap();
        assert_eq!(report.transport, transport);
        assert_eq!(report.version, if transport == Json2 { "Odoo 19.0" } else { "Odoo 18.0" });
        assert!(!report.user.is_empty() && !report.companies.is_empty());
        assert!(report.readable.contains(&(Kind::Deal, "crm.lead")), "{:?}", report.readable);
        assert_eq!(report.unreadable, []);
    }
}

#[tokio::test]
async fn models_and_fields_without_rights_are_named() {
    let sim = sim_of(Version::V19).await;
    sim.control.remove_right(Removed::Model { model: "crm.team".into(), uid: None });
    sim.control.remove_right(Removed::Field { model: "crm.lead".into(), field: "expected_revenue".into(), uid: None });
    sim.control.remove_right(Removed::Model { model: "hr.employee".into(), uid: None });
    let report = test(of(&sim, &sim.url, Auto)).await.unwrap();
    let unreadable: Vec<_> =
        report.unreadable.iter().map(|(kind, model, e)| (*kind, *model, e.message.as_str())).collect();
    let expected = [
        (Kind::Team, "crm.team", "The integration user has no right for this in Odoo: reading crm.team"),
        (Kind::Deal, "crm.lead", "The integration user may not read the field expected_revenue of crm.lead in Odoo"),
    ];
    assert_eq!(unreadable, expected);
    assert!(report.unreadable.iter().all(|(_, _, error)| error.kind == ErrorKind::MissingRights));
    assert!(report.readable.contains(&(Kind::Employee, "hr.employee.public")), "{:?}", report.readable);
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_told() {
    let problem = problem(config("https://odoo.invalid", "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::Dns);
    assert!(problem.to_string().starts_with("The host of https://odoo.invalid/ is not known"), "{problem}");
}

#[tokio::test]
async fn an_address_where_nothing_listens_is_told() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let problem = problem(config(&url, "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::Unreachable);
    assert!(problem.to_string().ends_with("nothing listens at this address"), "{problem}");
}

#[tokio::test]
async fn what_speaks_no_tls_is_told() {
    let sim = sim_of(Version::V18).await;
    let url = sim.url.replace("http://", "https://");
    let problem = problem(config(&url, "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::Tls);
}

#[tokio::test]
async fn a_certificate_that_nobody_trusted_signed_is_told() {
    let url = crate::untrusted::start().await;
    let problem = problem(config(&url, "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::Tls);
    assert!(problem.to_string().contains("its certificate was signed by nobody who is trusted here"), "{problem}");
}

#[tokio::test]
async fn what_is_no_odoo_is_told() {
    let sim = sim_of(Version::V18).await;
    let between =
        Between::start(&sim, |_| Answer::Bytes(response("200 OK", "text/html", "<html>Welcome</html>"))).await;
    let problem = problem(config(&between.url, "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::NotOdoo);
}

#[tokio::test]
async fn a_wrong_database_comes_with_those_that_there_are() {
    for (version, transport) in [(Version::V18, Auto), (Version::V19, Auto), (Version::V19, Json2)] {
        let sim = sim_of(version).await;
        let wrong = config(&sim.url, "nope", "a-very-secret-key").with_transport(transport);
        let problem = problem(wrong).await;
        assert_eq!((problem.error.kind, problem.databases), (ErrorKind::UnknownDatabase, vec!["demo".to_owned()]));
    }
}

#[tokio::test]
async fn a_list_of_databases_that_is_kept_secret_changes_nothing() {
    let sim = sim_of(Version::V18).await;
    let between = Between::start(&sim, |asked| match asked.body.contains("\"db\"") || asked.path.ends_with("/db") {
        true => Answer::Bytes(recording("wire/object_wrong_password.response.json")),
        false => Answer::PassOn,
    })
    .await;
    let problem = problem(config(&between.url, "nope", "a-very-secret-key")).await;
    assert_eq!((problem.error.kind, problem.databases), (ErrorKind::UnknownDatabase, vec![]));
}

#[tokio::test]
async fn a_wrong_login_or_key_is_told() {
    for (version, transport) in [(Version::V18, Auto), (Version::V19, Auto), (Version::V19, Json2)] {
        let sim = sim_of(version).await;
        let problem = problem(config(&sim.url, "demo", "a-very-secret-key").with_transport(transport)).await;
        assert_eq!(problem.error.kind, ErrorKind::WrongCredentials, "{version:?} {transport:?}");
    }
}

#[tokio::test]
async fn a_plan_without_an_api_is_told() {
    for version in [Version::V18, Version::V19] {
        for status in ["403 Forbidden", "404 Not Found"] {
            let sim = sim_of(version).await;
            let between = Between::start(&sim, move |asked| {
                let is_object = asked.body.contains("execute_kw") || asked.path.starts_with("/json/2");
                match is_object {
                    true => Answer::Bytes(response(status, "text/html", "<html>upgrade your plan</html>")),
                    false => Answer::PassOn,
                }
            })
            .await;
            let problem = test(of(&sim, &between.url, Auto)).await.unwrap_err();
            assert_eq!(problem.error.kind, ErrorKind::NoApi, "{version:?} {status}");
            assert!(problem.to_string().contains("the plan must be Custom"), "{problem}");
        }
    }
    // With JSON-2 alone a 404 may mean the database; the server's list says that it does not.
    let sim = sim_of(Version::V19).await;
    let between = Between::start(&sim, |asked| match asked.path.starts_with("/json/2") {
        true => Answer::Bytes(response("404 Not Found", "text/html", "<html>upgrade your plan</html>")),
        false => Answer::PassOn,
    })
    .await;
    let problem = test(of(&sim, &between.url, Json2)).await.unwrap_err();
    assert_eq!(problem.error.kind, ErrorKind::NoApi);
}

#[tokio::test]
async fn a_version_that_is_too_old_is_told() {
    let sim = sim_of(Version::V18).await;
    sim.control.set_version(Some("16.0"));
    let problem = problem(config(&sim.url, "demo", "a-very-secret-key")).await;
    assert_eq!(problem.error.kind, ErrorKind::VersionTooOld);
}

/// Answers the question for keys with a recorded list.
async fn ends(transport: TransportChoice, keys: &'static str) -> Option<DateTime<Utc>> {
    let sim = sim_of(if transport == Json2 { Version::V19 } else { Version::V18 }).await;
    let between = Between::start(&sim, move |asked| match asked.calls("res.users.apikeys", "search_read") {
        false => Answer::PassOn,
        true if transport == Json2 => Answer::Bytes(response("200 OK", "application/json", keys)),
        true => {
            let body = format!("{{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {keys}}}");
            Answer::Bytes(response("200 OK", "application/json", &body))
        }
    })
    .await;
    test(of(&sim, &between.url, transport)).await.unwrap().credential_ends
}

#[tokio::test]
async fn the_end_of_the_key_is_told_where_odoo_tells_it() {
    let endless = r#"[{"id": 1, "name": "admin json2", "scope": false, "expiration_date": false}]"#;
    let ending = r#"[{"id": 3, "name": "demo json2", "scope": false, "expiration_date": "2036-11-18 05:48:27"}]"#;
    for transport in [Jsonrpc, Json2] {
        assert_eq!(ends(transport, endless).await, None);
        assert_eq!(ends(transport, ending).await, Some("2036-11-18T05:48:27Z".parse().unwrap()));
        assert_eq!(ends(transport, "[]").await, None);
    }
    let sim = sim_of(Version::V19).await;
    let between = Between::start(&sim, |asked| match asked.calls("res.users.apikeys", "search_read") {
        true => Answer::Bytes(recording("json2/err_access_error_model.response.http")),
        false => Answer::PassOn,
    })
    .await;
    assert_eq!(test(of(&sim, &between.url, Json2)).await.unwrap().credential_ends, None);
}
