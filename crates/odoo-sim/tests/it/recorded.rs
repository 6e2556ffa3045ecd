//! The recorded demo companies of the real Odoo 18 and 19: their rows, served again, and compared field by field.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use odoo_sim::{Company, Options, Sim, Version};
use serde_json::{Map, Value, json};

use crate::client::{call, day};

const MODELS: &[&str] = &[
    "crm.lead",
    "res.partner",
    "res.users",
    "hr.employee",
    "hr.department",
    "crm.stage",
    "crm.team",
    "crm.team.member",
    "res.partner.industry",
    "res.country",
    "res.currency",
    "res.company",
    "crm.lost.reason",
    "crm.tag",
    "res.partner.category",
    "account.move",
    "sale.order",
    "mail.activity.type",
    "mail.activity",
    "mail.message",
    "calendar.event",
];

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Which server was recorded, and the keys of its two callers.
#[derive(Debug, Clone, Copy)]
pub struct Recording {
    version: Version,
    folder: &'static str,
    database: &'static str,
    keys: [&'static str; 2],
}

impl Recording {
    pub fn eighteen() -> Self {
        Self { version: Version::V18, folder: "rows", database: "crm18", keys: ["admin", "demo"] }
    }

    /// The keys in these recordings are 40 equal letters.
    pub fn nineteen() -> Self {
        let keys = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "dddddddddddddddddddddddddddddddddddddddd"];
        Self { version: Version::V19, folder: "rows_19", database: "crm19", keys }
    }

    fn rows(self, model: &str) -> Vec<Map<String, Value>> {
        let path = fixtures().join(self.folder).join(format!("{model}.json"));
        let text = std::fs::read_to_string(path).expect("recorded rows");
        serde_json::from_str(&text).expect("a list of rows")
    }

    pub async fn serve(self) -> Sim {
        let options = Options {
            company: Some(self.company()),
            version: self.version,
            database: self.database.into(),
            other_databases: if self.version == Version::V19 { vec!["lab".into()] } else { Vec::new() },
            login: Some("admin".into()),
            api_key: Some(self.keys[0].into()),
            salesman_api_key: Some(self.keys[1].into()),
            ..Options::new(day())
        };
        Sim::start(options).await.expect("the recorded company is sound")
    }

    /// The recorded rows, cut to the served fields. Records that are only named by others (the recordings hold up to forty
    /// rows of a model) are added with their name; datetimes get back a fraction, which the wire had cut off.
    fn company(self) -> Company {
        let mut tables: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut named: BTreeMap<(String, i64), String> = BTreeMap::new();
        let mut models: BTreeMap<i64, Value> = BTreeMap::new();
        let relations: BTreeMap<&str, BTreeMap<String, String>> =
            MODELS.iter().map(|model| (*model, relations_of(model))).collect();
        for model in MODELS {
            let served = Company::served_fields(model).expect("a served model");
            for mut row in self.rows(model) {
                // Which model it is stands beside its id.
                if let (Some(id), Some(name)) =
                    (row.get("res_model_id").and_then(|pair| pair[0].as_i64()), row.get("res_model"))
                {
                    models.insert(id, json!({"id": id, "name": row["res_model_id"][1], "model": name}));
                }
                row.retain(|name, _| served.contains(&name.as_str()));
                for (name, value) in &mut row {
                    let Some(relation) = relations[model].get(name) else {
                        if let (Some(text), "create_date" | "write_date") = (value.as_str(), name.as_str()) {
                            *value = json!(format!("{text}.500000"));
                        }
                        continue;
                    };
                    match value.clone() {
                        Value::Array(pair) if pair.get(1).is_some_and(Value::is_string) => {
                            let label = pair[1].as_str().unwrap_or_default().to_owned();
                            named.insert((relation.clone(), pair[0].as_i64().expect("an id")), label);
                        }
                        Value::Array(ids) => {
                            for id in ids.iter().filter_map(Value::as_i64) {
                                named.entry((relation.clone(), id)).or_default();
                            }
                        }
                        _ => {}
                    }
                }
                tables.entry((*model).to_owned()).or_default().push(Value::Object(row));
            }
        }
        for ((model, id), label) in named {
            let rows = tables.entry(model.clone()).or_default();
            if MODELS.contains(&model.as_str()) && !rows.iter().any(|row| row["id"] == id) {
                rows.push(match model.as_str() {
                    "res.country" => json!({"id": id, "name": label, "code": format!("{id}")}),
                    "res.currency" => json!({"id": id, "name": label, "symbol": label}),
                    _ => json!({"id": id, "name": label}),
                });
            }
        }
        tables.insert("ir.model".into(), models.into_values().collect());
        // Rates were not recorded in 18, but each currency's rate was: it is one row of 2010.
        let rates = self.rows("res.currency").into_iter().filter(|row| row["rate"] != 1.0);
        let rates = rates
            .map(|row| json!({"id": row["id"], "name": "2010-01-01", "currency_id": row["id"], "rate": row["rate"]}));
        tables.insert("res.currency.rate".into(), rates.collect());
        Company::from_json(&json!(tables).to_string()).expect("a company")
    }
}

