//! The configuration: problems together and by name, secrets kept, the documented table.

use backend::config::{Config, Environment, VARIABLES};
use std::time::Duration;

const DOCUMENT: &str = include_str!("../../../docs/configuration.md");

fn problems<const N: usize>(variables: [(&str, &str); N]) -> Vec<String> {
    let problems = Config::read(&Environment::from(variables)).unwrap_err().0;
    problems.into_iter().map(|problem| problem.name.replace("SALESCOMMAND_", "")).collect()
}

#[test]
fn nothing_at_all_is_a_good_configuration() {
    let config = Config::read(&Environment::default()).unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.sync_interval, Duration::from_secs(300));
    assert!(config.odoo.is_none() && config.first_admin.is_none() && config.database.uri.is_none());
}

#[test]
fn all_problems_are_reported_together_by_name_and_without_values() {
    let variables = [
        ("SALESCOMMAND_LISTEN", "somewhere"),
        ("SALESCOMMAND_PUBLIC_URL", "http://sales.example.com"),
        ("SALESCOMMAND_TRUSTED_PROXIES", "10.0.0.2,proxy"),
        ("SALESCOMMAND_ODOO_URL", "ftp://odoo.example.com"),
        ("SALESCOMMAND_ODOO_PASSWORD", "hunter2-hunter2"),
        ("SALESCOMMAND_SYNC_INTERVAL_MINUTES", "4"),
        ("SALESCOMMAND_ADMIN_PASSWORD", "hunter2"),
        ("SALESCOMMAND_TIME_ZONE", "Mars/Olympus"),
        ("SALESCOMMAND_CURRENCY", "eur"),
        ("SALESCOMMAND_SMTP_URL", "smtp://u:hunter2@mail.example.com"),
        ("SALESCOMMAND_LOG_FORMAT", "xml"),
    ];
    let error = Config::read(&Environment::from(variables)).unwrap_err();
    let text = error.to_string();
    for name in [
        "LISTEN",
        "PUBLIC_URL",
        "TRUSTED_PROXIES",
        "ODOO_DATABASE",
        "ODOO_USERNAME",
        "SYNC_INTERVAL_MINUTES",
        "ADMIN_EMAIL",
        "ADMIN_PASSWORD",
        "TIME_ZONE",
        "CURRENCY",
        "SMTP_URL",
        "ALERT_FROM",
        "LOG_FORMAT",
    ] {
        assert!(text.contains(&format!("SALESCOMMAND_{name} ")), "{name} in {text}");
    }
    assert!(!text.contains("hunter2") && !text.contains("Mars"), "{text}");
}

#[test]
fn a_connection_to_odoo_is_whole_or_absent() {
    assert_eq!(
        problems([("SALESCOMMAND_ODOO_URL", "https://odoo.example.com")]),
        ["ODOO_DATABASE", "ODOO_USERNAME", "ODOO_API_KEY"]
    );
    let whole = |url| {
        [
            ("SALESCOMMAND_ODOO_URL", url),
            ("SALESCOMMAND_ODOO_DATABASE", "production"),
            ("SALESCOMMAND_ODOO_USERNAME", "robot"),
            ("SALESCOMMAND_ODOO_API_KEY", "key"),
        ]
    };
    assert!(Config::read(&Environment::from(whole("https://odoo.example.com"))).unwrap().odoo.is_some());
    assert!(Config::read(&Environment::from(whole("http://localhost:8069"))).unwrap().odoo.is_some());
    for refused in ["http://odoo.example.com", "https://user:secret@odoo.example.com", "https://169.254.1.1"] {
        assert_eq!(problems(whole(refused)), ["ODOO_URL"], "{refused}");
    }
}

#[test]
fn whoever_listens_to_the_world_says_under_which_name() {
    assert_eq!(problems([("SALESCOMMAND_LISTEN", "0.0.0.0:8080")]), ["PUBLIC_URL", "MASTER_KEY"]);
    let named = [
        ("SALESCOMMAND_LISTEN", "0.0.0.0:8080"),
        ("SALESCOMMAND_PUBLIC_URL", "https://sales.example.com"),
        ("SALESCOMMAND_MASTER_KEY_FILE", "/run/secrets/master-key"),
    ];
    Config::read(&Environment::from(named)).unwrap();
    for url in [
        "https://sales.example.com/app",
        "sales.example.com",
        "https://u:p@sales.example.com",
        "https://x.example/?a=1",
    ] {
        assert_eq!(problems([("SALESCOMMAND_PUBLIC_URL", url)]), ["PUBLIC_URL"], "{url}");
    }
}

#[test]
fn secrets_do_not_show_in_debug_output() {
    let variables = [
        ("SALESCOMMAND_MONGODB_URI", "mongodb://root:hunter2@localhost/?replicaSet=rs0"),
        ("SALESCOMMAND_ADMIN_EMAIL", "root@golden.example"),
        ("SALESCOMMAND_ADMIN_PASSWORD", "hunter2-hunter2"),
    ];
    let environment = Environment::from(variables);
    let config = Config::read(&environment).unwrap();
    assert!(!format!("{environment:?} {config:?}").contains("hunter2"));
}

#[test]
fn a_master_key_is_given_once_and_has_32_bytes() {
    assert_eq!(problems([("SALESCOMMAND_MASTER_KEY", "hunter2")]), ["MASTER_KEY"]);
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP8=";
    let twice = [("SALESCOMMAND_MASTER_KEY", key), ("SALESCOMMAND_MASTER_KEY_FILE", "somewhere")];
    assert_eq!(problems(twice), ["MASTER_KEY_FILE"]);
    let config = Config::read(&Environment::from([("SALESCOMMAND_MASTER_KEY", key)])).unwrap();
    assert!(!format!("{config:?}").contains("AAAA"));
}

#[test]
fn a_typing_error_in_a_name_is_found() {
    let variables = [
        ("SALESCOMMAND_LISTEM", "x"),
        ("SALESCOMMAND_TEST_MONGODB_URI", "x"),
        ("OTHER", "x"),
        ("SALESCOMMAND_LOG", "info"),
    ];
    assert_eq!(Environment::from(variables).unknown(), ["SALESCOMMAND_LISTEM"]);
}

#[test]
fn the_document_lists_exactly_the_variables_of_the_program() {
    let rows: Vec<_> = DOCUMENT.lines().filter(|line| line.starts_with("| `SALESCOMMAND_")).collect();
    let expected: Vec<_> = VARIABLES
        .iter()
        .map(|variable| {
            let secret = if variable.secret { "yes" } else { "" };
            format!("| `{}` | {secret} | {} | {} |", variable.name, variable.default, variable.meaning)
        })
        .collect();
    assert_eq!(rows, expected);
}
