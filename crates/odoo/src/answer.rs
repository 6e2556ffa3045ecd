//! Checks that an answer is what was asked for, so that half an answer is an error and never an end.

use crate::transport::TransportError;
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::canonical::SourceId;
use serde_json::{Map, Value};

pub(crate) type RawRow = (SourceId, Map<String, Value>);

/// Rows with ids above `after`, strictly ascending, at most `limit`.
pub(crate) fn rows(answer: Value, after: SourceId, limit: usize) -> Result<Vec<RawRow>, TransportError> {
    let rows = list(answer, limit)?
        .into_iter()
        .map(|row| match row {
            Value::Object(fields) => match fields.get("id").and_then(Value::as_i64) {
                Some(id) => Ok((id, fields)),
                None => Err(TransportError::BadAnswer("a row has no id")),
            },
            _ => Err(TransportError::BadAnswer("a row is no object")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    ascending(rows.iter().map(|(id, _)| *id), after)?;
    Ok(rows)
}

/// Ids above `after`, strictly ascending, at most `limit`.
pub(crate) fn ids(answer: Value, after: SourceId, limit: usize) -> Result<Vec<SourceId>, TransportError> {
    let ids = list(answer, limit)?
        .iter()
        .map(|id| id.as_i64().ok_or(TransportError::BadAnswer("an id is no whole number")))
        .collect::<Result<Vec<_>, _>>()?;
    ascending(ids.iter().copied(), after)?;
    Ok(ids)
}

pub(crate) fn count(answer: &Value) -> Result<u64, TransportError> {
    answer.as_u64().ok_or(TransportError::BadAnswer("a count is no whole number"))
}

fn list(answer: Value, limit: usize) -> Result<Vec<Value>, TransportError> {
    match answer {
        Value::Array(items) if items.len() <= limit => Ok(items),
        Value::Array(_) => Err(TransportError::BadAnswer("there are more rows than were asked for")),
        _ => Err(TransportError::BadAnswer("there is no list of rows")),
    }
}

fn ascending(ids: impl Iterator<Item = SourceId>, after: SourceId) -> Result<(), TransportError> {
    let mut last = after;
    for id in ids {
        if id <= last {
            return Err(TransportError::BadAnswer("the ids are not in ascending order"));
        }
        last = id;
    }
    Ok(())
}

/// A moment as Odoo writes it: UTC, without zone, in whole seconds.
pub(crate) fn moment(text: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok().map(|moment| moment.and_utc())
}

pub(crate) fn written(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_must_be_objects_with_ascending_ids_above_the_last() {
        let bad = |answer| rows(answer, 5, 2).is_err();
        assert!(rows(json!([{"id": 6}, {"id": 9}]), 5, 2).is_ok());
        assert!(rows(json!([]), 5, 2).is_ok());
        assert!(bad(json!([{"id": 5}])));
        assert!(bad(json!([{"id": 7}, {"id": 7}])));
        assert!(bad(json!([{"id": 9}, {"id": 6}])));
        assert!(bad(json!([{"id": 6}, {"id": 7}, {"id": 8}])));
        assert!(bad(json!([{"id": "6"}])));
        assert!(bad(json!([{"name": "x"}])));
        assert!(bad(json!([6])));
        assert!(bad(json!(null)));
        assert!(bad(json!({"id": 6})));
    }

    #[test]
    fn a_moment_is_read_and_written_as_odoo_does() {
        let moment = moment("2026-11-21 04:35:28").unwrap();
        assert_eq!(moment.to_rfc3339(), "2026-11-21T04:35:28+00:00");
        assert_eq!(written(moment), "2026-11-21 04:35:28");
    }
}
