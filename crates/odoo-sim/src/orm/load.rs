//! A whole company put into an empty database: rows in wire form, defaults, computed fields, every reference checked.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::caller::Caller;
use crate::clock::{self, Stamp};
use crate::db::{Db, Row};
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, Source, model, schema};
use crate::orm::Writer;
use crate::orm::convert::convert;
use crate::orm::reader::refs;
use crate::value::Value;

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
    let mut db = Db::default();
    let mut companyless = Vec::new();
    for (name, rows) in tables {
        let of = schema().find(name).ok_or_else(|| LoadError::Model(name.clone()))?;
        for values in rows {
            let row = read_row(of, values, now)?;
            if of.name == "crm.lead" && !values.contains_key("company_id") {
                companyless.push(row.id);
            }
            db.put(of, row);
        }
    }
    pass_on_related(&mut db, tables);
    db.commit();
    check(&db, false)?;
    let caller = Caller::superuser(&db, now);
    let mut writer = Writer { db: &mut db, caller: &caller };
    writer.complete();
    for lead in companyless {
        let company = writer.company_of_lead(lead);
        writer.set_silently(model("crm.lead"), lead, "company_id", Value::Ref(company));
    }
    db.commit();
    check(&db, true)?;
    Ok(db)
}

/// A related field that was described (a user's e-mail) belongs to the row behind it, unless that row has one.
fn pass_on_related(db: &mut Db, tables: &Tables) {
    for (name, rows) in tables {
        let Some(of) = schema().find(name) else { continue };
        for values in rows {
            let id = values.get("id").and_then(Json::as_i64).unwrap_or_default();
            for (name, json) in values {
                let Some(Source::Related { via, target }) = of.field(name).map(|field| field.source) else { continue };
                let other = of.field(via).and_then(|field| field.relation).and_then(|name| schema().find(name));
                let to = db.row(of, id).and_then(|row| row.named(of, via).as_ref());
                let (Some(other), Some(to)) = (other, to) else { continue };
                let Some(field) = other.field(target).filter(|field| field.is_stored()) else { continue };
                if let Ok(value) = stored(other, field, json)
                    && db.row(other, to).is_some_and(|row| row.get(field).is_empty())
                {
                    db.change(other, to, |row| row.set(field, value));
                }
            }
        }
    }
}

