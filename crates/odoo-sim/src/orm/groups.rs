//! `read_group` and, from 19 on, `formatted_read_group`: rows grouped, counted, added up.

mod aggregate;
mod period;

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::db::Row;
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, schema};
use crate::orm::{Query, Reader, search};
use crate::value::Value;
use crate::version::Version;

use aggregate::Aggregate;
use period::Period;

/// What both methods take. `lazy` groups by the first name only.
#[derive(Debug)]
pub(crate) struct Grouping<'a> {
    pub(crate) domain: &'a Json,
    pub(crate) by: Vec<String>,
    pub(crate) aggregates: Vec<String>,
    pub(crate) order: Option<&'a str>,
    pub(crate) offset: usize,
    pub(crate) limit: Option<usize>,
    pub(crate) lazy: bool,
}

/// One name of the grouping, such as `create_date:month`.
#[derive(Debug)]
struct By {
    /// As it was asked for; a moment without a period is grouped by month.
    spec: String,
    field: &'static Field,
    period: Option<Period>,
}

/// What the rows of one group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Empty,
    Id(i64),
    Text(String),
    Flag(bool),
    /// Of a float, its bits.
    Bits(u64),
}

struct Group<'a> {
    keys: Vec<Key>,
    rows: Vec<&'a Row>,
}

/// The rows of `read_group` in the form of 17 and 18, which 19 kept.
pub(crate) fn read_group(
    reader: &Reader<'_>,
    of: &'static Model,
    grouping: &Grouping<'_>,
) -> Result<Vec<Json>, OdooError> {
    let all = names(reader, of, &grouping.by)?;
    let shown = if grouping.lazy { all.get(..1).unwrap_or(&all) } else { &all };
    let wanted =
        if grouping.aggregates.is_empty() { Aggregate::all(of) } else { Aggregate::old(of, &grouping.aggregates)? };
    let groups = groups(reader, of, shown, &wanted, grouping)?;
    let rows = groups.iter().map(|group| {
        let (mut row, mut ranges) = (Map::new(), Map::new());
        let mut domains = vec![grouping.domain.as_array().cloned().unwrap_or_default()];
        for (by, key) in shown.iter().zip(&group.keys) {
            row.insert(by.spec.clone(), by.value(reader, key, false));
            if by.period.is_some() {
                ranges.insert(by.spec.clone(), by.range(key));
            }
            domains.push(by.domain(key));
        }
        let count = match shown {
            [only] if grouping.lazy => format!("{}_count", only.field.name),
            _ => "__count".to_owned(),
        };
        row.insert(count, json!(group.rows.len()));
        for aggregate in wanted.iter().filter(|aggregate| !aggregate.is_count()) {
            row.insert(aggregate.name.clone(), aggregate.of(reader, of, &group.rows));
        }
        if let ([only], true) = (shown, grouping.lazy) {
            if let Some(fold) = only.fold(reader, group.keys.first()) {
                row.insert("__fold".to_owned(), json!(fold));
            }
            if all.len() > 1 {
                let rest: Vec<&str> = all.iter().skip(1).map(|by| by.spec.as_str()).collect();
                row.insert("__context".to_owned(), json!({"group_by": rest}));
            }
        }
        row.insert("__domain".to_owned(), Json::Array(nested(domains)));
        if !ranges.is_empty() {
            row.insert("__range".to_owned(), Json::Object(ranges));
        }
        Json::Object(row)
    });
    Ok(rows.collect())
}

/// The rows of `formatted_read_group`.
pub(crate) fn formatted(
    reader: &Reader<'_>,
    of: &'static Model,
    grouping: &Grouping<'_>,
) -> Result<Vec<Json>, OdooError> {
    let by = names(reader, of, &grouping.by)?;
    let wanted = Aggregate::new(of, &grouping.aggregates)?;
    let groups = groups(reader, of, &by, &wanted, grouping)?;
    let rows = groups.iter().map(|group| {
        let (mut row, mut leaves) = (Map::new(), Vec::new());
        for (by, key) in by.iter().zip(&group.keys) {
            row.insert(by.spec.clone(), by.value(reader, key, true));
            leaves.extend(by.domain(key).into_iter().filter(Json::is_array));
        }
        if by.is_empty() {
            leaves.push(json!([1, "=", 1]));
        }
        let mut domain = vec![json!("&"); leaves.len().saturating_sub(1)];
        domain.append(&mut leaves);
        row.insert("__extra_domain".to_owned(), Json::Array(domain));
        for aggregate in &wanted {
            row.insert(aggregate.name.clone(), aggregate.of(reader, of, &group.rows));
        }
        Json::Object(row)
    });
    Ok(rows.collect())
}

fn names(reader: &Reader<'_>, of: &'static Model, specs: &[String]) -> Result<Vec<By>, OdooError> {
    specs.iter().map(|spec| By::parse(reader.db.version, of, spec)).collect()
}