fn relations_of(model: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(fixtures().join(format!("fields_get/{model}.json"))).expect("fields");
    let mut fields: BTreeMap<String, Value> = serde_json::from_str(&text).expect("an object");
    let later = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model/nineteen.json");
    let later = std::fs::read_to_string(later).expect("the differences");
    let mut later: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_str(&later).expect("an object");
    let came = later.remove(model).unwrap_or_default().into_iter().filter(|(_, field)| field.is_object());
    fields.extend(came);
    let pairs =
        fields.into_iter().filter_map(|(name, field)| Some((name, field.get("relation")?.as_str()?.to_owned())));
    pairs.collect()
}

/// Fields whose recorded value came from models that are not served, or from a moment that is over.
fn unknowable(model: &str, field: &str) -> bool {
    matches!(
        (model, field),
        // Made by logins, by mail and by the moment of asking.
        ("res.users", "login_date" | "action_id") | ("crm.team", "alias_id")
            // Members and employees beyond the recorded rows are not there.
            | ("hr.department", "total_employee")
            // Journal items and attendees were not recorded.
            | ("account.move", "line_ids") | ("calendar.event", "attendee_ids")
    )
}

/// Reads every recorded row again and answers how many values are the same; another value fails the test.
pub async fn compare_rows(recording: Recording) -> usize {
    let sim = recording.serve().await;
    let (mut compared, mut apart) = (0, Vec::new());
    for model in MODELS {
        let served = Company::served_fields(model).expect("a served model");
        let mut expected = recording.rows(model);
        let fields: Vec<String> = expected[0].keys().filter(|name| served.contains(&name.as_str())).cloned().collect();
        let ids: Vec<i64> = expected.iter().filter_map(|row| row["id"].as_i64()).collect();
        let context = json!({"context": {"active_test": false}});
        let got = call(&sim, model, "read", json!([ids, fields]), context).await;
        let got = got.as_array().expect("rows");
        assert_eq!(got.len(), expected.len(), "{model}");
        for (got, expected) in got.iter().zip(&mut expected) {
            for name in fields.iter().filter(|name| !unknowable(model, name)) {
                let (mut left, mut right) = (got[name].clone(), expected[name].clone());
                // Children beyond the forty recorded rows are not there.
                if let ("child_ids", Some(children)) = (name.as_str(), right.as_array_mut()) {
                    children.retain(|child| child.as_i64().is_some_and(|child| ids.contains(&child)));
                }
                // The order of a list means nothing.
                for list in [&mut left, &mut right] {
                    if let Some(list) = list.as_array_mut().filter(|list| list.iter().all(Value::is_i64)) {
                        list.sort_by_key(Value::as_i64);
                    }
                }
                if left != right {
                    apart.push(format!("{model} {} {name}: {left} instead of {right}", expected["id"]));
                }
                compared += 1;
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    compared
}

/// Creates records until the next one gets the id after `last`.
pub fn advance(sim: &Sim, model: &str, last: i64, values: Value) {
    let known = sim.control.read(model, &json!([]), &[]).expect("rows");
    let mut at = known.iter().filter_map(|row| row["id"].as_i64()).max().unwrap_or(0);
    while at < last {
        at = sim.control.create(model, values.clone()).expect("a record");
    }
}
