//! Values as they are asked for: stored, related, computed live, the other side of a relation.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::caller::Caller;
use crate::db::{Db, Row};
use crate::model::{Compute, Field, Kind, Model, Source, model, schema};
use crate::orm::text::{move_name, preview};
use crate::value::Value;

type Others = Arc<HashMap<i64, Vec<i64>>>;

/// A view of the database for one call. Caches live as long as the call.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) db: &'a Db,
    pub(crate) caller: &'a Caller,
    names: RefCell<HashMap<(&'static str, i64), Json>>,
    others: RefCell<HashMap<(&'static str, &'static str, bool), Others>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(db: &'a Db, caller: &'a Caller) -> Self {
        Self { db, caller, names: RefCell::default(), others: RefCell::default() }
    }

    /// The value of any field of a row.
    pub(crate) fn value(&self, of: &'static Model, field: &Field, row: &Row) -> Value {
        match field.source {
            Source::Stored if field.name == "id" => Value::Int(row.id),
            Source::Stored => self.living(field, row.get(field)),
            Source::DisplayName => Value::text(self.display_name(of, row)),
            Source::Related { via, target } => self.related(of, row, via, target),
            Source::Inverse { model: other, field: back, active_only } => {
                let active_only = active_only || self.caller.active_test;
                refs(self.others(other, back, active_only).get(&row.id).cloned().unwrap_or_default())
            }
            Source::ManyInverse { model: other, field: back } => {
                refs(self.others(other, back, self.caller.active_test).get(&row.id).cloned().unwrap_or_default())
            }
            Source::Computed(compute) => self.compute(compute, of, row),
        }
    }

    pub(crate) fn named(&self, of: &'static Model, row: &Row, name: &str) -> Value {
        of.field(name).map(|field| self.value(of, field, row)).unwrap_or_default()
    }

    /// The wire form of a field; `raw` leaves many2one as a bare id.
    pub(crate) fn wire(&self, of: &'static Model, field: &Field, row: &Row, raw: bool) -> Json {
        let value = self.value(of, field, row);
        match (value.as_ref(), field.relation.and_then(|name| schema().find(name))) {
            (Some(id), Some(relation)) if !raw => match self.name_of(relation, id) {
                Some(name) => json!([id, name]),
                None => Json::Bool(false),
            },
            _ => value.to_wire(&field.kind),
        }
    }

    /// The name of a record by id, without the reader's rules, as Odoo computes it for a many2one.
    pub(crate) fn name_of(&self, of: &'static Model, id: i64) -> Option<Json> {
        if let Some(name) = self.names.borrow().get(&(of.name, id)) {
            return Some(name.clone());
        }
        let row = self.db.row(of, id)?;
        let name = self.display_name(of, row);
        let name = if name.is_empty() { Json::Bool(false) } else { Json::String(name) };
        self.names.borrow_mut().insert((of.name, id), name.clone());
        Some(name)
    }

    pub(crate) fn display_name(&self, of: &'static Model, row: &Row) -> String {
        let text = |name: &str| row.named(of, name).as_text().unwrap_or_default().to_owned();
        match of.name {
            "res.partner" => text("complete_name"),
            "res.users" => self.named(of, row, "name").as_text().unwrap_or_default().to_owned(),
            "res.currency.rate" => text("name"),
            // The name of a message's record is no longer kept.
            "mail.message" if self.db.version.is_new() => String::new(),
            "account.move" => move_name(&text("name"), &text("move_type"), &text("ref")),
            "mail.activity" if row.named(of, "summary").is_empty() => {
                let named = row
                    .named(of, "activity_type_id")
                    .as_ref()
                    .and_then(|id| self.name_of(model("mail.activity.type"), id));
                named.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
            }
            "res.partner.category" => {
                let mut names = vec![text("name")];
                let mut parent = row.named(of, "parent_id").as_ref();
                while let Some(up) = parent.and_then(|id| self.db.row(of, id))
                    && names.len() < 20
                {
                    names.insert(0, up.named(of, "name").as_text().unwrap_or_default().to_owned());
                    parent = up.named(of, "parent_id").as_ref();
                }
                names.join(" / ")
            }
            _ => match row.named(of, of.rec_name()) {
                Value::Ref(id) => {
                    let relation =
                        of.field(of.rec_name()).and_then(|field| field.relation).and_then(|name| schema().find(name));
                    let name = relation.and_then(|relation| self.name_of(relation, *id));
                    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
                }
                Value::Text(name) => name.to_string(),
                _ => String::new(),
            },
        }
    }

    /// A many2many leaves out the archived ones unless the context asks for them.
    fn living(&self, field: &Field, value: &Value) -> Value {
        if field.kind != Kind::ManyToMany || !self.caller.active_test {
            return value.clone();
        }
        match field.relation.and_then(|name| schema().find(name)) {
            Some(relation) if relation.has_active() => {
                refs(value.as_refs().iter().copied().filter(|id| self.is_active(relation, *id)).collect())
            }
            _ => value.clone(),
        }
    }

    fn is_active(&self, of: &'static Model, id: i64) -> bool {
        self.db.row(of, id).is_some_and(|row| row.named(of, "active").is_true())
    }

    fn related(&self, of: &'static Model, row: &Row, via: &str, target: &str) -> Value {
        let relation = of.field(via).and_then(|field| field.relation).and_then(|name| schema().find(name));
        let id = row.named(of, via).as_ref();
        match (relation, id.and_then(|id| self.db.row(relation?, id))) {
            (Some(relation), Some(other)) => self.named(relation, other, target),
            _ => Value::Empty,
        }
    }

    /// For each id, the rows of `other` that point to it: built once for a call.
    fn others(&self, other: &'static str, back: &'static str, active_only: bool) -> Others {
        if let Some(known) = self.others.borrow().get(&(other, back, active_only)) {
            return Arc::clone(known);
        }
        let other_model = model(other);
        let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
        let skip_archived = active_only && other_model.has_active();
        for row in self.db.table(other_model).iter() {
            if skip_archived && !row.named(other_model, "active").is_true() {
                continue;
            }
            match row.named(other_model, back) {
                Value::Ref(id) => found.entry(*id).or_default().push(row.id),
                Value::Refs(ids) => ids.iter().for_each(|id| found.entry(*id).or_default().push(row.id)),
                _ => {}
            }
        }
        let found = Arc::new(found);
        self.others.borrow_mut().insert((other, back, active_only), Arc::clone(&found));
        found
    }

    fn compute(&self, compute: Compute, of: &'static Model, row: &Row) -> Value {
        match compute {
            Compute::CompanyCurrency => {
                let company = row.named(of, "company_id").as_ref().unwrap_or_else(|| self.caller.company());
                self.currency_of_company(company).map_or(Value::Empty, Value::Ref)
            }
            Compute::TeamCurrency => {
                let company = row.named(of, "company_id").as_ref();
                company.and_then(|id| self.currency_of_company(id)).map_or(Value::Empty, Value::Ref)
            }
            Compute::CompanyType => {
                Value::text(if row.named(of, "is_company").is_true() { "company" } else { "person" })
            }
            Compute::TeamMembers => {
                let members = model("crm.team.member");
                let ids = self.others("crm.team.member", "crm_team_id", true).get(&row.id).cloned().unwrap_or_default();
                let users = ids.iter().filter_map(|id| self.db.row(members, *id)?.named(members, "user_id").as_ref());
                refs(users.collect())
            }
            Compute::EmployeeOfUser => {
                let company = self.caller.company();
                let employees = model("hr.employee");
                let all = self.others("hr.employee", "user_id", false);
                let mine = all.get(&row.id).into_iter().flatten();
                let mut mine = mine.filter(|id| {
                    let found = self.db.row(employees, **id);
                    found.is_some_and(|row| row.named(employees, "company_id").as_ref() == Some(company))
                });
                mine.next().map_or(Value::Empty, |id| Value::Ref(*id))
            }
            Compute::TotalEmployee => {
                let count = self.others("hr.employee", "department_id", true).get(&row.id).map_or(0, Vec::len);
                Value::Int(i64::try_from(count).unwrap_or(0))
            }
            Compute::AutomatedProbability => {
                let apart = row.named(of, "probability").as_float() - row.named(of, "automated_probability").as_float();
                Value::Bool(apart.abs() < 0.005)
            }
            Compute::ActivityState => {
                let due = row.named(of, "date_deadline").as_text().unwrap_or_default();
                let state = match due.cmp(self.caller.today().as_str()) {
                    _ if !row.named(of, "active").is_true() => "done",
                    Ordering::Less => "overdue",
                    Ordering::Equal => "today",
                    Ordering::Greater => "planned",
                };
                Value::text(state)
            }
            Compute::WonStatus => {
                let stages = model("crm.stage");
                let stage = row.named(of, "stage_id").as_ref().and_then(|id| self.db.row(stages, id));
                let won = stage.is_some_and(|stage| stage.named(stages, "is_won").is_true());
                let probability = row.named(of, "probability").as_float();
                Value::text(match row.named(of, "active").is_true() {
                    _ if won && probability >= 100.0 => "won",
                    false if probability <= 0.0 => "lost",
                    _ => "pending",
                })
            }
            Compute::CommercialPartner => self.related(of, row, "partner_id", "commercial_partner_id"),
            Compute::Sex => row.named(of, "gender").clone(),
            Compute::Preview => Value::Text(preview(row.named(of, "body").as_text().unwrap_or_default()).into()),
            Compute::Rate => Value::Float(self.relative_rate(row.id)),
            Compute::InverseRate => Value::Float(1.0 / self.relative_rate(row.id)),
            Compute::CompanyRate => Value::Float(self.company_rate(of, row)),
            Compute::InverseCompanyRate => Value::Float(1.0 / self.company_rate(of, row)),
        }
    }

    pub(crate) fn currency_of_company(&self, company: i64) -> Option<i64> {
        let companies = model("res.company");
        self.db.row(companies, company)?.named(companies, "currency_id").as_ref()
    }

    pub(crate) fn digits(&self, currency: i64) -> i32 {
        let currencies = model("res.currency");
        match self.db.row(currencies, currency).map(|row| row.named(currencies, "decimal_places")) {
            Some(Value::Int(digits)) => i32::try_from(*digits).unwrap_or(2),
            _ => 2,
        }
    }

    fn relative_rate(&self, currency: i64) -> f64 {
        let own = self.currency_of_company(self.caller.company()).map_or(1.0, |id| self.rate_today(id));
        self.rate_today(currency) / own
    }

    fn company_rate(&self, of: &'static Model, row: &Row) -> f64 {
        let company = row.named(of, "company_id").as_ref().unwrap_or_else(|| self.caller.company());
        let own = self.currency_of_company(company).map_or(1.0, |id| self.rate_today(id));
        row.named(of, "rate").as_float() / own
    }

    fn rate_today(&self, currency: i64) -> f64 {
        self.rate_on(currency, self.caller.company(), &self.caller.today())
    }

    /// The newest rate on or before a day; without any, Odoo says 1.
    pub(crate) fn rate_on(&self, currency: i64, company: i64, day: &str) -> f64 {
        let rates = model("res.currency.rate");
        let ids = self.others("res.currency.rate", "currency_id", false);
        let mut best: Option<(&str, bool, f64)> = None;
        for row in ids.get(&currency).into_iter().flatten().filter_map(|id| self.db.row(rates, *id)) {
            let own = row.named(rates, "company_id").as_ref();
            let of = row.named(rates, "name").as_text().unwrap_or_default();
            if own.is_some_and(|id| id != company) || of > day {
                continue;
            }
            let key = (of, own.is_some(), row.named(rates, "rate").as_float());
            if best.is_none_or(|(of, own, _)| (of, own) < (key.0, key.1)) {
                best = Some(key);
            }
        }
        best.map_or(1.0, |(_, _, rate)| rate)
    }
}

pub(crate) fn refs(ids: Vec<i64>) -> Value {
    if ids.is_empty() { Value::Empty } else { Value::Refs(ids.into()) }
}