/// Several conditions that all hold, each joined to those before it.
fn nested(domains: Vec<Vec<Json>>) -> Vec<Json> {
    let mut joined: Vec<Json> = Vec::new();
    for mut part in domains.into_iter().filter(|part| !part.is_empty()) {
        let operators = part.iter().filter(|term| matches!(term.as_str(), Some("&" | "|"))).count();
        let leaves = part.iter().filter(|term| term.is_array()).count();
        // A plain list of leaves means that all hold; joined to others it must say so.
        part.splice(0..0, std::iter::repeat_n(json!("&"), leaves.saturating_sub(operators + 1)));
        if !joined.is_empty() {
            joined.insert(0, json!("&"));
        }
        joined.append(&mut part);
    }
    joined
}

fn groups<'a>(
    reader: &Reader<'a>,
    of: &'static Model,
    by: &[By],
    wanted: &[Aggregate],
    grouping: &Grouping<'_>,
) -> Result<Vec<Group<'a>>, OdooError> {
    for field in by.iter().map(|by| by.field).chain(wanted.iter().filter_map(|aggregate| aggregate.field)) {
        reader.caller.check_field(of, field.name)?;
    }
    let query = Query { domain: grouping.domain, order: Some("id"), offset: 0, limit: None };
    let mut found: Vec<Group<'a>> = Vec::new();
    let mut places: HashMap<Vec<Key>, usize> = HashMap::new();
    if by.is_empty() {
        found.push(Group { keys: Vec::new(), rows: Vec::new() });
        places.insert(Vec::new(), 0);
    }
    for row in search(reader, of, &query)? {
        let mut all: Vec<Vec<Key>> = vec![Vec::new()];
        for by in by {
            let keys = by.keys(reader, of, row);
            let longer = all.into_iter().flat_map(|known| {
                keys.iter().map(move |key| known.iter().cloned().chain([key.clone()]).collect::<Vec<_>>())
            });
            all = longer.collect();
        }
        for keys in all {
            let at = *places.entry(keys.clone()).or_insert_with(|| {
                found.push(Group { keys, rows: Vec::new() });
                found.len() - 1
            });
            if let Some(group) = found.get_mut(at) {
                group.rows.push(row);
            }
        }
    }
    sort(reader, of, by, wanted, grouping.order, &mut found);
    Ok(found.into_iter().skip(grouping.offset).take(grouping.limit.unwrap_or(usize::MAX)).collect())
}

/// By what was asked for, then by the groups themselves: records as their model sorts them, empty ones last.
fn sort(
    reader: &Reader<'_>,
    of: &'static Model,
    by: &[By],
    wanted: &[Aggregate],
    order: Option<&str>,
    found: &mut [Group<'_>],
) {
    let ranks: Vec<HashMap<Key, usize>> = by.iter().enumerate().map(|(at, by)| by.ranks(reader, at, found)).collect();
    let own = |group: &Group<'_>| -> Vec<usize> {
        let ranked = group.keys.iter().zip(&ranks);
        ranked.map(|(key, ranks)| ranks.get(key).copied().unwrap_or(usize::MAX)).collect()
    };
    found.sort_by_cached_key(own);
    for term in order.unwrap_or_default().split(',').rev() {
        let mut words = term.split_whitespace();
        let Some(name) = words.next() else { continue };
        let descending = words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc"));
        if let Some(at) = by.iter().position(|by| by.spec == name || by.field.name == name) {
            let rank = |group: &Group<'_>| own(group).get(at).copied().unwrap_or(usize::MAX);
            found.sort_by_key(rank);
        } else if let Some(aggregate) = wanted.iter().find(|aggregate| aggregate.name == name) {
            let amount = |group: &Group<'_>| aggregate.of(reader, of, &group.rows).as_f64().unwrap_or_default();
            found.sort_by(|one, other| amount(one).total_cmp(&amount(other)));
        } else {
            found.sort_by_key(|group| group.rows.len());
        }
        if descending {
            found.reverse();
        }
    }
}

impl By {
    fn parse(version: Version, of: &'static Model, spec: &str) -> Result<Self, OdooError> {
        let (name, period) = spec.split_once(':').map_or((spec, None), |(name, period)| (name, Some(period)));
        let field = of.field_in(version, name).ok_or_else(|| OdooError::invalid_field(name, of.name))?;
        let groupable =
            (field.is_stored() || field.is_translatable(version)) && field.name != "id" && field.kind != Kind::Many;
        if !groupable {
            return Err(OdooError::value(format!("Cannot convert {}.{name} to SQL because it is not stored", of.name)));
        }
        let moment = matches!(field.kind, Kind::Date | Kind::Datetime);
        let period = match (period, moment) {
            (Some(period), true) => Some(Period::parse(period).ok_or_else(|| {
                OdooError::value(format!(
                    "Granularity specification isn't correct: {}",
                    crate::python::repr_text(period)
                ))
            })?),
            (None, true) => Some(Period::Month),
            _ => None,
        };
        Ok(Self { spec: spec.to_owned(), field, period })
    }

