//! Hashes of what a record says, equal for equal content however Odoo wrote it down.
//!
//! Another protocol must not look like another content: XML has no place for control characters, so they do not count.

use crate::model::WRITE_DATE;
use crate::transport::is_stripped;
use serde_json::{Map, Value};
use std::io::Write;

/// Over all fields but `write_date`, which Odoo raises on identical writes too.
pub(crate) fn content_hash(payload: &Map<String, Value>) -> String {
    digest(payload.iter().filter(|(field, _)| field.as_str() != WRITE_DATE))
}

/// Over the one field that changes silently; the same for a whole record and for a row of a sweep.
pub(crate) fn silent_hash(field: &str, row: &Map<String, Value>) -> String {
    let value = row.get(field).unwrap_or(&Value::Null);
    let mut text = Vec::new();
    write_pair(&mut text, field, value);
    blake3::hash(&text).to_hex().to_string()
}

fn digest<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>) -> String {
    let mut text = Vec::new();
    write_object(&mut text, fields);
    blake3::hash(&text).to_hex().to_string()
}

fn write_object<'a>(text: &mut Vec<u8>, fields: impl Iterator<Item = (&'a String, &'a Value)>) {
    let mut fields: Vec<_> = fields.collect();
    fields.sort_unstable_by_key(|(field, _)| *field);
    text.push(b'{');
    for (position, (field, value)) in fields.into_iter().enumerate() {
        if position > 0 {
            text.push(b',');
        }
        write_pair(text, field, value);
    }
    text.push(b'}');
}

fn write_pair(text: &mut Vec<u8>, field: &str, value: &Value) {
    write_words(text, field);
    text.push(b':');
    write_value(text, value);
}

fn write_value(text: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Object(fields) => write_object(text, fields.iter()),
        Value::Array(items) => write_array(text, items),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => written(write!(text, "{whole}")),
            (None, Some(float)) => written(write!(text, "{}", float + 0.0)),
            (None, None) => written(write!(text, "{number}")),
        },
        Value::String(words) if words.contains(is_stripped) => {
            let words: String = words.chars().filter(|c| !is_stripped(*c)).collect();
            write_words(text, &words);
        }
        Value::String(words) => write_words(text, words),
        Value::Null => text.extend_from_slice(b"null"),
        Value::Bool(flag) => text.extend_from_slice(if *flag { b"true" } else { b"false" }),
    }
}

fn write_words(text: &mut Vec<u8>, words: &str) {
    written(serde_json::to_writer(text, words));
}

/// Memory takes whatever is written.
fn written<E>(_: Result<(), E>) {}

/// The order of a list of ids means nothing to Odoo; the label beside an id is another record's business.
fn write_array(text: &mut Vec<u8>, items: &[Value]) {
    if let [id @ Value::Number(_), Value::String(_)] = items {
        return write_value(text, id);
    }
    let ids: Option<Vec<i64>> = items.iter().map(Value::as_i64).collect();
    let sorted = ids.map(|mut ids| {
        ids.sort_unstable();
        ids.into_iter().map(Value::from).collect::<Vec<_>>()
    });
    text.push(b'[');
    for (position, item) in sorted.as_deref().unwrap_or(items).iter().enumerate() {
        if position > 0 {
            text.push(b',');
        }
        write_value(text, item);
    }
    text.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> String {
        content_hash(value.as_object().unwrap())
    }

    #[test]
    fn the_hash_is_that_of_the_canonical_text() {
        let text = r#"{"active":true,"n":0.1,"name":"A \"b\"","tags":[2,10]}"#;
        let expected = blake3::hash(text.as_bytes()).to_hex().to_string();
        let row =
            json!({"tags": [10, 2], "name": "A \"b\"", "write_date": "2026-11-21 04:35:28", "n": 0.1, "active": true});
        assert_eq!(of(row), expected);
    }

    #[test]
    fn the_same_content_written_in_another_way_has_the_same_hash() {
        assert_eq!(of(json!({"a": 1.0, "b": [3, "Won"]})), of(json!({"b": 3, "a": 1})));
        assert_eq!(of(json!({"a": -0.0})), of(json!({"a": 0})));
        assert_eq!(of(json!({"a": "x\u{b}\u{1}y\r\n\t"})), of(json!({"a": "xy\r\n\t"})));
        assert_eq!(of(json!({"a": "x", "write_date": "1"})), of(json!({"a": "x", "write_date": "2"})));
    }

    #[test]
    fn another_content_has_another_hash() {
        assert_ne!(of(json!({"a": false})), of(json!({"a": 0})));
        assert_ne!(of(json!({"a": "1"})), of(json!({"a": 1})));
        assert_ne!(of(json!({"a": null})), of(json!({})));
    }

    #[test]
    fn a_row_of_a_sweep_has_the_silent_hash_of_the_whole_record() {
        let whole = json!({"name": "x", "probability": 35.0, "stage_id": 2});
        let swept = json!({"id": 7, "probability": 35});
        let hash = |row: &Value| silent_hash("probability", row.as_object().unwrap());
        assert_eq!(hash(&whole), hash(&swept));
        assert_ne!(hash(&whole), hash(&json!({"id": 7, "probability": 35.1})));
    }
}
