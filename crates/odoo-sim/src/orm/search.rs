//! Searching: domain, record rules, order, page.

use std::cmp::Ordering;

use serde_json::Value as Json;

use crate::caller::Caller;
use crate::db::{Db, Row};
use crate::domain::{self, Node};
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, schema};
use crate::orm::Reader;
use crate::value::Value;
use crate::version::Version;

#[derive(Debug, Clone)]
pub(crate) struct Query<'a> {
    pub(crate) domain: &'a Json,
    pub(crate) order: Option<&'a str>,
    pub(crate) offset: usize,
    pub(crate) limit: Option<usize>,
}

/// The rows that a query finds, in order.
pub(crate) fn search<'a>(
    reader: &Reader<'a>,
    model: &'static Model,
    query: &Query<'_>,
) -> Result<Vec<&'a Row>, OdooError> {
    let keys = order(reader.db.version, model, query.order.unwrap_or(model.order()))?;
    let node = full_domain(reader.db, reader.caller, model, query.domain)?;
    let rows = candidates(reader.db, model, &node);
    let limit = query.limit.unwrap_or(usize::MAX);
    match keys.first() {
        Some(key) if key.field.name == "id" && !key.descending => {
            Ok(rows.filter(|row| node.holds(reader, model, row)).skip(query.offset).take(limit).collect())
        }
        Some(key) if key.field.name == "id" => {
            Ok(rows.rev().filter(|row| node.holds(reader, model, row)).skip(query.offset).take(limit).collect())
        }
        _ => {
            let found = rows.filter(|row| node.holds(reader, model, row));
            let mut keyed: Vec<(Vec<SortKey>, &Row)> =
                found.map(|row| (sort_keys(reader, model, row, &keys), row)).collect();
            keyed.sort_by(|(one, _), (other, _)| compare(one, other, &keys));
            Ok(keyed.into_iter().skip(query.offset).take(limit).map(|(_, row)| row).collect())
        }
    }
}

pub(crate) fn count(
    reader: &Reader<'_>,
    model: &'static Model,
    domain: &Json,
    limit: Option<usize>,
) -> Result<usize, OdooError> {
    let node = full_domain(reader.db, reader.caller, model, domain)?;
    let rows = candidates(reader.db, model, &node).filter(|row| node.holds(reader, model, row));
    Ok(rows.take(limit.unwrap_or(usize::MAX)).count())
}

/// The rows that can match at all, in id order: those that are named, else a window of ids.
fn candidates<'a>(db: &'a Db, model: &'static Model, node: &Node) -> Box<dyn DoubleEndedIterator<Item = &'a Row> + 'a> {
    let table = db.table(model);
    match node.named_ids() {
        Some(ids) => Box::new(ids.into_iter().filter_map(|id| table.get(id))),
        None => {
            let (from, to) = node.id_range();
            Box::new(table.range(from, to))
        }
    }
}

fn full_domain(db: &Db, caller: &Caller, model: &'static Model, wanted: &Json) -> Result<Node, OdooError> {
    let node = domain::compile(db, caller, model, wanted)?;
    let rules = domain::parse(db, &caller.sudo(), model, &caller.rules(model))?;
    Ok(domain::both(node, rules))
}

#[derive(Debug, Clone)]
struct Key {
    field: &'static Field,
    descending: bool,
}

#[derive(Debug)]
enum SortKey {
    Empty,
    Number(f64),
    Stamp(i64),
    Text(String, String),
    List(Vec<SortKey>, Vec<Key>),
}

fn order(version: Version, model: &'static Model, text: &str) -> Result<Vec<Key>, OdooError> {
    let mut keys = Vec::new();
    for part in text.split(',') {
        let mut words = part.split_whitespace();
        let Some(name) = words.next() else { continue };
        let direction = words.clone().next().map(str::to_ascii_lowercase);
        let known = direction.is_none_or(|direction| ["asc", "desc", "nulls"].contains(&direction.as_str()));
        if !known {
            return Err(OdooError::user(format!(
                "Invalid \"order\" specified ({text}). A valid \"order\" specification is a comma-separated list of valid \
                 field names (optionally followed by asc/desc for the direction)"
            )));
        }
        let name = name.trim_matches('"');
        let field = model.field_in(version, name).ok_or_else(|| OdooError::invalid_field(name, model.name))?;
        let sortable = field.is_stored() || field.is_translatable(version);
        if !sortable || matches!(field.kind, Kind::Many | Kind::ManyToMany) {
            return Err(OdooError::value(format!(
                "Cannot convert {}.{name} to SQL because it is not stored",
                model.name
            )));
        }
        let descending = words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"));
        keys.push(Key { field, descending });
    }
    Ok(keys)
}

fn sort_keys(reader: &Reader<'_>, model: &'static Model, row: &Row, keys: &[Key]) -> Vec<SortKey> {
    keys.iter().map(|key| sort_key(reader, model, row, key)).collect()
}

fn sort_key(reader: &Reader<'_>, model: &'static Model, row: &Row, key: &Key) -> SortKey {
    if key.field.name == "id" {
        return SortKey::Stamp(row.id);
    }
    let computed = (!key.field.is_stored()).then(|| reader.value(model, key.field, row));
    match computed.as_ref().unwrap_or_else(|| row.get(key.field)) {
        Value::Empty if key.field.kind == Kind::Boolean => SortKey::Number(0.0),
        Value::Empty if matches!(key.field.kind, Kind::Integer | Kind::Float) => SortKey::Number(0.0),
        Value::Empty | Value::Refs(_) => SortKey::Empty,
        Value::Bool(flag) => SortKey::Number(if *flag { 1.0 } else { 0.0 }),
        number @ (Value::Int(_) | Value::Float(_)) => SortKey::Number(number.as_float()),
        Value::Stamp(stamp) => SortKey::Stamp(*stamp),
        Value::Text(text) => SortKey::Text(text.to_lowercase(), text.to_string()),
        // A many2one sorts as its own model does.
        Value::Ref(id) => {
            let relation = key.field.relation.and_then(|name| schema().find(name));
            let keys = relation
                .and_then(|relation| order(reader.db.version, relation, relation.order()).ok())
                .unwrap_or_default();
            let keys: Vec<Key> = keys.into_iter().filter(|inner| inner.field.kind != Kind::ManyToOne).collect();
            match relation.and_then(|relation| Some((relation, reader.db.row(relation, *id)?))) {
                Some((relation, other)) if relation.name != model.name => {
                    SortKey::List(sort_keys(reader, relation, other, &keys), keys)
                }
                _ => SortKey::Stamp(*id),
            }
        }
    }
}

/// PostgreSQL's rule: empty comes last going up and first going down.
fn compare(one: &[SortKey], other: &[SortKey], keys: &[Key]) -> Ordering {
    for ((one, other), key) in one.iter().zip(other).zip(keys) {
        let ordering = match (one, other) {
            (SortKey::Empty, SortKey::Empty) => Ordering::Equal,
            (SortKey::Empty, _) => Ordering::Greater,
            (_, SortKey::Empty) => Ordering::Less,
            (SortKey::Number(one), SortKey::Number(other)) => one.total_cmp(other),
            (SortKey::Stamp(one), SortKey::Stamp(other)) => one.cmp(other),
            (SortKey::Text(one, raw), SortKey::Text(other, other_raw)) => {
                one.cmp(other).then_with(|| raw.cmp(other_raw))
            }
            (SortKey::List(one, keys), SortKey::List(other, _)) => compare(one, other, keys),
            _ => Ordering::Equal,
        };
        let ordering = if key.descending { ordering.reverse() } else { ordering };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}