    /// The groups that a row belongs to: one, or one for each of its tags.
    fn keys(&self, reader: &Reader<'_>, of: &'static Model, row: &Row) -> Vec<Key> {
        let value = reader.value(of, self.field, row);
        if let Some(period) = self.period {
            let start = match &value {
                Value::Stamp(stamp) => Some(period.start(crate::clock::at(*stamp).date_naive())),
                Value::Text(day) => day.parse().ok().map(|day| period.start(day)),
                _ => None,
            };
            return vec![start.map_or(Key::Empty, |start| Key::Text(start.to_string()))];
        }
        vec![match value {
            Value::Refs(ids) => return ids.iter().map(|id| Key::Id(*id)).collect(),
            Value::Empty if self.field.kind == Kind::Boolean => Key::Flag(false),
            Value::Empty if self.field.kind == Kind::Integer => Key::Id(0),
            Value::Empty if self.field.kind == Kind::Float => Key::Bits(0),
            Value::Empty => Key::Empty,
            Value::Bool(flag) => Key::Flag(flag),
            Value::Int(number) | Value::Stamp(number) | Value::Ref(number) => Key::Id(number),
            Value::Float(number) => Key::Bits(number.to_bits()),
            Value::Text(text) => Key::Text(text.to_string()),
        }]
    }

    /// `formatted`: a period as the pair of its start and its name.
    fn value(&self, reader: &Reader<'_>, key: &Key, formatted: bool) -> Json {
        let relation = self.field.relation.and_then(|name| schema().find(name));
        match (key, self.period, relation) {
            (Key::Text(day), Some(period), _) => {
                let label = day.parse().map(|start| period.label(start)).unwrap_or_default();
                if formatted { json!([self.moment(day), label]) } else { json!(label) }
            }
            (Key::Id(id), _, Some(relation)) => json!([id, reader.name_of(relation, *id)]),
            _ => key.to_json(),
        }
    }

    /// The start of a day as the field writes it.
    fn moment(&self, day: &str) -> String {
        if self.field.kind == Kind::Datetime { format!("{day} 00:00:00") } else { day.to_owned() }
    }

    fn bounds(&self, key: &Key) -> Option<(String, String)> {
        let Key::Text(day) = key else { return None };
        let end = self.period?.end(day.parse().ok()?).to_string();
        Some((self.moment(day), self.moment(&end)))
    }

    fn range(&self, key: &Key) -> Json {
        self.bounds(key).map_or(json!(false), |(from, to)| json!({"from": from, "to": to}))
    }

    fn domain(&self, key: &Key) -> Vec<Json> {
        let name = self.field.name;
        match self.bounds(key) {
            Some((from, to)) => vec![json!("&"), json!([name, ">=", from]), json!([name, "<", to])],
            None => vec![json!([name, "=", key.to_json()])],
        }
    }

    /// Whether the column of this record is folded, where its model knows such a thing.
    fn fold(&self, reader: &Reader<'_>, key: Option<&Key>) -> Option<bool> {
        let relation = self.field.relation.and_then(|name| schema().find(name))?;
        relation.field("fold")?;
        let Some(Key::Id(id)) = key else { return Some(false) };
        Some(reader.db.row(relation, *id).is_some_and(|row| row.named(relation, "fold").is_true()))
    }

    /// The place of each key among the others.
    fn ranks(&self, reader: &Reader<'_>, at: usize, found: &[Group<'_>]) -> HashMap<Key, usize> {
        let mut keys: Vec<Key> = found.iter().filter_map(|group| group.keys.get(at).cloned()).collect();
        let relation = self.field.relation.and_then(|name| schema().find(name));
        if let Some(relation) = relation {
            let caller = reader.caller.sudo().without_active_test();
            let sudo = Reader::new(reader.db, &caller);
            let query = Query { domain: &Json::Null, order: None, offset: 0, limit: None };
            let sorted = search(&sudo, relation, &query).unwrap_or_default();
            return sorted.iter().enumerate().map(|(at, row)| (Key::Id(row.id), at)).collect();
        }
        keys.sort_by(|one, other| one.compare(other));
        keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect()
    }
}

impl Key {
    fn to_json(&self) -> Json {
        match self {
            Self::Empty => json!(false),
            Self::Id(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Flag(flag) => json!(flag),
            Self::Bits(bits) => json!(f64::from_bits(*bits)),
        }
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Id(one), Self::Id(other)) => one.cmp(other),
            (Self::Text(one), Self::Text(other)) => one.to_lowercase().cmp(&other.to_lowercase()),
            (Self::Flag(one), Self::Flag(other)) => one.cmp(other),
            (Self::Bits(one), Self::Bits(other)) => f64::from_bits(*one).total_cmp(&f64::from_bits(*other)),
            (Self::Empty, Self::Empty) => std::cmp::Ordering::Equal,
            (Self::Empty, _) => std::cmp::Ordering::Greater,
            (_, Self::Empty) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Equal,
        }
    }
}
