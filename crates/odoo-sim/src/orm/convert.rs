//! Wire values on their way in: what Odoo accepts for each kind of field, and how it refuses the rest.

use serde_json::Value as Json;

use crate::caller::truthy;
use crate::clock;
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model};
use crate::orm::reader::refs;
use crate::python;
use crate::value::Value;

/// The stored value for a written one. Many2many commands are not handled here.
pub(super) fn convert(model: &Model, field: &Field, json: &Json) -> Result<Value, OdooError> {
    let empty = json.is_null() || json == &Json::Bool(false);
    Ok(match &field.kind {
        Kind::Boolean => {
            if truthy(json) {
                Value::Bool(true)
            } else {
                Value::Bool(false)
            }
        }
        Kind::Integer => Value::Int(match json {
            Json::Number(number) => number.as_i64().unwrap_or_default(),
            Json::String(text) => text.trim().parse().map_err(|_| {
                OdooError::value(format!("invalid literal for int() with base 10: {}", python::repr_text(text)))
            })?,
            other => i64::from(truthy(other)),
        }),
        Kind::Float => Value::Float(match json {
            Json::Number(number) => number.as_f64().unwrap_or_default(),
            Json::String(text) => text.trim().parse().map_err(|_| {
                OdooError::value(format!("could not convert string to float: {}", python::repr_text(text)))
            })?,
            Json::Bool(true) => 1.0,
            _ => 0.0,
        }),
        _ if empty => Value::Empty,
        Kind::Selection(keys) => {
            let key = json.as_str().map_or_else(|| python::repr(json), str::to_owned);
            if !keys.contains(&key) {
                let name = field.name;
                return Err(OdooError::value(format!("Wrong value for {}.{name}: {}", model.name, python::repr(json))));
            }
            Value::text(key)
        }
        Kind::Datetime => {
            let text = json.as_str().unwrap_or_default();
            Value::Stamp(clock::parse_strict(text).ok_or_else(|| bad_time(text, "%Y-%m-%d %H:%M:%S"))?)
        }
        Kind::Date => {
            let text = json.as_str().unwrap_or_default();
            let day = text.get(..10).unwrap_or(text);
            if clock::parse_strict(day).is_none() || day.len() != 10 {
                return Err(bad_time(day, "%Y-%m-%d"));
            }
            Value::text(day)
        }
        // The one kind that keeps an empty text apart from none.
        Kind::Html => Value::Text(sanitized(&text_of(json)?).into()),
        Kind::Text => Value::text(text_of(json)?),
        Kind::ManyToOne => match json {
            Json::Number(number) => number.as_i64().filter(|id| *id != 0).map_or(Value::Empty, Value::Ref),
            Json::Array(pair) => pair.first().and_then(Json::as_i64).map_or(Value::Empty, Value::Ref),
            other => {
                return Err(OdooError::value(format!(
                    "Wrong value for {}.{}: {}",
                    model.name,
                    field.name,
                    python::repr(other)
                )));
            }
        },
        Kind::Many | Kind::ManyToMany => Value::Empty,
    })
}

fn bad_time(text: &str, format: &str) -> OdooError {
    OdooError::value(format!("time data {} does not match format '{format}'", python::repr_text(text)))
}

fn text_of(json: &Json) -> Result<String, OdooError> {
    let text = json.as_str().map_or_else(|| python::repr(json), str::to_owned);
    if text.contains('\0') {
        return Err(OdooError::value("A string literal cannot contain NUL (0x00) characters."));
    }
    Ok(text)
}

/// Scripts go, plain text becomes a paragraph. Odoo's own sanitizer does much more.
fn sanitized(html: &str) -> String {
    let mut clean = html.to_owned();
    while let Some(start) = clean.find("<script") {
        let end = clean.get(start..).and_then(|tail| tail.find("</script>")).map_or(clean.len(), |at| start + at + 9);
        clean.replace_range(start..end, "");
    }
    if clean.is_empty() || clean.contains('<') { clean } else { format!("<p>{clean}</p>") }
}

/// A many2many after commands, and the records that a command wants created.
pub(super) fn linked(before: &[i64], json: &Json) -> (Value, Vec<serde_json::Map<String, Json>>) {
    let mut ids = before.to_vec();
    let mut created = Vec::new();
    for command in json.as_array().into_iter().flatten() {
        if let Some(id) = command.as_i64() {
            ids.push(id);
            continue;
        }
        let id = command.get(1).and_then(Json::as_i64).unwrap_or_default();
        match command.get(0).and_then(Json::as_i64) {
            Some(0) => created.extend(command.get(2).and_then(Json::as_object).cloned()),
            Some(2 | 3) => ids.retain(|known| *known != id),
            Some(4) => ids.push(id),
            Some(5) => ids.clear(),
            Some(6) => {
                ids = command.get(2).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect();
            }
            _ => {}
        }
    }
    ids.sort_unstable();
    ids.dedup();
    (refs(ids), created)
}
