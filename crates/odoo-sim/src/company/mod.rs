//! The company that is served: generated from a seed, or described in JSON.

mod accounts;
mod deals;
mod generate;
mod history;
mod invoices;
mod names;
mod orders;
mod own;
mod staff;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::clock::Stamp;
use crate::db::Db;
use crate::options::Scale;
use crate::orm::{self, LoadError, Loader, Tables};

const UUID: &str = "5b0c7f0e-57a4-4d1c-9d4e-0d0011f7a001";

/// Rows by model in the wire form, many2one as bare ids (a pair `[id, name]` is accepted).
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    tables: Tables,
}

impl Company {
    /// The same seed, scale and day make the same company.
    pub fn generated(seed: u64, scale: Scale, start: DateTime<Utc>) -> Self {
        let mut tables = Tables::new();
        let made = generate::company(seed, scale, start, &mut |model, row| {
            tables.entry(model.to_owned()).or_default().push(row);
            Ok(())
        });
        debug_assert!(made.is_ok(), "only a database refuses rows");
        Self { tables }
    }

    /// `{"res.partner": [{"id": 1, …}, …], …}`. Missing fields get Odoo's defaults, computed ones are computed, and
    /// countries, currencies, industries, tags and stages are the usual ones where their model is left out.
    pub fn from_json(text: &str) -> Result<Self, LoadError> {
        Ok(Self { tables: serde_json::from_str(text)? })
    }

    /// The small fixed company whose figures were worked out by hand.
    pub fn golden() -> Result<Self, LoadError> {
        Self::from_json(include_str!("../../../testkit/golden/company.json"))
    }

    /// The rows of a model, as they were given.
    pub fn rows(&self, model: &str) -> &[Map<String, Json>] {
        self.tables.get(model).map_or(&[], Vec::as_slice)
    }

    /// The fields of a model that this server can answer; None where it does not serve the model.
    pub fn served_fields(model: &str) -> Option<Vec<&'static str>> {
        orm::served(model)
    }

    /// As `generated`, but put into a database row by row: a large one is held only once.
    pub(crate) fn generate_into(seed: u64, scale: Scale, start: DateTime<Utc>, made: Stamp) -> Result<Db, LoadError> {
        let mut loader = Loader::new(made);
        generate::company(seed, scale, start, &mut |model, row| loader.add(model, &row))?;
        loader.add_missing(&orm::with_reference(Tables::new(), UUID)?)?;
        loader.finish()
    }

    pub(crate) fn into_tables(self) -> Result<Tables, LoadError> {
        orm::with_reference(self.tables, UUID)
    }
}