fn read_row(of: &'static Model, values: &Map<String, Json>, now: Stamp) -> Result<Row, LoadError> {
    let id = values.get("id").and_then(Json::as_i64).ok_or_else(|| LoadError::NoId(of.name.into()))?;
    let mut row = Row::new(id);
    let defaults = of.defaults();
    let left_out = defaults.iter().filter(|(name, _)| !values.contains_key(*name));
    for (name, json) in values.iter().chain(left_out).filter(|(name, _)| *name != "id") {
        let field =
            of.field(name).ok_or_else(|| LoadError::Field { model: of.name.into(), id, field: name.clone() })?;
        if field.is_stored() {
            let value =
                stored(of, field, json).map_err(|error| LoadError::Value { model: of.name.into(), id, error })?;
            row.set(field, value);
        }
    }
    for name in ["create_date", "write_date"] {
        if let Some(field) = of.field(name).filter(|_| !values.contains_key(name)) {
            row.set(field, Value::Stamp(now));
        }
    }
    Ok(row)
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

impl Writer<'_> {
    /// Everything that Odoo would have computed while these rows came into being. Write dates stay as they are.
    fn complete(&mut self) {
        self.complete_users();
        let leads = model("crm.lead");
        for id in self.ids(leads) {
            self.keeping_date(leads, id, |writer| writer.complete_lead(id));
        }
        let partners = model("res.partner");
        for id in self.ids(partners) {
            self.keeping_date(partners, id, |writer| writer.refresh_partner(id));
        }
        let departments = model("hr.department");
        // From the top down, each as often as the tree is deep.
        for _ in 0..8 {
            for id in self.ids(departments) {
                self.keeping_date(departments, id, |writer| writer.department_changed(id));
            }
        }
    }

    fn ids(&self, of: &'static Model) -> Vec<i64> {
        self.db.table(of).iter().map(|row| row.id).collect()
    }

    fn keeping_date(&mut self, of: &'static Model, id: i64, work: impl FnOnce(&mut Self)) {
        let kept = |row: &Row| [row.named(of, "write_date").clone(), row.named(of, "write_uid").clone()];
        let dates: Vec<(i64, [Value; 2])> = if of.name == "hr.department" {
            self.db.table(of).iter().map(|row| (row.id, kept(row))).collect()
        } else {
            self.db.row(of, id).map(|row| (id, kept(row))).into_iter().collect()
        };
        work(self);
        for (id, [date, uid]) in dates {
            self.set_silently(of, id, "write_date", date);
            self.set_silently(of, id, "write_uid", uid);
        }
    }

    fn complete_users(&mut self) {
        let users = model("res.users");
        for id in self.ids(users) {
            self.keeping_date(users, id, |writer| {
                let Some(row) = writer.db.row(users, id) else { return };
                let company = row.named(users, "company_id").as_ref().unwrap_or(1);
                if row.named(users, "company_ids").as_refs().is_empty() {
                    writer.set_silently(users, id, "company_ids", refs(vec![company]));
                }
                writer.set_silently(users, id, "company_id", Value::Ref(company));
                writer.refresh_user_team(id);
            });
        }
        let employees = model("hr.employee");
        for id in self.ids(employees) {
            if self.db.row(employees, id).is_some_and(|row| row.named(employees, "company_id").is_empty()) {
                self.set_silently(employees, id, "company_id", Value::Ref(1));
            }
        }
    }

    /// Where a deal does not say: its salesperson's company.
    fn company_of_lead(&self, id: i64) -> i64 {
        let users = model("res.users");
        let user = self.lead(id, "user_id").as_ref().and_then(|id| self.db.row(users, id));
        user.and_then(|row| row.named(users, "company_id").as_ref()).unwrap_or(1)
    }

    fn complete_lead(&mut self, id: i64) {
        let leads = model("crm.lead");
        if self.lead(id, "stage_id").is_empty()
            && let Some(stage) = self.first_stage(self.lead(id, "team_id").as_ref())
        {
            self.set_silently(leads, id, "stage_id", Value::Ref(stage));
        }
        if self.lead(id, "probability").is_empty() {
            let automated = Value::Float(self.automated_probability(id));
            self.set_silently(leads, id, "probability", automated);
        }
        if self.lead(id, "automated_probability").is_empty() {
            let probability = self.lead(id, "probability");
            self.set_silently(leads, id, "automated_probability", probability);
        }
        if self.lead(id, "date_last_stage_update").is_empty() {
            let closed = self.lead(id, "date_closed");
            let moment = if closed.is_empty() { self.lead(id, "create_date") } else { closed };
            self.set_silently(leads, id, "date_last_stage_update", moment);
        }
        self.refresh_lead(id);
    }
}

/// Whether every reference leads somewhere and, once all is `complete`, nothing required is empty.
fn check(db: &Db, complete: bool) -> Result<(), LoadError> {
    for of in schema().models() {
        let stored: Vec<&Field> = of.fields.values().filter(|field| field.source == Source::Stored).collect();
        for row in db.table(of).iter() {
            for field in &stored {
                let value = row.get(field);
                let given = |field: &Field| field.name != "id" && !matches!(field.kind, Kind::Selection(_));
                if complete && field.required && value.is_empty() && given(field) {
                    return Err(LoadError::Required { model: of.name.into(), id: row.id, field: field.name.into() });
                }
                let Some(relation) = field.relation.and_then(|name| schema().find(name)) else { continue };
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
