//! A field's value as the database holds it, and how it looks on the wire.

use std::sync::Arc;

use serde_json::{Number, Value as Json};

use crate::clock::{self, Stamp};
use crate::model::Kind;

/// Empty text, dates and references are all `Empty`; Odoo sends `false` for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Empty,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Arc<str>),
    Stamp(Stamp),
    Ref(i64),
    Refs(Arc<[i64]>),
}

pub(crate) static EMPTY: Value = Value::Empty;

impl Value {
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() { Self::Empty } else { Self::Text(Arc::from(text)) }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_ref(&self) -> Option<i64> {
        match self {
            Self::Ref(id) => Some(*id),
            _ => None,
        }
    }

    pub(crate) fn as_refs(&self) -> &[i64] {
        match self {
            Self::Refs(ids) => ids,
            _ => &[],
        }
    }

    pub(crate) fn as_stamp(&self) -> Option<Stamp> {
        match self {
            Self::Stamp(stamp) => Some(*stamp),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    pub(crate) fn as_float(&self) -> f64 {
        match self {
            Self::Float(number) => *number,
            Self::Int(number) => float(*number),
            _ => 0.0,
        }
    }

    /// The wire form of everything but references.
    pub(crate) fn to_wire(&self, kind: &Kind) -> Json {
        match (self, kind) {
            (Self::Empty, Kind::Integer) => Json::from(0),
            (Self::Empty, Kind::Float) => Json::from(0.0),
            (Self::Empty, Kind::Many | Kind::ManyToMany) => Json::Array(Vec::new()),
            (Self::Empty, _) => Json::Bool(false),
            (Self::Bool(flag), _) => Json::Bool(*flag),
            (Self::Int(number), Kind::Float) => json_float(float(*number)),
            (Self::Int(number) | Self::Ref(number), _) => Json::from(*number),
            (Self::Float(number), _) => json_float(*number),
            (Self::Text(text), _) => Json::String(text.to_string()),
            (Self::Stamp(stamp), _) => Json::String(clock::format_seconds(*stamp)),
            (Self::Refs(ids), _) => ids.iter().copied().collect(),
        }
    }
}

fn json_float(number: f64) -> Json {
    Number::from_f64(number).map_or(Json::Bool(false), Json::Number)
}

#[expect(clippy::as_conversions, reason = "ids and counts are far below 2^53, where every integer is a double")]
pub(crate) fn float(number: i64) -> f64 {
    number as f64
}

/// Half away from zero, as Odoo's `float_round`, with the little help against binary tails that it gives itself.
pub(crate) fn round(number: f64, digits: i32) -> f64 {
    let factor = 10f64.powi(digits);
    let scaled = number * factor;
    let nudge = scaled.abs() * f64::EPSILON * 2.0;
    (scaled.abs() + nudge).round().copysign(scaled) / factor
}

/// Ids in a JSON argument: one number or a list of numbers.
pub(crate) fn ids_of(json: &Json) -> Vec<i64> {
    match json {
        Json::Array(items) => items.iter().filter_map(Json::as_i64).collect(),
        other => other.as_i64().into_iter().collect(),
    }
}
