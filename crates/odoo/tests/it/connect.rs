//! What a run learns when it begins: version, database, what may be read.

use crate::recorded::{ADMIN, Recorded, UUID, config, fault, result, wire};
use domain::canonical::Kind;
use odoo::{ConfigError, OdooConfig};
use secrecy::SecretString;
use serde_json::{Value, json};
use source::{ErrorKind, Source, Window};
use url::Url;

#[tokio::test]
async fn a_connection_names_version_and_database_and_reads_every_kind() {
    let recorded = Recorded::start().await;
    let identity = recorded.odoo().connect().await.unwrap();
    assert_eq!(identity.system, "odoo");
    assert_eq!(identity.version, "Odoo 18.0 over JSON-RPC");
    assert_eq!(identity.fingerprint, format!("uuid:{UUID}"));
    assert_eq!(identity.unreadable, []);
    assert_eq!(identity.absent, [Kind::InvoiceLine, Kind::Payment, Kind::Attendee], "of these there is no recording");
}

#[tokio::test]
async fn every_read_is_in_all_companies_of_the_user_with_archived_records() {
    let recorded = Recorded::with(|call| {
        let own = call.domain == json!([["id", "=", ADMIN]]);
        (own && call.model == "res.users").then(|| result(json!([{"id": ADMIN, "company_ids": [5, 1]}])))
    })
    .await;
    let odoo = recorded.odoo();
    odoo.connect().await.unwrap();
    odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
    let call = &recorded.calls("crm.lead", "search_read")[0];
    assert_eq!(
        call.named["context"].clone(),
        json!({"lang": "en_US", "active_test": false, "allowed_company_ids": [1, 5]})
    );
    assert_eq!(call.named["load"], "");
    assert_eq!(call.named["order"], "id");
    assert_eq!(call.named["limit"], 1000);
    assert!(!call.named.contains_key("offset"));
}

#[tokio::test]
async fn one_sign_in_serves_many_runs() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo();
    odoo.connect().await.unwrap();
    odoo.page(Kind::Stage, Window::Everything, 0).await.unwrap();
    odoo.connect().await.unwrap();
    assert_eq!(recorded.calls("", "authenticate").len(), 1);
}

#[tokio::test]
async fn a_read_without_a_connection_connects_by_itself() {
    let recorded = Recorded::start().await;
    assert_eq!(recorded.odoo().count(Kind::Partner, Window::Everything).await.unwrap(), 40);
}

#[tokio::test]
async fn without_the_right_to_read_the_uuid_the_address_names_the_database() {
    let script = |call: &crate::recorded::Call| {
        (call.model == "ir.config_parameter").then(|| fault("odoo.exceptions.AccessError"))
    };
    let recorded = Recorded::with(script).await;
    let first = recorded.odoo().connect().await.unwrap();
    let again = recorded.odoo().connect().await.unwrap();
    assert!(first.fingerprint.starts_with("url:"));
    assert_eq!(first.fingerprint, again.fingerprint);
    assert!(!first.contradicts(&format!("uuid:{UUID}")));
    assert!(first.contradicts("url:another"));
}

