//! One comparison of a domain: the operator and the value, made ready for the kind of the field.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::like;
use crate::caller::{Caller, truthy};
use crate::clock;
use crate::db::Db;
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model};
use crate::orm::Reader;
use crate::python;
use crate::value::{Value, float, ids_of};
use crate::version::Version;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone)]
pub(crate) enum Test {
    /// Any of these; `empty` says whether an empty field is among them. `not` turns both round.
    OneOf {
        ids: HashSet<i64>,
        numbers: Vec<f64>,
        texts: HashSet<String>,
        empty: bool,
        not: bool,
    },
    Compare {
        order: Order,
        with: Value,
    },
    Like {
        pattern: String,
        fold: bool,
        not: bool,
    },
    /// The test of a moment whose fraction is cut off before.
    WholeSeconds(Box<Test>),
}

impl Test {
    pub(crate) fn ids(ids: HashSet<i64>) -> Self {
        Self::OneOf { ids, numbers: Vec::new(), texts: HashSet::new(), empty: false, not: false }
    }

    /// 18 compares a moment with all its microseconds; from 19 on only whole seconds count, and a zone is an error.
    pub(super) fn new(version: Version, field: &Field, operator: &str, right: &Json) -> Result<Self, OdooError> {
        if !version.is_new() || field.kind != Kind::Datetime {
            return Self::exact(field, operator, right);
        }
        let texts = right.as_array().map_or(std::slice::from_ref(right), Vec::as_slice);
        if let Some(zoned) = texts.iter().filter_map(Json::as_str).find(|text| clock::has_zone(text)) {
            return Err(OdooError::value(format!("Invalid datetime with a time zone: {}", python::repr_text(zoned))));
        }
        let test = match Self::exact(field, operator, right)? {
            Self::Compare { order, with: Value::Stamp(stamp) } => {
                Self::Compare { order, with: Value::Stamp(clock::whole_second(stamp)) }
            }
            Self::OneOf { ids, numbers, texts, empty, not } => {
                let ids = ids.into_iter().map(clock::whole_second).collect();
                Self::OneOf { ids, numbers, texts, empty, not }
            }
            other => other,
        };
        Ok(Self::WholeSeconds(Box::new(test)))
    }

    fn exact(field: &Field, operator: &str, right: &Json) -> Result<Self, OdooError> {
        let order = match operator {
            "<" => Some(Order::Less),
            "<=" => Some(Order::LessOrEqual),
            ">" => Some(Order::Greater),
            ">=" => Some(Order::GreaterOrEqual),
            _ => None,
        };
        if let Some(order) = order {
            return Ok(Self::Compare { order, with: comparable(field, right)? });
        }
        if operator.contains("like") {
            let text = right.as_str().map_or_else(|| python::repr(right), str::to_owned);
            let text = if right == &Json::Bool(false) || right.is_null() { String::new() } else { text };
            let fold = operator.contains("ilike");
            let text = if fold { text.to_lowercase() } else { text };
            let pattern = if operator.starts_with('=') { text } else { format!("%{text}%") };
            return Ok(Self::Like { pattern, fold, not: is_negative(operator) });
        }
        let single = [right.clone()];
        let list: &[Json] = match right {
            Json::Array(items) => items,
            _ => &single,
        };
        Self::one_of(field, list, is_negative(operator))
    }

