//! What came of a run, as MongoDB has it: rows of each model, the sum of expected revenue, and the space that they take.

use crate::error::{Error, Result};
use crate::measure::float;
use crate::odoo::Odoo;
use crate::plan::Model;
use futures::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use mongodb::{Collection, Database};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const OPEN_END: i64 = 1 << 62;
const DEALS: &str = "crm.lead";
const REVENUE: &str = "expected_revenue";

/// Compared exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// By model; models without rows are left out.
    pub rows: BTreeMap<String, u64>,
    pub revenue: Decimal,
}

impl Facts {
    pub fn total(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// What Odoo itself counts and holds.
pub async fn in_odoo(odoo: &Odoo, models: &[Model]) -> Result<Facts> {
    let mut rows = BTreeMap::new();
    for model in models {
        let count = odoo.call(&model.model, "search_count", json!([model.filter]), json!({})).await?;
        insert(&mut rows, &model.model, count.as_u64().unwrap_or_default());
    }
    let named = json!({"fields": [REVENUE], "order": "id", "load": ""});
    let deals = odoo.call(DEALS, "search_read", json!([[]]), named).await?;
    let mut revenue = Decimal::ZERO;
    for deal in deals.as_array().into_iter().flatten() {
        revenue += decimal(&deal.get(REVENUE).map(Value::to_string).unwrap_or_default())?;
    }
    Ok(Facts { rows, revenue })
}

/// The script's copy.
pub async fn in_copy(db: &Database, models: &[Model]) -> Result<Facts> {
    let mut rows = BTreeMap::new();
    for model in models {
        let count = open(db, &model.model.replace('.', "_")).count_documents(doc! {}).await?;
        insert(&mut rows, &model.model, count);
    }
    let revenue = sum(&open(db, &DEALS.replace('.', "_")), doc! {}, REVENUE).await?;
    Ok(Facts { rows, revenue })
}

/// Our canonical zone: records that are there now.
pub async fn in_lake(db: &Database) -> Result<Facts> {
    let (mut rows, mut revenue) = (BTreeMap::new(), Decimal::ZERO);
    for name in db.list_collection_names().await?.iter().filter(|name| name.starts_with("canonical_")) {
        let collection = open(db, name);
        let now = doc! { "to": OPEN_END, "is_active": true };
        let by_model =
            [doc! { "$match": now.clone() }, doc! { "$group": { "_id": "$model", "rows": { "$sum": 1_i64 } } }];
        let mut found = collection.aggregate(by_model).await?;
        while let Some(group) = found.try_next().await? {
            let (model, count) = (group.get_str("_id").unwrap_or_default(), group.get_i64("rows").unwrap_or_default());
            *rows.entry(model.to_owned()).or_default() += u64::try_from(count).unwrap_or_default();
        }
        if ["canonical_opportunities", "canonical_leads"].contains(&name.as_str()) {
            revenue += sum(&collection, now, &format!("record.{REVENUE}")).await?;
        }
    }
    Ok(Facts { rows, revenue })
}

pub async fn held(db: &Database) -> Result<u64> {
    Ok(open(db, "held_deletions").count_documents(doc! {}).await?)
}

fn insert(rows: &mut BTreeMap<String, u64>, model: &str, count: u64) {
    if count > 0 {
        rows.insert(model.to_owned(), count);
    }
}

async fn sum(rows: &Collection<Document>, filter: Document, path: &str) -> Result<Decimal> {
    let mut found = rows.find(filter).projection(doc! { path: 1 }).batch_size(20_000).await?;
    let mut sum = Decimal::ZERO;
    while let Some(row) = found.try_next().await? {
        let mut value = Some(Bson::Document(row));
        for step in path.split('.') {
            value = value.and_then(|value| value.as_document()?.get(step).cloned());
        }
        sum += decimal(&match value {
            Some(Bson::String(text)) => text,
            Some(Bson::Double(float)) => float.to_string(),
            Some(Bson::Int32(whole)) => whole.to_string(),
            Some(Bson::Int64(whole)) => whole.to_string(),
            other => return Err(Error::wrong(format!("an expected revenue is {other:?}"))),
        })?;
    }
    Ok(sum)
}

/// The shortest text of a float is the decimal that was meant.
fn decimal(text: &str) -> Result<Decimal> {
    let number = text.parse().or_else(|_| Decimal::from_scientific(text));
    number.map_err(|_| Error::wrong(format!("{text} is no amount")))
}

/// Space on disk with its indexes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Space {
    pub rows: f64,
    /// MiB.
    pub size: f64,
}

impl Space {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.size += other.size;
    }
}

/// By zone: `raw`, `canonical`, `serving`, `other`. A copy is all `other`.
pub async fn space(db: &Database) -> Result<BTreeMap<&'static str, Space>> {
    let mut zones: BTreeMap<&'static str, Space> = BTreeMap::new();
    for name in db.list_collection_names().filter(doc! { "type": "collection" }).await? {
        let zone = match name.as_str() {
            "data_lake_serving" => "serving",
            name if name.starts_with("raw_") => "raw",
            name if name.starts_with("canonical_") => "canonical",
            _ => "other",
        };
        let stats = db.run_command(doc! { "collStats": &name }).await?;
        let of = |field: &str| match stats.get(field) {
            Some(Bson::Int32(whole)) => f64::from(*whole),
            Some(Bson::Int64(whole)) => float(*whole),
            Some(Bson::Double(float)) => *float,
            _ => 0.0,
        };
        let size = (of("storageSize") + of("totalIndexSize")) / 1024.0 / 1024.0;
        zones.entry(zone).or_default().add(Space { rows: of("count"), size });
    }
    Ok(zones)
}

#[expect(clippy::disallowed_methods, reason = "the measurements look past the crates that they measure")]
fn open(db: &Database, name: &str) -> Collection<Document> {
    db.collection(name)
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use rust_decimal::Decimal;

    #[test]
    fn floats_become_the_decimals_that_were_meant() {
        assert_eq!(decimal("1250.1").unwrap(), Decimal::new(12_501, 1));
        assert_eq!(decimal("1e5").unwrap(), Decimal::from(100_000));
        assert!(decimal("null").is_err());
    }
}
