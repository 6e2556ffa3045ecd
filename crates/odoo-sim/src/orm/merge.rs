//! Merging: records that become one, as the wizard for partners and the button for leads do it.

use std::collections::HashSet;

use crate::errors::OdooError;
use crate::model::{Kind, Model, model, schema};
use crate::orm::Writer;
use crate::orm::reader::refs;
use crate::value::Value;

impl Writer<'_> {
    /// Everything that points to one of `losers` points to `target` afterwards; the losers are gone. Deals and contacts
    /// that moved get a new write date, the rest moves as a bare SQL update.
    pub(crate) fn merge(&mut self, of: &'static Model, target: i64, losers: &[i64]) -> Result<(), OdooError> {
        if let Some(missing) =
            losers.iter().chain([&target]).find(|id| !self.db.table(of).contains(**id) || losers.contains(&target))
        {
            return Err(OdooError::missing(of.name, &[*missing], self.caller.uid));
        }
        let gone: HashSet<i64> = losers.iter().copied().collect();
        for other in schema().models().filter(|other| !other.is_view()) {
            for field in other.fields.values().filter(|field| field.is_stored() && field.relation == Some(of.name)) {
                let moved: Vec<(i64, Value)> = self
                    .db
                    .table(other)
                    .iter()
                    .filter_map(|row| match row.get(field) {
                        Value::Ref(id) if gone.contains(id) => Some((row.id, Value::Ref(target))),
                        Value::Refs(ids) if ids.iter().any(|id| gone.contains(id)) => {
                            let mut ids: Vec<i64> =
                                ids.iter().map(|id| if gone.contains(id) { target } else { *id }).collect();
                            ids.sort_unstable();
                            ids.dedup();
                            Some((row.id, refs(ids)))
                        }
                        _ => None,
                    })
                    .filter(|(id, _)| other.name != of.name || !gone.contains(id))
                    .collect();
                let bumps = matches!(other.name, "crm.lead" | "res.partner") && field.kind == Kind::ManyToOne;
                for (id, value) in moved {
                    if bumps && field.name != "commercial_partner_id" {
                        self.derive(other, id, field.name, value);
                    } else {
                        self.set_silently(other, id, field.name, value);
                    }
                }
            }
        }
        for name in ["mail.activity", "mail.message"] {
            for id in self.hanging_on(name, of.name, &gone) {
                self.set_silently(model(name), id, "res_id", Value::Int(target));
            }
        }
        self.unlink(of, losers)?;
        if of.name == "res.partner" {
            self.partner_changed(target, &["name"]);
        }
        Ok(())
    }
}
