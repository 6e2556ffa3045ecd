//! A field that may not be read is named as unknown, under the name that the canonical record has for it.

use crate::recorded::Recorded;
use domain::canonical::{Kind, Record};
use serde_json::{Map, Value};
use source::{RawRecord, Source, Window};
use std::collections::BTreeSet;

fn fields(record: Option<Record>) -> Map<String, Value> {
    match serde_json::to_value(record).unwrap() {
        Value::Object(fields) => fields,
        other => panic!("a record is an object, not {other}"),
    }
}

#[tokio::test]
async fn whatever_a_missing_field_takes_from_a_record_is_unknown() {
    let odoo = Recorded::start().await.odoo();
    let mut lost = BTreeSet::new();
    for kind in Kind::ALL.iter().copied() {
        // Some kinds are not among the recorded ones.
        for raw in odoo.page(kind, Window::Everything, 0).await.unwrap_or_default() {
            let whole = odoo.map(kind, &raw);
            let whole = fields(whole.draft);
            for name in raw.payload.keys() {
                let mut payload = raw.payload.clone();
                payload.remove(name);
                let part = odoo.map(kind, &RawRecord { payload, ..raw.clone() });
                // What a record cannot do without rejects it.
                let Some(draft) = part.draft else { continue };
                let left = fields(Some(draft));
                for (field, _) in whole.iter().filter(|(field, value)| left.get(*field) != Some(value)) {
                    let told: Vec<_> = part.unknown.iter().filter(|unknown| unknown.of_record == field).collect();
                    assert!(told.iter().any(|unknown| unknown.field == name), "{kind:?}: {field} without {name}");
                    lost.insert(format!("{}.{field}", kind.name()));
                }
            }
        }
    }
    for field in
        ["partner.phone", "partner.is_customer", "deal.tags", "invoice.number", "event.partners", "user.partner"]
    {
        assert!(lost.contains(field), "{field} in {lost:?}");
    }
}