    fn one_of(field: &Field, list: &[Json], not: bool) -> Result<Self, OdooError> {
        let (mut ids, mut numbers, mut texts, mut empty) = (HashSet::new(), Vec::new(), HashSet::new(), false);
        for item in list {
            match (item, &field.kind) {
                (Json::Null | Json::Bool(false), _) => {
                    empty = true;
                    numbers.push(0.0);
                }
                (Json::Bool(true), Kind::Boolean) => numbers.push(1.0),
                (Json::Number(number), Kind::Boolean) => {
                    if number.as_f64() == Some(0.0) {
                        empty = true
                    } else {
                        numbers.push(1.0)
                    }
                }
                (Json::Number(number), Kind::Integer | Kind::Float) => {
                    ids.extend(number.as_i64());
                    numbers.extend(number.as_f64());
                    empty |= number.as_f64() == Some(0.0);
                }
                (Json::Number(number), _) if field.relation.is_some() => ids.extend(number.as_i64()),
                (Json::String(text), Kind::Datetime) => {
                    let stamp = clock::parse_lenient(text).ok_or_else(|| bad_moment(text))?;
                    ids.insert(stamp);
                }
                (Json::String(text), Kind::Integer | Kind::Float) => {
                    numbers.push(
                        text.parse()
                            .map_err(|_| OdooError::value(format!("could not convert string to float: '{text}'")))?,
                    );
                }
                (Json::String(text), _) => {
                    empty |= text.is_empty();
                    texts.insert(text.clone());
                }
                (other, _) => {
                    texts.insert(python::repr(other));
                }
            }
        }
        Ok(Self::OneOf { ids, numbers, texts, empty, not })
    }

    pub(super) fn opposite(&self) -> Option<Self> {
        match self.clone() {
            Self::OneOf { ids, numbers, texts, empty, not } => {
                Some(Self::OneOf { ids, numbers, texts, empty, not: !not })
            }
            Self::Like { pattern, fold, not } => Some(Self::Like { pattern, fold, not: !not }),
            Self::WholeSeconds(test) => test.opposite().map(|test| Self::WholeSeconds(Box::new(test))),
            Self::Compare { order, with } => {
                let order = match order {
                    Order::Less => Order::GreaterOrEqual,
                    Order::LessOrEqual => Order::Greater,
                    Order::Greater => Order::LessOrEqual,
                    Order::GreaterOrEqual => Order::Less,
                };
                Some(Self::Compare { order, with })
            }
        }
    }

    pub(super) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::OneOf { ids, numbers, texts, empty, not } => {
                let found = match value {
                    Value::Empty => *empty,
                    Value::Bool(flag) => {
                        if *flag {
                            numbers.iter().any(|number| *number != 0.0)
                        } else {
                            *empty
                        }
                    }
                    Value::Int(number) => {
                        ids.contains(number) || (!numbers.is_empty() && numbers.contains(&float(*number)))
                    }
                    Value::Float(number) => numbers.contains(number),
                    Value::Text(text) => texts.contains(text.as_ref()),
                    Value::Stamp(id) | Value::Ref(id) => ids.contains(id),
                    Value::Refs(list) => list.iter().any(|id| ids.contains(id)),
                };
                found != *not
            }
            Self::Compare { order, with } => compare(value, *order, with),
            Self::WholeSeconds(test) => match value {
                Value::Stamp(stamp) => test.holds(&Value::Stamp(clock::whole_second(*stamp))),
                other => test.holds(other),
            },
            Self::Like { pattern, fold, not } => {
                let text = match value {
                    Value::Text(text) => text.to_string(),
                    Value::Int(number) => number.to_string(),
                    Value::Float(number) => number.to_string(),
                    _ => return *not || pattern == "%%",
                };
                let text = if *fold { text.to_lowercase() } else { text };
                like::matches(pattern, &text) != *not
            }
        }
    }

    pub(super) fn named_ids(&self) -> Option<Vec<i64>> {
        let Self::OneOf { ids, not: false, .. } = self else { return None };
        let mut ids: Vec<i64> = ids.iter().copied().collect();
        ids.sort_unstable();
        Some(ids)
    }

    /// Lowest and highest id that this test of the field `id` lets through.
    pub(super) fn id_bounds(&self) -> Option<(i64, i64)> {
        match self {
            Self::OneOf { ids, not: false, .. } => {
                Some((ids.iter().min().copied().unwrap_or(1), ids.iter().max().copied().unwrap_or(0)))
            }
            Self::Compare { order, with: Value::Int(id) } => Some(match order {
                Order::Less => (i64::MIN, id - 1),
                Order::LessOrEqual => (i64::MIN, *id),
                Order::Greater => (id + 1, i64::MAX),
                Order::GreaterOrEqual => (*id, i64::MAX),
            }),
            _ => None,
        }
    }
}

