//! A whole company put into an empty database: rows in wire form, defaults, computed fields, every reference checked.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::caller::Caller;
use crate::clock::{self, Stamp};
use crate::db::{Db, Row};
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, Source, schema};
use crate::orm::Writer;
use crate::orm::convert::convert;
use crate::orm::reader::refs;
use crate::value::Value;
use crate::version::Version;

pub(crate) type Tables = BTreeMap<String, Vec<Map<String, Json>>>;

/// Why a company cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the company is not the JSON that is expected: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0} is not a model that is served")]
    Model(String),
    #[error("{model} {id} has the field {field}, which is not served")]
    Field { model: String, id: i64, field: String },
    #[error("{model} {id} has a wrong value: {error}")]
    Value { model: String, id: i64, error: OdooError },
    #[error("a row of {0} has no id")]
    NoId(String),
    #[error("{model} {id} needs {field}")]
    Required { model: String, id: i64, field: String },
    #[error("{model} {id} points to {relation} {to} in {field}, which does not exist")]
    Reference { model: String, id: i64, field: String, relation: String, to: i64 },
}

/// `now` stamps rows that do not say when they were made.
pub(crate) fn load(tables: &Tables, now: Stamp) -> Result<Db, LoadError> {
    let mut loader = Loader::new(now);
    for (name, rows) in tables {
        find(name)?;
        for values in rows {
            loader.add(name, values)?;
        }
    }
    loader.finish()
}

/// Takes row after row, so that a large company is never held twice.
#[derive(Debug)]
pub(crate) struct Loader {
    db: Db,
    now: Stamp,
    /// Texts that many rows share.
    texts: HashSet<Arc<str>>,
    defaults: HashMap<&'static str, Map<String, Json>>,
    companyless: Vec<i64>,
    /// Described fields that belong to the row behind a many2one.
    passed_on: Vec<PassedOn>,
    seen: BTreeSet<String>,
}

#[derive(Debug)]
struct PassedOn {
    of: &'static Model,
    id: i64,
    via: &'static str,
    target: &'static str,
    json: Json,
}

/// Longer texts are rarely the same twice.
const SHARED: usize = 40;

