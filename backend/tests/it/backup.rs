//! `backup` and `restore` as commands.

use crate::{
    command_line::{run, salescommand, text},
    support::{PASSWORD, data_dir, golden_odoo, variables},
};
use serde_json::Value;
use std::{os::unix::fs::PermissionsExt, path::Path};
use testkit::database::TestDb;

fn manifest(directory: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(directory.join("manifest.json")).unwrap()).unwrap()
}

/// Name, number of documents and hash of each file that does not tell of the restore itself.
fn files(manifest: &Value) -> Vec<(String, u64, String)> {
    let files = manifest["files"].as_array().unwrap().iter();
    let files = files.map(|file| {
        let text = |field: &str| file[field].as_str().unwrap().to_owned();
        (text("collection"), file["documents"].as_u64().unwrap(), text("blake3"))
    });
    files
        .filter(|(name, ..)| name.starts_with("raw_") || ["users", "sync_logs", "generations"].contains(&name.as_str()))
        .collect()
}

#[tokio::test]
async fn what_was_backed_up_is_restored_into_an_empty_database_and_nowhere_else() {
    let (db, other) = (TestDb::new().await, TestDb::new().await);
    let directory = data_dir(db.name());
    let odoo = golden_odoo().await;
    let (ours, theirs) = (variables(&db, &directory, Some(&odoo)), variables(&other, &directory, Some(&odoo)));
    let (first, second) = (directory.join("first"), directory.join("second"));
    let command = |variables: &[(String, String)], arguments: &[&str], input: &str| {
        run(salescommand(variables, &directory, arguments), input)
    };
    assert_eq!(command(&ours, &["sync-once"], "").status.code(), Some(0));
    let add = ["user", "add", "--email", "ada@golden.example", "--name", "Ada", "--role", "admin", "--approved"];
    assert_eq!(command(&ours, &add, PASSWORD).status.code(), Some(0));

    let written = command(&ours, &["backup", first.to_str().unwrap()], "");
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    assert!(text(&written.stdout).starts_with("backed up generation 1 with "));
    for entry in std::fs::read_dir(&first).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "for the owner alone");
    }
    assert_eq!(command(&ours, &["backup", first.to_str().unwrap()], "").status.code(), Some(1), "it is taken");

    let restored = command(&theirs, &["restore", first.to_str().unwrap()], "");
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert!(text(&restored.stdout).starts_with("restored generation 1 from "));
    assert_eq!(command(&theirs, &["backup", second.to_str().unwrap()], "").status.code(), Some(0));
    assert_eq!(files(&manifest(&second)), files(&manifest(&first)));

    let again = command(&theirs, &["restore", first.to_str().unwrap()], "");
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("this database is not empty"), "{}", text(&again.stderr));
    let run: Value = serde_json::from_slice(&command(&theirs, &["sync-once"], "").stdout).unwrap();
    assert_eq!((&run["state"], &run["generation"]), (&"success".into(), &Value::Null), "it goes on: {run}");
    std::fs::remove_dir_all(directory).unwrap();
}
