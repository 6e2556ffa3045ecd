//! What all three read: the models, fields and conditions of our own connector, cut to what this Odoo has.

use crate::error::Result;
use crate::odoo::Odoo;
use chrono::{DateTime, Months, Utc};
use domain::canonical::Kind;
use odoo::Wish;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Model {
    pub model: String,
    pub fields: Vec<String>,
    pub filter: Vec<Value>,
    pub silent: Option<String>,
    pub always_whole: bool,
    /// From when on the next reconcile reads, where something was read before.
    pub since: Option<String>,
}

/// Messages are read from 24 months before `now` on.
pub async fn draw_up(odoo: &Odoo, now: DateTime<Utc>) -> Result<Vec<Model>> {
    let horizon = now.date_naive().checked_sub_months(Months::new(24)).map(|day| format!("{day} 00:00:00"));
    let mut models = Vec::new();
    for kind in Kind::ALL {
        let wish = Wish::of(*kind);
        let dated = wish.dated.zip(horizon.as_ref()).map(|(field, horizon)| json!([field, ">=", horizon]));
        let known = odoo.call(wish.model, "fields_get", json!([wish.fields]), json!({"attributes": ["type"]})).await?;
        let fields = wish.fields.iter().filter(|field| known.get(**field).is_some());
        models.push(Model {
            model: wish.model.to_owned(),
            fields: fields.map(|field| (*field).to_owned()).collect(),
            filter: dated.into_iter().chain(wish.filter).collect(),
            silent: wish.silent.map(str::to_owned),
            always_whole: wish.always_whole,
            since: None,
        });
    }
    Ok(models)
}

/// Ten minutes before the newest row of each model, as the two others have it from their last run.
pub async fn look_back(odoo: &Odoo, models: &mut [Model]) -> Result<()> {
    for model in models {
        let named = json!({"fields": ["write_date"], "order": "write_date desc, id desc", "limit": 1, "load": ""});
        let newest = odoo.call(&model.model, "search_read", json!([model.filter]), named).await?;
        let newest = newest.pointer("/0/write_date").and_then(Value::as_str);
        model.since = newest.and_then(ten_minutes_before).filter(|_| !model.always_whole);
    }
    Ok(())
}

const WRITTEN: &str = "%Y-%m-%d %H:%M:%S";

fn ten_minutes_before(moment: &str) -> Option<String> {
    let moment = chrono::NaiveDateTime::parse_from_str(moment, WRITTEN).ok()?;
    Some((moment - chrono::TimeDelta::minutes(10)).format(WRITTEN).to_string())
}

#[cfg(test)]
mod tests {
    use super::ten_minutes_before;

    #[test]
    fn a_window_reaches_ten_minutes_back() {
        assert_eq!(ten_minutes_before("2026-11-21 00:05:00").as_deref(), Some("2026-11-20 23:55:00"));
    }
}