impl Loader {
    pub(crate) fn new(now: Stamp) -> Self {
        Self {
            db: Db::loading(),
            now,
            texts: HashSet::new(),
            defaults: HashMap::new(),
            companyless: Vec::new(),
            passed_on: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    pub(crate) fn add(&mut self, name: &str, values: &Map<String, Json>) -> Result<(), LoadError> {
        let of = find(name)?;
        if !self.seen.contains(name) {
            self.seen.insert(name.to_owned());
        }
        let row = self.read_row(of, values)?;
        if of.name == "crm.lead" && !values.contains_key("company_id") {
            self.companyless.push(row.id);
        }
        for (name, json) in values {
            if let Some(Source::Related { via, target }) = of.field(name).map(|field| field.source) {
                self.passed_on.push(PassedOn { of, id: row.id, via, target, json: json.clone() });
            }
        }
        self.db.put(of, row);
        Ok(())
    }

    /// The usual rows of the models that were not described.
    pub(crate) fn add_missing(&mut self, tables: &Tables) -> Result<(), LoadError> {
        for (name, rows) in tables.iter().filter(|(name, _)| !self.seen.contains(*name)).collect::<Vec<_>>() {
            for values in rows {
                self.add(name, values)?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Db, LoadError> {
        self.pass_on();
        self.name_models();
        self.texts.clear();
        let mut db = self.db;
        check(&db, false)?;
        let caller = Caller::superuser(&db, self.now);
        let mut writer = Writer { db: &mut db, caller: &caller };
        writer.complete(&self.companyless);
        check(&db, true)?;
        db.loaded();
        Ok(db)
    }

    /// A related field that was described (a user's e-mail) belongs to the row behind it, unless that row has one.
    fn pass_on(&mut self) {
        for PassedOn { of, id, via, target, json } in std::mem::take(&mut self.passed_on) {
            let other = of.field(via).and_then(|field| field.relation).and_then(|name| schema().find(name));
            let to = self.db.row(of, id).and_then(|row| row.named(of, via).as_ref());
            let (Some(other), Some(to)) = (other, to) else { continue };
            let Some(field) = other.field(target).filter(|field| field.is_stored()) else { continue };
            if let Ok(value) = stored(other, field, &json)
                && self.db.row(other, to).is_some_and(|row| row.get(field).is_empty())
            {
                self.db.change(other, to, |row| row.set(field, value));
            }
        }
    }

    /// Every served model has its row in `ir.model`.
    fn name_models(&mut self) {
        let models = crate::model::model("ir.model");
        let known: BTreeSet<String> = self
            .db
            .table(models)
            .iter()
            .filter_map(|row| row.named(models, "model").as_text().map(str::to_owned))
            .collect();
        for of in schema().models().filter(|of| !known.contains(of.name)) {
            let mut row = Row::new(self.db.next_id(models));
            let values = [
                ("name", Value::text(of.label())),
                ("model", Value::text(of.name)),
                ("create_date", Value::Stamp(self.now)),
            ];
            for (name, value) in values {
                if let Some(field) = models.field(name) {
                    row.set(field, value);
                }
            }
            self.db.put(models, row);
        }
    }

    fn read_row(&mut self, of: &'static Model, values: &Map<String, Json>) -> Result<Row, LoadError> {
        let id = values.get("id").and_then(Json::as_i64).ok_or_else(|| LoadError::NoId(of.name.into()))?;
        let mut row = Row::with_room(id, values.len());
        let defaults = self.defaults.entry(of.name).or_insert_with(|| of.defaults());
        let left_out = defaults.iter().filter(|(name, _)| !values.contains_key(*name));
        for (name, json) in values.iter().chain(left_out).filter(|(name, _)| *name != "id") {
            let field =
                of.field(name).ok_or_else(|| LoadError::Field { model: of.name.into(), id, field: name.clone() })?;
            if field.is_stored() {
                let value =
                    stored(of, field, json).map_err(|error| LoadError::Value { model: of.name.into(), id, error })?;
                row.set(field, share(&mut self.texts, value));
            }
        }
        for name in ["create_date", "write_date"] {
            if let Some(field) = of.field(name).filter(|_| !values.contains_key(name)) {
                row.set(field, Value::Stamp(self.now));
            }
        }
        Ok(row)
    }
}

fn find(name: &str) -> Result<&'static Model, LoadError> {
    schema().find(name).filter(|of| !of.is_view()).ok_or_else(|| LoadError::Model(name.into()))
}

fn share(texts: &mut HashSet<Arc<str>>, value: Value) -> Value {
    match value {
        Value::Text(text) if text.len() <= SHARED => match texts.get(&text) {
            Some(known) => Value::Text(Arc::clone(known)),
            None => {
                texts.insert(Arc::clone(&text));
                Value::Text(text)
            }
        },
        other => other,
    }
}

fn stored(of: &'static Model, field: &Field, json: &Json) -> Result<Value, OdooError> {
    match (&field.kind, json) {
        (Kind::ManyToMany, json) => Ok(refs(crate::value::ids_of(json))),
        (Kind::Datetime, Json::String(text)) => match clock::parse_lenient(text) {
            Some(stamp) => Ok(Value::Stamp(stamp)),
            None => convert(of, field, json),
        },
        _ => convert(of, field, json),
    }
}

/// Whether every reference leads somewhere and, once all is `complete`, nothing required is empty.
fn check(db: &Db, complete: bool) -> Result<(), LoadError> {
    for of in schema().models().filter(|of| !of.is_view()) {
        let fields = of.fields.values().filter(|field| field.source == Source::Stored);
        let stored: Vec<(&Field, Option<&'static Model>)> =
            fields.map(|field| (field, field.relation.and_then(|name| schema().find(name)))).collect();
        for row in db.table(of).iter() {
            for (field, relation) in &stored {
                let value = row.get(field);
                let given = |field: &Field| field.name != "id" && !matches!(field.kind, Kind::Selection(_));
                if complete && field.is_required(Version::V19) && field.required && value.is_empty() && given(field) {
                    return Err(LoadError::Required { model: of.name.into(), id: row.id, field: field.name.into() });
                }
                let Some(relation) = relation else { continue };
                let single = value.as_ref();
                if let Some(to) = single.iter().chain(value.as_refs()).find(|id| !db.table(relation).contains(**id))
                    && !matches!(field.name, "create_uid" | "write_uid")
                {
                    let (model, field, relation) = (of.name.into(), field.name.into(), relation.name.into());
                    return Err(LoadError::Reference { model, id: row.id, field, relation, to: *to });
                }
            }
        }
    }
    Ok(())
}

/// The names of the fields that are served for a model, so that a test can cut recorded rows to them.
pub(crate) fn served(name: &str) -> Option<Vec<&'static str>> {
    Some(schema().find(name)?.fields.keys().copied().collect())
}

/// What every database has: countries, currencies, industries, stages, the parameter that names it.
pub(crate) fn with_reference(mut tables: Tables, uuid: &str) -> Result<Tables, LoadError> {
    let reference: Tables = serde_json::from_str(include_str!("../company/reference.json"))?;
    // A company with currencies of its own may lack those that the usual countries name.
    let own: Option<Vec<Option<Json>>> =
        tables.get("res.currency").map(|rows| rows.iter().map(|row| row.get("id").cloned()).collect());
    for (name, mut rows) in reference {
        for row in &mut rows {
            if own
                .as_ref()
                .is_some_and(|own| row.contains_key("currency_id") && !own.contains(&row.get("currency_id").cloned()))
            {
                row.insert("currency_id".into(), json!(false));
            }
        }
        tables.entry(name).or_insert(rows);
    }
    tables.entry("ir.config_parameter".into()).or_insert_with(|| {
        vec![json!({"id": 1, "key": "database.uuid", "value": uuid}).as_object().cloned().unwrap_or_default()]
    });
    Ok(tables)
}