fn bad_moment(text: &str) -> OdooError {
    OdooError::value(format!("time data '{text}' does not match format '%Y-%m-%d %H:%M:%S'"))
}

fn comparable(field: &Field, right: &Json) -> Result<Value, OdooError> {
    Ok(match (&field.kind, right) {
        (Kind::Datetime, Json::String(text)) => {
            Value::Stamp(clock::parse_lenient(text).ok_or_else(|| bad_moment(text))?)
        }
        (Kind::Float | Kind::Integer, Json::String(text)) => {
            let number =
                text.parse().map_err(|_| OdooError::value(format!("could not convert string to float: '{text}'")))?;
            Value::Float(number)
        }
        (Kind::Float | Kind::Integer, Json::Bool(false) | Json::Null) => Value::Int(0),
        (_, Json::Number(number)) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        (Kind::Boolean, other) => Value::Int(i64::from(truthy(other))),
        (_, Json::String(text)) => Value::Text(text.as_str().into()),
        _ => Value::Empty,
    })
}

/// Empty text, dates and references are never smaller nor greater; an empty number is zero.
fn compare(value: &Value, order: Order, with: &Value) -> bool {
    let ordering = match (value, with) {
        (Value::Stamp(one), Value::Stamp(other)) => one.cmp(other),
        (Value::Int(one) | Value::Ref(one), Value::Int(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Bool(one), Value::Int(other)) => i64::from(*one).cmp(other),
        (Value::Int(_) | Value::Float(_) | Value::Empty, Value::Int(_) | Value::Float(_)) => {
            value.as_float().total_cmp(&with.as_float())
        }
        _ => return false,
    };
    match order {
        Order::Less => ordering.is_lt(),
        Order::LessOrEqual => ordering.is_le(),
        Order::Greater => ordering.is_gt(),
        Order::GreaterOrEqual => ordering.is_ge(),
    }
}

pub(super) fn is_negative(operator: &str) -> bool {
    operator == "!=" || operator.starts_with("not ")
}

/// Whether the right side of a leaf on a relation names records instead of giving their ids.
pub(super) fn names(right: &Json) -> bool {
    match right {
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => items.iter().any(Json::is_string),
        _ => false,
    }
}

/// Records of `relation` by name, as a leaf on a many2one with a text means them.
pub(super) fn named(db: &Db, caller: &Caller, relation: &'static Model, operator: &str, right: &Json) -> HashSet<i64> {
    let operator = match operator {
        "!=" => "=",
        other => other.strip_prefix("not ").unwrap_or(other),
    };
    let caller = caller.without_active_test();
    let reader = Reader::new(db, &caller);
    let field = relation.field("display_name");
    let Some(test) = field.and_then(|field| Test::exact(field, operator, right).ok()) else { return HashSet::new() };
    let found = db.table(relation).iter().filter(|row| test.holds(&Value::text(reader.display_name(relation, row))));
    found.map(|row| row.id).collect()
}

/// `child_of` and `parent_of` by `parent_id`; a loop ends where it began.
pub(super) fn family(db: &Db, caller: &Caller, relation: &'static Model, down: bool, right: &Json) -> HashSet<i64> {
    let mut found: HashSet<i64> =
        if names(right) { named(db, caller, relation, "ilike", right) } else { ids_of(right).into_iter().collect() };
    loop {
        let before = found.len();
        for row in db.table(relation).iter() {
            if let Some(parent) = row.named(relation, "parent_id").as_ref() {
                if down && found.contains(&parent) {
                    found.insert(row.id);
                } else if !down && found.contains(&row.id) {
                    found.insert(parent);
                }
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
