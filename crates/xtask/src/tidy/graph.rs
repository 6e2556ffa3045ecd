//! Which of our crates may use which: a new edge needs a line here and a decision note.

use super::Complaint;
use crate::failure::{About, Failure, Result};
use crate::project::Project;
use crate::run;
use serde_json::Value;

const LIBRARIES: [&str; 9] = ["db", "domain", "jobs", "microsoft", "odoo", "shared", "source", "store", "sync"];

/// What a crate may use of ours, apart from tests.
fn may_use(package: &str) -> Option<&'static [&'static str]> {
    Some(match package {
        "shared" | "db" | "odoo-sim" | "xtask" => &[],
        "domain" | "salescommand-app" => &["shared"],
        "source" => &["domain", "shared"],
        "odoo" | "microsoft" => &["source", "domain", "shared"],
        "store" => &["db", "domain", "shared", "source"],
        "sync" => &["source", "store", "domain", "shared"],
        "jobs" => &["db"],
        "salescommand" => &LIBRARIES,
        "testkit" | "bench" => {
            &["db", "domain", "jobs", "microsoft", "odoo", "odoo-sim", "shared", "source", "store", "sync"]
        }
        _ => return None,
    })
}

/// What its tests may use besides.
fn tests_may_use(package: &str) -> &'static [&'static str] {
    match package {
        "shared" | "source" | "xtask" | "salescommand-app" => &[],
        // Its own builders.
        "domain" => &["domain"],
        // A real connector passes the story that the scripted source passes.
        "sync" => &["testkit", "db", "odoo", "odoo-sim", "domain"],
        _ => &["testkit", "odoo-sim", "domain"],
    }
}

/// Crates of others that only some of ours may know.
const FENCED: [(&str, &[&str]); 6] = [
    ("mongodb", &["db", "store", "jobs", "testkit", "bench"]),
    ("bson", &["db", "store", "jobs", "testkit", "bench"]),
    ("actix-web", &["salescommand", "odoo-sim"]),
    ("apalis", &["jobs", "salescommand"]),
    ("reqwest", &["odoo", "microsoft", "salescommand", "testkit", "bench"]),
    ("leptos", &["salescommand-app"]),
];

/// Pure crates: no runtime, no wire format beyond what they are for.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("shared", &["tokio", "serde_json", "tracing", "futures"]),
    ("domain", &["tokio", "serde_json", "tracing", "futures"]),
    ("salescommand-app", &["tokio", "tracing"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Use,
    Test,
}

#[derive(Debug)]
pub struct Package {
    pub name: String,
    /// From the root.
    pub dir: String,
    pub dependencies: Vec<Dependency>,
}

#[derive(Debug)]
pub struct Dependency {
    pub name: String,
    pub is_ours: bool,
    pub kind: Kind,
}

pub fn packages(project: &Project) -> Result<Vec<Package>> {
    let mut cargo = run::command("cargo");
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(&project.root);
    let metadata: Value = serde_json::from_str(&run::output(&mut cargo)?)
        .map_err(|error| Failure::new(error.to_string()))
        .about("cargo metadata")?;
    let root = format!("{}/", project.root.display());
    Ok(list(&metadata, "packages").filter_map(|package| package_from(package, &root)).collect())
}

fn package_from(package: &Value, root: &str) -> Option<Package> {
    let manifest = package.get("manifest_path")?.as_str()?;
    let dependencies = list(package, "dependencies").filter_map(|dependency| {
        Some(Dependency {
            name: dependency.get("name")?.as_str()?.to_owned(),
            is_ours: dependency.get("path").is_some_and(Value::is_string),
            kind: if dependency.get("kind")?.as_str() == Some("dev") { Kind::Test } else { Kind::Use },
        })
    });
    Some(Package {
        name: package.get("name")?.as_str()?.to_owned(),
        dir: manifest.strip_prefix(root).unwrap_or(manifest).trim_end_matches("/Cargo.toml").to_owned(),
        dependencies: dependencies.collect(),
    })
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

pub fn check(packages: &[Package]) -> Vec<Complaint> {
    packages.iter().flat_map(|package| package.dependencies.iter().filter_map(|on| edge(&package.name, on))).collect()
}

fn edge(package: &str, on: &Dependency) -> Option<Complaint> {
    let name = on.name.as_str();
    let Some(allowed) = may_use(package) else {
        return Some(Complaint::new(package, "is not in the table of crates (crates/xtask/src/tidy/graph.rs)"));
    };
    if on.is_ours {
        let fine = allowed.contains(&name) || (on.kind == Kind::Test && tests_may_use(package).contains(&name));
        return (!fine).then(|| Complaint::new(package, format!("must not use {name}")));
    }
    if on.kind == Kind::Test {
        return None;
    }
    let fenced = FENCED.iter().any(|(fenced, users)| *fenced == name && !users.contains(&package));
    let forbidden = FORBIDDEN.iter().any(|(user, names)| *user == package && names.contains(&name));
    (fenced || forbidden).then(|| Complaint::new(package, format!("must not know {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(package: &str, name: &str, is_ours: bool, kind: Kind) -> Vec<String> {
        let dependencies = vec![Dependency { name: name.to_owned(), is_ours, kind }];
        let package = Package { name: package.to_owned(), dir: String::new(), dependencies };
        check(&[package]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn edges_of_the_table_are_fine_and_others_are_not() {
        assert_eq!(complaints("store", "db", true, Kind::Use), [""; 0]);
        assert_eq!(complaints("odoo", "store", true, Kind::Use), ["odoo: must not use store"]);
        assert_eq!(
            complaints("salescommand-app", "domain", true, Kind::Use),
            ["salescommand-app: must not use domain"]
        );
    }

    #[test]
    fn the_testkit_is_for_tests_alone() {
        assert_eq!(complaints("store", "testkit", true, Kind::Test), [""; 0]);
        assert_eq!(complaints("store", "testkit", true, Kind::Use), ["store: must not use testkit"]);
    }

    #[test]
    fn only_the_stores_know_the_database_driver() {
        assert_eq!(complaints("db", "mongodb", false, Kind::Use), [""; 0]);
        assert_eq!(complaints("sync", "mongodb", false, Kind::Use), ["sync: must not know mongodb"]);
        assert_eq!(complaints("domain", "serde_json", false, Kind::Use), ["domain: must not know serde_json"]);
    }

    #[test]
    fn a_crate_that_the_table_does_not_know_is_named() {
        let found = complaints("extra", "serde", false, Kind::Use);
        assert_eq!(found, ["extra: is not in the table of crates (crates/xtask/src/tidy/graph.rs)"]);
    }
}