#[tokio::test]
async fn a_model_that_may_not_be_read_is_named_and_the_others_are_read() {
    let recorded = Recorded::with(|call| {
        (call.model == "crm.team" && call.method == "search").then(|| wire("object_access_error_read"))
    })
    .await;
    let odoo = recorded.odoo();
    let identity = odoo.connect().await.unwrap();
    let [(Kind::Team, error)] = identity.unreadable.as_slice() else { panic!("{:?}", identity.unreadable) };
    assert_eq!(error.kind, ErrorKind::MissingRights);
    assert_eq!(error.message, "The integration user has no right for this in Odoo: reading crm.team");
    assert_eq!(odoo.page(Kind::Team, Window::Everything, 0).await.unwrap_err(), *error);
    assert_eq!(odoo.page(Kind::Stage, Window::Everything, 0).await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_kind_is_not_read_without_an_essential_field() {
    let recorded = Recorded::with(|call| {
        (call.model == "crm.lead" && call.method == "fields_get")
            .then(|| result(json!({"name": {}, "type": {}, "partner_id": {}, "user_id": {}})))
    })
    .await;
    let identity = recorded.odoo().connect().await.unwrap();
    let [(Kind::Deal, error)] = identity.unreadable.as_slice() else { panic!("{:?}", identity.unreadable) };
    assert_eq!(error.kind, ErrorKind::MissingRights);
    assert_eq!(error.message, "The integration user may not read the field team_id of crm.lead in Odoo");
}

#[tokio::test]
async fn a_field_that_may_not_be_read_is_unknown_and_not_asked_for() {
    let recorded = Recorded::with(|call| {
        (call.model == "crm.stage" && call.method == "fields_get")
            .then(|| result(json!({"name": {}, "sequence": {}, "is_won": {}})))
    })
    .await;
    let odoo = recorded.odoo();
    let page = odoo.page(Kind::Stage, Window::Everything, 0).await.unwrap();
    assert_eq!(recorded.calls("crm.stage", "search_read")[0].named["fields"], json!(["name", "sequence", "is_won"]));
    assert_eq!(Value::from(page[0].payload.clone()), json!({"name": "New", "sequence": 1, "is_won": false}));
    assert_eq!(odoo.map(Kind::Stage, &page[0]).issues, []);
}

#[tokio::test]
async fn employees_are_read_from_their_public_twin_where_rights_are_missing() {
    let recorded = Recorded::with(|call| match (call.model.as_str(), call.method.as_str()) {
        ("hr.employee", "search") => Some(fault("odoo.exceptions.AccessError")),
        ("hr.employee.public", "fields_get") => {
            Some(result(json!({"name": {}, "user_id": {}, "parent_id": {}, "active": {}})))
        }
        ("hr.employee.public", "search") => Some(result(json!([3]))),
        ("hr.employee.public", "search_read") if call.domain == json!([["id", ">", 0]]) => {
            Some(result(json!([{"id": 3, "name": "Ann", "user_id": 6, "parent_id": false, "active": true}])))
        }
        ("hr.employee.public", "search_read") => Some(result(json!([]))),
        _ => None,
    })
    .await;
    let odoo = recorded.odoo();
    let identity = odoo.connect().await.unwrap();
    assert_eq!(identity.unreadable, []);
    let note = "The integration user may not read hr.employee, so hr.employee.public is read, which shows less";
    assert_eq!(identity.notes, [(Kind::Employee, note.to_owned())]);
    assert_eq!(odoo.page(Kind::Employee, Window::Everything, 0).await.unwrap()[0].id, 3);
    assert_eq!(odoo.model(Kind::Employee), "hr.employee");
}

#[tokio::test]
async fn an_odoo_without_the_employees_module_is_complete_all_the_same() {
    let recorded = Recorded::with(|call| call.model.starts_with("hr.").then(|| wire("object_unknown_model"))).await;
    let identity = recorded.odoo().connect().await.unwrap();
    assert_eq!(identity.unreadable, []);
    assert!(identity.absent.starts_with(&[Kind::Department, Kind::Employee]), "{:?}", identity.absent);
    assert_eq!(identity.notes, []);
}

#[tokio::test]
async fn an_odoo_without_crm_is_told() {
    let recorded = Recorded::with(|call| (call.model == "crm.lead").then(|| wire("object_unknown_model"))).await;
    let identity = recorded.odoo().connect().await.unwrap();
    let [(Kind::Deal, error)] = identity.unreadable.as_slice() else { panic!("{:?}", identity.unreadable) };
    assert_eq!(error.kind, ErrorKind::Refused);
    assert!(error.message.contains("odoo.exceptions.UserError"), "{}", error.message);
    assert!(error.message.contains("crm.lead"), "{}", error.message);
}

#[test]
fn a_configuration_is_checked_before_anything_is_sent() {
    let of = |url: &str| {
        let secret = SecretString::from("s");
        OdooConfig::new(Url::parse(url).unwrap(), "lab", "sync", secret).map(|config| config.url().to_string())
    };
    assert_eq!(of("https://odoo.example.com").unwrap(), "https://odoo.example.com/");
    assert_eq!(of("https://odoo.example.com/erp?x=1#y").unwrap(), "https://odoo.example.com/erp/");
    assert_eq!(of("http://localhost:8069").unwrap(), "http://localhost:8069/");
    assert_eq!(of("http://127.0.0.1:8069").unwrap(), "http://127.0.0.1:8069/");
    assert_eq!(of("http://[::1]:8069").unwrap(), "http://[::1]:8069/");
    assert_eq!(of("http://odoo.example.com").unwrap_err(), ConfigError::Insecure);
    assert_eq!(of("http://10.0.0.5").unwrap_err(), ConfigError::Insecure);
    assert_eq!(of("https://169.254.169.254").unwrap_err(), ConfigError::LinkLocal);
    assert_eq!(of("https://[fe80::1]").unwrap_err(), ConfigError::LinkLocal);
    assert_eq!(of("https://[::ffff:169.254.1.1]").unwrap_err(), ConfigError::LinkLocal);
    for hidden in ["[::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[fd00:ec2::254]", "100.100.100.200"] {
        assert_eq!(of(&format!("https://{hidden}")).unwrap_err(), ConfigError::LinkLocal, "{hidden}");
    }
    assert_eq!(of("https://me:secret@odoo.example.com").unwrap_err(), ConfigError::CredentialsInUrl);
    assert_eq!(of("https://me@odoo.example.com").unwrap_err(), ConfigError::CredentialsInUrl);
    assert_eq!(of("ftp://odoo.example.com").unwrap_err(), ConfigError::NotHttp);
}

#[test]
fn a_configuration_needs_database_user_and_secret() {
    let of = |database: &str, user: &str, secret: &str| {
        let url = Url::parse("https://odoo.example.com").unwrap();
        OdooConfig::new(url, database, user, SecretString::from(secret)).unwrap_err()
    };
    assert_eq!(of(" ", "u", "s"), ConfigError::Empty("database"));
    assert_eq!(of("d", "", "s"), ConfigError::Empty("user name"));
    assert_eq!(of("d", "u", ""), ConfigError::Empty("password or API key"));
}

#[test]
fn a_configuration_shows_neither_user_nor_secret() {
    let shown = format!("{:?}", config("https://odoo.example.com"));
    assert!(shown.contains("odoo.example.com"));
    assert!(!shown.contains("sync@example.com") && !shown.contains("secret"), "{shown}");
}
