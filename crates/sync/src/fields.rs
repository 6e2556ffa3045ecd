//! A canonical record as named fields, for people who look back at it.

use domain::canonical::Record;
use serde_json::{Map, Value};
use shared::explorer::FieldChange;
use source::Unknown;
use std::collections::BTreeSet;

/// Says which kind of record it is.
const TAG: &str = "record";
/// The source raises it with every change: told only where nothing else is.
const TIME_OF_WRITING: &str = "changed_at";

pub(crate) fn of(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(mut fields)) => {
            fields.remove(TAG);
            fields
        }
        _ => Map::new(),
    }
}

/// The new record with the values of the old one where it has none because they may not be read, and which of them
/// were worth it.
pub(crate) fn carry(old: &Record, new: Record, unknown: &[Unknown]) -> (Record, Vec<Unknown>) {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&new) else { return (new, Vec::new()) };
    let (mut known, mut carried) = (of(old), Vec::new());
    for one in unknown {
        let Some(value) = known.remove(one.of_record) else { continue };
        if fields.get(one.of_record) != Some(&value) {
            fields.insert(one.of_record.to_owned(), value);
            carried.push(*one);
        }
    }
    match serde_json::from_value(Value::Object(fields)) {
        Ok(whole) if !carried.is_empty() => (whole, carried),
        _ => (new, Vec::new()),
    }
}

/// As people know it.
pub(crate) fn name(record: &Record) -> Option<String> {
    let fields = of(record);
    let name = store::NAMES.iter().find_map(|field| fields.get(*field)?.as_str().filter(|name| !name.is_empty()));
    name.map(str::to_owned)
}

/// What is different, by the platform's own names of the fields; without `old`, every field that has a value.
pub(crate) fn changes(old: Option<&Record>, new: &Record) -> Vec<FieldChange> {
    let (old, new) = (old.map(of).unwrap_or_default(), of(new));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let change = |name: &String| {
        let (old, new) = (old.get(name).and_then(text), new.get(name).and_then(text));
        (old != new).then(|| FieldChange { field: name.clone(), old, new })
    };
    let mut changes: Vec<_> = names.into_iter().filter_map(change).collect();
    if !old.is_empty() && changes.len() > 1 {
        changes.retain(|change| change.field != TIME_OF_WRITING);
    }
    changes
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::builders::{account, amount, deal};
    use domain::canonical::{Deal, Partner};

    fn change(field: &str, old: Option<&str>, new: Option<&str>) -> FieldChange {
        FieldChange { field: field.into(), old: old.map(Into::into), new: new.map(Into::into) }
    }

    #[test]
    fn only_fields_that_differ_are_told_under_their_own_names() {
        let old = Record::Deal(Deal { partner: Some(3), expected_revenue: amount("1000"), ..deal(1) });
        let new = Record::Deal(Deal { partner: None, expected_revenue: amount("1250.5"), archived: true, ..deal(1) });
        let expected = [
            change("archived", Some("false"), Some("true")),
            change("expected_revenue", Some("1000"), Some("1250.5")),
            change("partner", Some("3"), None),
        ];
        assert_eq!(changes(Some(&old), &new), expected);
        assert_eq!(changes(Some(&new), &new), []);
    }

    #[test]
    fn the_time_of_writing_is_told_only_where_nothing_else_has_changed() {
        let at = |second| chrono::DateTime::from_timestamp(second, 0);
        let old = Record::Deal(Deal { changed_at: at(0), ..deal(1) });
        let later = Deal { changed_at: at(60), ..deal(1) };
        let renamed = Record::Deal(Deal { name: "Other".into(), ..later.clone() });
        assert_eq!(changes(Some(&old), &renamed), [change("name", Some("Deal 1"), Some("Other"))]);
        let times = change("changed_at", Some("1970-01-01T00:00:00Z"), Some("1970-01-01T00:01:00Z"));
        assert_eq!(changes(Some(&old), &Record::Deal(later)), [times]);
        assert!(changes(None, &renamed).iter().any(|change| change.field == TIME_OF_WRITING));
    }

    #[test]
    fn what_may_not_be_read_is_taken_from_the_record_before() {
        let unknown = |field, of_record| Unknown { field, of_record };
        let all =
            [unknown("lost_reason_id", "lost_reason"), unknown("tag_ids", "tags"), unknown("email", "lead_email")];
        let old = Deal { lost_reason: Some(3), tags: vec![1, 2], name: "Old".into(), ..deal(1) };
        let new = Deal { name: "New".into(), ..deal(1) };
        let (record, carried) = carry(&Record::Deal(old.clone()), Record::Deal(new.clone()), &all);
        assert_eq!(record, Record::Deal(Deal { name: "New".into(), ..old }));
        assert_eq!(carried, [unknown("lost_reason_id", "lost_reason"), unknown("tag_ids", "tags")]);
        assert_eq!(carry(&Record::Deal(new.clone()), Record::Deal(new.clone()), &all), (Record::Deal(new), vec![]));
    }

    #[test]
    fn a_first_version_tells_every_field_that_has_a_value() {
        let told = changes(None, &Record::Partner(Partner { city: Some("Graz".into()), ..account(1) }));
        assert!(told.contains(&change("city", None, Some("Graz"))));
        assert!(!told.iter().any(|change| change.field == "phone" || change.field == TAG));
    }
}
