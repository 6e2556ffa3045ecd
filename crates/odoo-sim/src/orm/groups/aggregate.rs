//! What is worked out for each group: money exactly, as PostgreSQL's `numeric` does, other floats as floats.

use std::collections::HashSet;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::db::Row;
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model};
use crate::orm::Reader;
use crate::value::{Value, float};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Sum,
    Average,
    Minimum,
    Maximum,
    Count,
    Distinct,
    And,
    Or,
    Ids,
}

/// One column of the answer; without a field it is the number of rows.
#[derive(Debug)]
pub(super) struct Aggregate {
    pub(super) name: String,
    pub(super) field: Option<&'static Field>,
    function: Function,
}

impl Function {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "sum" => Self::Sum,
            "avg" => Self::Average,
            "min" => Self::Minimum,
            "max" => Self::Maximum,
            "count" => Self::Count,
            "count_distinct" => Self::Distinct,
            "bool_and" => Self::And,
            "bool_or" => Self::Or,
            "array_agg" => Self::Ids,
            _ => return None,
        })
    }

    /// What a field is added up with when nothing is said.
    fn usual(of: &Model, field: &Field) -> Option<Self> {
        match (&field.kind, field.name) {
            (_, "id") => None,
            (Kind::Float, "probability") if of.name == "crm.lead" => Some(Self::Average),
            (Kind::Float | Kind::Integer, _) => Some(Self::Sum),
            (Kind::Boolean, _) => None,
            _ => None,
        }
    }
}

impl Aggregate {
    /// Every stored number, as `read_group` without fields answers.
    pub(super) fn all(of: &'static Model) -> Vec<Self> {
        let numbers = of.fields.values().filter(|field| field.is_stored());
        numbers
            .filter_map(|field| {
                let function = Function::usual(of, field)?;
                Some(Self { name: field.name.to_owned(), field: Some(field), function })
            })
            .collect()
    }

    /// The fields of `read_group`: `name`, `name:function`, `column:function(name)`. Names that cannot be added up are
    /// passed over.
    pub(super) fn old(of: &'static Model, specs: &[String]) -> Result<Vec<Self>, OdooError> {
        let mut wanted = Vec::new();
        for spec in specs.iter().filter(|spec| *spec != "__count") {
            let (name, function) =
                spec.split_once(':').map_or((spec.as_str(), None), |(name, rest)| (name, Some(rest)));
            let (function, source) = match function.and_then(|rest| rest.split_once('(')) {
                Some((function, source)) => (Some(function), source.trim_end_matches(')')),
                None => (function, name),
            };
            let field = of.field(source).ok_or_else(|| OdooError::invalid_field(source, of.name))?;
            let function = match function {
                Some(function) => Some(Function::parse(function).ok_or_else(|| invalid(spec))?),
                None => Function::usual(of, field),
            };
            if let Some(function) = function {
                wanted.push(Self::checked(of, name.to_owned(), field, function)?);
            }
        }
        Ok(wanted)
    }

    /// The aggregates of `formatted_read_group`: `__count`, `name:function`.
    pub(super) fn new(of: &'static Model, specs: &[String]) -> Result<Vec<Self>, OdooError> {
        let parse = |spec: &String| {
            if spec == "__count" {
                return Ok(Self { name: spec.clone(), field: None, function: Function::Count });
            }
            let (name, function) = spec.split_once(':').ok_or_else(|| invalid(spec))?;
            let field = of.field(name).ok_or_else(|| OdooError::invalid_field(name, of.name))?;
            let function = Function::parse(function).ok_or_else(|| invalid(spec))?;
            Self::checked(of, spec.clone(), field, function)
        };
        specs.iter().map(parse).collect()
    }

    fn checked(of: &Model, name: String, field: &'static Field, function: Function) -> Result<Self, OdooError> {
        if !field.is_stored() {
            let words = format!("Cannot convert {}.{} to SQL because it is not stored", of.name, field.name);
            return Err(OdooError::value(words));
        }
        Ok(Self { name, field: Some(field), function })
    }

    pub(super) fn is_count(&self) -> bool {
        self.field.is_none()
    }

    /// Without rows only counts are numbers.
    pub(super) fn of(&self, reader: &Reader<'_>, of: &'static Model, rows: &[&Row]) -> Json {
        let Some(field) = self.field else { return json!(rows.len()) };
        let values: Vec<Value> = rows.iter().map(|row| reader.value(of, field, row)).collect();
        match self.function {
            Function::Count => json!(values.iter().filter(|value| !is_null(field, value)).count()),
            Function::Distinct => {
                let told: HashSet<String> =
                    values.iter().filter(|value| !is_null(field, value)).map(|value| format!("{value:?}")).collect();
                json!(told.len())
            }
            Function::And => json!(values.iter().all(Value::is_true)),
            Function::Or => json!(values.iter().any(Value::is_true)),
            Function::Ids => values.iter().map(|value| value.to_wire(&field.kind)).collect(),
            Function::Minimum => best(field, &values, false),
            Function::Maximum => best(field, &values, true),
            Function::Sum | Function::Average if values.is_empty() => json!(false),
            Function::Sum => sum(field, &values),
            Function::Average => average(field, &values),
        }
    }
}

fn invalid(spec: &str) -> OdooError {
    OdooError::value(format!("Invalid aggregate method {} for {}", crate::python::repr_text(spec), spec))
}

/// Numbers and flags are never null here: Odoo writes zero and false.
fn is_null(field: &Field, value: &Value) -> bool {
    value.is_empty() && !matches!(field.kind, Kind::Integer | Kind::Float | Kind::Boolean)
}

fn is_money(field: &Field) -> bool {
    field.attributes.get("type").and_then(Json::as_str) == Some("monetary")
}

fn decimals(values: &[Value]) -> Option<Vec<Decimal>> {
    values
        .iter()
        .map(|value| {
            let text = crate::python::float(value.as_float());
            text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
        })
        .collect()
}

fn exact(amount: Decimal) -> Json {
    amount.to_string().parse::<f64>().map_or(json!(false), |amount| json!(amount))
}

fn total(values: &[Value]) -> f64 {
    values.iter().map(Value::as_float).sum()
}

fn sum(field: &Field, values: &[Value]) -> Json {
    if field.kind == Kind::Integer {
        let whole = |value: &Value| if let Value::Int(number) = value { *number } else { 0 };
        return json!(values.iter().map(whole).sum::<i64>());
    }
    let all = if is_money(field) { decimals(values) } else { None };
    let added = all.and_then(|all| all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
    added.map_or_else(|| json!(total(values)), exact)
}

fn average(field: &Field, values: &[Value]) -> Json {
    let all = if is_money(field) { decimals(values) } else { None };
    let added = all.and_then(|all| all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
    let mean = added.and_then(|added| added.checked_div(Decimal::from(values.len())));
    let count = i64::try_from(values.len()).unwrap_or(1);
    mean.map_or_else(|| json!(total(values) / float(count)), exact)
}

fn best(field: &Field, values: &[Value], greatest: bool) -> Json {
    let rank = |one: &Value, other: &Value| match (one, other) {
        (Value::Stamp(one) | Value::Ref(one), Value::Stamp(other) | Value::Ref(other)) => one.cmp(other),
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => one.as_float().total_cmp(&other.as_float()),
    };
    let told = values.iter().filter(|value| !is_null(field, value));
    let found =
        if greatest { told.max_by(|one, other| rank(one, other)) } else { told.min_by(|one, other| rank(one, other)) };
    found.map_or(json!(false), |value| value.to_wire(&field.kind))
}
