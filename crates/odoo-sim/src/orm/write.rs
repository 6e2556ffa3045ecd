//! Creating and writing: values in, required fields, foreign keys, stamps; then the hooks of the model.

use serde_json::{Map, Value as Json, json};

use crate::caller::Caller;
use crate::db::{Db, Row};
use crate::errors::OdooError;
use crate::model::{Compute, Field, Kind, Model, Source, model, schema};
use crate::orm::Reader;
use crate::orm::convert::{convert, linked};
use crate::value::Value;

pub(super) type Values = Map<String, Json>;

/// Changes the database for one caller. All that it does belongs to one transaction.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) db: &'a mut Db,
    pub(crate) caller: &'a Caller,
}

const LOG: &[&str] = &["id", "create_date", "write_date", "create_uid", "write_uid", "display_name"];

impl Writer<'_> {
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::new(self.db, self.caller)
    }

    pub(crate) fn create(&mut self, of: &'static Model, mut values: Values) -> Result<i64, OdooError> {
        self.check_names(of, &values)?;
        for (name, default) in of.defaults() {
            values.entry(name).or_insert(default);
        }
        self.before_create(of, &mut values)?;
        let mut row = Row::new(self.db.next_id(of));
        let id = row.id;
        let mut changed = Vec::new();
        for (name, json) in &values {
            let Some(field) = of.field(name).filter(|_| !LOG.contains(&name.as_str())) else { continue };
            changed.push(field.name);
            if field.is_stored() && field.kind != Kind::ManyToMany {
                let value = convert(of, field, json)?;
                self.check_foreign_key(of, field, &value)?;
                row.set(field, value);
            }
        }
        for field in of.fields.values().filter(|field| field.is_required(self.db.version) && !LOG.contains(&field.name))
        {
            if let (Kind::Selection(keys), true) = (&field.kind, row.get(field).is_empty()) {
                row.set(field, keys.first().map(Value::text).unwrap_or_default());
            }
            if row.get(field).is_empty() {
                return Err(OdooError::required(of.label(), of.name, field.label(), field.name));
            }
        }
        stamp(of, &mut row, "create", self.caller);
        stamp(of, &mut row, "write", self.caller);
        self.db.put(of, row);
        self.write_relations(of, id, &values)?;
        self.after(of, id, &changed, None)?;
        Ok(id)
    }

    pub(crate) fn write(&mut self, of: &'static Model, ids: &[i64], mut values: Values) -> Result<(), OdooError> {
        self.check_names(of, &values)?;
        if let Some(missing) = ids.iter().find(|id| !self.db.table(of).contains(**id)) {
            return Err(OdooError::missing(of.name, &[*missing], self.caller.uid));
        }
        self.before_write(of, ids, &mut values);
        for id in ids {
            let before = self.db.row(of, *id).cloned();
            let mut new = Vec::new();
            let mut changed = Vec::new();
            for (name, json) in &values {
                let Some(field) = of.field(name).filter(|_| !LOG.contains(&name.as_str())) else { continue };
                changed.push(field.name);
                if field.is_stored() && field.kind != Kind::ManyToMany {
                    let value = self.rounded(of, *id, field, convert(of, field, json)?);
                    self.check_foreign_key(of, field, &value)?;
                    if field.is_required(self.db.version) && value.is_empty() {
                        return Err(OdooError::required(of.label(), of.name, field.label(), field.name));
                    }
                    new.push((field, value));
                }
            }
            let caller = self.caller;
            self.db.change(of, *id, |row| {
                for (field, value) in new {
                    row.set(field, value);
                }
                stamp(of, row, "write", caller);
            });
            self.write_relations(of, *id, &values)?;
            self.after(of, *id, &changed, before.as_ref())?;
        }
        Ok(())
    }

    fn check_names(&self, of: &'static Model, values: &Values) -> Result<(), OdooError> {
        for name in values.keys() {
            if of.field_in(self.db.version, name).is_none() {
                return Err(OdooError::unwritable_field(name, of.name));
            }
            self.caller.check_field(of, name)?;
        }
        Ok(())
    }

    fn check_foreign_key(&self, of: &'static Model, field: &Field, value: &Value) -> Result<(), OdooError> {
        let Some(relation) = field.relation.and_then(|name| schema().find(name)) else { return Ok(()) };
        let single = value.as_ref();
        match single.iter().chain(value.as_refs()).all(|id| self.db.table(relation).contains(*id)) {
            true => Ok(()),
            false => Err(OdooError::foreign_key(of.label(), of.name, field.label(), field.name)),
        }
    }

    /// Amounts of a deal are rounded to the currency on write; on create Odoo leaves them as they come.
    fn rounded(&self, of: &'static Model, id: i64, field: &Field, value: Value) -> Value {
        let (Value::Float(amount), "expected_revenue" | "recurring_revenue") = (&value, field.name) else {
            return value;
        };
        let currencies = model("res.currency");
        let digits = self.db.row(of, id).and_then(|row| {
            let currency = self.reader().named(of, row, "company_currency").as_ref()?;
            match self.db.row(currencies, currency)?.named(currencies, "decimal_places") {
                Value::Int(digits) => i32::try_from(*digits).ok(),
                _ => None,
            }
        });
        Value::Float(crate::value::round(*amount, digits.unwrap_or(2)))
    }

    /// Lists, related fields and the few computed ones that can be written.
    fn write_relations(&mut self, of: &'static Model, id: i64, values: &Values) -> Result<(), OdooError> {
        for (name, json) in values {
            let Some(field) = of.field(name) else { continue };
            let relation = field.relation.and_then(|name| schema().find(name));
            match (field.source, relation) {
                (Source::Stored, Some(relation)) if field.kind == Kind::ManyToMany => {
                    let before = self.db.row(of, id).map(|row| row.get(field).as_refs().to_vec()).unwrap_or_default();
                    let (mut value, created) = linked(&before, json);
                    if !created.is_empty() {
                        let mut ids = value.as_refs().to_vec();
                        for values in created {
                            ids.push(self.create(relation, values)?);
                        }
                        value = super::reader::refs(ids);
                    }
                    self.check_foreign_key(of, field, &value)?;
                    self.db.change(of, id, |row| row.set(field, value));
                }
                (Source::Inverse { field: back, .. }, Some(relation)) => self.write_lines(relation, back, id, json)?,
                (Source::ManyInverse { model: other, field: back }, _) => {
                    self.write_other_side(model(other), back, id, json)
                }
                (Source::Related { via, target }, _) => {
                    let via_field = of.field(via);
                    let other = via_field.and_then(|field| field.relation).and_then(|name| schema().find(name));
                    let target_id = self.db.row(of, id).and_then(|row| row.named(of, via).as_ref());
                    if let (Some(other), Some(target_id)) = (other, target_id) {
                        self.write(other, &[target_id], Map::from_iter([(target.to_owned(), json.clone())]))?;
                    }
                }
                (Source::Computed(Compute::TeamMembers), _) => self.write_members(id, json)?,
                (Source::Computed(Compute::CompanyType), _) => {
                    let company = json!(json.as_str() == Some("company"));
                    self.write(of, &[id], Map::from_iter([("is_company".to_owned(), company)]))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn write_lines(&mut self, lines: &'static Model, back: &str, id: i64, json: &Json) -> Result<(), OdooError> {
        for command in json.as_array().into_iter().flatten() {
            let line = command.get(1).and_then(Json::as_i64).unwrap_or_default();
            let values = command.get(2).and_then(Json::as_object).cloned().unwrap_or_default();
            let pointing = |to: Json| Map::from_iter([(back.to_owned(), to)]);
            match command.get(0).and_then(Json::as_i64) {
                Some(0) => {
                    let mut values = values;
                    values.insert(back.to_owned(), json!(id));
                    self.create(lines, values)?;
                }
                Some(1) => self.write(lines, &[line], values)?,
                Some(2) => self.unlink(lines, &[line])?,
                Some(3) => self.write(lines, &[line], pointing(json!(false)))?,
                Some(4) => self.write(lines, &[line], pointing(json!(id)))?,
                Some(6) => {
                    for line in command.get(2).map(crate::value::ids_of).unwrap_or_default() {
                        self.write(lines, &[line], pointing(json!(id)))?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A many2many written from the side that does not hold it: the rows there change without a new write date.
    fn write_other_side(&mut self, other: &'static Model, back: &str, id: i64, json: &Json) {
        let Some(field) = other.field(back) else { return };
        let holds = |row: &Row| row.get(field).as_refs().contains(&id);
        let before: Vec<i64> = self.db.table(other).iter().filter(|row| holds(row)).map(|row| row.id).collect();
        let (after, _) = linked(&before, json);
        let after = after.as_refs().to_vec();
        for row_id in before.iter().chain(&after) {
            let wanted = after.contains(row_id);
            self.db.change(other, *row_id, |row| {
                let mut ids: Vec<i64> = row.get(field).as_refs().iter().copied().filter(|known| *known != id).collect();
                if wanted {
                    ids.push(id);
                }
                row.set(field, super::reader::refs(ids));
            });
        }
    }

    /// Sets a value that the server derives: the row gets a new write date only if the value is another one.
    pub(super) fn derive(&mut self, of: &'static Model, id: i64, name: &str, value: Value) -> bool {
        let Some(field) = of.field(name) else { return false };
        if self.db.row(of, id).is_none_or(|row| *row.get(field) == value) {
            return false;
        }
        let caller = self.caller;
        self.db.change(of, id, |row| {
            row.set(field, value);
            stamp(of, row, "write", caller);
        });
        true
    }

    /// Sets a value and leaves the write date alone.
    pub(crate) fn set_silently(&mut self, of: &'static Model, id: i64, name: &str, value: Value) {
        if let Some(field) = of.field(name) {
            self.db.change(of, id, |row| row.set(field, value));
        }
    }

    /// A silent change of stored fields from wire values: no hooks, no write date, as a bare SQL update.
    pub(crate) fn write_silently(&mut self, of: &'static Model, id: i64, values: &Values) -> Result<(), OdooError> {
        self.check_names(of, values)?;
        for (name, json) in values {
            let Some(field) = of.field(name) else { continue };
            let value = match &field.kind {
                Kind::ManyToMany => super::reader::refs(crate::value::ids_of(json)),
                Kind::Datetime => {
                    json.as_str().and_then(crate::clock::parse_lenient).map_or(Value::Empty, Value::Stamp)
                }
                _ => convert(of, field, json)?,
            };
            self.set_silently(of, id, name, value);
        }
        Ok(())
    }

    /// A row that is complete already, as one made now.
    pub(crate) fn put_copy(&mut self, of: &'static Model, mut row: Row) {
        stamp(of, &mut row, "create", self.caller);
        stamp(of, &mut row, "write", self.caller);
        self.db.put(of, row);
    }

    fn before_create(&mut self, of: &'static Model, values: &mut Values) -> Result<(), OdooError> {
        match of.name {
            "crm.lead" => self.lead_defaults(values),
            "res.users" => self.user_defaults(values)?,
            "hr.employee" | "res.company" => self.company_defaults(of, values)?,
            "account.move" => self.move_defaults(values),
            "account.move.line" => self.line_defaults(values),
            "account.payment" => self.payment_defaults(values),
            "sale.order" => self.order_defaults(values),
            "mail.activity" => self.activity_defaults(values)?,
            "mail.message" => self.message_defaults(values),
            "calendar.event" => self.event_defaults(values),
            _ => {}
        }
        Ok(())
    }

    fn before_write(&mut self, of: &'static Model, ids: &[i64], values: &mut Values) {
        if of.name == "crm.lead" {
            self.lead_before_write(ids, values);
        }
    }

    fn after(
        &mut self,
        of: &'static Model,
        id: i64,
        changed: &[&'static str],
        before: Option<&Row>,
    ) -> Result<(), OdooError> {
        match of.name {
            "res.partner" => self.partner_changed(id, changed),
            "crm.lead" => self.lead_changed(id, changed, before)?,
            "hr.department" => self.department_changed(id),
            "res.users" => self.user_changed(id, changed),
            "crm.team.member" => self.member_changed(id, before),
            "res.company" if changed.contains(&"name") => self.company_renamed(id)?,
            "account.move" => self.move_changed(id, changed)?,
            "account.move.line" => self.refresh_line(id),
            "sale.order" => self.refresh_order(id, changed),
            "mail.activity" => self.refresh_activity(id),
            "mail.message" => self.refresh_message(id),
            "calendar.event" => {
                self.refresh_event(id, changed.contains(&"start") || changed.contains(&"stop"));
                if changed.contains(&"partner_ids") {
                    self.invite(id)?;
                }
            }
            "calendar.attendee" => self.refresh_attendee(id),
            _ => {}
        }
        Ok(())
    }
}

/// Who and when, on creation (`create`) or on change (`write`).
pub(super) fn stamp(of: &Model, row: &mut Row, what: &str, caller: &Caller) {
    let (date, uid) = if what == "create" { ("create_date", "create_uid") } else { ("write_date", "write_uid") };
    if let Some(field) = of.field(date) {
        row.set(field, Value::Stamp(caller.now));
    }
    if let Some(field) = of.field(uid) {
        row.set(field, Value::Ref(caller.uid));
    }
}
