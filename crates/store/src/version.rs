//! Arithmetic of versions: which row of a key holds at which generation.

use crate::collections::{INSTANCE, OPEN_END};
use domain::canonical::SourceId;
use mongodb::bson::{Bson, Document, doc};

/// `main/crm.lead/42`: how a record of a source's model is named in lists of held and refused ones.
pub fn record_key(model: &str, id: SourceId) -> String {
    format!("{INSTANCE}/{model}/{id}")
}

/// `main/odoo_opportunity_42`
pub(crate) fn serving_key(serving_id: &str) -> String {
    format!("{INSTANCE}/{serving_id}")
}

/// `_id` of the version of a key that a generation opened.
pub(crate) fn row_id(key: &str, from: i64) -> String {
    format!("{key}:{from}")
}

/// Rows that hold in the state in the making (and, while no run writes, in the published one).
pub(crate) fn current() -> Document {
    doc! { "to": OPEN_END }
}

/// Rows that a reader at `generation` sees, with `to` as equalities so that an index with `to` in front can be used.
pub(crate) fn visible(generation: i64, highest: i64) -> Document {
    let ends: Vec<Bson> = (generation + 1..=highest).chain([OPEN_END]).map(Bson::Int64).collect();
    doc! { "to": { "$in": ends }, "from": { "$lte": generation } }
}
