//! Deleting: what forbids it, what goes along, and which references are emptied without a trace.

use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, model, schema};
use crate::orm::Writer;
use crate::orm::reader::refs;
use crate::value::Value;

impl Writer<'_> {
    pub(crate) fn unlink(&mut self, of: &'static Model, ids: &[i64]) -> Result<(), OdooError> {
        for id in ids {
            if !self.db.table(of).contains(*id) {
                return Err(OdooError::missing(of.name, &[*id], self.caller.uid));
            }
            self.unlink_one(of, *id)?;
        }
        Ok(())
    }

    fn unlink_one(&mut self, of: &'static Model, id: i64) -> Result<(), OdooError> {
        for (other, field) in of.cascades() {
            let other = model(other);
            let Some(field) = other.field(field) else { continue };
            for row in self.pointing(other, field, id) {
                self.unlink_one(other, row)?;
            }
        }
        for (other, name) in of.restricts() {
            let other = model(other);
            let Some(field) = other.field(name) else { continue };
            if !self.pointing(other, field, id).is_empty() {
                return Err(OdooError::foreign_key(other.label(), other.name, field.label(), name));
            }
        }
        for other in schema().models() {
            for field in other.fields.values().filter(|field| field.is_stored() && field.relation == Some(of.name)) {
                for row in self.pointing(other, field, id) {
                    self.db.change(other, row, |row| {
                        let left = row.get(field).as_refs().iter().copied().filter(|known| *known != id).collect();
                        row.set(field, if field.kind == Kind::ManyToMany { refs(left) } else { Value::Empty });
                    });
                }
            }
        }
        self.db.remove(of, id);
        Ok(())
    }

    fn pointing(&self, other: &'static Model, field: &Field, id: i64) -> Vec<i64> {
        let rows = self.db.table(other).iter().filter(|row| match row.get(field) {
            Value::Ref(known) => *known == id,
            Value::Refs(known) => known.contains(&id),
            _ => false,
        });
        rows.map(|row| row.id).collect()
    }
}
