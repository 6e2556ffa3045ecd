//! Deleting: what forbids it, what goes along, and which references are emptied without a trace.

use std::collections::HashSet;

use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, model, schema};
use crate::orm::Writer;
use crate::orm::reader::refs;
use crate::value::Value;

impl Writer<'_> {
    pub(crate) fn unlink(&mut self, of: &'static Model, ids: &[i64]) -> Result<(), OdooError> {
        if let Some(missing) = ids.iter().find(|id| !self.db.table(of).contains(**id)) {
            return Err(OdooError::missing(of.name, &[*missing], self.caller.uid));
        }
        self.check_books(of, ids)?;
        self.remove_all(of, &ids.iter().copied().collect())
    }

    /// What the books keep: posted entries, and the partners that they name.
    fn check_books(&self, of: &'static Model, ids: &[i64]) -> Result<(), OdooError> {
        let moves = model("account.move");
        if of.name == moves.name {
            let posted = |id: &i64| {
                self.db.row(moves, *id).is_some_and(|row| row.named(moves, "state").as_text() == Some("posted"))
            };
            if ids.iter().any(posted) {
                return Err(OdooError::user(
                    "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal \
                     entry to draft before deleting it.",
                ));
            }
        }
        Ok(())
    }

    fn remove_all(&mut self, of: &'static Model, ids: &HashSet<i64>) -> Result<(), OdooError> {
        if ids.is_empty() {
            return Ok(());
        }
        for (other, field) in of.cascades() {
            let other = model(other);
            let Some(field) = other.field(field) else { continue };
            let along = self.pointing(other, field, ids).into_iter().collect();
            self.remove_all(other, &along)?;
        }
        for (other, name) in of.restricts() {
            let other = model(other);
            let Some(field) = other.field(name) else { continue };
            let same = other.name == of.name;
            if self.pointing(other, field, ids).iter().any(|row| !same || !ids.contains(row)) {
                return Err(OdooError::foreign_key(other.label(), other.name, field.label(), name));
            }
        }
        if of.has_thread() {
            for name in ["mail.activity", "mail.message"] {
                let along = self.hanging_on(name, of.name, ids);
                self.remove_all(model(name), &along)?;
            }
        }
        for other in schema().models().filter(|other| !other.is_view()) {
            for field in other.fields.values().filter(|field| field.is_stored() && field.relation == Some(of.name)) {
                for row in self.pointing(other, field, ids) {
                    self.db.change(other, row, |row| {
                        let left =
                            row.get(field).as_refs().iter().copied().filter(|known| !ids.contains(known)).collect();
                        row.set(field, if field.kind == Kind::ManyToMany { refs(left) } else { Value::Empty });
                    });
                }
            }
        }
        for id in ids {
            self.db.remove(of, *id);
        }
        Ok(())
    }

    fn pointing(&self, other: &'static Model, field: &Field, ids: &HashSet<i64>) -> Vec<i64> {
        let rows = self.db.table(other).iter().filter(|row| match row.get(field) {
            Value::Ref(known) => ids.contains(known),
            Value::Refs(known) => known.iter().any(|known| ids.contains(known)),
            _ => false,
        });
        rows.map(|row| row.id).collect()
    }

    /// The messages or activities of these records.
    pub(super) fn hanging_on(&self, name: &'static str, record: &str, ids: &HashSet<i64>) -> HashSet<i64> {
        let of = model(name);
        let kind = if name == "mail.activity" { "res_model" } else { "model" };
        let rows = self.db.table(of).iter().filter(|row| {
            matches!(row.named(of, "res_id"), Value::Int(id) if ids.contains(id))
                && row.named(of, kind).as_text() == Some(record)
        });
        rows.map(|row| row.id).collect()
    }
}
