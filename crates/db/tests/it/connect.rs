//! What opening says when it cannot.

use std::path::PathBuf;

use db::{Db, DbConfig, DbError};
use testkit::database::TestDb;

fn by_uri(uri: &str) -> DbConfig {
    DbConfig { uri: Some(uri.to_owned().into()), database: "nothing".into(), data_dir: PathBuf::new(), mongod: None }
}

#[tokio::test]
async fn a_uri_that_cannot_be_read_is_refused_without_repeating_its_password() {
    let error = Db::open(&by_uri("mongodb://ann:pa%ss@127.0.0.1/?replicaSet=a")).await.unwrap_err();
    assert!(matches!(error, DbError::InvalidUri), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("pa%ss"));
}

#[tokio::test]
async fn another_machine_without_credentials_and_tls_is_refused_before_anything_is_sent() {
    for uri in
        ["mongodb://db.example.com/", "mongodb://ann:secret@db.example.com/", "mongodb://db.example.com/?tls=true"]
    {
        let error = Db::open(&by_uri(uri)).await.unwrap_err();
        assert!(matches!(&error, DbError::InsecureUri { host } if host == "db.example.com:27017"), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let error = Db::open(&by_uri("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200")).await.unwrap_err();
    assert!(matches!(error, DbError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn an_open_database_says_its_version_and_name() {
    let db = TestDb::new().await;
    assert!(db.server_version().split('.').next().unwrap().parse::<u32>().unwrap() >= 6);
    db.ping().await.unwrap();
    assert_eq!(db.sibling("other").name(), "other");
    let same = Db::open(&db.config()).await.unwrap();
    assert_eq!(same.name(), db.name());
}
